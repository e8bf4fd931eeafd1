//! Answers of a decoder whose values stand in one text, end to end.

use crate::bindings::decoder::exports::vinbot::plugin::packed_decoder as wit;
use crate::decoder::{Decoded, Decoder, Fact, Query, Subject};
use crate::{Error, Finding, Term};

pub use wit::Packed;
use wit::{PackedFact, PackedSubject};

impl Packed {
    /// Nothing known yet; `confidence` is 0–100.
    pub fn new(confidence: u8) -> Self {
        Self {
            make: None,
            model: None,
            model_year: None,
            values: String::new(),
            facts: Vec::new(),
            terms: Vec::new(),
            findings: Vec::new(),
            confidence,
        }
    }

    /// Makes room for so many facts with so many bytes of values.
    pub fn reserve(&mut self, facts: usize, bytes: usize) {
        self.facts.reserve(facts);
        self.values.reserve(bytes);
    }

    /// Adds a fact about a term of the vocabulary.
    pub fn push(&mut self, index: u32, value: &str, is_default: bool) {
        self.add(PackedSubject::Known(index), value, is_default);
    }

    /// Adds a fact about any other term.
    pub fn push_named(&mut self, term: Term, value: &str, is_default: bool) {
        let index = length(self.terms.len());
        self.terms.push(term);
        self.add(PackedSubject::Named(index), value, is_default);
    }

    /// Adds a finding.
    pub fn push_finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The same answer with a string for each value.
    pub fn unpack(self) -> Decoded {
        let mut start = 0;
        let fact = |fact: &PackedFact| {
            let end = fact.end as usize;
            let value = self.values.get(start..end).unwrap_or_default().to_owned();
            start = end;
            let subject = match fact.subject {
                PackedSubject::Known(index) => Subject::Known(index),
                PackedSubject::Named(index) => {
                    Subject::Named(self.terms.get(index as usize)?.clone())
                }
            };
            Some(Fact {
                subject,
                value,
                is_default: fact.is_default,
            })
        };
        Decoded {
            make: self.make,
            model: self.model,
            model_year: self.model_year,
            facts: self.facts.iter().filter_map(fact).collect(),
            findings: self.findings,
            confidence: self.confidence,
        }
    }

    fn add(&mut self, subject: PackedSubject, value: &str, is_default: bool) {
        self.values.push_str(value);
        self.facts.push(PackedFact {
            subject,
            end: length(self.values.len()),
            is_default,
        });
    }
}

impl From<Decoded> for Packed {
    fn from(decoded: Decoded) -> Self {
        let mut packed = Self {
            make: decoded.make,
            model: decoded.model,
            model_year: decoded.model_year,
            findings: decoded.findings,
            ..Self::new(decoded.confidence)
        };
        let bytes = decoded.facts.iter().map(|fact| fact.value.len()).sum();
        packed.reserve(decoded.facts.len(), bytes);
        for fact in decoded.facts {
            match fact.subject {
                Subject::Known(index) => packed.push(index, &fact.value, fact.is_default),
                Subject::Named(term) => packed.push_named(term, &fact.value, fact.is_default),
            }
        }
        packed
    }
}

/// The memory of a plugin ends where a `u32` does.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<T: Decoder> wit::Guest for crate::export::Exported<T> {
    fn decode(queries: Vec<Query>) -> Vec<Result<Packed, Error>> {
        crate::export::tell_panics();
        T::decode_packed(&queries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Severity, term};

    #[test]
    fn what_is_packed_is_unpacked_as_it_was() {
        let mut decoded = Decoded {
            make: Some("ŠKODA".into()),
            model_year: Some(2003),
            ..Decoded::new(80)
        }
        .with(term("x:one", "One", "Group"), "één")
        .with(term("x:empty", "Empty", "Group"), "")
        .with(term("x:two", "Two", "Group"), "2")
        .finding(Finding::new(Severity::Note, "code", "A note."));
        decoded.facts.push(Fact {
            subject: Subject::Known(7),
            value: "seven".into(),
            is_default: true,
        });
        let packed = Packed::from(decoded.clone());
        assert_eq!(packed.values, "één2seven");
        assert_eq!(packed.unpack(), decoded);
    }
}
