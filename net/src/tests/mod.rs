//! The whole client against servers on this machine: what becomes of a request when its
//! host fails, in one way or another. Nothing here sleeps; time that has to pass is made to
//! (`crate::clock`), and where real milliseconds pass, they are those of a deadline.

mod circuits;
mod lines;
mod paths;
mod places;
mod retries;
mod server;
mod signatures;

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};

use crate::{
    Access, AllowList, Client, HostStatistics, HttpError, Names, Request, Response, Secret,
    Secrets, Settings, Signers, clock,
};

/// No waits, and nothing that would get between a test and what it looks at.
fn settings() -> Settings {
    Settings {
        allow_loopback: true,
        backoff_ms: 0,
        circuit_failures: 0,
        ..Settings::default()
    }
}

/// A client, and the right to ask everybody on this machine.
struct Asker {
    client: Client,
    /// Instead of that right, that to ask these.
    only: Option<Vec<String>>,
    secrets: Vec<Secret>,
}

impl Asker {
    fn new(settings: &Settings) -> Self {
        Self::of(Client::new(settings, Names::default(), Signers::default()).unwrap())
    }

    fn of(client: Client) -> Self {
        Self {
            client,
            only: None,
            secrets: Vec::new(),
        }
    }

    fn access(&self, url: &str) -> Access {
        let port = Url::parse(url).unwrap().port().unwrap_or(443);
        let names = ["localhost", "*.localhost", "127.0.0.1"];
        let all = names.map(|name| format!("{name}:{port}")).to_vec();
        let hosts = self.only.as_ref().unwrap_or(&all);
        let list = || hosts.iter().map(|host| host.parse().unwrap()).collect();
        Access {
            hosts: AllowList::new(list(), list()),
            secrets: Secrets::new(self.secrets.clone()),
        }
    }

    async fn get(&self, url: &str) -> Result<Response, HttpError> {
        self.send(request(Method::GET, url)).await
    }

    async fn send(&self, request: Request) -> Result<Response, HttpError> {
        let deadline = clock::now() + Duration::from_secs(10);
        let access = self.access(&request.url);
        self.client.send(&access, request, deadline).await
    }

    /// Of the only host that was asked.
    fn statistics(&self) -> HostStatistics {
        let mut hosts = self.client.statistics().hosts;
        assert_eq!(hosts.len(), 1);
        hosts.remove(0)
    }
}

fn request(method: Method, url: &str) -> Request {
    Request {
        method,
        url: url.to_owned(),
        headers: HeaderMap::new(),
        body: None,
        timeout: None,
        follow: true,
    }
}

/// `status 503`, or the error's code.
fn told(outcome: &Result<Response, HttpError>) -> String {
    match outcome {
        Ok(response) => format!("status {}", response.status),
        Err(error) => error.code().to_owned(),
    }
}
