//! Plugins that ask services, through the real program: what a reader sees, what admins are
//! shown, and a key that nobody sees.

use std::fmt::Write as _;

use vinbot_playground::{ChatWait, Press, SendText};

use crate::alive::{HONDA, Place};
use crate::bot::{ADA, ADMIN_TOKEN, Bot};
use crate::service::{Fault, Server};
use crate::support;

const KEY: &str = "a-key-that-nobody-may-see";

/// A place whose plugins ask this service.
pub(crate) fn place(service: &Server) -> Place {
    place_with(service, service)
}

/// The same with another one for ratings.
fn place_with(service: &Server, of_ratings: &Server) -> Place {
    let place = Place::new()
        .with("CARSXE_API_KEY", KEY)
        .with("VINBOT_ADMIN_TOKEN", ADMIN_TOKEN);
    std::fs::remove_file(place.plugins.path().join("rogue.wasm")).unwrap();
    support::put(place.plugins.path(), "vpic");
    let mut config = "[http]\nallow_loopback = true\nbackoff_ms = 5\n".to_owned();
    for (name, service) in [
        ("recalls", service),
        ("ratings", of_ratings),
        ("carsxe", service),
    ] {
        let (host, url) = (service.host(), service.url());
        support::put_for(place.plugins.path(), name, &host);
        let _ = write!(
            config,
            "[plugins.{name}]\nhosts = [\"{host}\"]\ncache = {{}}\ndeadline_ms = 5000\n\
             settings = {{ url = \"{url}\" }}\n"
        );
    }
    let host = service.host();
    // The last section is carsxe's; vpic is asked first.
    let _ = writeln!(
        config,
        "order = 60\nsecrets = {{ CARSXE_API_KEY = [\"{host}\"] }}"
    );
    std::fs::write(&place.config, config).unwrap();
    place
}

/// Sends a VIN and waits until its card holds the words.
pub(crate) async fn card(bot: &Bot, words: &str) -> String {
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    let wait = ChatWait {
        after: sent.revision,
        contains: Some(words.to_owned()),
        ..ChatWait::default()
    };
    let chat = bot.chat(ADA, &wait).await;
    chat.messages.last().unwrap().text.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_services_say_is_added_and_admins_see_how_they_fare() {
    let service = Server::start(Fault::None).await;
    let place = place(&service);
    let bot = place.bot().await;
    let text = card(&bot, "1 recall").await;
    assert!(text.contains("5★"), "{text}");
    let screen = bot.ask("/admin services").await.text;
    let line = format!("{} – fine, ", service.host());
    assert!(screen.contains(&line), "{screen}");
    let metrics = bot.get_text(&format!("http://{}/metrics", bot.http)).await;
    let line = format!(
        "vinbot_service_requests_total{{host=\"{}\",outcome=\"answered\"}}",
        service.host()
    );
    assert!(metrics.contains(&line), "{metrics}");
    for histogram in ["service_request_duration", "cache_request_duration"] {
        let last = |line: &&str| line.contains(histogram) && line.contains(r#"le="+Inf""#);
        assert!(
            metrics.lines().any(|line| last(&line)),
            "{histogram}: {metrics}"
        );
    }
    let told = bot.ask("/obd P0115").await.text;
    assert!(told.contains("Coolant"), "{told}");
    let asked = service.asked();
    assert!(asked.iter().any(|target| target.contains(KEY)), "{asked:?}");
    let overview = bot.admin_api("plugins").await;
    for (what, text) in [
        ("metrics", &metrics),
        ("admin API", &overview),
        ("log", &bot.log()),
    ] {
        assert!(!text.contains(KEY), "{what}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_comes_at_once_and_what_enrichers_say_is_added_to_it() {
    // It answers nobody until it is told to.
    let service = Server::start(Fault::Late).await;
    let place = place(&service);
    let bot = place.bot().await;
    let shown = bot.ask(HONDA).await;
    assert!(shown.text.contains("2003 Honda Accord"), "{}", shown.text);
    assert!(!shown.text.contains("recall"), "{}", shown.text);
    service.fails(Fault::None);
    let wait = ChatWait {
        after: shown.created,
        contains: Some("1 recall".to_owned()),
        ..ChatWait::default()
    };
    let chat = bot.chat(ADA, &wait).await;
    let of_bot: Vec<_> = chat.messages.iter().filter(|one| one.from_bot).collect();
    assert_eq!(of_bot.len(), 1, "one message, edited: {of_bot:?}");
    assert_eq!(of_bot[0].message_id, shown.message_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_down_is_named_on_the_card_and_told_in_words() {
    let service = Server::start(Fault::Down).await;
    let place = place(&service);
    let bot = place.bot().await;
    let text = card(&bot, "Not available just now").await;
    assert!(
        text.contains("recalls") && text.contains("ratings"),
        "{text}"
    );
    let told = bot.ask("/obd P0115").await.text;
    assert!(told.contains("is out of order just now"), "{told}");
    assert!(!bot.log().contains(KEY), "{}", bot.log());
    service.fails(Fault::None);
    card(&bot, "1 recall").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_late_is_named_and_added_when_he_comes() {
    let (service, late) = (
        Server::start(Fault::None).await,
        Server::start(Fault::Late).await,
    );
    let place = place_with(&service, &late);
    let bot = place.bot().await;
    let text = card(&bot, "1 recall").await;
    assert!(text.contains("Not available just now: ratings"), "{text}");
    late.fails(Fault::None);
    let wait = ChatWait {
        contains: Some("5★".to_owned()),
        ..ChatWait::default()
    };
    let chat = bot.chat(ADA, &wait).await;
    let card = &chat.messages.last().unwrap().text;
    assert!(
        card.contains("1 recall") && !card.contains("Not available"),
        "{card}"
    );
    let cards = chat.messages.iter().filter(|message| message.from_bot);
    assert_eq!(cards.count(), 1, "edited, not sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_on_is_answered_while_a_section_is_late() {
    let (service, late) = (
        Server::start(Fault::None).await,
        Server::start(Fault::Late).await,
    );
    let place = place_with(&service, &late);
    let bot = place.bot().await;
    bot.ask(HONDA).await;
    let help = bot.ask("/help").await;
    assert!(help.text.contains("/compare"), "{}", help.text);
    late.fails(Fault::None);
    // Ratings would be given up by now, had the second message waited for them.
    let wait = ChatWait {
        contains: Some("5★".to_owned()),
        ..ChatWait::default()
    };
    bot.chat(ADA, &wait).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_shows_something_else_by_now_stays_as_it_is() {
    let (service, late) = (
        Server::start(Fault::None).await,
        Server::start(Fault::Late).await,
    );
    let place = place_with(&service, &late);
    let bot = place.bot().await;
    let shown = bot.ask(HONDA).await;
    let press = Press {
        label: Some("Details".into()),
        ..Press::default()
    };
    bot.playground.press(ADA, shown.message_id, &press).unwrap();
    let wait = ChatWait {
        contains: Some("1/".to_owned()),
        ..ChatWait::default()
    };
    bot.chat(ADA, &wait).await;
    late.fails(Fault::None);
    // What came late is kept: the next card has it at once, and only then it is sure that it
    // came.
    card(&bot, "5★").await;
    let chat = bot.chat(ADA, &ChatWait::default()).await;
    let first = chat
        .messages
        .iter()
        .find(|message| message.message_id == shown.message_id);
    let text = &first.unwrap().text;
    assert!(text.contains("1/"), "{text}");
}
