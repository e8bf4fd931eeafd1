//! Plugins and settings change while the bot runs.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;
use vinbot_playground::{DEFAULT_TOKEN, MessageView, Options, SendText};

use crate::bot::{ADA, Bot, GROUP};
use crate::support;
use crate::support::rogue::{self, Rogue, of_make};

pub(crate) const HONDA: &str = "1HGCM82633A004352";
/// Somebody who is no admin.
const BOB: i64 = 43;

/// A folder of plugins with `rogue` in it, a state folder and a configuration.
pub(crate) struct Place {
    pub(crate) plugins: TempDir,
    pub(crate) state: TempDir,
    pub(crate) config: std::path::PathBuf,
    variables: Vec<(String, String)>,
}

impl Place {
    pub(crate) fn new() -> Self {
        let plugins = support::only(&["card", "wmi"]);
        let state = support::own_state();
        let config = state.path().join("config.toml");
        std::fs::write(&config, "[plugins.rogue]\norder = 1\n").unwrap();
        let place = Self {
            plugins,
            state,
            config,
            variables: Vec::new(),
        };
        place.save(&of_make("Alpha"));
        place
    }

    pub(crate) fn save(&self, bytes: &[u8]) {
        support::replace(&self.plugins.path().join("rogue.wasm"), bytes);
    }

    /// The same with an enricher `recalls`, whose section has this as its key, title and
    /// summary.
    pub(crate) fn with_section(self, says: &str) -> Self {
        let recalls = Rogue {
            name: "recalls",
            world: rogue::ENRICHER,
            enrich: &rogue::says(says),
            ..Rogue::default()
        };
        let file = self.plugins.path().join("recalls.wasm");
        support::replace(&file, &recalls.component());
        self
    }

