# What the bot says about photos and tables that people send.

help-files =
    <b>Photos and tables</b>
    A photo of the plate, the door label or the papers: I read the barcode or the printed number. A table (CSV, TXT, XLSX) comes back with year, make, model and more for each VIN. In groups, write /vin under the file or as the answer to it.

file-odd = I read photos, and tables as CSV, TXT or XLSX. This file is something else.
file-too-large = That file is too large: I can take at most { $most } MB. Send a smaller one, or parts of it.
file-gone = I could not get that file from Telegram. Please send it once more.
file-busy-own = I am still busy with what you sent before. Send this again when it is done.
file-busy = Too many are sending me files just now. Please try again in a minute.
file-interrupted = I was stopped before I was done with your file. Please send it again in a minute.
file-stopped = Stopped.

photo-nothing =
    <b>I find no VIN in this picture.</b>
    A good one shows the barcode or the 17 characters from the front, in focus, in even light, and fills most of the picture. Or type the VIN.
photo-other-codes = There is a barcode, but no VIN in it.
photo-bars-only = I read barcodes only, no printed characters.
photo-out-of-time = There was too much in it to read in time: a picture of the number alone is read faster.
photo-doubtful = Read from print: <code>{ $vins }</code>. Please compare it, character by character.
photo-too-many-pixels = That picture has more than { $most } megapixels. Send a smaller one.
photo-unknown = I can't read a picture of this kind. Send it as JPEG, PNG or WebP.
photo-damaged = That picture is damaged. Please send it once more.

sheet-progress = Looking up the table: { $done } of { $all } rows ({ $percent } %)
sheet-done =
    { $rows ->
        [one] One row
       *[other] { $rows } rows
    }{ $failed ->
        [0] , and all are decoded.
        [one] . Something is wrong with one: its last column says what.
       *[other] . Something is wrong with { $failed }: the last column says what.
    }
sheet-queued = Other tables come first; yours is next in line.
sheet-stopping = I stop.
sheet-nothing-to-stop = You have nothing under way that could be stopped.
sheet-no-vin = There is no VIN in this row.
sheet-check-digit = The check digit (position 9) is wrong: a character may be mistyped.
sheet-too-many-rows = That table has more than { $most } rows. Please split it.
sheet-too-many-columns = That table has more than { $most } columns. Keep the one with the VINs and a few more.
sheet-unpacked = That file is too large when it is unpacked. Save the sheet with the VINs alone.
sheet-empty = That file is empty.
sheet-no-vins = I find no VIN in this table. A VIN has 17 characters; each stands in a row of its own.
sheet-password = That file is protected by a password. Save it without one and send it again.
sheet-unknown = I can't read that as a table. Save it as XLSX or CSV.
sheet-damaged = That file is damaged. Save it once more as XLSX or CSV.

column-year = Year
column-make = Make
column-model = Model
column-trim = Trim
column-body = Body
column-engine = Engine
column-fuel = Fuel
column-country = Country
column-error = Error
