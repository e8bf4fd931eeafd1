//! What may be wrong with a Fluent file.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use vinbot_words::Words;

#[derive(Debug, PartialEq)]
pub(crate) enum Problem {
    Syntax(String),
    /// A key that English has and this language lacks.
    Missing(String),
    /// A key that English lacks.
    Superfluous(String),
    /// Some way to say it has other variables than English has.
    Variables(String),
    /// A choice lacks a category that whole numbers have in this language.
    Plural(String, &'static str),
    Empty(String),
}

type Messages = BTreeMap<String, Pattern<String>>;

/// The messages of a file, by key.
pub(crate) fn messages(text: &str) -> Result<Messages, Problem> {
    let resource = parser::parse(text.to_owned())
        .map_err(|(_, errors)| Problem::Syntax(format!("{errors:?}")))?;
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name, message.value?)),
        _ => None,
    });
    Ok(messages.collect())
}

/// What is wrong with a file, by the keys and variables of the English one.
pub(crate) fn problems(tag: &str, text: &str, english: &str) -> Vec<Problem> {
    let (ours, english) = match (messages(text), messages(english)) {
        (Ok(ours), Ok(english)) => (ours, english),
        (Err(problem), _) | (_, Err(problem)) => return vec![problem],
    };
    let mut found = Vec::new();
    let of_a_region = tag.contains('-');
    for key in english.keys().filter(|key| !ours.contains_key(*key)) {
        if !of_a_region {
            found.push(Problem::Missing(key.clone()));
        }
    }
    for (key, pattern) in &ours {
        let Some(model) = english.get(key) else {
            found.push(Problem::Superfluous(key.clone()));
            continue;
        };
        let wanted: BTreeSet<String> = ways(model).into_iter().flatten().collect();
        if ways(pattern).iter().any(|way| *way != wanted) {
            found.push(Problem::Variables(key.clone()));
        }
        if is_empty(pattern) {
            found.push(Problem::Empty(key.clone()));
        }
        found.extend(plurals(tag, key, pattern));
    }
    found
}

/// The variables of each way to say a message: one for each variant of its choices.
fn ways(pattern: &Pattern<String>) -> Vec<BTreeSet<String>> {
    let mut all = vec![BTreeSet::new()];
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        let more: Vec<BTreeSet<String>> = match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                vec![BTreeSet::from([id.name.clone()])]
            }
            Expression::Inline(_) => continue,
            Expression::Select { variants, .. } => {
                let of = variants.iter().flat_map(|variant| ways(&variant.value));
                of.collect()
            }
        };
        let both = |way: &BTreeSet<String>| -> Vec<BTreeSet<String>> {
            more.iter().map(|more| way | more).collect()
        };
        all = all.iter().flat_map(both).collect();
    }
    all
}

fn is_empty(pattern: &Pattern<String>) -> bool {
    pattern.elements.iter().all(|element| match element {
        PatternElement::TextElement { value } => value.trim().is_empty(),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::StringLiteral { value }),
        } => value.is_empty(),
        PatternElement::Placeable { .. } => false,
    })
}

/// Categories that a choice lacks, of those that whole numbers up to 200 have.
fn plurals(tag: &str, key: &str, pattern: &Pattern<String>) -> Vec<Problem> {
    let mut found = Vec::new();
    let words = Words::of(tag);
    let categories: BTreeSet<&'static str> = (0..=200).map(|n| words.category(n)).collect();
    for element in &pattern.elements {
        let PatternElement::Placeable {
            expression: Expression::Select { variants, .. },
        } = element
        else {
            continue;
        };
        for category in &categories {
            let has = variants.iter().any(|variant| {
                matches!(&variant.key, VariantKey::Identifier { name } if name == category)
            });
            if !has {
                found.push(Problem::Plural(key.to_owned(), category));
            }
        }
    }
    found
}
