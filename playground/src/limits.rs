//! Every bound in one place. Telegram's own numbers name their source; the rest keep an
//! evening of play within a few hundred megabytes at worst.

use std::time::Duration;

/// Characters of a message's text, in UTF-16 code units after entities are taken out
/// (core.telegram.org/bots/api#sendmessage).
pub(crate) const TEXT_UNITS: usize = 4096;
/// Characters of a caption (core.telegram.org/bots/api#senddocument).
pub(crate) const CAPTION_UNITS: usize = 1024;
/// Entities of one message that Telegram keeps (limits.tginfo.me).
pub(crate) const ENTITIES: usize = 100;
/// Bytes of `callback_data` (core.telegram.org/bots/api#inlinekeyboardbutton).
pub(crate) const CALLBACK_DATA_BYTES: usize = 64;
/// Characters that a button may copy (core.telegram.org/bots/api#copytextbutton).
pub(crate) const COPY_TEXT_CHARS: usize = 256;
/// Buttons of one inline keyboard (limits.tginfo.me).
pub(crate) const BUTTONS: usize = 100;
/// Buttons of one row (limits.tginfo.me).
pub(crate) const ROW_BUTTONS: usize = 8;
/// Commands of one scope (core.telegram.org/bots/api#setmycommands).
pub(crate) const COMMANDS: usize = 100;
/// Bytes of a file that a bot sends (core.telegram.org/bots/api#sending-files).
pub(crate) const UPLOAD_BYTES: usize = 50 * 1024 * 1024;
/// Bytes of a photo (core.telegram.org/bots/api#sendphoto).
pub(crate) const PHOTO_BYTES: usize = 10 * 1024 * 1024;
/// Width and height of a photo together (core.telegram.org/bots/api#sendphoto).
pub(crate) const PHOTO_PIXELS: u32 = 10_000;
/// How many times one side of a photo may be the other (core.telegram.org/bots/api#sendphoto).
pub(crate) const PHOTO_RATIO: u32 = 20;
/// Bytes of a file that a bot may download (core.telegram.org/bots/api#getfile).
pub(crate) const DOWNLOAD_BYTES: usize = 20 * 1024 * 1024;
/// Bytes of what people send (telegram.org/faq), which the playground takes as a number only.
pub(crate) const SENT_BYTES: usize = 2000 * 1024 * 1024;
/// Results of one answer (core.telegram.org/bots/api#answerinlinequery).
pub(crate) const INLINE_RESULTS: usize = 50;
/// Bytes of a result's id, and of an offset
/// (core.telegram.org/bots/api#inlinequeryresultarticle).
pub(crate) const INLINE_ID_BYTES: usize = 64;
/// Characters of an inline query (core.telegram.org/bots/api#inlinequery).
pub(crate) const INLINE_QUERY_CHARS: usize = 256;
/// Characters of a topic's name (core.telegram.org/bots/api#createforumtopic).
pub(crate) const TOPIC_NAME_CHARS: usize = 128;
/// Characters of a callback answer (core.telegram.org/bots/api#answercallbackquery).
pub(crate) const ANSWER_CHARS: usize = 200;
/// Updates of one `getUpdates` (core.telegram.org/bots/api#getupdates).
pub(crate) const UPDATES_PER_POLL: usize = 100;
/// The longest that `getUpdates` waits.
pub(crate) const POLL: Duration = Duration::from_secs(50);

/// Chats (and users) of one playground; more are refused.
pub(crate) const CHATS: usize = 200;
/// Messages kept in one chat; the oldest go first.
pub(crate) const MESSAGES: usize = 300;
/// Updates that wait for the bot; more are refused.
pub(crate) const PENDING_UPDATES: usize = 1000;
/// Bot API calls in the history; the oldest go first.
pub(crate) const CALLS: usize = 1000;
/// Bytes of parameters kept for one call.
pub(crate) const CALL_PARAMS_BYTES: usize = 32 * 1024;
/// Callback queries that can still be answered, and callback answers kept in one chat.
pub(crate) const CALLBACKS: usize = 500;
/// Faults that wait for their call.
pub(crate) const FAULTS: usize = 100;
/// Different (scope, language) lists of commands.
pub(crate) const COMMAND_LISTS: usize = 200;
/// Inline queries that can still be answered or chosen from.
pub(crate) const INLINE_QUERIES: usize = 200;
/// Topics of one forum.
pub(crate) const TOPICS: usize = 100;
/// Bytes of all kept files; the oldest go first.
pub(crate) const FILES_BYTES: usize = 128 * 1024 * 1024;
/// Bytes of a control request that carries a file as base64.
pub(crate) const CONTROL_UPLOAD_BYTES: usize = 68 * 1024 * 1024;
/// Bytes of any other request.
pub(crate) const BODY_BYTES: usize = 2 * 1024 * 1024;
/// The longest that a control request waits.
pub(crate) const WAIT: Duration = Duration::from_mins(2);
/// What a control request waits when it does not say.
pub(crate) const DEFAULT_WAIT: Duration = Duration::from_secs(20);
