start =
    <b>Schick mir eine Fahrgestellnummer, und ich nenne dir das Auto.</b>

    Die Fahrgestellnummer (FIN, VIN) hat 17 Zeichen und steht in den Fahrzeugpapieren, unten an der Windschutzscheibe und im Rahmen der Fahrertür. Schreib sie, wie du willst: Kleinbuchstaben, Leerzeichen und Striche stören nicht, und mehrere auf einmal sind in Ordnung.

    Keine zur Hand? Probier eine von diesen:
example-audi = Ein Audi aus Deutschland

help-how =
    <b>So geht es</b>
    Schick eine FIN oder einen Text mit FINs darin, bis zu { $most } auf einmal. Du bekommst Marke, Modell, Baujahr, Motor und mehr; „Details“ zeigt alles, was bekannt ist.

    <b>Wo steht die FIN?</b>
    In den Fahrzeugpapieren, an der Windschutzscheibe (Fahrerseite, unten), im Rahmen der Fahrertür, auf der Versicherungskarte. Sie hat 17 Zeichen und nie die Buchstaben I, O oder Q.

    <b>Vertippt?</b>
    Schick sie trotzdem: Ich sage, was nicht stimmt, und schlage die richtige FIN vor.
help-commands = Befehle

command-vin = Eine FIN nachschlagen: /vin 1HGCM82633A004352
command-help = Was dieser Bot kann und wo die FIN steht

vin-usage =
    Schreib die FIN hinter den Befehl: <code>/vin 1HGCM82633A004352</code>
    Oder antworte mit /vin auf eine Nachricht, in der eine steht.
unknown-command = Den Befehl /{ $name } gibt es nicht. /help sagt, was es gibt.
no-vin = Darin sehe ich keine FIN. Eine FIN hat 17 Buchstaben und Ziffern, etwa <code>1HGCM82633A004352</code>. /help sagt, wo deine steht.
no-text = Das kann ich nicht lesen. Tipp die FIN ein: 17 Buchstaben und Ziffern.
too-many =
    { $all ->
        [one] Das war eine FIN.
       *[other] Das waren { $all } FINs.
    } Beantwortet habe ich die ersten { $answered }; schick die übrigen in Nachrichten zu höchstens { $answered }.
more-near-misses =
    { $more ->
        [one] Noch etwas sieht fast wie eine FIN aus. Schick es in einer eigenen Nachricht.
       *[other] Noch { $more } sehen fast wie eine FIN aus. Schick sie in Nachrichten zu höchstens drei noch einmal.
    }

unknown-vin = Zu den ersten Zeichen ist weder Hersteller noch Land bekannt. Ist sie richtig geschrieben?
unavailable = Das kann ich gerade nicht nachschlagen: Auf meiner Seite ging etwas schief. Bitte versuch es in einer Minute noch einmal.
trouble-timeout = Der Dienst, der das weiß, antwortet gerade nicht. Bitte versuch es in einer Minute noch einmal.
trouble-outage = Der Dienst, der das weiß, ist gerade gestört. Bitte versuch es später noch einmal.
trouble-quota = Der Dienst, der das weiß, wurde zuletzt zu oft gefragt. Bitte versuch es später noch einmal.
trouble-denied = Der Dienst, der das weiß, lässt mich nicht hinein. Das muss beheben, wer mich betreibt.
trouble-not-found = Der Dienst, den ich gefragt habe, weiß darüber nichts.
trouble-bad-answer = Der Dienst, der das weiß, gab eine Antwort, die ich nicht lesen kann. Bitte versuch es später noch einmal.

old-button = Diese Taste geht nicht mehr. Schick die FIN noch einmal.
compare = Vergleichen
compare-with = Vergleichen mit …

near-miss = Das ist fast eine FIN.
fault-too-short = Sie hat 16 Zeichen, eines zu wenig: Eine FIN hat 17.
fault-too-long = Sie hat 18 Zeichen, eines zu viel: Eine FIN hat 17.
fault-letter = An Stelle { $position } steht der Buchstabe { $letter }, den es in keiner FIN gibt: Meist ist es die Ziffer { $digit }.
near-miss-none = Bitte vergleich sie Zeichen für Zeichen mit den Papieren.
near-miss-one = Meintest du diese?
near-miss-several = Meintest du eine von diesen?

inline-type = Tipp eine FIN: 17 Buchstaben und Ziffern
inline-none = Dazu gibt es keine Karte: Tipp eine ganze FIN
