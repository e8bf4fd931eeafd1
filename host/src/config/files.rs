//! `[telegram.files]`: photos and documents that people send.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer};

/// `[telegram.files]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// The largest file that is fetched, in MB. Telegram gives a bot no more than 20.
    pub max_mb: u32,
    /// Rows of a table.
    pub max_rows: u32,
    /// Tables that are worked on at once; further ones wait.
    pub tables: u32,
    /// Photos that are read at once; further ones wait. Each takes a core and 300 MB at most.
    pub photos: u32,
    /// How long reading one photo may take, in seconds.
    pub photo_deadline_s: u64,
    /// What reads printed characters.
    pub tesseract: Tesseract,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            max_mb: 20,
            max_rows: 10_000,
            tables: 2,
            photos: 1,
            photo_deadline_s: 20,
            tesseract: Tesseract::Auto,
        }
    }
}

impl Files {
    /// [`Files::max_mb`] in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        usize::try_from(u64::from(self.max_mb) << 20).unwrap_or(usize::MAX)
    }
}

/// The program `tesseract`, which reads printed characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Tesseract {
    /// The one on the `PATH`, if it is there.
    #[default]
    Auto,
    /// None: only barcodes are read.
    Off,
    /// This file.
    At(PathBuf),
}

impl Tesseract {
    /// Where it is; none where print is not read.
    #[must_use]
    pub fn program(&self) -> Option<PathBuf> {
        match self {
            Self::Auto => vinbot_intake::photo::installed(),
            Self::Off => None,
            Self::At(file) => Some(file.clone()),
        }
    }
}

impl<'de> Deserialize<'de> for Tesseract {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.as_str() {
            "auto" => Self::Auto,
            "off" => Self::Off,
            "" => {
                let words = "it is \"auto\", \"off\" or the path of a program";
                return Err(serde::de::Error::custom(words));
            }
            path => Self::At(path.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("\"auto\"", Some(Tesseract::Auto))]
    #[case("\"off\"", Some(Tesseract::Off))]
    #[case("\"/opt/tesseract\"", Some(Tesseract::At("/opt/tesseract".into())))]
    #[case("\"\"", None)]
    #[case("false", None)]
    fn tesseract_is_found_switched_off_or_named(
        #[case] value: &str,
        #[case] expected: Option<Tesseract>,
    ) {
        let read: Result<Files, _> = toml::from_str(&format!("tesseract = {value}"));
        assert_eq!(read.ok().map(|files| files.tesseract), expected);
    }

    #[test]
    fn what_is_switched_off_or_named_is_not_looked_for() {
        assert_eq!(Tesseract::Off.program(), None);
        let named = Tesseract::At("/opt/tesseract".into());
        assert_eq!(named.program(), Some("/opt/tesseract".into()));
    }
}
