command-compare = Vehículos lado a lado: /compare VIN VIN
command-history = Lo que has consultado
command-garage = Tus coches
command-save = Guardar un coche: /save VIN
command-watch = Avisos de nuevas llamadas a revisión: /watch VIN
command-settings = Idioma, unidades, privacidad
command-feedback = Decir algo a quien administra el bot
command-export = Todo lo que se guarda sobre ti
command-forget = Borrar todo sobre ti
command-privacy = Qué se guarda y durante cuánto tiempo
command-about = Versiones y datos
command-cancel = Terminar una pregunta mía

# What stands between thousands, and from how many digits on.
number-group = .
number-group-from = 5
language-name = Español
day = { $day }/{ $month }/{ $year }
on = sí
off = no
automatic = Automático
cancel = Cancelar
save = ⭐ Guardar
watch = 🔔 Vigilar
unwatch = 🔕 No vigilar
share = Compartir
rename = Renombrar
remove = Quitar

anonymous = Eso es para personas, y aquí hablas como grupo o canal.
in-private-only = Eso es para un chat privado conmigo: abre uno y envíalo allí.
not-in-shared = Eso no cabe en una ficha compartida. Pídemelo en un chat privado: @{ $bot }
which-vin = ¿Qué VIN? Escríbelo después del comando, por ejemplo <code>1HGCM82633A004352</code>.
store-down = Ahora mismo no puedo acceder a lo guardado. Inténtalo de nuevo en un minuto.
store-full = Ya hay { $most } y no guardo más. Quita alguno primero.
slow-down =
    { $seconds ->
        [one] ¡Qué rápido! Puedo seguir en un segundo.
       *[other] ¡Qué rápido! Puedo seguir en { $seconds } segundos.
    }

compare-first = Envíame los VIN que quieres comparar, uno tras otro o todos a la vez.
compare-next = ¿Y el segundo VIN?
compare-too-many = Puedo poner { $most } como máximo lado a lado.

history-title = Has consultado { $count ->
        [one] un vehículo
       *[other] { $count } vehículos
    }
history-empty = Tu historial está vacío.
history-private = Estás en modo privado: no guardo nada de lo que consultas. /settings lo cambia.
history-cleared = { $count ->
        [one] Se ha borrado una entrada.
       *[other] Se han borrado { $count } entradas.
    }
history-clear = Vaciar
history-off = No guardar más
history-on = Volver a guardar
history-is-off = A partir de ahora no guardo nada de lo que consultas. Lo ya guardado queda hasta que lo borres.
history-is-on = A partir de ahora guardo lo que consultas, solo para ti.

garage-title = { $count ->
        [one] Tu coche
       *[other] Tus { $count } coches
    }
garage-empty = Aún no has guardado ningún coche. Envía un VIN y pulsa ⭐ Guardar.
saved = Guardado: { $title }. /garage muestra tus coches.
saved-already = Este ya está en tu /garage.
removed = Quitado de tu /garage.
not-saved = Este no está en tu /garage.
name-ask = ¿Cómo quieres llamar a <code>{ $vin }</code>?
name-odd = Un nombre es una línea de { $most } caracteres como máximo.
named = Ahora se llama { $name }.

watching = { $count ->
        [0] Vigilado. No se conoce ninguna llamada a revisión: te aviso cuando haya una.
        [one] Vigilado. Se conoce una llamada a revisión: te aviso cuando haya otra.
       *[other] Vigilado. Se conocen { $count } llamadas a revisión: te aviso cuando haya otra.
    }
watch-unknown = Ahora mismo no puedo consultar sus llamadas a revisión y no sabría qué es nuevo. Inténtalo más tarde.
watch-nobody = Ninguna de mis fuentes conoce llamadas a revisión de este coche: la mayoría conoce las de coches vendidos en EE. UU. Así que no hay nada que vigilar.
watch-full = Ya vigilas { $most } coches y no puedo vigilar más. No se ha guardado nada: termina antes con uno en /garage.
watch-ended = Ya no se vigila.
watch-none = Este no se vigilaba.
watch-news = <b>Nueva llamada a revisión</b> para { $title }

feedback-ask = ¿Qué quieres decir a quien administra este bot?
feedback-full = Ya tengo { $most } mensajes tuyos. Da tiempo a quien me gestiona para leerlos.
feedback-kept = ¡Gracias! Se lo paso.
argument-ask = Envía, por favor: <b>{ $what }</b>
argument-vin = el VIN
argument-mileage = el kilometraje en millas
argument-state = el estado de EE. UU., por ejemplo CA
argument-plate = la matrícula
argument-code = el código de avería, por ejemplo P0115
cancelled = Listo: ya no espero respuesta.
nothing-to-cancel = No hay nada que cancelar.

settings-title = Ajustes
settings-language = Idioma
settings-units = Unidades
settings-history = Historial
settings-private = Modo privado
settings-odd = No existe ese ajuste. /settings muestra los que hay.
units-metric = métricas
units-us = EE. UU.

export = Todo lo que se guarda sobre ti.
export-empty = No se guarda nada sobre ti.
forget-really =
    <b>¿Borrar todo sobre ti?</b>
    Historial, coches, vigilancias, ajustes y mensajes a quien administra el bot. No se puede deshacer; /export te da antes una copia.
forget-yes = Borrar todo
forgot = Borrado:
forgot-nothing = No se guardaba nada sobre ti.
table-settings = ajustes
table-history = historial
table-garage = coches
table-watches = vigilancias
table-dialogues = preguntas abiertas
table-private-chats = registro de este chat
table-answers = notas de qué mensaje responde a cuál
table-feedback = mensajes a quien administra el bot

about = <b>vinbot { $version }</b>, un bot que lee números de bastidor. Está hecho de plugins:
privacy =
    <b>Qué se guarda</b>
    Lo que consultas (los últimos 200 VIN, hasta que los borres), los coches que guardas y vigilas, tus ajustes, tus mensajes a quien administra el bot, una pregunta que espera tu respuesta (15 minutos), cuál de mis mensajes responde a cuál de los tuyos (un día) y que este chat existe. Nada más: ni textos, ni fotos, ni nombres.

    Lo que significa un VIN se conserva sin anotar quién preguntó.

    /settings desactiva el historial o activa el modo privado, en el que solo guardo lo que me pides guardar: coches, vigilancias, ajustes, mensajes a quien administra el bot y una pregunta en espera. El registro no dice entonces quién preguntó. /export lo muestra todo, /forget lo borra.
