//! Decoders' answers whose values stand in one text, end to end.

use std::sync::Arc;

use super::bindings::exports::vinbot::plugin::packed_decoder as wit;
use super::convert;
use super::error::CallError;
use super::exchange::Decoded;
use crate::report::{Attribute, Term};
use crate::value::Value;

/// What a decoder said, its numbers resolved by its vocabulary.
pub(super) fn decoded(packed: wit::Packed, vocabulary: &[Arc<Term>]) -> Result<Decoded, CallError> {
    let values: Arc<str> = packed.values.into();
    let terms: Vec<Arc<Term>> = packed
        .terms
        .into_iter()
        .map(|term| Arc::new(convert::term(term)))
        .collect();
    let mut attributes = Vec::with_capacity(packed.facts.len());
    let mut start = 0;
    for fact in packed.facts {
        let (known, index) = match fact.subject {
            wit::PackedSubject::Known(index) => (vocabulary, index),
            wit::PackedSubject::Named(index) => (&*terms, index),
        };
        let value = Value::piece(&values, start, fact.end).ok_or_else(|| {
            let said = format!("no value from {start} to {} in its answer", fact.end);
            CallError::Contract(said)
        })?;
        start = fact.end;
        attributes.push(Attribute {
            term: convert::known(known, index)?,
            value,
            is_default: fact.is_default,
        });
    }
    Ok(Decoded {
        make: packed.make,
        model: packed.model,
        model_year: packed.model_year,
        attributes,
        findings: packed.findings.into_iter().map(convert::finding).collect(),
        confidence: packed.confidence.min(100),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn vocabulary() -> Vec<Arc<Term>> {
        let term = |key: &str| Term {
            id: format!("x:{key}"),
            key: key.to_owned(),
            label: key.to_owned(),
            unit: None,
            group: "General".to_owned(),
        };
        ["make", "model"].map(|key| Arc::new(term(key))).into()
    }

    fn answer(values: &str, facts: &[(wit::PackedSubject, u32)]) -> wit::Packed {
        let fact = |&(subject, end): &(wit::PackedSubject, u32)| wit::PackedFact {
            subject,
            end,
            is_default: false,
        };
        wit::Packed {
            make: None,
            model: None,
            model_year: None,
            values: values.to_owned(),
            facts: facts.iter().map(fact).collect(),
            terms: Vec::new(),
            findings: Vec::new(),
            confidence: 200,
        }
    }

    const MAKE: wit::PackedSubject = wit::PackedSubject::Known(0);
    const MODEL: wit::PackedSubject = wit::PackedSubject::Known(1);

    #[test]
    fn each_fact_has_its_piece_of_the_text() {
        let packed = answer("ŠKODAOctavia", &[(MAKE, 6), (MAKE, 6), (MODEL, 13)]);
        let decoded = decoded(packed, &vocabulary()).unwrap();
        let told = decoded.attributes.iter();
        let told: Vec<_> = told.map(|a| format!("{} {}", a.term.id, a.value)).collect();
        assert_eq!(told, ["x:make ŠKODA", "x:make ", "x:model Octavia"]);
        assert_eq!(decoded.confidence, 100);
    }

    #[rstest]
    #[case::beyond_the_end("HONDA", &[(MAKE, 6)], "no value from 0 to 6")]
    #[case::backwards("HONDA", &[(MAKE, 5), (MODEL, 4)], "no value from 5 to 4")]
    #[case::within_a_character("Š", &[(MAKE, 1)], "no value from 0 to 1")]
    #[case::no_such_term("a", &[(wit::PackedSubject::Known(2), 1)], "term 2 is not")]
    #[case::no_such_name("a", &[(wit::PackedSubject::Named(0), 1)], "term 0 is not")]
    fn an_answer_that_does_not_hold_together_is_refused(
        #[case] values: &str,
        #[case] facts: &[(wit::PackedSubject, u32)],
        #[case] reason: &str,
    ) {
        let error = decoded(answer(values, facts), &vocabulary()).unwrap_err();
        assert!(matches!(error, CallError::Contract(_)), "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
}
