### Ukrainian.

number-group = { "\u00A0" }
number-group-from = 4
formats = Файли бувають JSON або CSV.
nothing = Немає авто для вивантаження.
file =
    { $count ->
        [one] { $count } авто
        [few] { $count } авто
       *[other] { $count } авто
    } у форматі { $kind }.
