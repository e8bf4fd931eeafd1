start =
    <b>Envíame un VIN y te digo qué coche es.</b>

    El VIN (número de bastidor) tiene 17 caracteres y figura en la documentación, en la parte baja del parabrisas y en el marco de la puerta del conductor. Escríbelo como quieras: las minúsculas, los espacios y los guiones no importan, y puedes enviar varios a la vez.

    ¿No tienes ninguno a mano? Prueba uno de estos:
example-audi = Un Audi de Alemania

help-how =
    <b>Cómo funciona</b>
    Envía un VIN, o un texto que los contenga, hasta { $most } a la vez. Recibes marca, modelo, año, motor y más; «Detalles» muestra todo lo que se sabe.

    <b>¿Dónde está el VIN?</b>
    En la documentación, en el parabrisas (lado del conductor, abajo), en el marco de la puerta del conductor y en la tarjeta del seguro. Tiene 17 caracteres y nunca las letras I, O ni Q.

    <b>¿Está mal escrito?</b>
    Envíalo igualmente: te digo qué falla y te propongo el VIN corregido.
help-commands = Comandos

command-vin = Consultar un VIN: /vin 1HGCM82633A004352
command-help = Qué sabe hacer este bot y dónde está el VIN

vin-usage =
    Escribe el VIN después del comando: <code>/vin 1HGCM82633A004352</code>
    O responde con /vin a un mensaje que contenga uno.
unknown-command = No existe el comando /{ $name }. /help dice cuáles hay.
no-vin = No veo ningún VIN ahí. Un VIN tiene 17 letras y cifras, como <code>1HGCM82633A004352</code>. /help dice dónde encontrar el tuyo.
no-text = Eso no lo puedo leer. Escribe el VIN: 17 letras y cifras.
too-many =
    { $all ->
        [one] Era un VIN.
       *[other] Eran { $all } VIN.
    } He respondido a los primeros { $answered }; envía los demás en mensajes de { $answered } como máximo.
more-near-misses =
    { $more ->
        [one] Hay otro texto que es casi un VIN. Envíalo en un mensaje aparte.
       *[other] Otros { $more } son casi un VIN. Envíalos de nuevo en mensajes de tres como máximo.
    }

unknown-vin = No se conoce ningún fabricante ni país con esos primeros caracteres. ¿Está bien escrito?
unavailable = Ahora mismo no puedo consultarlo: algo ha fallado por mi parte. Inténtalo de nuevo en un minuto.
trouble-timeout = El servicio que lo sabe no responde ahora mismo. Inténtalo de nuevo en un minuto.
trouble-outage = El servicio que lo sabe no funciona ahora mismo. Inténtalo más tarde.
trouble-quota = Se ha consultado demasiado el servicio que lo sabe. Inténtalo más tarde.
trouble-denied = El servicio que lo sabe no me deja entrar. Tiene que arreglarlo quien me administra.
trouble-not-found = El servicio consultado no sabe nada de eso.
trouble-bad-answer = El servicio que lo sabe ha dado una respuesta que no puedo leer. Inténtalo más tarde.

old-button = Este botón ya no funciona. Envía el VIN otra vez.
compare = Comparar
compare-with = Comparar con …

near-miss = Es casi un VIN.
fault-too-short = Tiene 16 caracteres, uno de menos: un VIN tiene 17.
fault-too-long = Tiene 18 caracteres, uno de más: un VIN tiene 17.
fault-letter = En la posición { $position } está la letra { $letter }, que ningún VIN lleva: suele ser la cifra { $digit }.
near-miss-none = Compáralo con la documentación, carácter por carácter.
near-miss-one = ¿Querías decir este?
near-miss-several = ¿Querías decir uno de estos?

inline-type = Escribe un VIN: 17 letras y cifras
inline-none = No hay ficha para eso: escribe un VIN entero
