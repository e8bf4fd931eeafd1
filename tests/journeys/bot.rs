//! A bot under test: the real program, talking to a playground in this process.

use std::fs::File;
use std::process::{Child, Command, ExitStatus, Output, Stdio};

use tempfile::TempDir;
use tokio::net::TcpListener;
use vinbot_playground::{
    AnswerView, AskInline, ChatView, ChatWait, DEFAULT_TOKEN, InlineAnswer, MessageView, Options,
    Playground, Press, Pressed, SendText, Wait, api_url, serve,
};

use crate::support;

/// The chat (and user) of most journeys.
pub(crate) const ADA: i64 = 42;
pub(crate) const GROUP: i64 = -100;
/// Opens the admin API of a bot that is told of it.
pub(crate) const ADMIN_TOKEN: &str = "a-token-for-admins";

pub(crate) struct Bot {
    pub(crate) playground: Playground,
    command: Command,
    child: Child,
    scratch: TempDir,
    /// What it remembers.
    _state: TempDir,
    /// Where `/health` and `/ready` answer.
    pub(crate) http: String,
    /// Where the playground answers.
    pub(crate) api: String,
}

impl Bot {
    /// A bot with all plugins, waiting for updates.
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default(), &[]).await
    }

    pub(crate) async fn start_with(options: Options, variables: &[(&str, &str)]) -> Self {
        let bot = Self::launch(options, variables).await;
        bot.connected().await;
        bot
    }

    /// A bot that may not get as far as waiting for updates.
    pub(crate) async fn launch(options: Options, variables: &[(&str, &str)]) -> Self {
        let playground = Playground::new(options);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(serve(listener, playground.clone()));
        let scratch = tempfile::tempdir().unwrap();
        let state = support::own_state();
        let http = free_address();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vinbot"));
        command
            .arg("run")
            .current_dir(scratch.path())
            .env_clear()
            .env("TELEGRAM_BOT_TOKEN", DEFAULT_TOKEN)
            .env("TELEGRAM_API_URL", api_url(port))
            .env("VINBOT_HTTP_ADDR", &http)
            .env("VINBOT_STATE_DIR", state.path())
            // People of journeys are quicker than people.
            .env("VINBOT_TELEGRAM__OUTBOX__CHAT_BURST", "1000000")
            .env("VINBOT_TELEGRAM__OUTBOX__PER_SECOND", "1000000")
            .env("VINBOT_TELEGRAM__OUTBOX__GROUP_PER_MINUTE", "1000000")
            .env("VINBOT_TELEGRAM__RATES__USER", "{ burst = 0, per_ms = 0 }")
            .env("VINBOT_TELEGRAM__RATES__CHAT", "{ burst = 0, per_ms = 0 }")
            .env(
                "VINBOT_TELEGRAM__RATES__GLOBAL",
                "{ burst = 0, per_ms = 0 }",
            )
            .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
            .env("RUST_LOG", "vinbot=debug")
            .envs(variables.iter().copied())
            .envs(coverage())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(scratch.path().join("log")).unwrap());
        let child = command.spawn().unwrap();
        Self {
            playground,
            command,
            child,
            scratch,
            _state: state,
            http,
            api: api_url(port),
        }
    }

    /// Both at once.
    pub(crate) async fn killed_and_started_again(&mut self) {
        // It waits for more: what came before does not come again.
        self.connected().await;
        self.killed();
        self.started_again().await;
    }

    /// It is killed without a warning.
    pub(crate) fn killed(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// It has ended, is started again and answers.
    pub(crate) async fn started_again(&mut self) {
        self.start_again();
        self.ask("/help").await;
    }

    /// It has ended, and is started again with the same Telegram and the same state.
    pub(crate) fn start_again(&mut self) {
        let log = self.scratch.path().join("log");
        let log = File::options().append(true).open(log).unwrap();
        self.child = self.command.stderr(log).spawn().unwrap();
    }

    /// Another command of the program, with the same environment.
    pub(crate) fn another(&self, command: &str) -> Output {
        let mut other = Command::new(self.command.get_program());
        other
            .arg(command)
            .current_dir(self.scratch.path())
            .env_clear();
        for (name, value) in self.command.get_envs() {
            if let Some(value) = value {
                other.env(name, value);
            }
        }
        other.output().unwrap()
    }

    /// What a program with the bot's token is told by Telegram.
    pub(crate) async fn call(&self, method: &str, params: serde_json::Value) -> serde_json::Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!(
            "{}/bot{DEFAULT_TOKEN}/{method}",
            self.api.trim_end_matches('/')
        );
        let answer = client.post(url).json(&params).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// Where people open the playground.
    pub(crate) fn page(&self) -> String {
        let address: reqwest::Url = self.api.parse().unwrap();
        format!("http://127.0.0.1:{}/", address.port().unwrap())
    }

    pub(crate) async fn connected(&self) {
        let wait = Wait {
            connected: Some(true),
            timeout: Some(60.0),
            ..Wait::default()
        };
        let waited = self.playground.wait(&wait).await;
        assert!(!waited.timed_out, "the bot does not poll:\n{}", self.log());
    }

    /// What the bot has logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.scratch.path().join("log")).unwrap_or_default()
    }

    /// Nothing that it wrote, whatever it went through, holds a secret of any of the tests.
    fn told_no_secret(&self) {
        let log = self.log();
        for secret in [DEFAULT_TOKEN, ADMIN_TOKEN, "a-key-that-nobody-may-see"] {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }

    /// Sends a text in private and returns the answer.
    pub(crate) async fn ask(&self, text: &str) -> MessageView {
        self.ask_for(text, 1).await.remove(0)
    }

    /// Sends a text in private and returns so many answers.
    pub(crate) async fn ask_for(&self, text: &str, answers: usize) -> Vec<MessageView> {
        let sent = self.playground.send_text(ADA, SendText::new(text)).unwrap();
        self.messages(ADA, sent.revision, answers).await
    }

    /// Waits for so many messages of the bot in a chat.
    pub(crate) async fn messages(&self, chat: i64, after: u64, count: usize) -> Vec<MessageView> {
        let wait = ChatWait {
            after,
            bot_messages: Some(count),
            ..ChatWait::default()
        };
        let chat = self.chat(chat, &wait).await;
        new_of_bot(&chat, after)
    }

    pub(crate) async fn chat(&self, chat: i64, wait: &ChatWait) -> ChatView {
        let waited = self.playground.wait_chat(chat, wait).await;
        assert!(
            !waited.timed_out,
            "no answer: {:#?}\n{}",
            waited.chat,
            self.log()
        );
        waited.chat
    }

    /// All that the bot said in private after a revision. It answers a chat in order,
    /// so what comes before the answer to a further question is all there is.
    pub(crate) async fn all_since(&self, after: u64) -> Vec<MessageView> {
        self.all_in(ADA, after, SendText::new("/help")).await
    }

    /// The same in any chat; `question` is answered by one message with "How it works".
    pub(crate) async fn all_in(
        &self,
        chat: i64,
        after: u64,
        question: SendText,
    ) -> Vec<MessageView> {
        let sent = self.playground.send_text(chat, question).unwrap();
        let contains = Some("How it works".to_owned());
        let wait = ChatWait {
            after: sent.revision,
            contains,
            ..ChatWait::default()
        };
        self.chat(chat, &wait).await;
        let all = ChatWait {
            after,
            ..ChatWait::default()
        };
        let mut messages = new_of_bot(&self.chat(chat, &all).await, after);
        let help = messages.pop().unwrap();
        assert!(help.text.contains("How it works"), "{}", help.text);
        messages
    }

    /// Presses a button and returns the message as it is then, and the alert.
    pub(crate) async fn press(
        &self,
        message: &MessageView,
        label: &str,
    ) -> (MessageView, AnswerView) {
        let press = Press {
            label: Some(label.to_owned()),
            ..Press::default()
        };
        let pressed = self.playground.press(ADA, message.message_id, &press);
        self.answered(message, pressed.unwrap()).await
    }

    /// The same of a press that was made, or forged.
    pub(crate) async fn answered(
        &self,
        message: &MessageView,
        pressed: Pressed,
    ) -> (MessageView, AnswerView) {
        let (_, chat) = self.after_press(ADA, pressed).await;
        let changed = chat
            .messages
            .into_iter()
            .find(|one| one.message_id == message.message_id);
        (
            changed.unwrap_or_else(|| message.clone()),
            chat.answers.last().unwrap().clone(),
        )
    }

    /// Has somebody press a button in a chat; returns the revision of the press, and what
    /// changed since until it was answered.
    pub(crate) async fn press_by(
        &self,
        chat: i64,
        user: i64,
        message: &MessageView,
        label: &str,
    ) -> (u64, ChatView) {
        let press = Press {
            user: Some(user),
            label: Some(label.to_owned()),
            ..Press::default()
        };
        let pressed = self.playground.press(chat, message.message_id, &press);
        self.after_press(chat, pressed.unwrap()).await
    }

    /// The same of a press that was made, or forged.
    pub(crate) async fn after_press(&self, chat: i64, pressed: Pressed) -> (u64, ChatView) {
        let Pressed::Callback { revision, .. } = pressed else {
            panic!("{pressed:?}")
        };
        let wait = ChatWait {
            after: revision,
            answers: Some(1),
            ..ChatWait::default()
        };
        (revision, self.chat(chat, &wait).await)
    }

    /// What is offered to somebody who writes to the bot above a chat, and the query's id.
    pub(crate) async fn offered(&self, user: i64, text: &str) -> (String, InlineAnswer) {
        let ask = AskInline {
            user,
            query: text.into(),
            offset: String::new(),
            chat: Some(GROUP),
        };
        let asked = self.playground.ask_inline(&ask).unwrap();
        let waited = self
            .playground
            .wait_inline(&asked.inline_query_id, Some(30.0))
            .await;
        assert!(!waited.timed_out, "{}", self.log());
        (asked.inline_query_id, waited.query.unwrap().answer.unwrap())
    }

    /// Asks over HTTP.
    pub(crate) async fn get(&self, address: &str) -> (u16, serde_json::Value) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = client.get(address).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(crate) async fn get_text(&self, address: &str) -> String {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client
            .get(address)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// What the admin API answers to whoever has its token.
    pub(crate) async fn admin_api(&self, path: &str) -> String {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("http://{}/admin/api/{path}", self.http);
        let answer = client.get(address).bearer_auth(ADMIN_TOKEN).send().await;
        answer
            .unwrap()
            .error_for_status()
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let id = self.child.id();
        let wait = tokio::task::spawn_blocking({
            let mut child = std::mem::replace(&mut self.child, no_child());
            move || child.wait().unwrap()
        });
        let patience = std::time::Duration::from_mins(1);
        tokio::time::timeout(patience, wait)
            .await
            .unwrap_or_else(|_| panic!("{id} runs on"))
            .unwrap()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.playground.release_faults();
        self.playground.clear_faults();
        // Politely, so that coverage is written.
        let id = self.child.id().to_string();
        let _ = Command::new("kill")
            .args(["-s", "TERM", &id])
            .stderr(Stdio::null())
            .status();
        let _ = self.child.wait();
        self.playground.shutdown();
        if !std::thread::panicking() {
            self.told_no_secret();
        }
    }
}

fn no_child() -> Child {
    Command::new("true").spawn().unwrap()
}

fn new_of_bot(chat: &ChatView, after: u64) -> Vec<MessageView> {
    let messages = chat.messages.iter();
    messages
        .filter(|one| one.from_bot && one.created > after && !one.deleted)
        .cloned()
        .collect()
}

pub(crate) fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn coverage() -> Vec<(String, String)> {
    std::env::vars()
        .filter(|(name, _)| name == "LLVM_PROFILE_FILE")
        .collect()
}

/// The labels of a message's buttons, row by row.
pub(crate) fn labels(message: &MessageView) -> Vec<Vec<&str>> {
    let rows = message.keyboard.iter();
    rows.map(|row| row.iter().map(|button| button.text.as_str()).collect())
        .collect()
}

/// The texts of all entities of a kind.
pub(crate) fn styled(message: &MessageView, kind: &str) -> Vec<String> {
    let units: Vec<u16> = message.text.encode_utf16().collect();
    let entities = message.entities.iter().filter(|entity| entity.kind == kind);
    entities
        .map(|entity| {
            String::from_utf16(&units[entity.offset..entity.offset + entity.length]).unwrap()
        })
        .collect()
}
