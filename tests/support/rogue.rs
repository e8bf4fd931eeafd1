//! Components made to order, most of them to misbehave: a core module in WebAssembly
//! text, wrapped by the same tools that wrap real plugins.

use std::path::Path;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// Where the text of a rogue's module differs.
pub(crate) struct Rogue<'a> {
    pub(crate) name: &'a str,
    /// Instructions of `describe` before it answers.
    pub(crate) describe: &'a str,
    /// Instructions of `decode`: the parameters are `$queries` and `$count`; it leaves
    /// the address of a result on the stack.
    pub(crate) decode: &'a str,
    /// The version of the contract that it claims.
    pub(crate) version: &'a str,
    pub(crate) world: &'a str,
    /// Its own version: five characters.
    pub(crate) number: &'a str,
    /// Instructions of `enrich`, which leave the address of a result on the stack; it is
    /// asked in the world [`ENRICHER`].
    pub(crate) enrich: &'a str,
    /// A piece of the contract, and what stands in its place in the rogue's own.
    pub(crate) twist: (&'a str, &'a str),
    /// What is wrong, says its self-test, which it only has in the world [`TESTED`].
    pub(crate) complaint: &'a str,
}

impl Default for Rogue<'_> {
    fn default() -> Self {
        Self {
            name: "rogue",
            describe: "",
            decode: ANSWERS_NOTHING,
            version: "0.1.0",
            world: DECODER,
            number: "1.0.0",
            enrich: "unreachable",
            complaint: "",
            twist: ("", ""),
        }
    }
}

const DECODER: &str = "decoder-plugin";
pub(crate) const ENRICHER: &str = "enricher-plugin";
/// A formatter that has the view `card` and crashes when asked for it.
pub(crate) const FORMATTER: &str = "formatter-plugin";
/// A plugin that has the slash command `/card` and crashes when it is called.
pub(crate) const COMMAND: &str = "command-plugin";
/// A later version of the contract that is served as well.
pub(crate) const NEXT: &str = "0.2.0";
/// A decoder with a self-test.
pub(crate) const TESTED: &str = "tested";

