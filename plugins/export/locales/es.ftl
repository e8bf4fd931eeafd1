### Spanish.

number-group = .
number-group-from = 5
formats = Los archivos son JSON o CSV.
nothing = No hay ningún vehículo que exportar.
file =
    { $count ->
        [one] { $count } vehículo
       *[other] { $count } vehículos
    } en { $kind }.
