//! What a line of the log carries, and what none ever does.

use std::collections::BTreeSet;

use serde_json::Value;
use vinbot_playground::{DEFAULT_TOKEN, Options, SendText};

use crate::alive::{HONDA, Place};
use crate::bot::{ADA, ADMIN_TOKEN, Bot, GROUP};
use crate::support::rogue::{self, Rogue};

fn lines(bot: &Bot) -> Vec<Value> {
    let log = bot.log();
    let lines = log.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_an_update_says_which_and_whose_it_is() {
    let place = Place::new();
    let crashing = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    };
    place.save(&crashing.component());
    let bot = place.bot().await;
    bot.ask(HONDA).await;
    bot.ask("/help").await;
    let lines = lines(&bot);
    let of_updates: Vec<_> = lines
        .iter()
        .filter(|line| line.get("update_id").is_some())
        .collect();
    let mut pairs = BTreeSet::new();
    for line in &of_updates {
        assert_eq!(line["user_id"], ADA, "{line}");
        assert_eq!(line["chat_id"], ADA, "{line}");
        let correlation = line["correlation_id"].as_str().unwrap();
        assert_eq!(correlation.len(), 32, "{line}");
        pairs.insert((line["update_id"].to_string(), correlation.to_owned()));
    }
    assert_eq!(pairs.len(), 2, "one correlation an update: {pairs:?}");
    let failed = |line: &&&Value| line["message"] == "a decoder failed: asking the next";
    let failed = of_updates.iter().find(failed).unwrap();
    assert_eq!(failed["plugin"], "rogue");
    assert_eq!(failed["vin"], HONDA);
    assert_eq!(failed["kind"], "trap");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_hashes_if_the_operator_wants_that() {
    let variables = [("VINBOT_PRIVACY__HASH_IDS", "true")];
    let bot = Bot::start_with(Options::default(), &variables).await;
    bot.ask(HONDA).await;
    bot.ask("/admin stats").await;
    let in_group = SendText::new(format!("/vin {HONDA}")).from_user(ADA);
    let sent = bot.playground.send_text(GROUP, in_group).unwrap();
    bot.messages(GROUP, sent.revision, 1).await;
    let lines = lines(&bot);
    let of = |chat: &dyn Fn(&Value) -> bool| {
        let found = lines.iter().filter(|line| chat(&line["chat_id"]));
        let users = found.map(|line| line["user_id"].as_str().unwrap());
        users.collect::<BTreeSet<_>>()
    };
    let (private, group) = (of(&Value::is_string), of(&Value::is_i64));
    assert_eq!(private.len(), 1, "{private:?}");
    assert_eq!(private, group, "the same person everywhere");
    let someone = private.first().unwrap();
    assert!(someone.len() == 16 && *someone != format!("{ADA:016x}"));
    for line in &lines {
        for name in ["user_id", "chat_id", "user", "chat", "by"] {
            assert_ne!(line[name], ADA, "{line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_taken_out_of_a_line_even_where_somebody_else_wrote_it() {
    let variables = [
        ("VINBOT_ADMIN_TOKEN", ADMIN_TOKEN),
        ("SOME_API_KEY", "a-key-that-nobody-may-see"),
    ];
    let bot = Bot::start_with(Options::default(), &variables).await;
    // At the level of these tests what people write is logged.
    let of_another = "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
    for secret in [
        DEFAULT_TOKEN,
        ADMIN_TOKEN,
        "a-key-that-nobody-may-see",
        of_another,
    ] {
        bot.ask(&format!("/vin beginning {secret} end")).await;
        bot.ask(&format!("/nothing beginning {secret} end")).await;
    }
    let log = bot.log();
    assert!(!log.contains(of_another), "{log}");
    assert!(log.matches("beginning *** end").count() >= 4, "{log}");
}