    /// The same with another variable of the environment.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) async fn bot(&self) -> Bot {
        self.bot_with(Options::default()).await
    }

    /// A bot on another Telegram.
    pub(crate) async fn bot_with(&self, options: Options) -> Bot {
        let bot = self.launch_with(options).await;
        bot.connected().await;
        bot
    }

    /// A bot that may not get as far as waiting for updates.
    pub(crate) async fn launch(&self) -> Bot {
        self.launch_with(Options::default()).await
    }

    async fn launch_with(&self, options: Options) -> Bot {
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let (plugins, state) = (text(self.plugins.path()), text(self.state.path()));
        let (config, admins) = (text(&self.config), ADA.to_string());
        let mut variables = vec![
            ("VINBOT_RUNTIME__PLUGIN_DIR", plugins.as_str()),
            ("VINBOT_STATE_DIR", &state),
            ("VINBOT_CONFIG", &config),
            ("ADMIN_IDS", &admins),
        ];
        let more = self.variables.iter();
        variables.extend(more.map(|(name, value)| (name.as_str(), value.as_str())));
        Bot::launch(options, &variables).await
    }

    /// `vinbot plugin …` on the same machine.
    fn plugin(&self, bot: &Bot, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_vinbot"))
            .arg("plugin")
            .args(words)
            .current_dir(self.state.path())
            .env_clear()
            .env("VINBOT_HTTP_ADDR", &bot.http)
            .env("VINBOT_STATE_DIR", self.state.path())
            .env("VINBOT_RUNTIME__PLUGIN_DIR", self.plugins.path())
            .output()
            .unwrap()
    }

    fn steers(&self, bot: &Bot, words: &[&str]) -> String {
        let output = self.plugin(bot, words);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

/// Asks until an answer holds the words: the file system takes its time to tell.
pub(crate) async fn ask_until(bot: &Bot, question: &str, words: &str) -> MessageView {
    loop {
        let answer = bot.ask(question).await;
        if answer.text.contains(words) {
            return answer;
        }
    }
}

async fn metric(bot: &Bot, line: &str) {
    let text = bot.get_text(&format!("http://{}/metrics", bot.http)).await;
    assert!(text.lines().any(|one| one == line), "{line}\n{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_that_is_saved_answers_the_next_question() {
    let place = Place::new();
    let bot = place.bot().await;
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));
    place.save(&of_make("Beta"));
    ask_until(&bot, HONDA, "Beta").await;
    metric(
        &bot,
        r#"vinbot_plugin_reloads_total{plugin="rogue",outcome="served"} 2"#,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_file_leaves_the_old_version_serving_and_admins_are_told_why() {
    let place = Place::new();
    let bot = place.bot().await;
    place.save(b"hello");
    let told = ask_until(&bot, "/admin plugins", "not a WebAssembly file")
        .await
        .text;
    assert!(told.contains("1.0.0 serves on"), "{told}");
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));
    metric(
        &bot,
        r#"vinbot_plugin_reloads_total{plugin="rogue",outcome="refused"} 1"#,
    )
    .await;
    assert!(
        bot.log().contains("this file is not served"),
        "{}",
        bot.log()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_changes_holds_at_once_and_an_invalid_one_not_at_all() {
    let place = Place::new();
    let bot = place.bot().await;
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));
    let off = "[plugins.rogue]\norder = 1\nenabled = false\n";
    std::fs::write(&place.config, off).unwrap();
    ask_until(&bot, HONDA, "Honda").await;
    let wrong = "[plugins.rogue]\nenabled = true\nordr = 1\n";
    std::fs::write(&place.config, wrong).unwrap();
    while !bot.log().contains("the old one holds on") {
        bot.ask("/help").await;
    }
    assert!(
        bot.log().contains("ordr"),
        "the key is named: {}",
        bot.log()
    );
    assert!(bot.ask(HONDA).await.text.contains("Honda"));
    metric(&bot, r#"vinbot_config_reloads_total{outcome="refused"} 1"#).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_toggles_a_running_bot_and_it_is_remembered() {
    let place = Place::new();
    let bot = place.bot().await;
    assert!(
        place
            .steers(&bot, &["disable", "rogue"])
            .ends_with("is off\n")
    );
    assert!(bot.ask(HONDA).await.text.contains("Honda"));
    drop(bot);
    let before = std::fs::read_to_string(&place.config).unwrap();
    let bot = place.bot().await;
    assert!(bot.ask(HONDA).await.text.contains("Honda"));
    assert!(place.steers(&bot, &["list"]).contains("off"));
    assert!(
        place
            .steers(&bot, &["rollout", "rogue", "100"])
            .ends_with("is off\n")
    );
    assert!(place.steers(&bot, &["reset", "rogue"]).ends_with("is on\n"));
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));
    let after = std::fs::read_to_string(&place.config).unwrap();
    assert_eq!(before, after, "the operator's file is the operator's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_from_the_command_line_brings_the_version_before() {
    let place = Place::new();
    let bot = place.bot().await;
    place.save(&of_make("Beta"));
    ask_until(&bot, HONDA, "Beta").await;
    place.steers(&bot, &["rollback", "rogue"]);
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));
    let versions = place.steers(&bot, &["versions", "rogue"]);
    assert_eq!(versions.lines().count(), 2, "{versions}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_says_what_is_wrong() {
    let place = Place::new();
    let bot = place.bot().await;
    let said = |words: &[&str]| {
        let output = place.plugin(&bot, words);
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, words) = said(&["disable", "nobody"]);
    assert_eq!(code, Some(2));
    assert!(words.contains("there is no plugin `nobody`"), "{words}");
    // A name is a name, and no way to another plugin.
    let (code, words) = said(&["disable", "rogue/../wmi"]);
    assert_eq!(code, Some(2));
    assert!(
        words.contains("there is no plugin `rogue/../wmi`"),
        "{words}"
    );
    let (code, words) = said(&["rollback", "wmi"]);
    assert_eq!(code, Some(2));
    assert!(words.contains("no earlier version of `wmi`"), "{words}");
    std::fs::write(place.state.path().join("admin.token"), "wrong").unwrap();
    let (code, words) = said(&["disable", "wmi"]);
    assert_eq!(code, Some(2));
    assert!(words.contains("Authorization"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_steer_plugins_in_the_chat_and_nobody_else_sees_that_they_can() {
    let place = Place::new();
    let bot = place.bot().await;
    let overview = bot.ask("/admin plugins").await;
    assert!(
        overview.text.contains("rogue 1.0.0 – on"),
        "{}",
        overview.text
    );
    assert!(
        bot.ask("/admin disable rogue")
            .await
            .text
            .contains("rogue 1.0.0 – off")
    );
    assert!(bot.ask(HONDA).await.text.contains("Honda"));
    assert!(
        bot.ask("/admin")
            .await
            .text
            .contains("/admin rollback NAME")
    );
    // Nor is it for all to read in a group.
    let sent = bot
        .playground
        .send_text(GROUP, SendText::new("/admin plugins").from_user(ADA))
        .unwrap();
    let question = SendText::new("/help@playground_bot").from_user(ADA);
    assert!(bot.all_in(GROUP, sent.revision, question).await.is_empty());
    let question = SendText::new("/admin enable rogue");
    let sent = bot.playground.send_text(BOB, question).unwrap();
    let answer = bot.messages(BOB, sent.revision, 1).await;
    assert!(
        answer[0].text.contains("There is no command /admin"),
        "{answer:?}"
    );
    assert!(bot.ask(HONDA).await.text.contains("Honda"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_that_keeps_crashing_is_set_aside_and_a_new_file_brings_it_back() {
    let place = Place::new();
    let crashing = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    };
    place.save(&crashing.component());
    let bot = place.bot().await;
    for _ in 0..5 {
        assert!(
            bot.ask(HONDA).await.text.contains("Honda"),
            "the next one answers"
        );
    }
    assert!(
        bot.ask("/admin plugins")
            .await
            .text
            .contains("rogue 1.0.0 – set aside")
    );
    metric(&bot, r#"vinbot_plugin_set_aside_total{plugin="rogue"} 1"#).await;
    let listed = place.steers(&bot, &["list"]);
    assert!(listed.starts_with("As the bot at "), "{listed}");
    let row = listed.lines().find(|line| line.starts_with("rogue "));
    assert!(row.is_some_and(|row| row.contains("set aside")), "{listed}");
    place.save(&of_make("Beta"));
    ask_until(&bot, HONDA, "Beta").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_to_which_nobody_has_anything_to_say_is_not_edited() {
    let place = Place::new();
    let recalls = Rogue {
        name: "recalls",
        world: rogue::ENRICHER,
        enrich: rogue::KNOWS_NOTHING,
        ..Rogue::default()
    };
    let file = place.plugins.path().join("recalls.wasm");
    support::replace(&file, &recalls.component());
    let mut bot = place.bot().await;
    let card = bot.ask(HONDA).await;
    assert!(card.text.contains("Alpha"), "{}", card.text);
    let asked = r#"vinbot_plugin_calls_total{plugin="recalls""#;
    let metrics = format!("http://{}/metrics", bot.http);
    while !bot.get_text(&metrics).await.contains(asked) {
        tokio::task::yield_now().await;
    }
    // What is late is let end.
    bot.signal("TERM");
    assert!(bot.ended().await.success());
    let calls = bot.playground.calls(0);
    let edits = calls.iter().filter(|call| call.method == "editMessageText");
    assert_eq!(edits.count(), 0, "{calls:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollout_by_half_serves_the_same_users_every_time() {
    let place = Place::new();
    let bot = place.bot().await;
    place.steers(&bot, &["rollout", "rogue", "50"]);
    let mut rounds = Vec::new();
    for _ in 0..2 {
        let mut served = Vec::new();
        for user in 100..120 {
            let sent = bot
                .playground
                .send_text(user, SendText::new(HONDA))
                .unwrap();
            let answer = bot.messages(user, sent.revision, 1).await;
            served.push(answer[0].text.contains("Alpha"));
        }
        rounds.push(served);
    }
    assert_eq!(rounds[0], rounds[1]);
    assert!(
        rounds[0].contains(&true) && rounds[0].contains(&false),
        "{rounds:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_admin_api_opens_with_its_token_alone() {
    let place = Place::new();
    let bot = place.bot().await;
    let address = format!("http://{}/admin/api/plugins", bot.http);
    let (status, _) = bot.get(&address).await;
    assert_eq!(status, 401);
    let token = std::fs::read_to_string(place.state.path().join("admin.token")).unwrap();
    assert!(!bot.log().contains(&token) && !bot.log().contains(DEFAULT_TOKEN));
    let mode = {
        use std::os::unix::fs::PermissionsExt;
        let file = place.state.path().join("admin.token");
        std::fs::metadata(file).unwrap().permissions().mode()
    };
    assert_eq!(mode & 0o077, 0, "for its owner alone");
}
