//! Many people at once do what they like: nobody sees what is another's, and nothing
//! panics.

use rxing::BarcodeFormat;
use vinbot_playground::{
    AskInline, ChatView, ChatWait, Choose, Forge, MessageView, Options, Press, SendText,
};

use crate::alive::Place;
use crate::bot::{Bot, GROUP};
use crate::draw::{self, Shot};
use crate::sends::{file, text_file};

const PEOPLE: usize = 12;
const ACTS: usize = 1_000;
/// Cars of each.
const CARS: u64 = 4;
/// Photos take a core for a while.
const PHOTOS: usize = 4;

fn person(number: usize) -> i64 {
    7_000 + i64::try_from(number).unwrap()
}

/// A car that only this person asks about.
fn car(person: usize, number: u64) -> String {
    format!("{}{number:03}", cars(person))
}

/// What all cars of a person begin with.
fn cars(person: usize) -> String {
    format!("WAUZZZ8K9BA{person:03}")
}

/// What all names that a person gives to cars begin with.
fn names(person: usize) -> String {
    format!("<{}>", self::person(person))
}

/// All of a chat as it is now.
async fn now(bot: &Bot, chat: i64) -> ChatView {
    bot.chat(chat, &ChatWait::default()).await
}

struct Crowd<'a> {
    bot: &'a Bot,
    dice: fastrand::Rng,
    /// Messages with a car in them, whose and where.
    written: Vec<(usize, i64, i64)>,
    /// Inline queries, and whose.
    asked: Vec<(usize, String)>,
    photos: usize,
}

