help-files =
    <b>Fotos und Tabellen</b>
    Ein Foto vom Typenschild, vom Aufkleber in der Tür oder von den Papieren: Ich lese den Strichcode oder die gedruckte Nummer. Eine Tabelle (CSV, TXT, XLSX) kommt mit Baujahr, Marke, Modell und mehr zu jeder FIN zurück. In Gruppen schreib /vin unter die Datei oder als Antwort darauf.

file-odd = Ich lese Fotos, und Tabellen als CSV, TXT oder XLSX. Diese Datei ist etwas anderes.
file-too-large = Diese Datei ist zu groß: Ich kann höchstens { $most } MB annehmen. Schick eine kleinere oder Teile davon.
file-gone = Ich konnte diese Datei nicht von Telegram bekommen. Bitte schick sie noch einmal.
file-busy-own = Ich bin noch mit dem beschäftigt, was du vorher geschickt hast. Schick dies noch einmal, wenn es fertig ist.
file-busy = Gerade schicken mir zu viele Dateien. Bitte versuch es in einer Minute noch einmal.
file-interrupted = Ich wurde angehalten, bevor ich mit deiner Datei fertig war. Bitte schick sie in einer Minute noch einmal.
file-stopped = Angehalten.

photo-nothing =
    <b>Auf diesem Bild finde ich keine FIN.</b>
    Ein gutes zeigt den Strichcode oder die 17 Zeichen von vorn, scharf, in gleichmäßigem Licht, und sie füllen den größten Teil des Bildes. Oder tipp die FIN ein.
photo-other-codes = Ein Code ist darauf, aber keine FIN darin.
photo-bars-only = Ich lese nur Strichcodes, keine gedruckten Zeichen.
photo-out-of-time = Es war zu viel darauf, um es rechtzeitig zu lesen: Ein Bild der Nummer allein lese ich schneller.
photo-doubtful = Vom Druck abgelesen: <code>{ $vins }</code>. Bitte vergleiche Zeichen für Zeichen.
photo-too-many-pixels = Dieses Bild hat mehr als { $most } Megapixel. Schick ein kleineres.
photo-unknown = Ein Bild dieser Art kann ich nicht lesen. Schick es als JPEG, PNG oder WebP.
photo-damaged = Dieses Bild ist beschädigt. Bitte schick es noch einmal.

sheet-progress = Ich schlage die Tabelle nach: { $done } von { $all } Zeilen ({ $percent } %)
sheet-done =
    { $rows ->
        [one] Eine Zeile
       *[other] { $rows } Zeilen
    }{ $failed ->
        [0] , und alle sind gelesen.
        [one] . Mit einer stimmt etwas nicht: Ihre letzte Spalte sagt, was.
       *[other] . Mit { $failed } stimmt etwas nicht: Die letzte Spalte sagt, was.
    }
sheet-queued = Andere Tabellen sind vorher dran; deine ist die nächste in der Reihe.
sheet-stopping = Ich höre auf.
sheet-nothing-to-stop = Von dir ist nichts in Arbeit, was sich anhalten ließe.
sheet-no-vin = In dieser Zeile steht keine FIN.
sheet-check-digit = Die Prüfziffer (Stelle 9) stimmt nicht: Vielleicht ist ein Zeichen vertippt.
sheet-too-many-rows = Diese Tabelle hat mehr als { $most } Zeilen. Bitte teile sie auf.
sheet-too-many-columns = Diese Tabelle hat mehr als { $most } Spalten. Behalte die mit den FINs und ein paar weitere.
sheet-unpacked = Diese Datei ist entpackt zu groß. Speichere das Blatt mit den FINs allein.
sheet-empty = Diese Datei ist leer.
sheet-no-vins = In dieser Tabelle finde ich keine FIN. Eine FIN hat 17 Zeichen; jede steht in einer eigenen Zeile.
sheet-password = Diese Datei ist mit einem Passwort geschützt. Speichere sie ohne und schick sie noch einmal.
sheet-unknown = Das kann ich nicht als Tabelle lesen. Speichere es als XLSX oder CSV.
sheet-damaged = Diese Datei ist beschädigt. Speichere sie noch einmal als XLSX oder CSV.

column-year = Baujahr
column-make = Marke
column-model = Modell
column-trim = Ausstattung
column-body = Aufbau
column-engine = Motor
column-fuel = Kraftstoff
column-country = Land
column-error = Fehler
