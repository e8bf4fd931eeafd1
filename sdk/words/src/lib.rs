//! Makes tables of a plugin's Fluent files when it is built, so that a call parses nothing and
//! a mistake in a file ends the build.
//!
//! A plugin with words has a file a language in `locales/`, this crate among its
//! `[build-dependencies]`, and as `build.rs`:
//!
//! ```no_run
//! fn main() -> vinbot_plugin_words::Result<()> {
//!     vinbot_plugin_words::tables("locales")
//! }
//! ```
//!
//! What is said stands in the tables of `vinbot_plugin::words`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

/// Plural rules look at the last three digits at most: a number up to here has its own
/// category, and a larger one that of its last two digits behind a thousand.
const OWN: usize = 1_000;
/// References within references.
const DEEPEST: usize = 8;

type Message = Pattern<String>;
/// What came of it.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// One file.
struct Locale {
    tag: String,
    messages: BTreeMap<String, Message>,
    /// `-brand`: said only within messages.
    terms: BTreeMap<String, Message>,
}

/// Makes the tables of the files in this folder, which is told from the crate's own. Each file
/// is called as its language: `de.ftl`; `en.ftl` is what every language falls back to.
///
/// # Errors
/// If a file can't be read, is no Fluent, or says what there is no way to say.
#[allow(
    clippy::print_stdout,
    reason = "so a build script tells cargo what it depends on"
)]
pub fn tables(folder: &str) -> Result<()> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join(folder);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "ftl") {
            files.push(path);
        }
    }
    files.sort();
    let locales: Vec<Locale> = files.iter().map(|path| read(path)).collect::<Result<_>>()?;
    let english = locales
        .iter()
        .find(|locale| locale.tag == "en")
        .ok_or("there is no en.ftl, which every language falls back to")?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("locales.rs");
    std::fs::write(out, write(&locales, english)?)?;
    Ok(())
}

fn read(path: &Path) -> Result<Locale> {
    let text = std::fs::read_to_string(path)?;
    let resource = parser::parse(text.clone()).map_err(|(_, errors)| {
        let first = errors.first();
        let line = first.map_or(0, |error| text[..error.pos.start].lines().count());
        let words = first.map(ToString::to_string).unwrap_or_default();
        format!("{}, near line {line}: {words}", path.display())
    })?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut locale = Locale {
        tag: stem.into_owned(),
        messages: BTreeMap::new(),
        terms: BTreeMap::new(),
    };
    for entry in resource.body {
        let (into, id, value, attributes) = match entry {
            Entry::Message(message) => {
                let value = message.value.unwrap_or(Pattern { elements: vec![] });
                (&mut locale.messages, message.id, value, message.attributes)
            }
            Entry::Term(term) => (&mut locale.terms, term.id, term.value, term.attributes),
            _ => continue,
        };
        let name = id.name;
        if !attributes.is_empty() {
            return Err(format!("{}: `{name}` has attributes", path.display()).into());
        }
        if into.insert(name.clone(), value).is_some() {
            return Err(format!("{}: `{name}` stands there twice", path.display()).into());
        }
    }
    Ok(locale)
}