impl Crowd<'_> {
    fn say(&self, chat: i64, who: i64, text: &str) -> i64 {
        let text = SendText::new(text).from_user(who);
        let sent = self.bot.playground.send_text(chat, text).unwrap();
        sent.message_id
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
        let name = names(number);
        match self.dice.u8(..28) {
            0..=3 => self.ask(number, who, &car),
            4 => drop(self.say(who, who, &format!("/save {car} {name} car"))),
            5 => drop(self.say(who, who, "/garage")),
            6 => drop(self.say(who, who, "/history")),
            7 => drop(self.say(who, who, &format!("/name {car}"))),
            8 => drop(self.say(who, who, &format!("{name} words"))),
            9 => {
                let languages = ["en", "de", "es", "fr", "ru", "uk", "auto"];
                let language = self.dice.choice(languages).unwrap();
                self.say(who, who, &format!("/settings language {language}"));
            }
            10 => {
                let acts = ["/export", "/forget yes", "/cancel", "/feedback", "/compare"];
                let act = self.dice.choice(acts).unwrap();
                self.say(who, who, act);
            }
            11 => self.ask(number, GROUP, &car),
            12 | 13 => self.press(who).await,
            14 => self.forge(number).await,
            15 => self.inline(number),
            16 => drop(self.say(who, who, &format!("/remove {car}"))),
            17 => drop(self.say(who, who, &format!("/watch {car}"))),
            18 => {
                let other = self::car(number, self.dice.u64(..CARS));
                self.ask(number, who, &format!("/compare {car} {other}"));
            }
            19 => {
                let to = self.dice.choice(["on", "off"]).unwrap();
                self.say(who, who, &format!("/settings private {to}"));
            }
            20 | 21 => self.edit(number, &car),
            22 => {
                let table = text_file("cars.csv", &format!("VIN;mine\n{car};{name}\n"));
                self.bot.playground.send_document(who, table).unwrap();
            }
            23 => self.photo(who, &car),
            24 => self.choose(number).await,
            25 | 26 => {
                let acts = ["/garage", "/history", "/export", "/settings", "/forget yes"];
                let act = self.dice.choice(acts).unwrap();
                self.say(GROUP, who, act);
                for act in ["remove", "watch", "save", "compare", "name"] {
                    if self.dice.u8(..5) == 0 {
                        self.say(GROUP, who, &format!("/{act} {car}"));
                    }
                }
            }
            _ => self.press_in_group(who),
        }
    }

    /// Asks about cars of one's own.
    fn ask(&mut self, number: usize, chat: i64, text: &str) {
        let message = self.say(chat, person(number), text);
        self.written.push((number, chat, message));
    }

    /// Somebody makes another car out of what they wrote.
    fn edit(&mut self, number: usize, car: &str) {
        let own = self.written.iter().filter(|(whose, ..)| *whose == number);
        let own: Vec<_> = own.copied().collect();
        if let Some((_, chat, message)) = self.dice.choice(&own) {
            // So old, perhaps, that it is gone.
            let _ = self.bot.playground.edit_text(*chat, *message, car);
        }
    }

    fn photo(&mut self, who: i64, car: &str) {
        if self.photos < PHOTOS {
            self.photos += 1;
            let label = draw::code(car, BarcodeFormat::QR_CODE, 8);
            let bytes = draw::jpeg(&draw::photo(&label, Shot::default(), 1), 85);
            let photo = file("photo.jpg", &bytes);
            self.bot.playground.send_photo(who, photo).unwrap();
        }
    }

    fn inline(&mut self, number: usize) {
        let ask = AskInline {
            user: person(number),
            query: String::new(),
            offset: String::new(),
            chat: None,
        };
        let asked = self.bot.playground.ask_inline(&ask).unwrap();
        self.asked.push((number, asked.inline_query_id));
    }

    /// Somebody shares a car of their own with the group.
    async fn choose(&mut self, number: usize) {
        self.inline(number);
        let (_, query) = self.asked.last().unwrap();
        let waited = self.bot.playground.wait_inline(query, Some(60.0)).await;
        let answer = waited.query.unwrap().answer.unwrap();
        if let Some(result) = self.dice.choice(&answer.results) {
            let choose = Choose {
                result_id: result.id.clone(),
                chat: GROUP,
                reply_to: None,
                topic: None,
            };
            let chosen = self.bot.playground.choose_inline(query, &choose);
            chosen.unwrap();
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

    /// Looks at anybody's car in the group.
    fn press_in_group(&mut self, who: i64) {
        let chat = self.bot.playground.chat(GROUP, 0);
        let views: Vec<_> = chat
            .messages
            .iter()
            .flat_map(|message| {
                let buttons = message.keyboard.iter().flatten();
                buttons.filter_map(move |button| {
                    let data = button.callback_data.clone()?;
                    // Whoever saves what he saw has it.
                    data.starts_with("v:").then_some((message.message_id, data))
                })
            })
            .collect();
        if let Some((message, data)) = self.dice.choice(&views) {
            let press = Press {
                user: Some(who),
                data: Some(data.clone()),
                ..Press::default()
            };
            let _ = self.bot.playground.press(GROUP, *message, &press);
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

/// What this person reads holds nothing that only others know.
fn is_own(number: usize, what: &str, text: &str) {
    for other in (0..PEOPLE).filter(|other| *other != number) {
        for theirs in [cars(other), names(other)] {
            assert!(
                !text.contains(&theirs),
                "{} saw {theirs} in {what}: {text}",
                person(number)
            );
        }
    }
}

/// The contents of a file that the bot sent, if it is text.
async fn contents(bot: &Bot, message: &MessageView) -> Option<String> {
    let file = message.file.as_ref()?;
    let text = file.name.ends_with("json") || file.name.ends_with("csv");
    let address = format!("{}/playground/files/{}", bot.api, file.file_id);
    if text {
        Some(bot.get_text(&address).await)
    } else {
        None
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_acts_of_many_people_show_nobody_what_is_anothers() {
    let place = Place::new().with_section("recalls");
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    let bot = place.bot_with(options).await;
    let mut crowd = Crowd {
        bot: &bot,
        dice: fastrand::Rng::with_seed(20_261_125),
        written: Vec::new(),
        asked: Vec::new(),
        photos: 0,
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
    let (mut exports, mut tables) = (0, 0);
    for number in 0..PEOPLE {
        let (who, chat) = (person(number), person(number));
        // A dialogue that waits would take what comes for its answer.
        crowd.say(chat, who, "/cancel");
        crowd.say(chat, who, "/export");
        let last = SendText::new("/settings language en").from_user(who);
        let sent = bot.playground.send_text(chat, last).unwrap();
        let wait = ChatWait {
            after: sent.revision,
            contains: Some("Language: English".into()),
            timeout: Some(120.0),
            ..ChatWait::default()
        };
        bot.chat(chat, &wait).await;
        let seen = now(&bot, chat).await;
        for message in seen.messages.iter().filter(|message| message.from_bot) {
            is_own(number, "a message", &format!("{message:?}"));
            if let Some(text) = contents(&bot, message).await {
                is_own(number, "a file", &text);
                exports += usize::from(text.starts_with('{'));
                tables += usize::from(text.starts_with("VIN;"));
            }
        }
        for answer in &seen.answers {
            // What was pressed is what somebody forged.
            is_own(
                number,
                "an answer to a press",
                &format!("{:?}", answer.answer),
            );
        }
    }
    assert!(exports > PEOPLE && tables > 0, "{exports} {tables}");
    let mut offered = 0;
    for (number, query) in &crowd.asked {
        let waited = bot.playground.wait_inline(query, Some(60.0)).await;
        let answer = waited.query.unwrap().answer.unwrap();
        is_own(*number, "what is offered", &format!("{answer:?}"));
        offered += answer.results.len();
    }
    assert!(offered > 0);
    // What is asked in the group is answered there; what somebody keeps is not told.
    let last = SendText::new("/help@playground_bot").from_user(person(0));
    bot.all_in(GROUP, 0, last).await;
    let group = now(&bot, GROUP).await;
    let by_bot = |one: &&MessageView| one.from_bot || one.via_bot;
    for message in group.messages.iter().filter(by_bot) {
        let mut shown = format!("{message:?}");
        shown.extend(contents(&bot, message).await);
        for whose in 0..PEOPLE {
            assert!(!shown.contains(&names(whose)), "the group saw {shown}");
        }
        let owners: Vec<usize> = (0..PEOPLE)
            .filter(|whose| shown.contains(&cars(*whose)))
            .collect();
        assert!(owners.len() <= 1, "a car of one alone: {shown}");
    }
    for answer in &group.answers {
        let shown = format!("{:?}", answer.answer);
        for whose in 0..PEOPLE {
            assert!(!shown.contains(&names(whose)), "the group saw {shown}");
        }
    }
    let log = bot.log();
    assert!(
        !log.contains("panicked") && !log.contains("TX is dead"),
        "{log}"
    );
    assert!(log.contains("forged-button"), "somebody tried");
}
