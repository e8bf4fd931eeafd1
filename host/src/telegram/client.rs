//! What the bot says to the Bot API, and what went wrong in words without secrets.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use teloxide::payloads::{
    AnswerCallbackQuerySetters, AnswerInlineQuerySetters, EditMessageTextInlineSetters,
    EditMessageTextSetters, SendMessageSetters, SetMyCommandsSetters, SetWebhookSetters,
};
use teloxide::requests::{JsonRequest, Payload, Request, Requester};
use teloxide::types::{
    AllowedUpdate, BotCommand, BotCommandScope, CallbackQueryId, ChatAction, InlineKeyboardMarkup,
    InlineQueryId, InlineQueryResult, InlineQueryResultsButton, LinkPreviewOptions, Me, MessageId,
    ReplyParameters, WebhookInfo,
};
use teloxide::{ApiError, RequestError};
use tracing::{Instrument, Span};
use vinbot_outbox::{Failure, Job, Outbox, Priority, SendError};

use super::calls::{call, noted, repeat};
use super::inbox::Arrived;
use super::route::Place;
use super::text::Part;
use super::webhook::Hook;
use crate::address::is_here;
use crate::config;
use crate::telemetry::Metrics;

/// What the bot reads; everything else stays at Telegram.
const READ: [AllowedUpdate; 6] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::InlineQuery,
    AllowedUpdate::ChosenInlineResult,
    AllowedUpdate::MyChatMember,
];
/// A call that takes longer is given up.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The same for files, which may be large and a line slow.
const FILE_TIMEOUT: Duration = Duration::from_mins(2);
/// A press is answered with at most this many characters.
const ALERT: usize = 200;
/// No preview of linked pages: the text is the answer.
pub(super) const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// A connection to one bot. Cheap to clone.
///
/// Whatever chats see goes through the outbox, which keeps to Telegram's limits.
#[derive(Debug, Clone)]
pub(super) struct Client {
    outbox: Outbox,
    pub(super) bot: teloxide::Bot,
    /// With a timeout above that of a poll.
    poller: teloxide::Bot,
    /// With time for files.
    pub(super) carrier: teloxide::Bot,
    metrics: Arc<Metrics>,
}

/// What is shown over the chat when a button was pressed.
#[derive(Debug)]
pub(super) enum Word {
    /// For a moment.
    Note(String),
    /// Until it is read.
    Alert(String),
}

/// Why a call failed. Its words hold no address, and so no token.
#[derive(Debug, Clone)]
pub(super) enum Failed {
    /// Telegram, or the way to it.
    Request(RequestError),
    /// The outbox did not send it.
    Unsent(String),
    /// A newer edit of the same message was sent instead.
    Superseded,
}

impl Failed {
    pub(super) fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Request(RequestError::Api(error)) => Some(error),
            _ => None,
        }
    }

    /// The token is no bot's.
    pub(super) fn is_token(&self) -> bool {
        matches!(self.api(), Some(ApiError::InvalidToken))
    }

    /// How long Telegram asks to wait.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Request(RequestError::RetryAfter(seconds)) => Some(seconds.duration()),
            _ => None,
        }
    }

    /// The user does not want to hear from the bot, or is gone.
    pub(super) fn is_unwanted(&self) -> bool {
        match self.api() {
            Some(
                ApiError::BotBlocked
                | ApiError::BotKicked
                | ApiError::BotKickedFromSupergroup
                | ApiError::BotKickedFromChannel
                | ApiError::UserDeactivated
                | ApiError::GroupDeactivated
                | ApiError::ChatNotFound
                | ApiError::CantInitiateConversation,
            ) => true,
            // Such as "bot is not a member of the supergroup chat".
            Some(ApiError::Unknown(words)) => words.starts_with("Forbidden: bot "),
            // A group that has become a supergroup has another id.
            _ => matches!(self, Self::Request(RequestError::MigrateToChatId(_))),
        }
    }

    /// Telegram understood the request and will never carry it out.
    pub(super) fn is_refusal(&self) -> bool {
        self.api().is_some()
    }

    /// One of a few words for what went wrong.
    pub(super) fn outcome(&self) -> &'static str {
        match self {
            Self::Request(request) => match request {
                RequestError::RetryAfter(_) => "throttled",
                RequestError::Api(ApiError::TerminatedByOtherGetUpdates) => "conflict",
                RequestError::Api(ApiError::MessageNotModified) => "unchanged",
                RequestError::Api(_) | RequestError::MigrateToChatId(_) => {
                    if self.is_unwanted() {
                        "unwanted"
                    } else {
                        "refused"
                    }
                }
                RequestError::Network(error) if error.is_timeout() => "timeout",
                RequestError::Network(error) if error.is_connect() => "unreachable",
                RequestError::InvalidJson { .. } => "malformed",
                _ => "broken",
            },
            Self::Unsent(_) => "unsent",
            Self::Superseded => "superseded",
        }
    }

    /// True if the call was certainly not carried out. A flood is for the outbox.
    pub(super) fn may_repeat(&self) -> bool {
        matches!(self, Self::Request(RequestError::Network(error)) if error.is_connect())
    }
}

