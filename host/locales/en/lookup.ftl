# What the bot says when somebody asks about a VIN.
# <b>, <i>, <code> and <pre> are styles. What stands in { braces } is filled in.

start =
    <b>Send me a VIN and I tell you the car.</b>

    A VIN is the 17-character number on the registration papers, at the foot of the windscreen and in the frame of the driver's door. Write it as you like: small letters, spaces and dashes don't matter, and several at once are fine.

    No VIN at hand? Try one of these:
example-audi = An Audi from Germany

help-how =
    <b>How it works</b>
    Send a VIN, or a text with VINs in it, up to { $most } at a time. You get make, model, year, engine and more; Details shows everything that is known.

    <b>Where is the VIN?</b>
    Registration papers, windscreen (driver's side, bottom), driver's door frame, insurance card. It has 17 characters and never the letters I, O or Q.

    <b>Is it mistyped?</b>
    Send it all the same: I say what is wrong and offer the repaired VIN.
help-commands = Commands

command-vin = Look up a VIN: /vin 1HGCM82633A004352
command-help = What this bot can do, and where a VIN is found

vin-usage =
    Write the VIN after the command: <code>/vin 1HGCM82633A004352</code>
    Or use /vin as the answer to a message that holds one.
unknown-command = There is no command /{ $name }. /help tells what there is.
no-vin = I see no VIN in that. A VIN has 17 letters and digits, such as <code>1HGCM82633A004352</code>. /help tells where to find yours.
no-text = I can't read that. Type the VIN: 17 letters and digits.
too-many =
    { $all ->
        [one] That was one VIN.
       *[other] Those were { $all } VINs.
    } I answered the first { $answered }; send the others in messages of at most { $answered }.
more-near-misses =
    { $more ->
        [one] One more looks almost like a VIN. Send it in a message of its own.
       *[other] { $more } more look almost like a VIN. Send them again in messages of at most three.
    }

unknown-vin = No maker or country is known for its first characters. Is it typed right?
unavailable = I can't look that up just now: something on my side failed. Please try again in a minute.
trouble-timeout = The service that knows this does not answer just now. Please try again in a minute.
trouble-outage = The service that knows this is out of order just now. Please try again later.
trouble-quota = The service that knows this was asked too often lately. Please try again later.
trouble-denied = I am not let into the service that knows this. That is for whoever runs me to mend.
trouble-not-found = The service that I asked knows nothing about that.
trouble-bad-answer = The service that knows this gave an answer that I can't read. Please try again later.

old-button = This button no longer works. Send the VIN again.
compare = Compare
compare-with = Compare with …

near-miss = That is almost a VIN.
fault-too-short = It has 16 characters, one too few: a VIN has 17.
fault-too-long = It has 18 characters, one too many: a VIN has 17.
fault-letter = Position { $position } is the letter { $letter }, which no VIN holds: it is usually the digit { $digit }.
near-miss-none = Please compare it with the papers, character by character.
near-miss-one = Did you mean this one?
near-miss-several = Did you mean one of these?

inline-type = Type a VIN: 17 letters and digits
inline-none = No card for that: type a whole VIN
