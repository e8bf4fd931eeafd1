command-compare = Fahrzeuge nebeneinander: /compare FIN FIN
command-history = Was du nachgeschlagen hast
command-garage = Deine Autos
command-save = Ein Auto merken: /save FIN
command-watch = Von neuen Rückrufen hören: /watch FIN
command-settings = Sprache, Einheiten, Privatsphäre
command-feedback = Dem Betreiber etwas sagen
command-export = Alles, was über dich gespeichert ist
command-forget = Alles über dich löschen
command-privacy = Was gespeichert wird und wie lange
command-about = Versionen und Daten
command-cancel = Eine Frage von mir beenden

# What stands between thousands, and from how many digits on.
number-group = .
number-group-from = 4
language-name = Deutsch
day = { $day }.{ $month }.{ $year }
on = an
off = aus
automatic = Automatisch
cancel = Abbrechen
save = ⭐ Merken
watch = 🔔 Beobachten
unwatch = 🔕 Nicht beobachten
share = Teilen
rename = Umbenennen
remove = Entfernen

anonymous = Das ist für Personen, und hier sprichst du als Gruppe oder Kanal.
in-private-only = Das geht nur im privaten Chat mit mir: Öffne einen und schick es dort.
not-in-shared = Das passt nicht in eine geteilte Karte. Frag mich danach im privaten Chat: @{ $bot }
which-vin = Welche FIN? Schreib sie hinter den Befehl, etwa <code>1HGCM82633A004352</code>.
store-down = An das Gespeicherte komme ich gerade nicht heran. Bitte versuch es in einer Minute noch einmal.
store-full = Es sind schon { $most }, und mehr merke ich mir nicht. Entferne erst welche.
slow-down =
    { $seconds ->
        [one] Das ging schnell! In einer Sekunde kann ich weitermachen.
       *[other] Das ging schnell! In { $seconds } Sekunden kann ich weitermachen.
    }

compare-first = Schick mir die FINs zum Vergleichen, nacheinander oder alle auf einmal.
compare-next = Und die zweite FIN?
compare-too-many = Ich kann höchstens { $most } nebeneinanderstellen.

history-title = Du hast { $count ->
        [one] ein Fahrzeug
       *[other] { $count } Fahrzeuge
    } nachgeschlagen
history-empty = Dein Verlauf ist leer.
history-private = Du bist im privaten Modus: Ich speichere nichts von dem, was du nachschlägst. /settings ändert das.
history-cleared = { $count ->
        [one] Ein Eintrag ist gelöscht.
       *[other] { $count } Einträge sind gelöscht.
    }
history-clear = Leeren
history-off = Nicht mehr speichern
history-on = Wieder speichern
history-is-off = Ab jetzt speichere ich nichts von dem, was du nachschlägst. Was schon gespeichert ist, bleibt, bis du es löschst.
history-is-on = Ab jetzt speichere ich, was du nachschlägst, nur für dich.

garage-title = { $count ->
        [one] Dein Auto
       *[other] Deine { $count } Autos
    }
garage-empty = Du hast dir noch kein Auto gemerkt. Schick eine FIN und drück ⭐ Merken.
saved = Gemerkt: { $title }. /garage zeigt deine Autos.
saved-already = Das steht schon in deiner /garage.
removed = Aus deiner /garage entfernt.
not-saved = Das steht nicht in deiner /garage.
name-ask = Wie soll <code>{ $vin }</code> heißen?
name-odd = Ein Name ist eine Zeile mit höchstens { $most } Zeichen.
named = Es heißt jetzt { $name }.

watching = { $count ->
        [0] Wird beobachtet. Bisher ist kein Rückruf bekannt: Ich melde mich, wenn es einen gibt.
        [one] Wird beobachtet. Ein Rückruf ist bekannt: Ich melde mich, wenn es einen weiteren gibt.
       *[other] Wird beobachtet. { $count } Rückrufe sind bekannt: Ich melde mich, wenn es einen weiteren gibt.
    }
watch-unknown = An die Rückrufe komme ich gerade nicht heran und wüsste nicht, was neu ist. Bitte versuch es später noch einmal.
watch-nobody = Keine meiner Quellen kennt Rückrufe dieses Autos: die meisten kennen die von Autos, die in den USA verkauft wurden. Es gibt also nichts zu beobachten.
watch-full = Du beobachtest schon { $most } Autos, mehr kann ich nicht. Nichts wurde gespeichert: beende erst eines in /garage.
watch-ended = Wird nicht mehr beobachtet.
watch-none = Das wurde nicht beobachtet.
watch-news = <b>Ein neuer Rückruf</b> für { $title }

feedback-ask = Was möchtest du dem Betreiber sagen?
feedback-full = Ich habe schon { $most } Nachrichten von dir. Bitte gib dem Betreiber Zeit, sie zu lesen.
feedback-kept = Danke! Ich gebe es weiter.
argument-ask = Bitte schick: <b>{ $what }</b>
argument-vin = die FIN
argument-mileage = den Meilenstand
argument-state = den US-Bundesstaat, etwa CA
argument-plate = das Kennzeichen
argument-code = den Fehlercode, etwa P0115
cancelled = Gut: Ich warte auf keine Antwort mehr.
nothing-to-cancel = Es gibt nichts abzubrechen.

settings-title = Einstellungen
settings-language = Sprache
settings-units = Einheiten
settings-history = Verlauf
settings-private = Privater Modus
settings-odd = So eine Einstellung gibt es nicht. /settings zeigt, was es gibt.
units-metric = metrisch
units-us = US

export = Alles, was über dich gespeichert ist.
export-empty = Über dich ist nichts gespeichert.
forget-really =
    <b>Alles über dich löschen?</b>
    Verlauf, Autos, Beobachtungen, Einstellungen und Nachrichten an den Betreiber. Das lässt sich nicht rückgängig machen; /export gibt dir vorher eine Kopie.
forget-yes = Alles löschen
forgot = Gelöscht:
forgot-nothing = Über dich war nichts gespeichert.
table-settings = Einstellungen
table-history = Verlauf
table-garage = Autos
table-watches = Beobachtungen
table-dialogues = offene Fragen
table-private-chats = Eintrag dieses Chats
table-answers = Vermerke, welche Nachricht welche beantwortet
table-feedback = Nachrichten an den Betreiber

about = <b>vinbot { $version }</b>, ein Bot, der Fahrgestellnummern liest. Er besteht aus Plugins:
privacy =
    <b>Was gespeichert wird</b>
    Was du nachschlägst (die letzten 200 FINs, bis du sie löschst), Autos, die du dir merkst und beobachtest, deine Einstellungen, deine Nachrichten an den Betreiber, eine Frage, die auf deine Antwort wartet (15 Minuten), welche meiner Nachrichten welche von deinen beantwortet (einen Tag), und dass es diesen Chat gibt. Sonst nichts: kein Text, kein Foto, kein Name.

    Was eine FIN bedeutet, wird aufgehoben, ohne festzuhalten, wer gefragt hat.

    /settings schaltet den Verlauf aus oder in den privaten Modus, in dem ich nur speichere, was du mir zu behalten aufträgst: Autos, Beobachtungen, Einstellungen, Nachrichten an den Betreiber und eine Frage, die wartet. Im Protokoll steht dann nicht, wer gefragt hat. /export zeigt alles, /forget löscht es.