impl Failure for Failed {
    fn retry_after(&self) -> Option<Duration> {
        self.wait()
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = match self {
            Self::Request(error) => error,
            Self::Unsent(why) => return f.write_str(why),
            Self::Superseded => return f.write_str("a newer edit took its place"),
        };
        match request {
            RequestError::Network(error) if error.is_timeout() => f.write_str("no answer in time"),
            RequestError::Network(error) if error.is_connect() => f.write_str("can't connect"),
            RequestError::Network(_) => f.write_str("the connection broke"),
            RequestError::InvalidJson { .. } => f.write_str("the answer is not that of a Bot API"),
            RequestError::Api(ApiError::TerminatedByOtherGetUpdates) => f.write_str(
                "another program is asking for this bot's updates: stop the other one, or give \
                 this one a token of its own",
            ),
            RequestError::Api(error) if is_webhook(error) => f.write_str(
                "a webhook is set for this bot, so that whoever asks for updates gets none: stop \
                 the program that set it, or give this one a token of its own; with \
                 telegram.mode = \"polling\" this one removes it when it is started again",
            ),
            other => write!(f, "{other}"),
        }
    }
}

/// Updates can't be asked for while Telegram sends them.
fn is_webhook(error: &ApiError) -> bool {
    match error {
        ApiError::CantGetUpdates => true,
        ApiError::Unknown(words) => {
            words.starts_with("Conflict: ")
                && (words.contains("webhook is active") || words.contains("by setWebhook"))
        }
        _ => false,
    }
}

impl std::error::Error for Failed {}

impl From<RequestError> for Failed {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl Client {
    pub(super) fn new(
        token: &SecretString,
        api: &reqwest::Url,
        poll_timeout: Duration,
        outbox: vinbot_outbox::Settings,
        metrics: &Arc<Metrics>,
    ) -> Result<Self, String> {
        let bot = |timeout: Duration| {
            let mut builder = reqwest::Client::builder()
                .connect_timeout(Duration::from_secs(10))
                .timeout(timeout)
                .tcp_nodelay(true);
            if is_here(api) {
                // A proxy of the environment would be asked for this very machine.
                builder = builder.no_proxy();
            }
            let client = builder
                .build()
                .map_err(|error| error.without_url().to_string())?;
            let bot = teloxide::Bot::with_client(token.expose_secret(), client);
            Ok::<_, String>(bot.set_api_url(api.clone()))
        };
        Ok(Self {
            outbox: Outbox::new(outbox),
            bot: bot(TIMEOUT)?,
            poller: bot(poll_timeout + TIMEOUT)?,
            carrier: bot(FILE_TIMEOUT)?,
            metrics: Arc::clone(metrics),
        })
    }

    pub(super) async fn me(&self) -> Result<Me, Failed> {
        call(&self.metrics, &self.bot.get_me()).await
    }

    /// Updates reach a webhook or a poll, never both.
    pub(super) async fn delete_webhook(&self) -> Result<(), Failed> {
        let request = self.bot.delete_webhook();
        call(&self.metrics, &request).await.map(drop)
    }

    /// Has Telegram send updates here; those that wait there, too.
    pub(super) async fn set_webhook(
        &self,
        hook: &Hook,
        settings: &config::Webhook,
    ) -> Result<(), Failed> {
        let mut request = self
            .bot
            .set_webhook(hook.url().clone())
            .allowed_updates(READ)
            .max_connections(settings.max_connections)
            .drop_pending_updates(false)
            .secret_token(hook.secret().expose_secret());
        request.ip_address = settings.ip_address.map(|address| address.to_string());
        call(&self.metrics, &request).await.map(drop)
    }

    /// How the webhook fares, if there is one.
    pub(super) async fn webhook_info(&self) -> Result<WebhookInfo, Failed> {
        call(&self.metrics, &self.bot.get_webhook_info()).await
    }

