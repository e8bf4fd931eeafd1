//! The Fluent files say the same things in every language.

#![allow(clippy::unwrap_used)]

mod check;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use check::{Problem, messages, problems};
use rstest::rstest;

const ENGLISH: &str = "\
doors =
    { $count ->
        [one] { $count } door
       *[other] { $count } doors
    }
line-body = Body
";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// All files, by tag.
fn files() -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(here("../locales")).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let tag = path.file_stem().unwrap().to_string_lossy().into_owned();
            (tag, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn every_language_says_all_that_english_says_and_nothing_else() {
    let files = files();
    let english = &files["en"];
    let found: Vec<String> = files
        .iter()
        .flat_map(|(tag, text)| {
            let found = problems(tag, text, english);
            found
                .into_iter()
                .map(move |problem| format!("{tag}.ftl: {problem:?}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_file_is_a_language_of_the_plugins() {
    let built: Vec<&str> = vinbot_words::Words::languages().collect();
    assert_eq!(built, files().keys().collect::<Vec<_>>());
    for tag in ["en", "es", "de", "fr", "ru", "uk"] {
        assert!(built.contains(&tag), "{tag}");
    }
}

#[rstest]
#[case::a_missing_key("line-body = Karosserie\n", "doors", |key| Problem::Missing(key))]
#[case::a_superfluous_key(
    "doors = { $count ->\n    [one] { $count } Tür\n   *[other] { $count } Türen\n }\nline-body = K\nextra = X\n",
    "extra",
    |key| Problem::Superfluous(key)
)]
#[case::a_placeable_that_is_missing(
    "doors = Türen\nline-body = Karosserie\n",
    "doors",
    |key| Problem::Variables(key)
)]
#[case::a_placeable_of_a_wrong_name(
    "doors = { $zahl } Türen\nline-body = Karosserie\n",
    "doors",
    |key| Problem::Variables(key)
)]
#[case::a_choice_without_a_placeable_in_one_variant(
    "doors = { $count ->\n    [one] Tür\n   *[other] { $count } Türen\n }\nline-body = K\n",
    "doors",
    |key| Problem::Variables(key)
)]
#[case::a_plural_that_is_missing(
    "doors = { $count ->\n   *[other] { $count } Türen\n }\nline-body = K\n",
    "doors",
    |key| Problem::Plural(key, "one")
)]
#[case::an_empty_message(
    "doors = { $count } Türen\nline-body = {\"\"}\n",
    "line-body",
    |key| Problem::Empty(key)
)]
fn a_mistake_in_a_file_is_found(
    #[case] text: &str,
    #[case] key: &str,
    #[case] problem: fn(String) -> Problem,
) {
    let found = problems("de", text, ENGLISH);
    assert_eq!(found, [problem(key.to_owned())]);
}

#[test]
fn a_file_that_does_not_parse_is_found() {
    let found = problems("de", "line-body = { $\n", ENGLISH);
    assert!(matches!(found[..], [Problem::Syntax(_)]), "{found:?}");
}

#[test]
fn a_file_of_a_region_may_hold_just_what_differs() {
    assert_eq!(problems("de-AT", "line-body = Karosserie\n", ENGLISH), []);
}

#[test]
fn russian_needs_three_plurals() {
    let text = "doors = { $count ->\n    [one] { $count } дверь\n   *[other] { $count } дверей\n }\n\
                line-body = Кузов\n";
    let found = problems("ru", text, ENGLISH);
    let plural = |category| Problem::Plural("doors".into(), category);
    assert_eq!(found, [plural("few"), plural("many")]);
}

/// Every key is named in the code, or belongs to a family that is looked for by name.
#[test]
fn no_key_is_there_for_nothing() {
    const FAMILIES: [&str; 9] = [
        "value-",
        "label-",
        "group-",
        "finding-",
        "section-",
        "summary-",
        "unit-",
        "said-",
        // The SDK groups numbers by them.
        "number-group",
    ];
    let mut code = String::new();
    for folder in ["src", "../src", "../../picture/src"] {
        read_all(&here(folder), &mut code);
    }
    let unused: Vec<String> = messages(&files()["en"])
        .unwrap()
        .into_keys()
        .filter(|key| !FAMILIES.iter().any(|family| key.starts_with(family)))
        .filter(|key| {
            let constant = format!("Key::{}", key.to_uppercase().replace('-', "_"));
            !code.contains(&constant)
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

fn read_all(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, into);
        } else {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}
