help-files =
    <b>Fotos y tablas</b>
    Una foto de la placa, de la etiqueta de la puerta o de los papeles: leo el código de barras o el número impreso. Una tabla (CSV, TXT, XLSX) vuelve con año, marca, modelo y más para cada VIN. En grupos, escribe /vin debajo del archivo o como respuesta.

file-odd = Leo fotos, y tablas en CSV, TXT o XLSX. Este archivo es otra cosa.
file-too-large = Ese archivo es demasiado grande: puedo aceptar { $most } MB como máximo. Envía uno más pequeño, o partes de él.
file-gone = No he podido obtener ese archivo de Telegram. Envíalo otra vez, por favor.
file-busy-own = Aún estoy ocupado con lo que enviaste antes. Envía esto de nuevo cuando termine.
file-busy = Demasiadas personas me envían archivos ahora mismo. Inténtalo de nuevo en un minuto.
file-interrupted = Me han detenido antes de terminar con tu archivo. Envíalo de nuevo en un minuto.
file-stopped = Detenido.

photo-nothing =
    <b>No encuentro ningún VIN en esta imagen.</b>
    Una buena imagen muestra el código de barras o los 17 caracteres de frente, nítidos, con luz uniforme, y ocupan la mayor parte. O escribe el VIN.
photo-other-codes = Hay un código, pero no contiene ningún VIN.
photo-bars-only = Solo leo códigos de barras, no caracteres impresos.
photo-out-of-time = Había demasiado que leer a tiempo: una imagen del número solo se lee más rápido.
photo-doubtful = Leído de lo impreso: <code>{ $vins }</code>. Compáralo carácter por carácter, por favor.
photo-too-many-pixels = Esa imagen tiene más de { $most } megapíxeles. Envía una más pequeña.
photo-unknown = No puedo leer una imagen de este tipo. Envíala como JPEG, PNG o WebP.
photo-damaged = Esa imagen está dañada. Envíala otra vez, por favor.

sheet-progress = Consultando la tabla: { $done } de { $all } filas ({ $percent } %)
sheet-done =
    { $rows ->
        [one] Una fila
       *[other] { $rows } filas
    }{ $failed ->
        [0] , y todas están descifradas.
        [one] . Algo no cuadra en una: su última columna dice qué.
       *[other] . Algo no cuadra en { $failed }: la última columna dice qué.
    }
sheet-queued = Otras tablas van primero; la tuya es la siguiente.
sheet-stopping = Me detengo.
sheet-nothing-to-stop = No tienes nada en marcha que se pueda detener.
sheet-no-vin = No hay ningún VIN en esta fila.
sheet-check-digit = El dígito de control (posición 9) no cuadra: puede haber un carácter mal escrito.
sheet-too-many-rows = Esa tabla tiene más de { $most } filas. Divídela, por favor.
sheet-too-many-columns = Esa tabla tiene más de { $most } columnas. Conserva la de los VIN y algunas más.
sheet-unpacked = Ese archivo es demasiado grande al descomprimirlo. Guarda solo la hoja con los VIN.
sheet-empty = Ese archivo está vacío.
sheet-no-vins = No encuentro ningún VIN en esta tabla. Un VIN tiene 17 caracteres; cada uno está en su propia fila.
sheet-password = Ese archivo está protegido con contraseña. Guárdalo sin ella y envíalo de nuevo.
sheet-unknown = No puedo leer eso como tabla. Guárdalo como XLSX o CSV.
sheet-damaged = Ese archivo está dañado. Guárdalo otra vez como XLSX o CSV.

column-year = Año
column-make = Marca
column-model = Modelo
column-trim = Acabado
column-body = Carrocería
column-engine = Motor
column-fuel = Combustible
column-country = País
column-error = Error