    /// Updates from `offset` on; waits for one for `timeout` seconds. Asking with an
    /// offset tells Telegram that those before it have arrived.
    pub(super) async fn updates(&self, offset: i32, timeout: u32) -> Result<Vec<Arrived>, Failed> {
        let poll = Poll {
            offset,
            limit: if timeout == 0 { 1 } else { 100 },
            timeout,
            allowed_updates: READ,
        };
        let request = JsonRequest::new(self.poller.clone(), poll);
        let answer = call(&self.metrics, &request).await?;
        self.metrics.polled();
        Ok(answer.iter().filter_map(arrived).collect())
    }

    /// Sets the menu of those with this language, or of all who have none of their own.
    pub(super) async fn set_commands(
        &self,
        commands: Vec<BotCommand>,
        language: Option<&str>,
    ) -> Result<(), Failed> {
        let mut request = self
            .bot
            .set_my_commands(commands)
            .scope(BotCommandScope::Default);
        request.language_code = language.map(str::to_owned);
        self.repeat(&request).await.map(drop)
    }

    /// What is waiting to be sent, and what was.
    pub(super) fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Has a request made when its turn comes.
    pub(super) async fn queue<R>(
        &self,
        job: Job,
        request: R,
    ) -> Result<<R::Payload as Payload>::Output, Failed>
    where
        R: Request<Err = RequestError, Send: Send> + Clone + Send + Sync + 'static,
        <R::Payload as Payload>::Output: Send + 'static,
    {
        let (request, metrics) = (Arc::new(request), Arc::clone(&self.metrics));
        // It is sent by a task of the outbox, and belongs to whoever wants it sent.
        let span = Span::current();
        let made = move || {
            let (request, metrics) = (Arc::clone(&request), Arc::clone(&metrics));
            async move { repeat(&metrics, &*request).await }.instrument(span.clone())
        };
        let sent = self.outbox.send(job, made).await;
        noted(sent.map_err(|error| match error {
            SendError::Failed(error) => error,
            SendError::Superseded => Failed::Superseded,
            other => Failed::Unsent(other.to_string()),
        }))
    }

    /// Makes a request at once, and again where that is safe.
    pub(super) async fn repeat<R>(
        &self,
        request: &R,
    ) -> Result<<R::Payload as Payload>::Output, Failed>
    where
        R: Request<Err = RequestError, Send: Send> + Clone + Sync,
    {
        repeat(&self.metrics, request).await
    }

