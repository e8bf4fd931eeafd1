### German.

number-group = .
number-group-from = 4
formats = Dateien gibt es als JSON oder CSV.
nothing = Es gibt kein Fahrzeug zum Ausgeben.
file =
    { $count ->
        [one] { $count } Fahrzeug
       *[other] { $count } Fahrzeuge
    } als { $kind }.
