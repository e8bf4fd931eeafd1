//! A plugin for benchmarks: of the size and mix of one that brings a large library along,
//! about a megabyte.

use regex::Regex;
use vinbot_plugin::prelude::*;

struct Searcher;

impl Plugin for Searcher {
    fn about() -> Info {
        Info::new(
            "searcher",
            "0.1.0",
            "Finds what a regular expression matches",
        )
    }
}

impl Command for Searcher {
    fn commands() -> Vec<Spec> {
        vec![Spec {
            name: "search".into(),
            description: "Finds what a regular expression matches".into(),
            usage: "/search EXPRESSION TEXT".into(),
            admin_only: false,
        }]
    }

    fn handle(invocation: Invocation) -> Result<Message, Error> {
        let (expression, text) = invocation
            .arguments
            .split_once(' ')
            .ok_or_else(|| Error::InvalidInput("usage: /search EXPRESSION TEXT".into()))?;
        let expression =
            Regex::new(expression).map_err(|error| Error::InvalidInput(error.to_string()))?;
        let found: Vec<&str> = expression
            .find_iter(text)
            .map(|found| found.as_str())
            .collect();
        Ok(Text::new().plain(found.join("\n")).into())
    }
}

vinbot_plugin::export!(Searcher: command);

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &str) -> Result<Message, Error> {
        Searcher::handle(Invocation {
            name: "search".into(),
            arguments: arguments.into(),
            locale: "en".into(),
            user: "someone".into(),
        })
    }

    #[test]
    fn matches_are_told_one_a_line() {
        let told = asked(r"\d+ 12 cars, 3 vans").unwrap();
        assert_eq!(vinbot_plugin::testing::plain(&told), "12\n3");
    }

    #[test]
    fn an_odd_expression_is_refused() {
        assert!(matches!(asked("( x"), Err(Error::InvalidInput(_))));
    }
}
