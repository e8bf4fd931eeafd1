### Russian.

number-group = { "\u00A0" }
number-group-from = 4
formats = Файлы бывают JSON или CSV.
nothing = Нет машины для выгрузки.
file =
    { $count ->
        [one] { $count } машина
        [few] { $count } машины
       *[other] { $count } машин
    } в формате { $kind }.