    /// Sends one part of an answer.
    pub(super) async fn send(
        &self,
        place: &Place,
        part: &Part,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Result<MessageId, Failed> {
        self.send_as(Priority::Answer, place, part, keyboard).await
    }

    /// Sends one part of something that may be less urgent.
    pub(super) async fn send_as(
        &self,
        priority: Priority,
        place: &Place,
        part: &Part,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Result<MessageId, Failed> {
        let mut request = self
            .bot
            .send_message(place.chat, &part.text)
            .entities(part.entities.iter().cloned())
            .link_preview_options(NO_PREVIEW);
        request.message_thread_id = place.thread;
        request.reply_parameters = reference(place);
        request.reply_markup = keyboard.cloned().map(Into::into);
        let job = Job {
            priority,
            ..job(place)
        };
        let sent = self.queue(job, request).await;
        sent.map(|sent| sent.id)
    }

    /// Puts a text into the place of another.
    pub(super) async fn edit(
        &self,
        place: &Place,
        message: MessageId,
        part: &Part,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Result<(), Failed> {
        let mut request = self
            .bot
            .edit_message_text(place.chat, message, &part.text)
            .entities(part.entities.iter().cloned())
            .link_preview_options(NO_PREVIEW);
        request.reply_markup = keyboard.cloned();
        let edit = Job {
            priority: Priority::Edit,
            ..job(place)
        };
        let edit = edit.coalescing(message.0.unsigned_abs().into());
        edited(self.queue(edit, request).await)
    }

    /// Takes a message back.
    pub(super) async fn delete(&self, place: &Place, message: MessageId) -> Result<(), Failed> {
        let request = self.bot.delete_message(place.chat, message);
        self.queue(job(place).uncounted(), request).await.map(drop)
    }

    /// Puts a text into the place of another that was sent through the bot.
    pub(super) async fn edit_inline(
        &self,
        message: &str,
        part: &Part,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Result<(), Failed> {
        let mut request = self
            .bot
            .edit_message_text_inline(message, &part.text)
            .entities(part.entities.iter().cloned());
        request.disable_web_page_preview = Some(true);
        request.reply_markup = keyboard.cloned();
        let edit = Job::new(lane_of(message), Priority::Edit).coalescing(0);
        edited(self.queue(edit, request).await)
    }

    /// Offers what may be sent through the bot, for as long as it `holds`.
    pub(super) async fn answer_inline(
        &self,
        query: &InlineQueryId,
        results: Vec<InlineQueryResult>,
        button: Option<InlineQueryResultsButton>,
        holds: Duration,
    ) -> Result<(), Failed> {
        let mut request = self
            .bot
            .answer_inline_query(query.clone(), results)
            .cache_time(u32::try_from(holds.as_secs()).unwrap_or(u32::MAX))
            // It is in the user's language, and may be of the user's cars.
            .is_personal(true);
        request.button = button;
        self.queue(unordered(), request).await.map(drop)
    }

    /// Ends the waiting sign of a pressed button, with words where there is something
    /// to say.
    pub(super) async fn answer(
        &self,
        query: &CallbackQueryId,
        word: Option<Word>,
    ) -> Result<(), Failed> {
        let mut request = self.bot.answer_callback_query(query.clone());
        if let Some(word) = word {
            let (words, alert) = match &word {
                Word::Note(words) => (words, false),
                Word::Alert(words) => (words, true),
            };
            let words: String = words.chars().take(ALERT).collect();
            request = request.text(words).show_alert(alert);
        }
        self.queue(unordered(), request).await.map(drop)
    }

    /// Best effort: a missing sign is no harm.
    pub(super) async fn typing(&self, place: &Place) {
        let mut request = self.bot.send_chat_action(place.chat, ChatAction::Typing);
        request.message_thread_id = place.thread;
        if let Err(error) = self.queue(job(place).uncounted(), request).await {
            tracing::debug!(%error, "no typing sign");
        }
    }
}

/// `getUpdates`, answered with the JSON of each update: teloxide's own gives what it made of
/// that alone.
#[derive(Debug, Clone, Serialize)]
struct Poll {
    offset: i32,
    limit: u8,
    timeout: u32,
    allowed_updates: [AllowedUpdate; 6],
}

impl Payload for Poll {
    type Output = Vec<Value>;

    const NAME: &'static str = "GetUpdates";
}

/// What has no number can't be confirmed either: it is left out.
fn arrived(update: &Value) -> Option<Arrived> {
    let read = Arrived::read(update.to_string().into());
    read.inspect_err(|error| tracing::warn!(%error, "Telegram sent what is no update"))
        .ok()
}

/// Pressed twice, or edited once more meanwhile: it shows what it should, or will.
fn edited<T>(sent: Result<T, Failed>) -> Result<(), Failed> {
    match sent {
        Err(error) if matches!(error.api(), Some(ApiError::MessageNotModified)) => Ok(()),
        Err(Failed::Superseded) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// In a group an answer refers to what it answers; in private that is plain.
pub(super) fn reference(place: &Place) -> Option<ReplyParameters> {
    let message = place.reply_to.filter(|_| !place.private)?;
    Some(ReplyParameters::new(message).allow_sending_without_reply())
}

/// An answer to somebody in this place.
pub(super) fn job(place: &Place) -> Job {
    let job = Job::new(place.chat.0, Priority::Answer);
    if place.private { job } else { job.in_group() }
}

/// A call that is of no chat and in no order, and counts to no limit of messages; but when
/// Telegram asks to wait, it waits like all others.
pub(super) fn unordered() -> Job {
    Job::new(0, Priority::Answer).uncounted()
}

/// Where edits of a message that was sent through the bot keep their order: as in a chat of its
/// own, whose number no chat has (Telegram's have 52 bits).
fn lane_of(message: &str) -> i64 {
    let mut hasher = DefaultHasher::new();
    message.hash(&mut hasher);
    i64::MIN | hasher.finish().cast_signed()
}

/// Logs what could not be sent; that a user left is no news.
pub(super) fn report<T>(what: &str, result: Result<T, Failed>) -> Option<T> {
    match result {
        Ok(value) => return Some(value),
        Err(error) if error.is_unwanted() => tracing::debug!(%error, "{what} is not wanted"),
        Err(error) => tracing::warn!(%error, "{what} could not be sent"),
    }
    None
}
