//! What the bot itself says, in one place.

use vinbot_net::Trouble;

use crate::rich::{Action, Button, Message, Span, Style};
use crate::vin::Vin;

/// VINs to try: real ones from public documents, of a Honda and of a Tesla; and a
/// European one with a made-up serial number.
const EXAMPLES: [(&str, &str); 3] = [
    ("2003 Honda Accord", "1HGCM82633A004352"),
    ("2019 Tesla Model 3", "5YJ3E1EA2KF317000"),
    ("An Audi from Germany", "WAUZZZ8K9BA123456"),
];

/// Menu of commands: name and description.
pub(super) const COMMANDS: [(&str, &str); 3] = [
    ("vin", "Look up a VIN: /vin 1HGCM82633A004352"),
    ("help", "What this bot can do, and where a VIN is found"),
    ("start", "Begin"),
];

pub(super) fn start() -> Message {
    examples(
        Message::default()
            .text("Send me a VIN and I tell you the car.", Style::BOLD)
            .plain(
                "\n\nA VIN is the 17-character number on the registration papers, at the foot of \
                 the windscreen and in the frame of the driver's door. Write it as you like: \
                 small letters, spaces and dashes don't matter, and several at once are fine.\
                 \n\nNo VIN at hand? Try one of these:",
            ),
    )
}

pub(super) fn help() -> Message {
    let commands = [
        (
            "/vin",
            " VIN – look up a VIN (in groups: also as an answer to a message with one)\n",
        ),
        ("/help", " – this text\n"),
    ];
    let mut message = Message::default()
        .text("How it works", Style::BOLD)
        .plain(
            "\nSend a VIN, or a text with VINs in it, up to 20 at a time. You get make, model, \
             year, engine and more; Details shows everything that is known.\n\n",
        )
        .text("Where is the VIN?", Style::BOLD)
        .plain(
            "\nRegistration papers, windscreen (driver's side, bottom), driver's door frame, \
             insurance card. It has 17 characters and never the letters I, O or Q.\n\n",
        )
        .text("Is it mistyped?", Style::BOLD)
        .plain("\nSend it all the same: I say what is wrong and offer the repaired VIN.\n\n")
        .text("Commands", Style::BOLD)
        .plain("\n");
    for (name, words) in commands {
        message = message.plain(name).plain(words);
    }
    examples(message)
}

fn examples(message: Message) -> Message {
    EXAMPLES.into_iter().fold(message, |message, (label, vin)| {
        message.row(vec![Button {
            label: label.to_owned(),
            action: Action::Decode(vin.to_owned()),
        }])
    })
}

pub(super) fn vin_usage() -> Message {
    Message::default()
        .plain("Write the VIN after the command: ")
        .text("/vin 1HGCM82633A004352", Style::CODE)
        .plain("\nOr use /vin as the answer to a message that holds one.")
}

pub(super) fn unknown_command(name: &str) -> Message {
    Message::default().plain(format!(
        "There is no command /{name}. /help tells what there is."
    ))
}

pub(super) fn no_vin() -> Message {
    Message::default()
        .plain("I see no VIN in that. A VIN has 17 letters and digits, such as ")
        .text("1HGCM82633A004352", Style::CODE)
        .plain(". /help tells where to find yours.")
}

pub(super) fn no_text() -> Message {
    Message::default().plain("I can only read text. Type the VIN: 17 letters and digits.")
}

pub(super) fn no_report(vin: Vin, reason: &str) -> Message {
    Message::default()
        .text(vin.as_str(), Style::CODE)
        .plain(format!("\n{reason}"))
}

/// A line for the end of a list, for a VIN without a report.
pub(super) fn unlisted(vin: Vin, reason: &str) -> [Span; 2] {
    [
        Span {
            text: format!("\n{vin}"),
            style: Style::CODE,
            link: None,
        },
        Span {
            text: format!(" – {reason}"),
            style: Style::PLAIN,
            link: None,
        },
    ]
}

pub(super) const UNKNOWN_VIN: &str =
    "No maker or country is known for its first characters. Is it typed right?";
pub(super) const UNAVAILABLE: &str =
    "I can't look that up just now: something on my side failed. Please try again in a minute.";

/// Why something that a service outside knows is not to be had.
pub(super) fn trouble(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Timeout => {
            "The service that knows this does not answer just now. Please try again in a minute."
        }
        Trouble::Unreachable | Trouble::CircuitOpen => {
            "The service that knows this is out of order just now. Please try again later."
        }
        Trouble::Quota => {
            "The service that knows this was asked too often lately. Please try again later."
        }
        Trouble::Auth | Trouble::Denied => {
            "I am not let into the service that knows this. That is for whoever runs me to mend."
        }
        Trouble::NotFound => "The service that I asked knows nothing about that.",
        Trouble::BadAnswer => {
            "The service that knows this gave an answer that I can't read. Please try again later."
        }
    }
}

pub(super) const OLD_BUTTON: &str = "This button no longer works. Send the VIN again.";

pub(super) fn too_many(answered: usize, all: usize) -> Message {
    Message::default().plain(format!(
        "That were {all} VINs. I answered the first {answered}; send the others in messages of at \
         most {answered}."
    ))
}

pub(super) fn more_near_misses(more: usize) -> Message {
    let what = if more == 1 {
        "One more looks"
    } else {
        &format!("{more} more look")
    };
    Message::default().plain(format!(
        "{what} almost like a VIN. Send them again in messages of at most three."
    ))
}

/// Buttons that the bot adds to what formatters make.
pub(super) const COMPARE: &str = "Compare";