/// A list of no answers.
pub(crate) const ANSWERS_NOTHING: &str = "(i32.const 512)";
pub(crate) const TRAPS: &str = "unreachable";
pub(crate) const LOOPS: &str = "(loop $for_ever (br $for_ever)) unreachable";
/// Asks for memory until there is none, then gives up as allocators do.
pub(crate) const EATS_MEMORY: &str = "
    (loop $more (br_if $more (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
    unreachable";
/// Says that its memory is one list of a hundred thousand answers.
pub(crate) const HANDS_OVER_TOO_MUCH: &str = "
    (drop (memory.grow (i32.const 150)))
    (i32.store (i32.const 520) (i32.const 1024))
    (i32.store (i32.const 524) (i32.const 100000))
    (i32.const 520)";
/// Crashes when asked about more than one VIN, else knows nothing about it.
pub(crate) const CRASHES_ON_MANY: &str = "
    (if (i32.gt_u (local.get $count) (i32.const 1)) (then unreachable))
    (i32.store (i32.const 520) (i32.const 1024))
    (i32.store (i32.const 524) (i32.const 1))
    ;; err(not-covered)
    (i32.store (i32.const 1024) (i32.const 1))
    (i32.store (i32.const 1028) (i32.const 1))
    (i32.const 520)";
/// Says of one VIN that it is of this make, and that nobody else need be asked.
pub(crate) fn answers(make: &str) -> String {
    let text = (3_000..)
        .zip(make.bytes())
        .fold(String::new(), |text, (at, byte)| {
            text + &format!("(i32.store8 (i32.const {at}) (i32.const {byte}))")
        });
    let length = make.len();
    format!(
        "{text}
        (i32.store (i32.const 520) (i32.const 1024))
        (i32.store (i32.const 524) (i32.const 1))
        ;; ok(decoded): make is some text, all else is none or empty
        (i32.store (i32.const 1028) (i32.const 1))
        (i32.store (i32.const 1032) (i32.const 3000))
        (i32.store (i32.const 1036) (i32.const {length}))
        (i32.store8 (i32.const 1072) (i32.const 100))
        (i32.const 520)"
    )
}

/// A component that says of every VIN that it is of this make.
pub(crate) fn of_make(make: &str) -> Vec<u8> {
    Rogue {
        decode: &answers(make),
        ..Rogue::default()
    }
    .component()
}

/// The same for as long as there is time left, which only the [`NEXT`] version tells.
pub(crate) fn answers_in_time(make: &str) -> String {
    format!(
        "(if (i32.eqz (call $left)) (then unreachable)) {}",
        answers(make)
    )
}

/// Of an enricher: this vehicle is none of its business.
pub(crate) const KNOWS_NOTHING: &str = "
    ;; err(not-covered)
    (i32.store (i32.const 1024) (i32.const 1))
    (i32.store (i32.const 1028) (i32.const 1))
    (i32.const 1024)";

/// An enricher whose section is a line with this text.
pub(crate) fn says(summary: &str) -> String {
    let text = (3_000..)
        .zip(summary.bytes())
        .fold(String::new(), |text, (at, byte)| {
            text + &format!("(i32.store8 (i32.const {at}) (i32.const {byte}))")
        });
    let length = summary.len();
    // ok(section): key, title and summary are the same text, all else is empty.
    let strings = [1028, 1036, 1044]
        .map(|at| {
            format!(
                "(i32.store (i32.const {at}) (i32.const 3000))
                (i32.store (i32.const {}) (i32.const {length}))",
                at + 4
            )
        })
        .concat();
    // It may be kept for an hour.
    let ttl = "(i32.store (i32.const 1068) (i32.const 3600))";
    format!("{text} {strings} {ttl} (i32.const 1024)")
}

/// Recurses until the stack is full.
pub(crate) const OVERFLOWS_THE_STACK: &str = "(call $deeper (i32.const 1))";

impl Rogue<'_> {
    /// The component's bytes.
    pub(crate) fn component(&self) -> Vec<u8> {
        let mut module = wat::parse_str(self.module()).unwrap();
        let mut resolve = Resolve::default();
        let package = if self.version == "0.1.0" && self.world != TESTED && self.twist.0.is_empty()
        {
            resolve
                .push_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit"))
                .unwrap()
                .0
        } else {
            let text = self.contract();
            resolve.push_str("contract.wit", &text).unwrap()
        };
        let world = resolve.select_world(&[package], Some(self.world)).unwrap();
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)
            .unwrap();
        ComponentEncoder::default()
            .validate(true)
            .module(&module)
            .unwrap()
            .encode()
            .unwrap()
    }

    /// The whole contract as one text, under another version.
    fn contract(&self) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .collect();
        files.sort();
        let texts: Vec<String> = files
            .iter()
            .map(|file| std::fs::read_to_string(file).unwrap())
            .collect();
        let line = "package vinbot:plugin@0.1.0;";
        let mut body = texts.join("\n").replace(line, "");
        if self.version == NEXT {
            // What is other than in the version before.
            let next = std::fs::read_to_string(folder.join("next/clock.wit")).unwrap();
            let (_, next) = next
                .split_once(&format!("package vinbot:plugin@{NEXT};"))
                .unwrap();
            let start = body.find("interface clock {").unwrap();
            let end = start + body[start..].find("\n}\n").unwrap() + 3;
            body.replace_range(start..end, next);
        }
        if !self.twist.0.is_empty() {
            assert!(body.contains(self.twist.0));
            body = body.replace(self.twist.0, self.twist.1);
        }
        format!(
            "package vinbot:plugin@{};\n{body}\n
             world {TESTED} {{ include {DECODER}; export self-test; }}",
            self.version
        )
    }

    fn module(&self) -> String {
        let Self {
            name,
            describe,
            decode,
            version,
            number,
            complaint,
            enrich,
            ..
        } = self;
        let length = name.len();
        let (bad, complaint_length) = (u8::from(!complaint.is_empty()), complaint.len());
        let imports = if *version == NEXT {
            r#"(import "vinbot:plugin/clock@0.2.0" "millis-left" (func $left (result i32)))"#
        } else {
            ""
        };
        let self_test = if self.world == TESTED {
            format!(
                r#"(data (i32.const 2560) "{complaint}")
                (func (export "vinbot:plugin/self-test@{version}#run") (result i32)
                  (i32.store8 (i32.const 600) (i32.const {bad}))
                  (i32.store (i32.const 604) (i32.const 2560))
                  (i32.store (i32.const 608) (i32.const {complaint_length}))
                  (i32.const 600))"#
            )
        } else {
            String::new()
        };
        format!(
            r#"(module
              {imports}
              (memory (export "memory") 2)
              (data (i32.const 0) "{name}")
              (data (i32.const 128) "{number}")
              (func $deeper (param i32) (result i32)
                (i32.add (call $deeper (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
              (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 2048))
              (func (export "vinbot:plugin/about@{version}#describe") (result i32)
                {describe}
                (i32.store (i32.const 256) (i32.const 0))
                (i32.store (i32.const 260) (i32.const {length}))
                (i32.store (i32.const 264) (i32.const 128))
                (i32.store (i32.const 268) (i32.const 5))
                (i32.store (i32.const 272) (i32.const 128))
                (i32.store (i32.const 276) (i32.const 5))
                (i32.const 256))
              (func (export "vinbot:plugin/decoder@{version}#vocabulary") (result i32)
                (i32.const 512))
              (func (export "vinbot:plugin/decoder@{version}#decode")
                (param $queries i32) (param $count i32) (result i32)
                {decode})
              (func (export "vinbot:plugin/enricher@{version}#enrich")
                (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
                {enrich})
              (data (i32.const 640) "card")
              ;; one view, and one command with no words about it and for everybody
              (data (i32.const 656) "\80\02\00\00\04\00\00\00")
              (data (i32.const 672) "\80\02\00\00\04\00\00\00\80\02\00\00\04\00\00\00\80\02\00\00\04\00\00\00\00\00\00\00")
              (data (i32.const 704) "\90\02\00\00\01\00\00\00")
              (data (i32.const 712) "\a0\02\00\00\01\00\00\00")
              (func (export "vinbot:plugin/formatter@{version}#views") (result i32)
                (i32.const 704))
              (func (export "vinbot:plugin/formatter@{version}#format")
                (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32) unreachable)
              (func (export "vinbot:plugin/command@{version}#commands") (result i32)
                (i32.const 712))
              (func (export "vinbot:plugin/command@{version}#handle")
                (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32) unreachable)
              {self_test}
            )"#
        )
    }
}
