//! Plugins from the web.

use std::path::Path;
use std::time::Duration;

use reqwest::{Client, StatusCode, Url, redirect};

use super::artifact::{Artifact, MOST};
use super::error::DistributionError;
use super::layout;
use super::registry::{ALL, chain};
use crate::address::is_here;
use crate::trust::SIGNATURE;

const CONNECT: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(30);
const REDIRECTS: usize = 5;

/// Fetches a plugin: a packed one, or a component with what stands beside it:
/// `plugin.toml` and `plugin.wasm.minisig` for `plugin.wasm`. Gives the digest of a
/// packed one as well.
pub(super) async fn fetch(
    url: &Url,
    max_mb: u64,
) -> Result<(Artifact, Option<String>), DistributionError> {
    let client = client().map_err(|error| unreachable(url, &error))?;
    let fetching = async {
        let most = (max_mb << 20) + 4 * MOST as u64;
        let found = get(&client, url, most, max_mb).await?;
        let bytes = found.ok_or_else(|| DistributionError::NotFound(url.to_string()))?;
        if layout::is_archive(&bytes) {
            let (artifact, digest) = layout::read(&bytes, url.as_str(), max_mb)?;
            return Ok((artifact, Some(digest)));
        }
        let artifact = Artifact {
            component: bytes,
            manifest: beside(&client, with_extension(url, "toml")).await?,
            signature: beside(&client, appended(url, SIGNATURE)).await?,
        };
        Ok((artifact, None))
    };
    match tokio::time::timeout(ALL, fetching).await {
        Ok(fetched) => fetched,
        Err(_) => Err(DistributionError::Timeout {
            host: host(url),
            seconds: ALL.as_secs(),
        }),
    }
}

/// A client that never leaves HTTPS, except to this machine.
pub(super) fn client() -> reqwest::Result<Client> {
    let follow = redirect::Policy::custom(|attempt| {
        let to = attempt.url();
        let safe = to.scheme() == "https" || is_here(to);
        if !safe {
            attempt.error("it leads away from https")
        } else if attempt.previous().len() > REDIRECTS {
            attempt.error("it leads on and on")
        } else {
            attempt.follow()
        }
    });
    Client::builder()
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .redirect(follow)
        .user_agent(concat!("vinbot/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// The bytes at an address; none if there is nothing.
async fn get(
    client: &Client,
    url: &Url,
    most: u64,
    max_mb: u64,
) -> Result<Option<Vec<u8>>, DistributionError> {
    let unreachable = |error: reqwest::Error| unreachable(url, &error.without_url());
    let mut response = client.get(url.clone()).send().await.map_err(unreachable)?;
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(None),
        status if !status.is_success() => {
            return Err(DistributionError::Refused {
                host: host(url),
                reason: status.to_string(),
            });
        }
        _ => {}
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if (bytes.len() + chunk.len()) as u64 > most {
            return Err(DistributionError::TooLarge {
                what: url.to_string(),
                most: max_mb,
            });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

async fn beside(client: &Client, url: Url) -> Result<Option<String>, DistributionError> {
    let not = |reason: &str| DistributionError::NotAPlugin {
        what: url.to_string(),
        reason: reason.to_owned(),
    };
    let bytes = match get(client, &url, MOST as u64, 1).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(None),
        Err(DistributionError::TooLarge { .. }) => return Err(not("it is far too long")),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8(bytes).map_err(|_| not("it is no text"))?;
    Ok(Some(text))
}

/// `…/plugin.wasm?x` as `…/plugin.toml?x`.
fn with_extension(url: &Url, extension: &str) -> Url {
    let mut url = url.clone();
    let path = Path::new(url.path()).with_extension(extension);
    url.set_path(&path.to_string_lossy());
    url
}

/// `…/plugin.wasm?x` as `…/plugin.wasm.minisig?x`.
fn appended(url: &Url, extension: &str) -> Url {
    let mut url = url.clone();
    url.set_path(&format!("{}.{extension}", url.path()));
    url
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn unreachable(url: &Url, error: &reqwest::Error) -> DistributionError {
    DistributionError::Unreachable {
        host: host(url),
        reason: chain(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_component_is_looked_for_beside_it() {
        let url: Url = "https://example.org/a.b/wmi.wasm?token=1".parse().unwrap();
        let toml = with_extension(&url, "toml");
        assert_eq!(toml.as_str(), "https://example.org/a.b/wmi.toml?token=1");
        let signature = appended(&url, SIGNATURE);
        let expected = "https://example.org/a.b/wmi.wasm.minisig?token=1";
        assert_eq!(signature.as_str(), expected);
    }
}
