//! Files come from Telegram, a piece at a time, and never larger than is allowed.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use teloxide::RequestError;
use teloxide::requests::Requester;
use teloxide::types::FileId;

use super::super::client::{Client, Failed};
use super::sent::known_size;

/// Getting a file does no harm: it is tried so often when the line breaks …
const TRIES: u32 = 3;
/// … with this pause between.
const PAUSE: Duration = Duration::from_millis(500);

/// Why there is no file.
#[derive(Debug)]
pub(super) enum NotFetched {
    /// Larger than is allowed, here or at Telegram.
    TooLarge,
    /// Its words hold no address, and so no token.
    Failed(Failed),
}

impl Client {
    /// A file of at most so many bytes.
    pub(super) async fn fetch(&self, id: &FileId, most: usize) -> Result<Vec<u8>, NotFetched> {
        let file = self
            .repeat(&self.bot.get_file(id.clone()))
            .await
            .map_err(refused)?;
        if known_size(&file) as usize > most {
            return Err(NotFetched::TooLarge);
        }
        let bot = &self.carrier;
        let address = address(bot.api_url(), bot.token(), &file.path);
        for _ in 1..TRIES {
            match load(bot.client(), &address, most).await {
                Err(NotFetched::Failed(error)) => {
                    tracing::debug!(%error, "a file did not arrive: trying again");
                    tokio::time::sleep(PAUSE).await;
                }
                other => return other,
            }
        }
        load(bot.client(), &address, most).await
    }
}

/// Telegram says no: perhaps since it gives bots no file of this size.
fn refused(error: Failed) -> NotFetched {
    let too_large = error
        .api()
        .is_some_and(|error| error.to_string().to_lowercase().contains("too big"));
    if too_large {
        NotFetched::TooLarge
    } else {
        NotFetched::Failed(error)
    }
}

/// `API/file/botTOKEN/PATH`. Not teloxide's: that one writes the slashes in PATH as `%2F`.
fn address(api: Url, token: &str, path: &str) -> Url {
    let mut address = api;
    if let Ok(mut parts) = address.path_segments_mut() {
        parts
            .pop_if_empty()
            .extend(["file", &format!("bot{token}")]);
        parts.extend(path.split('/').filter(|part| !part.is_empty()));
    }
    address
}

async fn load(client: &reqwest::Client, address: &Url, most: usize) -> Result<Vec<u8>, NotFetched> {
    let broken = |error: reqwest::Error| {
        let error = RequestError::Network(Arc::new(error.without_url()));
        NotFetched::Failed(Failed::Request(error))
    };
    let answer = client.get(address.clone()).send().await.map_err(broken)?;
    let mut answer = answer.error_for_status().map_err(broken)?;
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(broken)? {
        if piece.len() > most - bytes.len() {
            return Err(NotFetched::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    #[rstest]
    #[case(
        "https://api.telegram.org",
        "https://api.telegram.org/file/bot1:a/photos/file_1.jpg"
    )]
    #[case(
        "http://127.0.0.1:81/tg/",
        "http://127.0.0.1:81/tg/file/bot1:a/photos/file_1.jpg"
    )]
    fn a_file_is_where_the_bot_api_says(#[case] api: &str, #[case] expected: &str) {
        let api = api.parse().unwrap();
        assert_eq!(address(api, "1:a", "photos/file_1.jpg").as_str(), expected);
    }

    /// Answers once, with these bytes after the head.
    async fn server(head: &'static str, body: Vec<u8>) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut asked = [0; 1_024];
            let _ = line.read(&mut asked).await;
            let _ = line.write_all(head.as_bytes()).await;
            let _ = line.write_all(&body).await;
        });
        format!("http://127.0.0.1:{port}/file/bot1:secret/x")
            .parse()
            .unwrap()
    }

    fn client() -> reqwest::Client {
        reqwest::Client::builder().no_proxy().build().unwrap()
    }

    const FINE: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";

    #[tokio::test]
    async fn no_more_is_taken_than_is_allowed_whatever_telegram_said() {
        let address = server(FINE, vec![7; 300_000]).await;
        let loaded = load(&client(), &address, 200_000).await;
        assert!(matches!(loaded, Err(NotFetched::TooLarge)), "{loaded:?}");
        let address = server(FINE, vec![7; 300_000]).await;
        let loaded = load(&client(), &address, 300_000).await.unwrap();
        assert_eq!(loaded.len(), 300_000);
    }

    #[tokio::test]
    async fn an_error_never_shows_the_token() {
        let address = server(
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            Vec::new(),
        )
        .await;
        let Err(NotFetched::Failed(error)) = load(&client(), &address, 9).await else {
            panic!("it was there");
        };
        assert!(
            !format!("{error} {error:?}").contains("secret"),
            "{error:?}"
        );
    }
}
