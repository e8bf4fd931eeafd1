//! Pushes updates to a webhook, one after the other, again and again until each is taken.

use std::time::Duration;

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
        let push = push_all(&playground, &client, &target, generation);
        stopped.run_until_cancelled(push).await;
    });
    Ok(())
}

async fn push_all(
    playground: &Playground,
    client: &reqwest::Client,
    target: &Target,
    generation: u64,
) {
    let mut pause = PAUSE;
    loop {
        let next = playground.until(|world| {
            if world.webhook.generation == generation {
                world.updates.front().map(Some)
            } else {
                Some(None)
            }
        });
        let Some(Some((id, update))) = next.await else {
            return;
        };
        let outcome = push(client, target, &update).await;
        let taken = playground.change(|world| {
            if world.webhook.generation != generation {
                return true;
            }
            match outcome {
                Ok(()) => {
                    world.updates.delivered(id);
                    true
                }
                Err(why) => {
                    world.webhook.failed(why);
                    false
                }
            }
        });
        if taken {
            pause = PAUSE;
        } else {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

async fn push(client: &reqwest::Client, target: &Target, update: &Value) -> Result<(), String> {
    let mut request = client.post(&target.url).json(update);
    if let Some(secret) = &target.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let response = request
        .send()
        .await
        .map_err(|error| error.without_url().to_string())?;
    if response.status().is_success() {
        Ok(())
    } else {
        Err(format!(
            "Wrong response from the webhook: {}",
            response.status()
        ))
    }
}
