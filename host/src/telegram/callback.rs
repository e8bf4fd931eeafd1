//! What a button carries: all that is needed to answer a press, so that a keyboard
//! works for as long as its message exists, over restarts, and nothing is kept.
//!
//! | data | meaning |
//! | --- | --- |
//! | `v:VIEW:PAGE:VINS` | show a view of these vehicles in place |
//! | `w:VIEW:PAGE:VINS` | show it in a new message |
//! | `d:VIN` | look up this VIN in place |
//! | `n:VIN` | look up this VIN in a new message |
//! | `c:TEXT` | as if the user had sent this command |
//!
//! `VINS` are VINs of 17 characters one after the other. Data is read strictly: what
//! the bot would not have written itself is [`None`].

use std::fmt;

use crate::vin::{self, Vin};

/// Bytes that Telegram lets a button carry.
pub(super) const LIMIT: usize = 64;

/// Where an answer appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// In the message with the button.
    InPlace,
    /// In a message of its own.
    NewMessage,
}

/// What a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Press {
    View {
        target: Target,
        view: String,
        page: u32,
        vins: Vec<Vin>,
    },
    Decode {
        target: Target,
        vin: Vin,
    },
    Command(String),
}

impl Press {
    /// Reads what a button carried.
    pub(super) fn parse(data: &str) -> Option<Self> {
        if data.len() > LIMIT {
            return None;
        }
        let (kind, rest) = data.split_once(':')?;
        match kind {
            "v" => view(Target::InPlace, rest),
            "w" => view(Target::NewMessage, rest),
            "d" => Some(Self::Decode {
                target: Target::InPlace,
                vin: exact(rest)?,
            }),
            "n" => Some(Self::Decode {
                target: Target::NewMessage,
                vin: exact(rest)?,
            }),
            "c" => command(rest).map(|text| Self::Command(text.to_owned())),
            _ => None,
        }
    }

    /// What the button is to carry; `None` if that is more than fits.
    pub(super) fn data(&self) -> Option<String> {
        let data = self.to_string();
        // Whatever a plugin put into a button, only what can be read back is sent.
        (Self::parse(&data).as_ref() == Some(self)).then_some(data)
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::View {
                target,
                view,
                page,
                vins,
            } => {
                let kind = if *target == Target::InPlace { 'v' } else { 'w' };
                write!(f, "{kind}:{view}:{page}:")?;
                vins.iter().try_for_each(|vin| write!(f, "{vin}"))
            }
            Self::Decode {
                target: Target::InPlace,
                vin,
            } => write!(f, "d:{vin}"),
            Self::Decode {
                target: Target::NewMessage,
                vin,
            } => write!(f, "n:{vin}"),
            Self::Command(text) => write!(f, "c:{text}"),
        }
    }
}

fn view(target: Target, rest: &str) -> Option<Press> {
    let mut fields = rest.split(':');
    let (view, page, vins) = (fields.next()?, fields.next()?, fields.next()?);
    let named = (1..=24).contains(&view.len())
        && view
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !named || fields.next().is_some() || vins.is_empty() || !vins.is_ascii() {
        return None;
    }
    let number: u32 = page.parse().ok()?;
    if number.to_string() != page {
        return None;
    }
    let vins = vins
        .as_bytes()
        .chunks(vin::LENGTH)
        .map(|chunk| std::str::from_utf8(chunk).ok().and_then(exact))
        .collect::<Option<Vec<Vin>>>()?;
    Some(Press::View {
        target,
        view: view.to_owned(),
        page: number,
        vins,
    })
}

/// A VIN written as the bot writes it, and in no other way.
fn exact(text: &str) -> Option<Vin> {
    text.parse().ok().filter(|vin: &Vin| vin.as_str() == text)
}

fn command(text: &str) -> Option<&str> {
    let name = text.strip_prefix('/')?;
    let plain = !name.is_empty() && !text.chars().any(char::is_control);
    (plain && name.starts_with(|first: char| first.is_ascii_alphanumeric())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const HONDA: &str = "1HGCM82633A004352";

    #[rstest]
    #[case("v:details:2:1HGCM82633A004352")]
    #[case("w:compare:0:1HGCM82633A004352WAUZZZ8K9BA1234565YJ3E1EA2KF317000")]
    #[case("d:1HGCM82633A004352")]
    #[case("n:1HGCM82633A004352")]
    #[case("c:/vin 1HGCM82633A004352")]
    fn what_a_button_carries_is_read_back(#[case] data: &str) {
        assert_eq!(Press::parse(data).unwrap().data().as_deref(), Some(data));
    }

    #[rstest]
    #[case::empty("")]
    #[case::no_kind("details")]
    #[case::unknown_kind("x:1HGCM82633A004352")]
    #[case::no_vin("v:details:0:")]
    #[case::half_a_vin("v:details:0:1HGCM82633A0043521HG")]
    #[case::lower_case("d:1hgcm82633a004352")]
    #[case::spaced("d:1HGCM82633A 04352")]
    #[case::page_below_zero("v:details:-1:1HGCM82633A004352")]
    #[case::page_with_a_plus("v:details:+1:1HGCM82633A004352")]
    #[case::huge_page("v:details:99999999999:1HGCM82633A004352")]
    #[case::a_field_too_many("v:details:0:1HGCM82633A004352:x")]
    #[case::odd_view("v:../x:0:1HGCM82633A004352")]
    #[case::no_slash("c:help")]
    #[case::two_lines("c:/help\n/vin")]
    #[case::too_long("c:/vin 1HGCM82633A004352 1HGCM82633A004352 1HGCM82633A004352 1HGCM")]
    fn what_the_bot_never_wrote_is_refused(#[case] data: &str) {
        assert_eq!(Press::parse(data), None);
    }

    #[test]
    fn what_does_not_fit_is_no_button() {
        let vins = vec![HONDA.parse().unwrap(); 4];
        let press = Press::View {
            target: Target::NewMessage,
            view: "compare".into(),
            page: 0,
            vins,
        };
        assert_eq!(press.data(), None);
    }

    proptest! {
        #[test]
        fn no_data_makes_the_reader_panic(data in any::<String>()) {
            if let Some(press) = Press::parse(&data) {
                prop_assert_eq!(press.data(), Some(data));
            }
        }
    }
}
