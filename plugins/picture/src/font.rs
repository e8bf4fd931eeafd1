//! The fonts that come along, and how wide texts are in them.
//!
//! Inter and `JetBrains Mono`, under the SIL Open Font License, cut down to Latin, Cyrillic and
//! what a VIN is made of (`fonts/subset.sh`).

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// A typeface in one weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Font {
    /// Inter, regular.
    Text,
    /// Inter, semi-bold.
    Strong,
    /// `JetBrains Mono`, of VINs alone.
    Mono,
}

/// What stands for a character that a font lacks.
const UNKNOWN: char = '□';

impl Font {
    pub(crate) const ALL: [Self; 3] = [Self::Text, Self::Strong, Self::Mono];

    /// The file.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Text => include_bytes!("../fonts/Inter-Regular.otf"),
            Self::Strong => include_bytes!("../fonts/Inter-SemiBold.otf"),
            Self::Mono => include_bytes!("../fonts/JetBrainsMono-Medium.ttf"),
        }
    }

    /// How SVG asks for it.
    pub(crate) fn attributes(self) -> &'static str {
        match self {
            Self::Text => r#"font-family="Inter" font-weight="400""#,
            Self::Strong => r#"font-family="Inter" font-weight="600""#,
            Self::Mono => r#"font-family="JetBrains Mono" font-weight="500""#,
        }
    }

    pub(crate) fn ruler(self) -> Ruler {
        // The files are ours: a test reads them.
        let font = FontRef::new(self.bytes()).ok();
        Ruler {
            charmap: font.as_ref().map(MetadataProvider::charmap),
            metrics: font
                .as_ref()
                .map(|font| font.glyph_metrics(Size::new(1.0), LocationRef::default())),
        }
    }
}

/// Measures texts.
pub(crate) struct Ruler {
    charmap: Option<Charmap<'static>>,
    metrics: Option<GlyphMetrics<'static>>,
}

impl Ruler {
    fn glyph(&self, c: char) -> Option<GlyphId> {
        self.charmap.as_ref()?.map(c)
    }

    /// The text as far as the font can show it. What joins, colours or marks a character that
    /// is not shown is left out; other characters that it lacks are one sign.
    pub(crate) fn shown(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if self.glyph(c).is_some() {
                out.push(c);
            } else if c.is_whitespace() {
                out.push(' ');
            } else if c.is_alphanumeric() && !out.ends_with(UNKNOWN) {
                out.push(UNKNOWN);
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// In sizes of the font, with room for what kerning may add.
    pub(crate) fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.advance(c)).sum()
    }

    /// Of one character: 0 of a mark.
    pub(crate) fn advance(&self, c: char) -> f32 {
        const KERNING: f32 = 1.02;
        let advance = || self.metrics.as_ref()?.advance_width(self.glyph(c)?);
        advance().unwrap_or_default() * KERNING
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Škoda Ёлка Їжак ß ę ő", "Škoda Ёлка Їжак ß ę ő")]
    #[case("5★ · 3 175–3 629 кг", "5★ · 3 175–3 629 кг")]
    #[case("e\u{301}tat", "e\u{301}tat")]
    #[case("🚗 Honda 👨‍👩‍👧", "Honda")]
    #[case("上海 Motor", "□ Motor")]
    #[case("a\u{202f}b\u{a0}c", "a b c")]
    #[case("\u{200b}\u{feff}", "")]
    fn a_text_is_shown_as_far_as_the_font_goes(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(Font::Text.ruler().shown(text), shown);
    }

    #[test]
    fn every_font_has_the_characters_of_a_vin() {
        for font in Font::ALL {
            let ruler = font.ruler();
            let vin = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
            assert_eq!(ruler.shown(vin), vin);
            assert!(vin.chars().all(|c| ruler.advance(c) > 0.3), "{font:?}");
        }
    }

    #[test]
    fn the_fonts_have_every_letter_of_the_languages() {
        for locale in vinbot_words::Words::languages() {
            let path = format!(
                "{}/../card/locales/{locale}.ftl",
                env!("CARGO_MANIFEST_DIR")
            );
            let text = std::fs::read_to_string(path).unwrap();
            for font in [Font::Text, Font::Strong] {
                assert!(
                    !font.ruler().shown(&text).contains(UNKNOWN),
                    "{locale} {font:?}"
                );
            }
        }
    }
}
