### French.

number-group = { "\u202F" }
number-group-from = 4
formats = Les fichiers sont en JSON ou CSV.
nothing = Il n'y a aucun véhicule à exporter.
file =
    { $count ->
        [one] { $count } véhicule
       *[other] { $count } véhicules
    } en { $kind }.
