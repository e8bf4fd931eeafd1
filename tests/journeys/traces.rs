//! Traces of updates, as a collector gets them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::alive::{HONDA, Place};
use crate::bot::{ADA, Bot};
use crate::collector::{Collector, Span};
use crate::service::{Fault, Server};
use crate::services::{card, place};

/// A place whose bot is traced, and asks this service.
fn traced(service: &Server, collector: &str) -> Place {
    place(service)
        .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
        .with(
            "OTEL_EXPORTER_OTLP_HEADERS",
            "authorization=the-collectors-key",
        )
}

/// Ends it, so that it delivers what is not delivered yet.
async fn end(bot: &mut Bot) {
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.log());
}

/// Spans below each other, with what they took.
fn drawn(spans: &[&Span], below: &str, depth: usize, out: &mut String) {
    let mut here: Vec<_> = spans.iter().filter(|span| span.parent == below).collect();
    here.sort_by_key(|span| span.begins);
    for span in here {
        let took = (span.ends - span.begins) / 1_000;
        let shown = [
            "plugin",
            "call",
            "method",
            "server.address",
            "outcome",
            "vin",
        ];
        let told: Vec<_> = shown.iter().filter_map(|key| span.attribute(key)).collect();
        let _ = writeln!(
            out,
            "{}{} {} {took} µs",
            "  ".repeat(depth),
            span.name,
            told.join(" ")
        );
        drawn(spans, &span.id, depth + 1, out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_one_trace_through_plugins_and_requests_to_services() {
    let (service, collector) = (Server::start(Fault::None).await, Collector::start().await);
    let place = traced(&service, collector.address()).with("OTEL_SERVICE_NAME", "my-bot");
    let mut bot = place.bot().await;
    card(&bot, "1 recall").await;
    end(&mut bot).await;
    let spans = collector.spans();
    let asked = |span: &&Span| span.name == "update" && span.attribute("vin") == Some(HONDA);
    let roots: Vec<_> = spans.iter().filter(asked).collect();
    assert_eq!(roots.len(), 1, "{spans:#?}");
    let root = roots[0];
    assert_eq!(
        (root.parent.as_str(), root.service.as_str()),
        ("", "my-bot")
    );
    assert_eq!(root.attribute("user_id"), Some(ADA.to_string().as_str()));
    assert_eq!(root.attribute("correlation_id"), Some(root.trace.as_str()));
    assert!(
        bot.log().contains(&root.trace),
        "the log leads to the trace"
    );
    let of_it: Vec<&Span> = spans
        .iter()
        .filter(|span| span.trace == root.trace)
        .collect();
    let by_id: BTreeMap<_, _> = of_it.iter().map(|span| (span.id.as_str(), *span)).collect();
    for span in &of_it {
        assert!(!span.has_events, "nothing that is logged: {span:?}");
        assert!(
            span.id == root.id || by_id.contains_key(span.parent.as_str()),
            "{span:?}"
        );
    }
    let names: BTreeSet<_> = of_it.iter().map(|span| span.name.as_str()).collect();
    let expected = BTreeSet::from(["http", "lookup", "plugin", "telegram", "update"]);
    assert_eq!(names, expected);
    let plugins: BTreeSet<_> = of_it
        .iter()
        .filter_map(|span| span.attribute("plugin"))
        .collect();
    for name in ["vpic", "card", "recalls", "ratings"] {
        assert!(plugins.contains(name), "{name}: {plugins:?}");
    }
    // Each request is its plugin's, and the service was told so.
    let requests: Vec<_> = of_it.iter().filter(|span| span.name == "http").collect();
    let mut parents = BTreeSet::new();
    for span in &requests {
        let status = span.attribute("http.response.status_code");
        assert_eq!(status, Some("200"), "{span:?}");
        parents.insert(format!("00-{}-{}-01", span.trace, span.id));
    }
    for request in &requests {
        assert_eq!(by_id[request.parent.as_str()].name, "plugin", "{request:?}");
    }
    assert_eq!(
        service.traces().into_iter().collect::<BTreeSet<_>>(),
        parents
    );
    // What it cost: nobody has the key but the collector.
    assert!(
        collector
            .keys()
            .iter()
            .all(|key| key == "the-collectors-key")
    );
    assert!(!bot.log().contains("the-collectors-key"));
    let mut drawing = String::new();
    drawn(&of_it, "", 0, &mut drawing);
    println!("{drawing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sampled_is_nowhere() {
    let (service, collector) = (Server::start(Fault::None).await, Collector::start().await);
    let place = traced(&service, collector.address()).with("VINBOT_TRACES__SAMPLE_RATIO", "0.0");
    let mut bot = place.bot().await;
    card(&bot, "1 recall").await;
    end(&mut bot).await;
    assert!(collector.spans().is_empty(), "{:?}", collector.spans());
    assert!(service.traces().is_empty(), "{:?}", service.traces());
}

#[tokio::test(flavor = "multi_thread")]
async fn services_are_told_of_no_trace_if_there_is_none_or_the_operator_does_not_want_it() {
    let (service, collector) = (Server::start(Fault::None).await, Collector::start().await);
    let off = place(&service).bot().await;
    card(&off, "1 recall").await;
    let place = traced(&service, collector.address()).with("VINBOT_TRACES__PROPAGATE", "false");
    let mut bot = place.bot().await;
    card(&bot, "1 recall").await;
    end(&mut bot).await;
    assert!(service.traces().is_empty(), "{:?}", service.traces());
    assert!(collector.spans().iter().any(|span| span.name == "http"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_says_nothing_holds_up_neither_answers_nor_the_end() {
    let service = Server::start(Fault::None).await;
    let place = traced(&service, &Collector::silent().await);
    let mut bot = place.bot().await;
    card(&bot, "1 recall").await;
    end(&mut bot).await;
    assert!(
        bot.log().contains("the last traces are not delivered"),
        "{}",
        bot.log()
    );
}
