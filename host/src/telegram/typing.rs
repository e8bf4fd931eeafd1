//! «typing…» while an answer takes its time.

use std::time::Duration;

use super::client::Client;
use super::route::Place;

/// Answers that come sooner need no sign.
const PATIENCE: Duration = Duration::from_millis(600);
/// Telegram shows the sign for five seconds.
const AGAIN: Duration = Duration::from_secs(4);

/// Runs `work`; if it takes long, the chat shows that the bot is typing.
pub(super) async fn while_waiting<T>(
    client: &Client,
    place: &Place,
    work: impl Future<Output = T>,
) -> T {
    if place.inline {
        return work.await;
    }
    let sign = async {
        tokio::time::sleep(PATIENCE).await;
        loop {
            client.typing(place).await;
            tokio::time::sleep(AGAIN).await;
        }
    };
    tokio::select! {
        biased;
        done = work => done,
        never = sign => never,
    }
}
