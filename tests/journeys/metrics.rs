//! What `/metrics` tells, and that nobody outside makes it tell more and more.

use std::collections::BTreeSet;

use serde_json::json;
use vinbot_playground::{AskInline, Fault, Forge, Inject, SendText};

use crate::alive::{HONDA, Place};
use crate::bot::{ADA, Bot, GROUP};
use crate::support;
use crate::support::rogue::Rogue;

/// What `/metrics` answers to whoever sends this `Accept`, and as what.
async fn metrics(bot: &Bot, accept: &str) -> (String, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.get(format!("http://{}/metrics", bot.http));
    let answer = request.header("accept", accept).send().await.unwrap();
    let kind = answer.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    (kind, answer.text().await.unwrap())
}

/// Asks until `/metrics` has all of these beginnings of lines: an update is counted when its
/// last work is done.
async fn tells(bot: &Bot, lines: &[&str]) {
    loop {
        let (_, text) = metrics(bot, "*/*").await;
        let has = |line: &&&str| text.lines().any(|one| one.starts_with(**line));
        if lines.iter().all(|line| has(&line)) {
            return;
        }
        bot.playground
            .send_text(77, SendText::new("/help"))
            .unwrap();
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_calls_lookups_and_the_process_are_told_of() {
    let place = Place::new();
    let bot = place.bot().await;
    let flood = Inject {
        method: "sendMessage".to_owned(),
        times: 1,
        fault: Fault::RetryAfter { seconds: 1 },
        after_effect: false,
    };
    bot.playground.inject_fault(flood).unwrap();
    let card = bot.ask(HONDA).await;
    bot.press(&card, "Details").await;
    let blocked = Inject {
        method: "sendMessage".to_owned(),
        times: 1,
        fault: Fault::Error {
            error_code: 400,
            description: "Bad Request: no idea why".to_owned(),
        },
        after_effect: false,
    };
    bot.playground.inject_fault(blocked).unwrap();
    let sent = bot.playground.send_text(78, SendText::new("/help"));
    sent.unwrap();
    tells(
        &bot,
        &[
            r#"vinbot_updates_total{kind="message",outcome="answered"} "#,
            r#"vinbot_updates_total{kind="message",outcome="unsent"} 1"#,
            r#"vinbot_updates_total{kind="callback_query",outcome="answered"} 1"#,
            r#"vinbot_update_answer_duration_seconds_bucket{le="30.0",kind="message",outcome="answered"} "#,
            r#"vinbot_telegram_requests_total{method="SendMessage",outcome="throttled"} 1"#,
            r#"vinbot_telegram_requests_total{method="SendMessage",outcome="refused"} 1"#,
            r#"vinbot_telegram_requests_total{method="SendMessage",outcome="ok"} "#,
            r#"vinbot_telegram_requests_total{method="GetUpdates",outcome="ok"} "#,
            r#"vinbot_telegram_request_duration_seconds_count{method="SendMessage"} "#,
            r#"vinbot_lookups_total{outcome="whole"} "#,
            "vinbot_lookup_duration_seconds_count ",
            r#"vinbot_vins_decoded_total{decoder="rogue",outcome="ok"} "#,
            r#"vinbot_plugin_memory_peak_bytes{plugin="rogue"} "#,
            "vinbot_plugin_calls_waiting 0",
            "vinbot_updates_waiting ",
            "vinbot_last_poll_timestamp_seconds 1",
            "vinbot_last_update_timestamp_seconds 1",
            "process_resident_memory_bytes ",
            "process_cpu_seconds_total ",
            "process_open_fds ",
            "process_start_time_seconds ",
        ],
    )
    .await;
    let (kind, text) = metrics(&bot, "*/*").await;
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    assert!(
        text.contains("# TYPE vinbot_updates_total counter"),
        "{text}"
    );
    let (kind, text) = metrics(&bot, "application/openmetrics-text; version=1.0.0").await;
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    assert!(text.contains("# TYPE vinbot_updates counter"), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
}

/// Everything that a stranger can choose, others each time.
async fn hostile_round(place: &Place, bot: &Bot, round: i64) {
    let folder = place.plugins.path();
    for number in 0..80 {
        let name = format!("evil-{round}-{number}");
        let evil = Rogue {
            name: &name,
            ..Rogue::default()
        };
        support::replace(
            &folder.join(format!("evil-{number}.wasm")),
            &evil.component(),
        );
    }
    for number in 0..10 {
        let user = 1_000 * round + number;
        for text in [
            format!("/c{user} \"}} evil_total{{x=\"{user}"),
            format!("\n# EOF\nvinbot_evil_{user} 1\n"),
            // No two have the same serial number, nor the same maker.
            format!("1HGCM8263{}A{:06}", number % 10, user),
            format!("/vin {}", "I".repeat(17)),
        ] {
            let sent = bot.playground.send_text(user, SendText::new(text)).unwrap();
            bot.messages(user, sent.revision, 1).await;
        }
        let in_group = SendText::new(format!("/vin {HONDA}")).from_user(user);
        bot.playground.send_text(GROUP, in_group).unwrap();
        let _ = bot.playground.ask_inline(&AskInline {
            user,
            query: format!("{user}\"}}"),
            offset: String::new(),
            chat: None,
        });
    }
    let card = bot.ask(HONDA).await;
    for number in 0..20 {
        let forged = Forge {
            data: format!("{round}{number}\"}}\n"),
            ..Forge::default()
        };
        let _ = bot.playground.forge(ADA, card.message_id, &forged);
    }
    for number in 0..300 {
        let act = json!({
            "do": "fetch",
            "url": format!("https://h{round}-{number}.hosts.invalid/{number}"),
            "method": "POST", "timeout_ms": 50,
        });
        bot.ask(&format!("/probe {act}")).await;
    }
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for number in 0..20 {
        let method = format!("EVIL{round}X{number}").parse().unwrap();
        let path = format!("http://{}/evil/{round}/{number}", bot.http);
        client.request(method, path).send().await.unwrap();
    }
}

/// Names and labels without values, of the histograms each bucket.
fn series(text: &str) -> BTreeSet<String> {
    let samples = text.lines().filter(|line| !line.starts_with('#'));
    let named = samples.filter_map(|line| line.rsplit_once(' '));
    named.map(|(series, _)| series.to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_user_vin_plugin_host_or_method_makes_more_series_than_there_is_room_for() {
    let place = Place::new();
    support::prober(place.plugins.path(), "hosts = [\"*.hosts.invalid\"]\n");
    let config = "[plugins.rogue]\norder = 1\n[plugins.prober]\nhosts = [\"*.hosts.invalid\"]\n";
    std::fs::write(&place.config, config).unwrap();
    let bot = place.bot().await;
    // After two rounds all there is room for is taken: 64 plugins, 256 hosts.
    for round in 1..=2 {
        hostile_round(&place, &bot, round).await;
    }
    let before = series(&metrics(&bot, "*/*").await.1);
    for round in 3..=4 {
        hostile_round(&place, &bot, round).await;
    }
    let (_, text) = metrics(&bot, "*/*").await;
    let after = series(&text);
    let per_name = |label: &str| {
        let of = |one: &String| {
            one.split(label)
                .nth(1)?
                .split('"')
                .next()
                .map(str::to_owned)
        };
        after.iter().filter_map(of).collect::<BTreeSet<_>>().len()
    };
    let (plugins, hosts) = (per_name("{plugin=\""), per_name("host=\""));
    assert!(plugins <= 65, "{plugins} plugins");
    assert!(hosts <= 257, "{hosts} hosts");
    assert!(text.contains(r#"plugin="(others)""#), "{text}");
    assert!(text.contains(r#"host="(others)""#), "{text}");
    // Other hosts took the places of those of before; all else is as it was.
    let other = |one: &&String| !one.contains("host=\"");
    let new: Vec<_> = after.difference(&before).filter(other).collect();
    assert!(new.len() < 30, "{} more: {new:#?}", new.len());
    assert!(after.len() < 8_000, "{} series", after.len());
    for words in ["evil_total", "vinbot_evil", "1HGCM8263", "user=", "chat="] {
        assert!(!text.contains(words), "{words}");
    }
}
