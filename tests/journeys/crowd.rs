//! Many people at once do what they like: nobody sees what is another's, and nothing
//! panics.

use vinbot_playground::{AskInline, ChatView, ChatWait, Forge, Press, SendText};

use crate::alive::Place;
use crate::bot::{Bot, GROUP};

const PEOPLE: usize = 12;
const ACTS: usize = 1_000;
/// Cars of each.
const CARS: u64 = 4;

fn person(number: usize) -> i64 {
    7_000 + i64::try_from(number).unwrap()
}

/// A car that only this person asks about.
fn car(person: usize, number: u64) -> String {
    format!("WAUZZZ8K9BA{person:03}{number:03}")
}

/// All of a chat as it is now.
async fn now(bot: &Bot, chat: i64) -> ChatView {
    bot.chat(chat, &ChatWait::default()).await
}

struct Crowd<'a> {
    bot: &'a Bot,
    dice: fastrand::Rng,
}

impl Crowd<'_> {
    fn say(&self, chat: i64, who: i64, text: &str) {
        let text = SendText::new(text).from_user(who);
        self.bot.playground.send_text(chat, text).unwrap();
    }

    /// Somebody waits for an answer.
    async fn look(&self, number: usize) {
        let who = person(number);
        let question = SendText::new("/privacy").from_user(who);
        let sent = self.bot.playground.send_text(who, question).unwrap();
        self.bot.messages(who, sent.revision, 1).await;
    }

    /// One act of one of them.
    async fn act(&mut self) {
        let number = self.dice.usize(..PEOPLE);
        let who = person(number);
        let car = car(number, self.dice.u64(..CARS));
        match self.dice.u8(..16) {
            0..=3 => self.say(who, who, &car),
            4 => self.say(who, who, &format!("/save {car} {who}'s car")),
            5 => self.say(who, who, "/garage"),
            6 => self.say(who, who, "/history"),
            7 => self.say(who, who, &format!("/name {car}")),
            8 => self.say(who, who, &format!("{who}'s words")),
            9 => {
                let languages = ["en", "de", "es", "fr", "ru", "uk", "auto"];
                let language = self.dice.choice(languages).unwrap();
                self.say(who, who, &format!("/settings language {language}"));
            }
            10 => {
                let act = self
                    .dice
                    .choice(["/export", "/forget yes", "/cancel", "/feedback"]);
                self.say(who, who, act.unwrap());
            }
            11 => self.say(GROUP, who, &car),
            12 | 13 => self.press(who).await,
            14 => self.forge(number).await,
            _ => {
                let ask = AskInline {
                    user: who,
                    query: String::new(),
                    offset: String::new(),
                    chat: None,
                };
                self.bot.playground.ask_inline(&ask).unwrap();
            }
        }
    }

    /// Presses any button of any message.
    async fn press(&mut self, who: i64) {
        let chat = now(self.bot, who).await;
        let buttons: Vec<_> = chat
            .messages
            .iter()
            .flat_map(|message| {
                let buttons = message.keyboard.iter().flatten();
                buttons.map(move |button| (message.message_id, button))
            })
            .filter(|(_, button)| button.callback_data.is_some())
            .collect();
        if let Some((message, button)) = self.dice.choice(&buttons) {
            let press = Press {
                data: button.callback_data.clone(),
                ..Press::default()
            };
            // Edited away meanwhile, perhaps.
            let _ = self.bot.playground.press(who, *message, &press);
        }
    }

    /// Sends what a button of somebody else carries.
    async fn forge(&mut self, number: usize) {
        let other = person((number + 1) % PEOPLE);
        let (own, others) = (
            now(self.bot, person(number)).await,
            now(self.bot, other).await,
        );
        let mine: Vec<String> = others
            .messages
            .iter()
            .flat_map(|message| message.keyboard.iter().flatten())
            .filter_map(|button| button.callback_data.clone())
            // What is open to all is a look at a car, and no secret.
            .filter(|data| data.starts_with("m:"))
            .collect();
        let at = own.messages.iter().rfind(|one| one.from_bot);
        if let (Some(data), Some(at)) = (self.dice.choice(&mine), at) {
            let forge = Forge {
                data: data.clone(),
                ..Forge::default()
            };
            let _ = self
                .bot
                .playground
                .forge(person(number), at.message_id, &forge);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_acts_of_many_people_show_nobody_what_is_anothers() {
    let place = Place::new();
    let bot = place.bot().await;
    let mut crowd = Crowd {
        bot: &bot,
        dice: fastrand::Rng::with_seed(20_261_125),
    };
    for number in 0..PEOPLE {
        crowd.say(person(number), person(number), "/start");
    }
    for act in 0..ACTS {
        crowd.act().await;
        // People look at answers before they press buttons.
        if act % 8 == 7 {
            crowd.look(act % PEOPLE).await;
        }
    }
    for number in 0..PEOPLE {
        let (who, chat) = (person(number), person(number));
        let last = SendText::new("/settings language en").from_user(who);
        let sent = bot.playground.send_text(chat, last).unwrap();
        let wait = ChatWait {
            after: sent.revision,
            contains: Some("Language: English".into()),
            ..ChatWait::default()
        };
        let seen = bot.chat(chat, &wait).await;
        for message in seen.messages.iter().filter(|message| message.from_bot) {
            for other in (0..PEOPLE).filter(|other| *other != number) {
                let theirs = format!("WAUZZZ8K9BA{other:03}");
                let name = person(other).to_string();
                let shown = format!("{message:?}");
                assert!(!shown.contains(&theirs), "{who} saw {theirs}: {shown}");
                assert!(!message.text.contains(&name), "{who} saw {name}: {shown}");
            }
        }
    }
    let log = bot.log();
    assert!(
        !log.contains("panicked") && !log.contains("TX is dead"),
        "{log}"
    );
    assert!(log.contains("forged-button"), "somebody tried");
}
