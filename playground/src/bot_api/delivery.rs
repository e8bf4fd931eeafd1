//! Pushes updates to a webhook, again and again until each is taken.
//!
//! As Telegram's own server does, those of one chat go one after the other, and those of different
//! chats side by side, as many as the bot allows. A chat whose update is refused waits, ever
//! longer; the others go on.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use futures::{StreamExt, stream::FuturesUnordered};
use serde_json::Value;

use crate::{Playground, world::webhook::Target};

/// The pause after a refused push; it doubles up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// A bot that does not answer in this time has not taken the update.
const PATIENCE: Duration = Duration::from_secs(30);

/// Starts to push; ends with the next webhook setting or the playground.
pub(crate) fn start(
    playground: Playground,
    target: Target,
    generation: u64,
) -> Result<(), reqwest::Error> {
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()?;
    tokio::spawn(async move {
        let stopped = playground.stopped().clone();
        let delivery = Delivery {
            playground: &playground,
            client,
            target,
            generation,
        };
        stopped.run_until_cancelled(delivery.push_all()).await;
    });
    Ok(())
}

struct Delivery<'a> {
    playground: &'a Playground,
    client: reqwest::Client,
    target: Target,
    generation: u64,
}

impl Delivery<'_> {
    async fn push_all(&self) {
        let most = usize::try_from(self.target.max_connections).unwrap_or(1);
        let mut pushes = FuturesUnordered::new();
        let mut busy = HashSet::new();
        let mut pauses: HashMap<i64, Duration> = HashMap::new();
        loop {
            let is_full = pushes.len() >= most;
            let next = self.playground.until(|world| {
                if world.webhook.generation != self.generation {
                    return Some(None);
                }
                let next = || world.updates.first_of_others(&busy);
                if is_full { None } else { next().map(Some) }
            });
            tokio::select! {
                Some((chat, taken)) = pushes.next(), if !pushes.is_empty() => {
                    busy.remove(&chat);
                    if taken {
                        pauses.remove(&chat);
                    }
                }
                next = next => {
                    let Some(Some((chat, id, update))) = next else { break };
                    busy.insert(chat);
                    let pause = pauses.entry(chat).or_insert(PAUSE);
                    pushes.push(self.push(chat, id, update, *pause));
                    *pause = (*pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
        // Another setting holds; what is under way may still arrive.
        while pushes.next().await.is_some() {}
    }

    /// True if the update is taken; else the chat has had its pause.
    async fn push(&self, chat: i64, id: i64, update: Value, pause: Duration) -> (i64, bool) {
        let outcome = self.send(&update).await;
        let taken = self.playground.change(|world| match outcome {
            Ok(()) => {
                world.updates.delivered(id);
                true
            }
            Err(why) => {
                if world.webhook.generation == self.generation {
                    world.webhook.failed(why);
                }
                false
            }
        });
        if !taken {
            tokio::time::sleep(pause).await;
        }
        (chat, taken)
    }

    async fn send(&self, update: &Value) -> Result<(), String> {
        let mut request = self.client.post(&self.target.url).json(update);
        if let Some(secret) = &self.target.secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        let response = request
            .send()
            .await
            .map_err(|error| error.without_url().to_string())?;
        if response.status().is_success() {
            return Ok(());
        }
        let status = response.status();
        Err(format!("Wrong response from the webhook: {status}"))
    }
}
