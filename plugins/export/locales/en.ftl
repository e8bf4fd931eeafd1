### English.

number-group = ,
number-group-from = 4
formats = Files are made as JSON or CSV.
nothing = There is no vehicle to export.
file =
    { $count ->
        [one] { $count } vehicle
       *[other] { $count } vehicles
    } as { $kind }.
