//! Decoders: what a VIN means.

use crate::bindings::decoder::exports::vinbot::plugin::decoder as wit;
use crate::{Error, Finding, Packed, Plugin, Term};

pub use wit::{Decoded, Fact, Query, Subject};

/// A plugin that says what a VIN means.
pub trait Decoder: Plugin {
    /// Decodes one VIN, which the host has checked for length and alphabet.
    ///
    /// # Errors
    /// [`Error::NotCovered`] when this decoder knows nothing about the VIN.
    fn decode(query: &Query) -> Result<Decoded, Error>;

    /// Decodes many; worth implementing where one request upstream serves many.
    fn decode_all(queries: &[Query]) -> Vec<Result<Decoded, Error>> {
        queries.iter().map(Self::decode).collect()
    }

    /// Decodes many into [`Packed`] answers, which is what the host asks for. Worth
    /// implementing for a decoder that says so much that a string for each value is
    /// too slow; everybody else leaves it alone.
    fn decode_packed(queries: &[Query]) -> Vec<Result<Packed, Error>> {
        let answers = Self::decode_all(queries).into_iter();
        answers.map(|answer| answer.map(Packed::from)).collect()
    }

    /// Terms that facts refer to by index with [`Subject::Known`]: worthwhile for
    /// decoders that say much, since labels then cross to the host only once.
    fn vocabulary() -> Vec<Term> {
        Vec::new()
    }
}

/// A term with no unit. Its key is the part of the id behind the colon.
pub fn term(id: &str, label: &str, group: &str) -> Term {
    let key = id.split_once(':').map_or(id, |(_, key)| key);
    Term {
        id: id.into(),
        key: key.into(),
        label: label.into(),
        unit: None,
        group: group.into(),
    }
}

impl Decoded {
    /// Nothing known yet; `confidence` is 0–100.
    pub fn new(confidence: u8) -> Self {
        Self {
            make: None,
            model: None,
            model_year: None,
            facts: Vec::new(),
            findings: Vec::new(),
            confidence,
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, term: Term, value: impl Into<String>) -> Self {
        self.facts.push(Fact {
            subject: Subject::Named(term),
            value: value.into(),
            is_default: false,
        });
        self
    }

    /// Adds a fact about the term in this place of [`Decoder::vocabulary`].
    #[must_use]
    pub fn with_known(mut self, place: u32, value: impl Into<String>) -> Self {
        self.facts.push(Fact {
            subject: Subject::Known(place),
            value: value.into(),
            is_default: false,
        });
        self
    }

    /// Adds a finding.
    #[must_use]
    pub fn finding(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }
}

impl<T: Decoder> wit::Guest for crate::export::Exported<T> {
    fn vocabulary() -> Vec<Term> {
        crate::export::tell_panics();
        T::vocabulary()
    }

    fn decode(queries: Vec<Query>) -> Vec<Result<Decoded, Error>> {
        crate::export::tell_panics();
        T::decode_all(&queries)
    }
}
