//! Titles and summaries of sections, which plugins write in English.

use vinbot_plugin::Section;

use crate::clean::{self, HEADING, VALUE};
use crate::{Given, Key, Reader, slug};

/// The title: by the section's key, else as its plugin says it.
pub fn title(section: &Section, reader: Reader) -> String {
    let key = Key::named(&format!("section-{}", section.key));
    match key.filter(|_| !reader.words.is_english()) {
        Some(key) => reader.word(key).to_owned(),
        None => clean::line(&section.title, HEADING),
    }
}

/// The summary, as far as its parts are known: of `3 recalls, 1 of them odd` the first one.
pub fn summary(section: &Section, reader: Reader) -> String {
    let summary = clean::line(&section.summary, VALUE);
    if reader.words.is_english() && !reader.metric {
        return summary;
    }
    // A note at the end stays: `3 recalls (of the Accord Coupe)`.
    let (said, note) = match summary.find(" (") {
        Some(at) => summary.split_at(at),
        None => (summary.as_str(), ""),
    };
    let parts: Vec<String> = said
        .split(", ")
        .map(|part| translated(part, reader).unwrap_or_else(|| part.to_owned()))
        .collect();
    format!("{}{note}", parts.join(", "))
}

/// A line of an item: what plugins say of every such thing is known; what a service says, and so
/// is of this one alone, stays.
pub fn line(said: &str, reader: Reader) -> String {
    if reader.words.is_english() {
        return said.to_owned();
    }
    if let Some(what) = said.strip_prefix("Remedy: ") {
        return reader.say(Key::SAID_REMEDY, &[("what", what)]);
    }
    let key = Key::named(&format!("said-{}", slug(said)));
    key.map_or_else(|| said.to_owned(), |key| reader.word(key).to_owned())
}

/// `3 recalls` is the number 3 in `summary-recalls`.
fn translated(part: &str, reader: Reader) -> Option<String> {
    let digits = part
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'))
        .unwrap_or(part.len());
    let (number, rest) = part.split_at(digits);
    let rest = rest.trim_start_matches('★').trim_start();
    let slug = slug(rest);
    let key = ["", "s", "es"]
        .into_iter()
        .find_map(|end| Key::named(&format!("summary-{slug}{end}")))?;
    let amount = reader.measure(number, rest.split(' ').next());
    let count = number.replace(',', "").parse();
    let given = [
        ("amount", Given::Text(&amount)),
        ("count", count.map_or(Given::Text(number), Given::Number)),
    ];
    Some(reader.words.say(key, &given))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Words;
    use rstest::rstest;

    fn section(key: &str, summary: &str) -> Section {
        Section {
            key: key.into(),
            title: "Title".into(),
            summary: summary.into(),
            attributes: Vec::new(),
            items: Vec::new(),
            ttl: 0,
        }
    }

    #[rstest]
    #[case("3 recalls", "3 кампании")]
    #[case("1 recall", "1 кампания")]
    #[case("none known to NHTSA", "NHTSA не знает ни одной")]
    #[case(
        "5 recalls, 1 with the advice: do not drive",
        "5 кампаний, 1 с указанием: не ездить"
    )]
    #[case("24 mpg combined", "9,8 л/100 км в смешанном цикле")]
    #[case("258 mi range", "запас хода 415 км")]
    #[case("5★ overall", "5★ в целом")]
    #[case("1,234 complaints, 2 crashes", "1\u{a0}234 жалобы, 2 аварии")]
    #[case("3 recalls (of the Accord Coupe)", "3 кампании (of the Accord Coupe)")]
    #[case("worth $9,000 to $11,000", "worth $9,000 to $11,000")]
    #[case("", "")]
    fn a_summary_is_translated_as_far_as_it_is_known(#[case] said: &str, #[case] shown: &str) {
        let reader = Reader {
            words: Words::of("ru"),
            metric: true,
        };
        assert_eq!(summary(&section("x", said), reader), shown);
    }

    #[rstest]
    #[case(
        "de",
        "Do not drive it until it is repaired.",
        "Nicht fahren, bis es repariert ist."
    )]
    #[case("de", "Remedy: Dealers replace it.", "Abhilfe: Dealers replace it.")]
    #[case("de", "The inflator may explode.", "The inflator may explode.")]
    #[case(
        "en",
        "Park it outside and away from buildings.",
        "Park it outside and away from buildings."
    )]
    fn sentences_that_are_known_are_translated(
        #[case] tag: &str,
        #[case] said: &str,
        #[case] shown: &str,
    ) {
        let reader = Reader {
            words: Words::of(tag),
            metric: true,
        };
        assert_eq!(line(said, reader), shown);
    }

    #[test]
    fn a_title_is_translated_where_its_section_is_known() {
        let reader = |tag| Reader {
            words: Words::of(tag),
            metric: true,
        };
        assert_eq!(title(&section("recalls", ""), reader("de")), "Rückrufe");
        assert_eq!(title(&section("recalls", ""), reader("en")), "Title");
        assert_eq!(title(&section("other", ""), reader("de")), "Title");
    }
}
