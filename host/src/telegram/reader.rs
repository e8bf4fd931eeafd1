//! Who reads the answer, and what they chose about it.

use teloxide::types::User;
use vinbot_store::{Units, UserSettings};

use crate::words::Words;

/// Characters of a language tag that are kept: the longest in use have 35 (RFC 5646, 4.4.1).
const TAG: usize = 35;

/// Who reads the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reader {
    /// BCP 47 tag.
    pub(super) locale: String,
    /// The Telegram id; none for those who stay anonymous.
    pub(super) user: Option<u64>,
    /// What they chose.
    pub(super) chosen: UserSettings,
}

impl Reader {
    /// The user whom Telegram names; English for those of whom it says nothing.
    pub(super) fn of(user: Option<&User>) -> Self {
        let language = user.and_then(|user| user.language_code.as_deref());
        Self {
            locale: language.unwrap_or("en").chars().take(TAG).collect(),
            user: user.filter(|user| !user.is_bot).map(|user| user.id.0),
            chosen: UserSettings::default(),
        }
    }

    /// The same with what they chose.
    pub(super) fn who_chose(self, chosen: UserSettings) -> Self {
        Self {
            locale: chosen.language.clone().unwrap_or(self.locale),
            chosen,
            ..self
        }
    }

    /// The language that the reader is answered in.
    pub(super) fn words(&self) -> Words {
        Words::of(&self.locale)
    }

    /// Miles and pounds for those who chose them; else for those whose language is English
    /// as Telegram names it (it seldom tells a region), or English of the US.
    pub(super) fn uses_us_units(&self) -> bool {
        match self.chosen.units {
            Some(units) => units == Units::Us,
            None => matches!(self.locale.as_str(), "en" | "en-US"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("en", None, true)]
    #[case("en-GB", None, false)]
    #[case("de", None, false)]
    #[case("de", Some(Units::Us), true)]
    #[case("en", Some(Units::Metric), false)]
    fn units_are_those_of_the_language_unless_chosen(
        #[case] locale: &str,
        #[case] units: Option<Units>,
        #[case] us: bool,
    ) {
        let chosen = UserSettings {
            language: Some(locale.into()),
            units,
            ..UserSettings::default()
        };
        assert_eq!(Reader::of(None).who_chose(chosen).uses_us_units(), us);
    }
}
