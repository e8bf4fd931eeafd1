//! The one client that all plugins share.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use reqwest::{Method, Proxy, redirect};

use crate::error::HttpError;
use crate::hosts::Hosts;
use crate::resolve::{Names, Resolver};
use crate::settings::Settings;
use crate::sign::Signers;
use crate::statistics::Statistics;
use crate::{Access, clock, exchange};

/// Redirects that are followed for those who don't follow them themselves.
const REDIRECTS: u32 = 5;

/// What a plugin wants sent.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// An `https` URL, with placeholders for secrets.
    pub url: String,
    /// Headers, with placeholders for secrets.
    pub headers: HeaderMap,
    /// What is sent along.
    pub body: Option<Vec<u8>>,
    /// How long the whole may take; without, as long as `http.timeout_ms` says.
    pub timeout: Option<Duration>,
    /// Whether redirects are followed, or handed over as they are.
    pub follow: bool,
}

/// What came back, without secrets.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, without those about the connection.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Vec<u8>,
}

/// Sends requests; cheap to clone, with one pool of connections and one memory of hosts.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) settings: Arc<Settings>,
    pub(crate) signers: Signers,
    pub(crate) hosts: Arc<Hosts>,
    /// Says which trace a request belongs to.
    pub(crate) traceparent: Option<fn() -> Option<String>>,
}

impl Client {
    /// Makes the client; `names` knows which addresses a name has, `signers` who signs
    /// requests to which hosts.
    ///
    /// # Errors
    /// When there is no TLS, or when `http.proxy` is none.
    pub fn new(settings: &Settings, names: Names, signers: Signers) -> reqwest::Result<Self> {
        Self::over(reqwest::Client::builder(), settings, names, signers)
    }

    /// The same from a builder that knows more: in tests, whom to trust.
    pub(crate) fn over(
        builder: reqwest::ClientBuilder,
        settings: &Settings,
        names: Names,
        signers: Signers,
    ) -> reqwest::Result<Self> {
        let mut builder = builder
            .user_agent(concat!("vinbot/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(Duration::from_millis(settings.connect_timeout_ms))
            .read_timeout(Duration::from_millis(settings.read_timeout_ms))
            .pool_max_idle_per_host(8)
            .pool_idle_timeout(Duration::from_mins(1));
        let mut proxy = None;
        if let Some(url) = &settings.proxy {
            builder = builder.proxy(Proxy::all(url)?);
            let url = reqwest::Url::parse(url).ok();
            proxy = url.and_then(|url| url.host_str().map(str::to_owned));
        }
        let resolver = Resolver {
            names,
            allow_loopback: settings.allow_loopback,
            proxy,
        };
        Ok(Self {
            http: builder.dns_resolver(Arc::new(resolver)).build()?,
            settings: Arc::new(settings.clone()),
            signers,
            hosts: Arc::default(),
            traceparent: None,
        })
    }

    /// The same whose requests carry the header `traceparent`, in the place of a plugin's own:
    /// each attempt has what this says in its span, if it says anything.
    #[must_use]
    pub fn traced(self, traceparent: fn() -> Option<String>) -> Self {
        Self {
            traceparent: Some(traceparent),
            ..self
        }
    }

    /// Sends a request with these rights and reads the whole answer, all before
    /// `deadline`, again if that may help and does no harm: after GET, HEAD, PUT and DELETE,
    /// and after others that carry the header `idempotency-key`.
    ///
    /// # Errors
    /// See [`HttpError`].
    pub async fn send(
        &self,
        access: &Access,
        request: Request,
        deadline: Instant,
    ) -> Result<Response, HttpError> {
        let most = Duration::from_millis(self.settings.timeout_ms);
        let timeout = request.timeout.unwrap_or(most).min(most);
        let deadline = deadline.min(clock::now() + timeout);
        let redirects = if request.follow { REDIRECTS } else { 0 };
        exchange::run(self, access, request, deadline, redirects)
            .await
            .map_err(|error| access.cleaned(error))
    }

    /// What has become of all requests so far, host by host.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.hosts.statistics()
    }
}
