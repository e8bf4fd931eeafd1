//! Finding secrets in what comes from outside, in the shapes in which servers give back
//! what they were sent.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in the place of a secret.
const INSTEAD: &[u8] = b"[secret]";

/// Where encoders of URLs differ is what they leave alone.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// `encodeURIComponent` of JavaScript.
const COMPONENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');
/// The query of a URL as browsers write it.
const LAX: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\'');

/// Finds all shapes of all secrets in one pass.
pub(crate) struct Scrubber {
    shapes: AhoCorasick,
    /// Which secret a shape is of.
    owners: Vec<usize>,
}

impl Scrubber {
    /// None if there is nothing to find.
    pub(crate) fn new<'a>(secrets: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut all = BTreeMap::new();
        for (index, secret) in secrets.enumerate() {
            for shape in shapes(secret) {
                all.entry(shape).or_insert(index);
            }
        }
        if all.is_empty() {
            return None;
        }
        let shapes = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            // Hosts and hexadecimal digits come back in either case.
            .ascii_case_insensitive(true)
            .build(all.keys());
        Some(Self {
            // It fails for more states than fit into 32 bits; secrets are a few hundred
            // bytes.
            shapes: shapes.ok()?,
            owners: all.into_values().collect(),
        })
    }

    /// The secrets that are in there, by their place in the list.
    pub(crate) fn found_in<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        self.shapes
            .find_iter(bytes)
            .filter_map(|found| self.owners.get(found.pattern().as_usize()).copied())
    }

    /// The bytes without secrets; none if there are none in there.
    pub(crate) fn scrubbed(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.shapes.is_match(bytes).then(|| {
            let mut clean = Vec::with_capacity(bytes.len());
            self.shapes
                .replace_all_with_bytes(bytes, &mut clean, |_, _, clean| {
                    clean.extend_from_slice(INSTEAD);
                    true
                });
            clean
        })
    }
}

/// The shapes of one secret.
fn shapes(secret: &str) -> Vec<String> {
    let mut shapes = vec![secret.to_owned()];
    for set in [NON_ALPHANUMERIC, UNRESERVED, COMPONENT, LAX] {
        let encoded = utf8_percent_encode(secret, set).to_string();
        shapes.push(encoded.replace("%20", "+"));
        shapes.push(encoded);
    }
    let json = secret.replace('\\', "\\\\").replace('"', "\\\"");
    shapes.push(json.replace('/', "\\/"));
    shapes.push(json);
    shapes.push(
        secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;"),
    );
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    let hexadecimal = secret
        .bytes()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    shapes.push(hexadecimal.collect());
    for before in 0..3 {
        shapes.extend(inside_base64(&STANDARD_NO_PAD, secret, before));
        shapes.extend(inside_base64(&URL_SAFE_NO_PAD, secret, before));
    }
    shapes
}

/// What the Base64 of a longer text has for the secret, whatever stands around it: the
/// secret begins so many bytes after a group of three. The characters at the edges that
/// depend on the neighbours are left out, but for the one at the end where nothing follows.
fn inside_base64(engine: &impl Engine, secret: &str, before: usize) -> [String; 2] {
    let mut text = vec![0; before];
    text.extend_from_slice(secret.as_bytes());
    let encoded = engine.encode(&text);
    let begin = (before * 8).div_ceil(6);
    let end = text.len() * 8 / 6;
    let part = |end| encoded.get(begin..end).unwrap_or_default().to_owned();
    [part(end), part(encoded.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const SECRET: &str = "s3cr3t/Key+of=CarsXE&\"x";

    fn scrubber() -> Scrubber {
        Scrubber::new([SECRET].into_iter()).unwrap()
    }

    #[rstest]
    #[case::plain(SECRET)]
    #[case::upper_case("S3CR3T/KEY+OF=CARSXE&\"X")]
    #[case::percent("s3cr3t%2FKey%2Bof%3DCarsXE%26%22x")]
    #[case::percent_lower_case("s3cr3t%2fKey%2bof%3dCarsXE%26%22x")]
    #[case::lax_query("s3cr3t/Key+of=CarsXE&%22x")]
    #[case::json("s3cr3t\\/Key+of=CarsXE&\\\"x")]
    #[case::html("s3cr3t/Key+of=CarsXE&amp;&quot;x")]
    #[case::base64("czNjcjN0L0tleStvZj1DYXJzWEUmIng")]
    #[case::base64_of_a_pair("dTpzM2NyM3QvS2V5K29mPUNhcnNYRSYieA")]
    #[case::hexadecimal("7333637233742f4b65792b6f663d436172735845262278")]
    fn every_shape_is_found(#[case] shape: &str) {
        let told = format!("you sent {shape}!");
        let clean = scrubber().scrubbed(told.as_bytes()).unwrap();
        let clean = String::from_utf8(clean).unwrap();
        assert!(clean.ends_with("[secret]!"), "{clean}");
        assert_eq!(scrubber().found_in(told.as_bytes()).next(), Some(0));
    }

    #[test]
    fn nothing_else_is_touched() {
        assert_eq!(scrubber().scrubbed(b"a body of no interest"), None);
    }

    proptest! {
        /// Basic authentication puts a name before it, other schemes put more after it.
        #[test]
        fn base64_of_a_longer_text_does_not_hide_it(before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
            let text = format!("{before}{SECRET}{after}");
            for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                prop_assert!(scrubber().scrubbed(encoded.as_bytes()).is_some());
            }
        }

        #[test]
        fn what_is_left_has_no_secret(before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
            let text = format!("{before}{SECRET}{after}{SECRET}{before}");
            let clean = scrubber().scrubbed(text.as_bytes()).unwrap();
            prop_assert!(!String::from_utf8(clean).unwrap().contains(SECRET));
        }
    }
}
