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
//! | `m:TEXT` | the same in place, for the user whose message it is |
//!
//! `VINS` are packed VINs one after the other; `PAGE` is left out where it is 0. Behind it
//! stands the seal: see [`super::seal`]. Data is read strictly: what the bot would not have
//! written itself is [`None`].

use std::fmt;

use super::seal::{self, Seal};
use crate::vin::{PACKED, Vin};

/// Bytes that Telegram lets a button carry.
const LIMIT: usize = 64;

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
    /// A command, for whoever presses.
    Command(String),
    /// A command in place of the message, for its owner alone.
    Mine(String),
}

impl Press {
    /// Reads what this user's press carried; none if the bot did not write it, or not for
    /// this user.
    pub(super) fn open(data: &str, seal: &Seal, presser: Option<u64>) -> Option<Self> {
        if data.len() > LIMIT {
            return None;
        }
        let (text, mark) = data.split_at_checked(data.len().checked_sub(seal::LENGTH)?)?;
        let press = Self::parse(text)?;
        let owner = presser.filter(|_| press.is_personal());
        seal.fits(text, owner, mark).then_some(press)
    }

    /// What the button is to carry for this owner of its message; `None` if that is more
    /// than fits.
    pub(super) fn close(&self, seal: &Seal, owner: Option<u64>) -> Option<String> {
        let text = self.to_string();
        let owner = owner.filter(|_| self.is_personal());
        // Whatever a plugin put into a button, only what can be read back is sent.
        let fits = text.len() + seal::LENGTH <= LIMIT
            && Self::parse(&text).as_ref() == Some(self)
            && self.is_personal() == owner.is_some();
        fits.then(|| format!("{text}{}", seal.mark(&text, owner)))
    }

    fn is_personal(&self) -> bool {
        matches!(self, Self::Mine(_))
    }

    fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':')?;
        let decode = |target| {
            Some(Self::Decode {
                target,
                vin: Vin::unpack(rest)?,
            })
        };
        match kind {
            "v" => view(Target::InPlace, rest),
            "w" => view(Target::NewMessage, rest),
            "d" => decode(Target::InPlace),
            "n" => decode(Target::NewMessage),
            "c" => command(rest).map(|text| Self::Command(text.to_owned())),
            "m" => command(rest).map(|text| Self::Mine(text.to_owned())),
            _ => None,
        }
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
                write!(f, "{kind}:{view}:")?;
                if *page > 0 {
                    write!(f, "{page}")?;
                }
                f.write_str(":")?;
                vins.iter().try_for_each(|vin| f.write_str(&vin.packed()))
            }
            Self::Decode { target, vin } => {
                let kind = if *target == Target::InPlace { 'd' } else { 'n' };
                write!(f, "{kind}:{}", vin.packed())
            }
            Self::Command(text) => write!(f, "c:{text}"),
            Self::Mine(text) => write!(f, "m:{text}"),
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
    let number: u32 = if page.is_empty() {
        0
    } else {
        page.parse().ok()?
    };
    if number > 0 && number.to_string() != page {
        return None;
    }
    let vins = vins
        .as_bytes()
        .chunks(PACKED)
        .map(|chunk| std::str::from_utf8(chunk).ok().and_then(Vin::unpack))
        .collect::<Option<Vec<Vin>>>()?;
    Some(Press::View {
        target,
        view: view.to_owned(),
        page: number,
        vins,
    })
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
    const ADA: u64 = 5;
    const BOB: u64 = 6;

    fn seal() -> Seal {
        Seal::new("123:abc")
    }

    fn honda() -> Vin {
        HONDA.parse().unwrap()
    }

    fn view(target: Target, view: &str, page: u32, cars: usize) -> Press {
        Press::View {
            target,
            view: view.into(),
            page,
            vins: vec![honda(); cars],
        }
    }

    #[rstest]
    #[case(view(Target::InPlace, "details", 2, 1))]
    #[case(view(Target::NewMessage, "compare", 0, 3))]
    #[case(Press::Decode { target: Target::InPlace, vin: honda() })]
    #[case(Press::Decode { target: Target::NewMessage, vin: honda() })]
    #[case(Press::Command("/vin 1HGCM82633A004352".into()))]
    #[case(Press::Mine("/history 2".into()))]
    fn what_a_button_carries_is_read_back(#[case] press: Press) {
        let data = press.close(&seal(), Some(ADA)).unwrap();
        assert!(data.len() <= LIMIT, "{data}");
        assert_eq!(Press::open(&data, &seal(), Some(ADA)), Some(press));
    }

    #[test]
    fn nobody_presses_what_is_anothers_own() {
        let mine = Press::Mine("/history 2".into());
        let data = mine.close(&seal(), Some(ADA)).unwrap();
        assert_eq!(Press::open(&data, &seal(), Some(BOB)), None);
        assert_eq!(Press::open(&data, &seal(), None), None);
        assert_eq!(mine.close(&seal(), None), None, "of nobody it is no button");
        let open = Press::Command("/help".into());
        let data = open.close(&seal(), Some(ADA)).unwrap();
        assert_eq!(Press::open(&data, &seal(), Some(BOB)), Some(open));
    }

    #[test]
    fn what_is_forged_or_another_bots_is_refused() {
        let press = Press::Command("/help".into());
        let data = press.close(&seal(), None).unwrap();
        assert_eq!(Press::open(&data, &Seal::new("456:def"), None), None);
        assert_eq!(
            Press::open(&data.replace("help", "kelp"), &seal(), None),
            None
        );
        assert_eq!(Press::open("c:/help", &seal(), None), None);
        // The same words for everybody and for one alone are two things.
        let personal = data.replacen('c', "m", 1);
        assert_eq!(Press::open(&personal, &seal(), Some(ADA)), None);
    }

    #[rstest]
    #[case::empty("")]
    #[case::no_kind("details")]
    #[case::unknown_kind("x:AAAAAAAAAAAAAAA")]
    #[case::no_vin("v:details::")]
    #[case::half_a_vin("v:details::AAAAAAAAAAAAAAAAAA")]
    #[case::no_vin_in_it("d:_______________")]
    #[case::page_below_zero("v:details:-1:AAAAAAAAAAAAAAA")]
    #[case::page_with_a_plus("v:details:+1:AAAAAAAAAAAAAAA")]
    #[case::huge_page("v:details:99999999999:AAAAAAAAAAAAAAA")]
    #[case::a_field_too_many("v:details::AAAAAAAAAAAAAAA:x")]
    #[case::odd_view("v:../x::AAAAAAAAAAAAAAA")]
    #[case::no_slash("c:help")]
    #[case::two_lines("c:/help\n/vin")]
    fn what_the_bot_never_wrote_is_refused(#[case] text: &str) {
        assert_eq!(Press::parse(text), None);
        let sealed = format!("{text}{}", seal().mark(text, None));
        assert_eq!(Press::open(&sealed, &seal(), None), None);
    }

    #[rstest]
    #[case(view(Target::NewMessage, "compare", 0, 4))]
    #[case(Press::Command(format!("/vin {}", HONDA.repeat(3))))]
    fn what_does_not_fit_is_no_button(#[case] press: Press) {
        assert_eq!(press.close(&seal(), None), None);
    }

    proptest! {
        #[test]
        fn no_data_makes_the_reader_panic(data in any::<String>()) {
            prop_assert_eq!(Press::open(&data, &seal(), Some(ADA)), None);
        }
    }
}
