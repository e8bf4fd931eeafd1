# What the bot says about the user's own things: history, garage, watches, settings.

command-compare = Vehicles side by side: /compare VIN VIN
command-history = What you looked up
command-garage = Your cars
command-save = Keep a car: /save VIN
command-watch = Hear of new recalls: /watch VIN
command-settings = Language, units, privacy
command-feedback = Tell whoever runs this bot
command-export = Everything that is stored about you
command-forget = Delete everything about you
command-privacy = What is stored, and for how long
command-about = Versions and data
command-cancel = End a question that I asked

# What stands between thousands, and from how many digits on.
number-group = ,
number-group-from = 4
language-name = English
day = { $year }-{ $month }-{ $day }
on = on
off = off
automatic = Automatic
cancel = Cancel
save = ⭐ Save
watch = 🔔 Watch
unwatch = 🔕 Unwatch
share = Share
rename = Rename
remove = Remove

anonymous = That is for people, and here you speak as a group or channel.
in-private-only = That is for a private chat with me: open one and send it there.
not-in-shared = That doesn't fit into a shared card. Ask me for it in a private chat: @{ $bot }
which-vin = Which VIN? Write it after the command, such as <code>1HGCM82633A004352</code>.
store-down = I can't get at what is stored just now. Please try again in a minute.
store-full = There are { $most } already, and I keep no more. Remove some first.
slow-down =
    { $seconds ->
        [one] That was quick! I can go on in a second.
       *[other] That was quick! I can go on in { $seconds } seconds.
    }

compare-first = Send me the VINs to compare, one after the other or all at once.
compare-next = And the second VIN?
compare-too-many = I can put at most { $most } beside one another.

history-title = You looked up { $count ->
        [one] one vehicle
       *[other] { $count } vehicles
    }
history-empty = There is nothing in your history.
history-private = You are in private mode: I store nothing of what you look up. /settings changes that.
history-cleared = { $count ->
        [one] One entry is deleted.
       *[other] { $count } entries are deleted.
    }
history-clear = Clear
history-off = Stop storing
history-on = Store again
history-is-off = From now on I store nothing of what you look up. What was stored before stays until you clear it.
history-is-on = From now on I store what you look up, for you alone.

garage-title = { $count ->
        [one] Your car
       *[other] Your { $count } cars
    }
garage-empty = You have saved no car yet. Send a VIN and press ⭐ Save.
saved = Saved: { $title }. /garage shows your cars.
saved-already = This one is in your /garage already.
removed = Removed from your /garage.
not-saved = This one is not in your /garage.
name-ask = What is <code>{ $vin }</code> to be called?
name-odd = A name is one line of at most { $most } characters.
named = It is called { $name } now.

watching = { $count ->
        [0] Watched. No recall is known so far: I tell you when there is one.
        [one] Watched. One recall is known: I tell you when there is another.
       *[other] Watched. { $count } recalls are known: I tell you when there is another.
    }
watch-unknown = I can't get its recalls just now, so I can't tell what will be new. Please try again later.
watch-nobody = No source that I have knows recalls of this car: most know those of cars sold in the USA. So there is nothing to watch.
watch-full = You watch { $most } cars already, and I can't watch more. Nothing was saved: end one in /garage first.
watch-ended = No longer watched.
watch-none = This one was not watched.
watch-news = <b>A new recall</b> for { $title }

feedback-ask = What do you want to tell whoever runs this bot?
feedback-full = I have { $most } messages of yours already. Please give whoever runs me time to read them.
feedback-kept = Thank you! It is passed on.
argument-ask = Please send: <b>{ $what }</b>
argument-vin = the VIN
argument-mileage = the mileage
argument-state = the US state, such as CA
argument-plate = the number plate
argument-code = the trouble code, such as P0115
cancelled = Done: I no longer wait for an answer.
nothing-to-cancel = There is nothing to cancel.

settings-title = Settings
settings-language = Language
settings-units = Units
settings-history = History
settings-private = Private mode
settings-odd = There is no such setting. /settings shows what there is.
units-metric = metric
units-us = US

export = Everything that is stored about you.
export-empty = Nothing is stored about you.
forget-really =
    <b>Delete everything about you?</b>
    History, cars, watches, settings and messages to the operator. It can't be undone; /export gives you a copy first.
forget-yes = Delete everything
forgot = Deleted:
forgot-nothing = Nothing was stored about you.
table-settings = settings
table-history = history
table-garage = cars
table-watches = watches
table-dialogues = open questions
table-private-chats = this chat's entry
table-answers = notes of which message answers which
table-feedback = messages to the operator

about = <b>vinbot { $version }</b>, a bot that reads vehicle identification numbers. It is built of plugins:
privacy =
    <b>What is stored</b>
    What you look up (the last 200 VINs, until you clear them), cars that you save and watch, your settings, your messages to the operator, a question that waits for your answer (15 minutes), which of my messages answers which of yours (a day), and that this chat exists. Nothing else: no text, no photo, no name.

    What a VIN means is kept without saying who asked.

    /settings switches the history off or to private mode, in which I store only what you ask me to keep: cars, watches, settings, messages to the operator and a question that waits. The log then does not say who asked. /export shows everything, /forget deletes it.
