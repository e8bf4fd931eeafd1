//! Finding VINs, and what is almost one, in what people type.

use super::{LENGTH, Vin, fold, is_invisible, is_joiner, is_vin_byte};

/// Longer input is cut here before it is searched: Telegram's limit is 4,096
/// UTF-16 units, so this is more than any message.
const SEARCHED_BYTES: usize = 64 * 1024;

/// What a text holds.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Each VIN once, in the order of the text.
    pub vins: Vec<Vin>,
    /// What is almost a VIN, each once.
    pub near_misses: Vec<NearMiss>,
}

/// A VIN or something like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A VIN.
    Vin(Vin),
    /// Almost.
    NearMiss(NearMiss),
}

/// Letters and digits that a VIN might have been meant by: 16 or 18 of them, or
/// 17 with an `I`, `O` or `Q`. Folded to upper-case ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss(pub(super) String);

impl NearMiss {
    /// The characters, upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Searches a text for VINs: in any case, grouped by spaces or dashes, between
/// other words, in look-alike letters.
///
/// ```
/// let scan = vinbot::vin::scan("is 1hg-cm826-33a004352 any good?");
/// assert_eq!(scan.vins[0].as_str(), "1HGCM82633A004352");
/// ```
#[must_use]
pub fn scan(text: &str) -> Scan {
    let words = words(cut(text));
    let mut scan = Scan::default();
    let mut at = 0;
    while at < words.len() {
        let (found, used) = match_at(&words, at);
        match found {
            Some(Found::Vin(vin)) if !scan.vins.contains(&vin) => scan.vins.push(vin),
            Some(Found::NearMiss(miss)) if !scan.near_misses.contains(&miss) => {
                scan.near_misses.push(miss);
            }
            _ => {}
        }
        at += used;
    }
    if scan == Scan::default()
        && let Ok(vin) = cut(text).parse::<Vin>()
        && (4..=LENGTH - 2).contains(&digits(vin.as_str()))
    {
        // Broken over lines, but there is nothing else.
        scan.vins.push(vin);
    }
    scan
}

/// A run of letters and digits.
struct Word {
    /// Folded to upper-case ASCII.
    text: String,
    /// Whether it was typed with a lower-case letter.
    lower: bool,
    /// Whether only joiners stand between the word before and this one.
    joined: bool,
}

fn cut(text: &str) -> &str {
    if text.len() <= SEARCHED_BYTES {
        return text;
    }
    let mut end = SEARCHED_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut inside = false;
    let mut joined = true;
    for c in text.chars() {
        if is_invisible(c) {
            continue;
        }
        if let Some(letter) = fold(c) {
            match words.last_mut().filter(|_| inside) {
                Some(word) => {
                    word.text.push(letter);
                    word.lower |= c.is_lowercase();
                }
                None => words.push(Word {
                    text: letter.into(),
                    lower: c.is_lowercase(),
                    joined: joined && !words.is_empty(),
                }),
            }
            inside = true;
            joined = true;
        } else {
            inside = false;
            // A line break ends a VIN; so does any other letter or sign.
            joined &= (is_joiner(c) && c != '\n' && c != '\r') || c.is_control() && c != '\n';
        }
    }
    for word in &mut words {
        strip_label(&mut word.text);
    }
    words
}

/// `VIN1HGCM…` written together.
fn strip_label(word: &mut String) {
    if word.len() == LENGTH + 3 && word.starts_with("VIN") {
        word.drain(..3);
    }
}

/// What starts at a word, and how many words it takes.
fn match_at(words: &[Word], at: usize) -> (Option<Found>, usize) {
    if let Some(vin) = single(&words[at]) {
        return (Some(Found::Vin(vin)), 1);
    }
    if let Some((vin, used)) = joined(words, at) {
        return (Some(Found::Vin(vin)), used);
    }
    if let Some(miss) = near_miss(&words[at].text) {
        return (Some(Found::NearMiss(miss)), 1);
    }
    // A whole message of groups that come to 16 or 18 characters.
    if at == 0 && words.len() > 1 && words[1..].iter().all(|word| word.joined) {
        let all: String = words.iter().map(|word| word.text.as_str()).collect();
        if let Some(miss) = near_miss(&all) {
            return (Some(Found::NearMiss(miss)), words.len());
        }
    }
    (None, 1)
}

fn single(word: &Word) -> Option<Vin> {
    // Words of seventeen letters exist ("unconstitutional…"): a VIN has digits.
    (word.text.len() == LENGTH && digits(&word.text) >= 2).then(|| word.text.parse().ok())?
}

/// A VIN in groups. The groups of ordinary text come to 17 characters by chance,
/// so there must be a sign that a VIN is meant: its check digit fits, or it was
/// typed in capitals with enough digits, or it is all there is.
fn joined(words: &[Word], at: usize) -> Option<(Vin, usize)> {
    let mut text = String::new();
    for (taken, word) in words[at..].iter().enumerate() {
        if taken > 0 && !word.joined {
            return None;
        }
        text.push_str(&word.text);
        if text.len() > LENGTH {
            return None;
        }
        if text.len() < LENGTH {
            continue;
        }
        let vin: Vin = text.parse().ok()?;
        let group = &words[at..=at + taken];
        let alone = group.len() == words.len();
        let capitals = group.iter().all(|word| !word.lower) && digits(&text) >= 4;
        // Numbers of phones, orders and parcels come to 17 digits, too.
        let letters = LENGTH - digits(&text);
        if letters < 2 {
            return None;
        }
        let meant = vin.check_digit_fits() || capitals || (alone && digits(&text) >= 4);
        return meant.then_some((vin, group.len()));
    }
    None
}

fn near_miss(text: &str) -> Option<NearMiss> {
    let letters = text.len() - digits(text);
    let plausible = digits(text) >= 5 && letters >= 3;
    let near = match text.len() {
        16 | 18 => true,
        LENGTH => text.bytes().any(|byte| !is_vin_byte(byte)),
        _ => false,
    };
    (near && plausible).then(|| NearMiss(text.to_owned()))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const HONDA: &str = "1HGCM82633A004352";
    const AUDI: &str = "WAUZZZ8K9BA123456";

    fn vins(text: &str) -> Vec<String> {
        scan(text).vins.iter().map(ToString::to_string).collect()
    }

    #[rstest]
    #[case::alone(HONDA, &[HONDA])]
    #[case::in_a_sentence("what about 1hgcm82633a004352, please?", &[HONDA])]
    #[case::labelled("VIN:1HGCM82633A004352", &[HONDA])]
    #[case::glued_to_its_label("vin1HGCM82633A004352", &[HONDA])]
    #[case::groups("1HG CM826 33A 004352", &[HONDA])]
    #[case::dashes("1HG-CM826-33A-004352", &[HONDA])]
    #[case::letters_apart("1 H G C M 8 2 6 3 3 A 0 0 4 3 5 2", &[HONDA])]
    #[case::groups_in_a_sentence("see 1hg cm826 33a 004352 for me", &[HONDA])]
    #[case::european_groups("WAU ZZZ 8K9 BA 123456", &[AUDI])]
    #[case::european_groups_in_lower_case("wau zzz 8k9 ba 123456", &[AUDI])]
    #[case::broken_over_lines("1HGCM82633A\n004352", &[HONDA])]
    #[case::two("1HGCM82633A004352\nWAUZZZ8K9BA123456", &[HONDA, AUDI])]
    #[case::twice_the_same("1HGCM82633A004352 1HGCM82633A004352", &[HONDA])]
    #[case::cyrillic("машина 1НGСМ82633А004352 вот", &[HONDA])]
    #[case::full_width("１ＨＧＣＭ８２６３３Ａ００４３５２", &[HONDA])]
    #[case::control_characters("1HGCM82633A\u{7}004352", &[HONDA])]
    #[case::right_to_left("\u{202e}1HGCM82633A004352\u{202c} שלום", &[HONDA])]
    #[case::in_a_link("https://a.example/?vin=1HGCM82633A004352&x=1", &[HONDA])]
    #[case::comma_separated("1HGCM82633A004352,WAUZZZ8K9BA123456;", &[HONDA, AUDI])]
    fn vins_are_found(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(vins(text), expected);
    }

    #[rstest]
    #[case("")]
    #[case("hello there")]
    #[case("my 2003 car has 150 horse power and 4 doors")]
    #[case("Rechtsschutzversicherungsgesellschaften")]
    #[case("call me on +1 202 555 0143 at 10.30 or 11.45")]
    #[case("call me 2125551234 2125555")]
    #[case("🚗🚗🚗")]
    #[case("12345678901234567 is a number of 17 digits with no letter")]
    fn ordinary_text_holds_none(#[case] text: &str) {
        let found = scan(text);
        let vins: Vec<_> = found
            .vins
            .iter()
            .filter(|vin| vin.as_str() != "12345678901234567")
            .collect();
        assert!(vins.is_empty() && found.near_misses.is_empty(), "{found:?}");
    }

    #[rstest]
    #[case::one_short("1HGCM82633A00435", "1HGCM82633A00435")]
    #[case::one_too_many("1HGCM82633A0043522", "1HGCM82633A0043522")]
    #[case::an_o_for_a_zero("1HGCM82633AO04352", "1HGCM82633AO04352")]
    #[case::lower_case_and_grouped("1hgcm82633 a00435", "1HGCM82633A00435")]
    fn what_is_almost_a_vin_is_noticed(#[case] text: &str, #[case] miss: &str) {
        let found = scan(text);
        assert!(found.vins.is_empty());
        assert_eq!(found.near_misses, [NearMiss(miss.into())]);
    }

    #[test]
    fn a_megabyte_of_text_is_cut_before_it_is_searched() {
        let mut text = "é".repeat(600_000);
        text.push_str(HONDA);
        assert!(vins(&text).is_empty());
        assert_eq!(vins(&format!("{HONDA} {text}")), [HONDA]);
    }

    proptest! {
        #[test]
        fn a_vin_is_found_wherever_it_stands(
            vin in "[A-HJ-NPR-Z0-9]{13}[0-9]{4}",
            before in "[a-z ]{0,20}",
            after in "[a-z ]{0,20}",
        ) {
            let text = format!("{before}: {vin}, {after}");
            prop_assert!(vins(&text).contains(&vin));
        }

        #[test]
        fn no_text_makes_the_search_panic(text in any::<String>()) {
            let _ = scan(&text);
        }
    }
}