fn write(locales: &[Locale], english: &Locale) -> Result<String> {
    let mut out = String::new();
    let names: Vec<&String> = english.messages.keys().collect();
    writeln!(
        out,
        "/// What a message is called; [`Key::named`] finds one by its name in the files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(unreachable_pub, reason = \"a plugin may keep its words to itself\")]
        pub struct Key(usize);
        impl From<Key> for usize {{ fn from(key: Key) -> usize {{ key.0 }} }}
        #[allow(
            dead_code, unreachable_pub,
            reason = \"not every plugin looks one up, or says all by name\"
        )]
        impl Key {{
        /// The key of this name, such as `value-sedan-saloon`.
        pub fn named(name: &str) -> Option<Self> {{ TABLES.key(name).map(Self) }}"
    )?;
    for (index, name) in names.iter().enumerate() {
        let constant = name.to_uppercase().replace('-', "_");
        writeln!(
            out,
            "    /// `{name}`.\n    pub const {constant}: Self = Self({index});"
        )?;
    }
    writeln!(
        out,
        "}}
        /// What is said, in all languages.
        #[allow(unreachable_pub, reason = \"a plugin may keep its words to itself\")]
        pub static TABLES: ::vinbot_plugin::words::Tables = {{
        #[allow(unused_imports, reason = \"not every file chooses by numbers\")]
        use ::vinbot_plugin::words::{{Language, Part, Tables, When}};
        Tables {{ names: &{names:?}, languages: &["
    )?;
    for locale in locales {
        let (tag, plurals) = (&locale.tag, plurals(&locale.tag)?);
        writeln!(
            out,
            "Language {{ tag: {tag:?}, plurals: b{plurals:?}, patterns: &["
        )?;
        for name in &names {
            let Some(pattern) = locale.messages.get(*name) else {
                writeln!(out, "&[],")?;
                continue;
            };
            let mut parts = String::new();
            locale
                .write(&mut parts, pattern, 0)
                .map_err(|error| format!("{tag}.ftl: `{name}`: {error}"))?;
            writeln!(out, "{parts},")?;
        }
        writeln!(out, "] }},")?;
    }
    writeln!(out, "] }} }};")?;
    Ok(out)
}

impl Locale {
    /// A pattern as a slice of `Part`s.
    fn write(&self, out: &mut String, pattern: &Message, depth: usize) -> Result<()> {
        let mut parts: Vec<String> = Vec::new();
        let mut text = String::new();
        self.parts(&mut parts, &mut text, pattern, depth)?;
        flush(&mut parts, &mut text);
        write!(out, "&[{}]", parts.join(", "))?;
        Ok(())
    }

    fn parts(
        &self,
        parts: &mut Vec<String>,
        text: &mut String,
        pattern: &Message,
        depth: usize,
    ) -> Result<()> {
        if depth > DEEPEST {
            return Err("it refers to itself".into());
        }
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => text.push_str(value),
                PatternElement::Placeable { expression } => match expression {
                    Expression::Select { selector, variants } => {
                        flush(parts, text);
                        parts.push(self.choice(selector, variants, depth)?);
                    }
                    Expression::Inline(inline) => self.inline(parts, text, inline, depth)?,
                },
            }
        }
        Ok(())
    }

    fn inline(
        &self,
        parts: &mut Vec<String>,
        text: &mut String,
        inline: &InlineExpression<String>,
        depth: usize,
    ) -> Result<()> {
        let unknown = |name: &str| format!("it refers to `{name}`, which is not there");
        match inline {
            InlineExpression::StringLiteral { value } => {
                text.push_str(&unescape_unicode_to_string(value));
            }
            InlineExpression::NumberLiteral { value } => text.push_str(value),
            InlineExpression::VariableReference { id } => {
                flush(parts, text);
                parts.push(format!("Part::Given({:?})", id.name));
            }
            InlineExpression::MessageReference { id, .. } => {
                let of = self.messages.get(&id.name);
                let of = of.ok_or_else(|| unknown(&id.name))?;
                self.parts(parts, text, of, depth + 1)?;
            }
            InlineExpression::TermReference { id, .. } => {
                let of = self.terms.get(&id.name);
                let of = of.ok_or_else(|| unknown(&id.name))?;
                self.parts(parts, text, of, depth + 1)?;
            }
            InlineExpression::Placeable { expression } => match expression.as_ref() {
                Expression::Inline(inline) => self.inline(parts, text, inline, depth + 1)?,
                Expression::Select { selector, variants } => {
                    flush(parts, text);
                    parts.push(self.choice(selector, variants, depth + 1)?);
                }
            },
            InlineExpression::FunctionReference { id, .. } => {
                return Err(format!("there is no function {}", id.name).into());
            }
        }
        Ok(())
    }

    fn choice(
        &self,
        selector: &InlineExpression<String>,
        variants: &[Variant<String>],
        depth: usize,
    ) -> Result<String> {
        let InlineExpression::VariableReference { id } = selector else {
            return Err("a choice is made by a variable, such as $count".into());
        };
        let (mut chosen, mut default) = (String::new(), String::from("&[]"));
        for variant in variants {
            let key = match &variant.key {
                VariantKey::NumberLiteral { value } => {
                    let number: u64 = value.parse().map_err(|_| "a choice is by whole numbers")?;
                    format!("When::Number({number})")
                }
                VariantKey::Identifier { name } => {
                    let category = CATEGORIES.iter().position(|category| category == name);
                    let category = category.ok_or_else(|| {
                        format!("[{name}] is no plural category: {}", CATEGORIES.join(", "))
                    })?;
                    format!("When::Category({category})")
                }
            };
            let mut value = String::new();
            self.write(&mut value, &variant.value, depth + 1)?;
            write!(chosen, "({key}, {value}), ")?;
            if variant.default {
                default = value;
            }
        }
        Ok(format!(
            "Part::Choice({:?}, &[{chosen}], {default})",
            id.name
        ))
    }
}

fn flush(parts: &mut Vec<String>, text: &mut String) {
    if !text.is_empty() {
        parts.push(format!("Part::Text({text:?})"));
        text.clear();
    }
}

/// As they are counted in a table of plurals.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The category of each number up to [`OWN`], then of a thousand and each of two digits.
fn plurals(tag: &str) -> Result<String> {
    let id: LanguageIdentifier = tag
        .parse()
        .map_err(|error| format!("`{tag}.ftl` is not named by a BCP 47 tag: {error}"))?;
    let base: LanguageIdentifier = id.language.as_str().parse()?;
    let rules = PluralRules::create(base, PluralRuleType::CARDINAL)
        .map_err(|error| format!("no plural rules of `{tag}` are known: {error}"))?;
    let mut out = String::new();
    for number in 0..OWN + 100 {
        out.push(match rules.select(number)? {
            PluralCategory::ZERO => '0',
            PluralCategory::ONE => '1',
            PluralCategory::TWO => '2',
            PluralCategory::FEW => '3',
            PluralCategory::MANY => '4',
            PluralCategory::OTHER => '5',
        });
    }
    Ok(out)
}
