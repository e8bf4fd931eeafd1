//! The least that a bot can do: an echo with teloxide's own dispatcher.

use teloxide::prelude::*;

/// What this program is told to be the echo.
pub(crate) const ARGUMENT: &str = "--echo";

/// Echoes until it is killed.
pub(crate) fn run() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let token = std::env::var("TELEGRAM_BOT_TOKEN").unwrap();
        let api = std::env::var("TELEGRAM_API_URL").unwrap();
        let bot = Bot::new(token).set_api_url(api.parse().unwrap());
        let echo = Update::filter_message().endpoint(|bot: Bot, message: Message| async move {
            if let Some(text) = message.text() {
                bot.send_message(message.chat.id, text).await?;
            }
            Ok::<(), teloxide::RequestError>(())
        });
        Dispatcher::builder(bot, echo).build().dispatch().await;
    });
}
