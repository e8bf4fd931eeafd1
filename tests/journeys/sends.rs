//! What people send besides text, and the files that come back.

use base64::{Engine, engine::general_purpose::STANDARD};
use vinbot_playground::{ChatView, ChatWait, MessageView, SendFile, Sent};

use crate::bot::Bot;

/// Machines that build beside the tests are slow.
const PATIENCE: f64 = 90.0;

pub(crate) fn file(name: &str, bytes: &[u8]) -> SendFile {
    SendFile {
        name: Some(name.into()),
        base64: Some(STANDARD.encode(bytes)),
        ..SendFile::default()
    }
}

pub(crate) fn text_file(name: &str, text: &str) -> SendFile {
    SendFile {
        name: Some(name.into()),
        text: Some(text.into()),
        ..SendFile::default()
    }
}

impl Bot {
    /// Sends a photo in a chat and returns so many answers.
    pub(crate) async fn shows(&self, chat: i64, photo: SendFile, count: usize) -> Vec<MessageView> {
        let sent = self.playground.send_photo(chat, photo).unwrap();
        self.answers(chat, &sent, count).await
    }

    /// Sends a document in a chat and returns the answer.
    pub(crate) async fn hands(&self, chat: i64, document: SendFile) -> MessageView {
        let sent = self.playground.send_document(chat, document).unwrap();
        self.answers(chat, &sent, 1).await.remove(0)
    }

    pub(crate) async fn answers(&self, chat: i64, sent: &Sent, count: usize) -> Vec<MessageView> {
        let wait = ChatWait {
            after: sent.revision,
            bot_messages: Some(count),
            timeout: Some(PATIENCE),
            ..ChatWait::default()
        };
        let after = sent.revision;
        let messages = self.chat(chat, &wait).await.messages;
        let new = |one: &MessageView| one.from_bot && one.created > after && !one.deleted;
        messages.into_iter().filter(new).collect()
    }

    /// Waits until the bot has said this in a chat.
    pub(crate) async fn says(&self, chat: i64, after: u64, words: &str) -> ChatView {
        let wait = ChatWait {
            after,
            contains: Some(words.to_owned()),
            timeout: Some(PATIENCE),
            ..ChatWait::default()
        };
        self.chat(chat, &wait).await
    }

    /// The bytes of the file in a message.
    pub(crate) async fn bytes(&self, message: &MessageView) -> Vec<u8> {
        let file = message.file.as_ref();
        let id = &file.unwrap_or_else(|| panic!("{message:#?}")).file_id;
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("{}/playground/files/{id}", self.api);
        let answer = client.get(address).send().await.unwrap();
        answer
            .error_for_status()
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .to_vec()
    }

    pub(crate) async fn text(&self, message: &MessageView) -> String {
        String::from_utf8(self.bytes(message).await).unwrap()
    }
}
