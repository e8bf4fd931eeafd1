//! Whether all languages say all that is said.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;
use include_dir::Dir;

use super::*;

/// Keys of one language, with the text of each.
fn keys(folder: &Dir<'_>) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for file in folder.files() {
        let name = file.path().display().to_string();
        let text = file.contents_utf8().unwrap();
        if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
            panic!("{name}: {errors:?}");
        }
        let mut key = String::new();
        for line in text.lines() {
            let starts = line.starts_with(|first: char| first.is_ascii_lowercase());
            if let (true, Some((found, _))) = (starts, line.split_once(" =")) {
                found.clone_into(&mut key);
                assert!(
                    keys.insert(key.clone(), String::new()).is_none(),
                    "{name}: {key} twice"
                );
            }
            if !line.starts_with('#')
                && let Some(text) = keys.get_mut(&key)
            {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    keys
}

/// What is filled in: names behind a `$`.
fn placeables(text: &str) -> BTreeSet<&str> {
    text.split('$')
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}

fn folder(code: &str) -> &'static Dir<'static> {
    FILES.get_dir(code).unwrap()
}

#[test]
fn every_language_has_the_same_words_with_the_same_values() {
    let english = keys(folder(ENGLISH));
    assert!(english.len() > 20);
    for words in Words::all() {
        // A region has its language for what it lacks.
        if words.code().contains('-') {
            continue;
        }
        let other = keys(folder(words.code()));
        let names = |keys: &BTreeMap<String, String>| keys.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = names(&english)
            .difference(&names(&other))
            .cloned()
            .collect();
        let needless: Vec<_> = names(&other)
            .difference(&names(&english))
            .cloned()
            .collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", words.code());
        assert!(
            needless.is_empty(),
            "{} has needless {needless:?}",
            words.code()
        );
        for (key, text) in &english {
            let translated = &other[key];
            assert_eq!(
                placeables(translated),
                placeables(text),
                "{} {key}",
                words.code()
            );
            for tag in ["b", "i", "code", "pre"] {
                let count = |what: &str| translated.matches(what).count();
                let (begun, ended) = (count(&format!("<{tag}>")), count(&format!("</{tag}>")));
                assert_eq!(begun, ended, "{} {key}: <{tag}>", words.code());
            }
        }
    }
}

#[test]
fn six_languages_are_spoken_and_english_stands_in_for_others() {
    let spoken: Vec<_> = Words::all().map(Words::code).collect();
    assert_eq!(spoken[0], "en");
    for code in ["de", "es", "fr", "ru", "uk"] {
        assert!(spoken.contains(&code), "{code}");
    }
    for (locale, code) in [("de-AT", "de"), ("UK", "uk"), ("pt-BR", "en"), ("", "en")] {
        assert_eq!(Words::of(locale).code(), code, "{locale}");
    }
}

#[test]
fn numbers_choose_the_right_form() {
    let said = |code, n: usize| Words::of(code).text("more-near-misses", &[("more", n.into())]);
    assert!(said("ru", 21).contains("21 текст почти"));
    assert!(said("ru", 3).contains("3 текста"));
    assert!(said("ru", 11).contains("11 текстов"));
    assert!(said("en", 1).contains("One more looks"));
}

#[test]
fn a_value_forges_no_style() {
    let name = "<b>x</b>";
    let spans = Words::english().spans("unknown-command", &[("name", name.into())]);
    let all: String = spans.iter().map(|span| span.text.as_str()).collect();
    assert!(all.contains(name));
    assert!(
        spans
            .iter()
            .all(|span| span.style == crate::rich::Style::PLAIN)
    );
}

/// Every key that stands in the code: a typo would be said as it stands.
#[test]
fn every_key_that_is_used_has_words() {
    let english = keys(folder(ENGLISH));
    let mut used = BTreeSet::new();
    collect(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(),
        &mut used,
    );
    assert!(used.len() > 20, "{used:?}");
    let unknown: Vec<_> = used
        .iter()
        .filter(|key| !english.contains_key(*key))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Keys are the first argument of `text`, `spans` and `message` of something called `words`.
fn collect(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, used);
            continue;
        }
        if path.ends_with("words/tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for call in ["words.text(", "words.spans(", "words.message("] {
            for rest in flat.split(call).skip(1) {
                let rest = rest.trim_start();
                if let Some((key, _)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'))
                {
                    used.insert(key.to_owned());
                }
            }
        }
    }
}

fn polish(code: &str, files: &[(&str, &str)]) -> Language {
    let files = files.iter();
    let files = files.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Language::of(code, files).unwrap()
}

#[test]
fn the_whole_tag_goes_before_its_language() {
    let all = ["en", "pt", "pt-BR", "zh-Hant"].map(|code| polish(code, &[]));
    for (tag, found) in [
        ("pt-BR", vec!["pt-BR", "pt"]),
        ("PT_br", vec!["pt-BR", "pt"]),
        ("pt-PT", vec!["pt"]),
        ("zh-Hant-TW", vec!["zh-Hant"]),
        ("zh", vec![]),
        ("en-x-twain", vec!["en"]),
        ("", vec![]),
    ] {
        let codes: Vec<_> = nearest(&all, tag).map(|one| one.code.as_str()).collect();
        assert_eq!(codes, found, "{tag}");
    }
}

/// Follows "The bot's own words" of docs/languages.md.
#[test]
fn a_folder_more_is_a_language_more() {
    let host = Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = std::fs::read_to_string(host.join("../docs/languages.md")).unwrap();
    for step in [
        "host/locales/en",
        "host/locales/pl",
        "language-name",
        "pt-BR",
    ] {
        assert!(told.contains(step), "the walk-through lacks {step}");
    }
    let copied = folder(ENGLISH).files().map(|file| {
        let text = file.contents_utf8().unwrap();
        let text = text.replace("language-name = English", "language-name = polski");
        (file.path().display().to_string(), text)
    });
    let all = [polish("en", &[]), Language::of("pl", copied).unwrap()];
    let spoken = nearest(&all, "pl-PL").next().unwrap();
    assert_eq!(spoken.code, "pl");
    let (name, errors) = spoken.say("language-name", &FluentArgs::new()).unwrap();
    assert_eq!(name, "polski");
    assert!(errors.is_empty(), "{errors:?}");
}
