//! Why a request was not made, or got no answer.

/// The words are for plugin authors and operators; no secret is ever in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The URL is none that can be requested.
    #[error("the URL can't be used: {0}")]
    Url(String),
    /// A header that is malformed, or that the host sets itself.
    #[error("the header `{name}` can't be sent: {reason}")]
    Header {
        /// Its name, as far as it is fit to print.
        name: String,
        /// Why.
        reason: &'static str,
    },
    /// Neither HTTPS nor loopback in development.
    #[error(
        "only https:// is allowed (http:// to a loopback name or address, where the operator \
         sets `http.allow_loopback`)"
    )]
    NotHttps,
    /// The manifest does not ask for the host.
    #[error("the host {0} is not asked for: add it to `hosts` in plugin.toml")]
    HostNotAsked(String),
    /// The operator does not grant the host.
    #[error(
        "the host {0} is not granted: the operator may add it to `hosts` of the plugin in config.toml"
    )]
    HostNotGranted(String),
    /// The name leads to an address that is not on the public internet.
    #[error("{0} leads to an address that is not on the public internet")]
    DestinationIpProhibited(String),
    /// A placeholder for a secret that the plugin has not been granted.
    #[error("the secret {0} is not granted to this plugin")]
    SecretNotGranted(String),
    /// A placeholder on the way to a host that the secret is not bound to.
    #[error("the secret {name} is not for {host}: config.toml binds it to other hosts")]
    SecretNotForHost {
        /// The secret's name.
        name: String,
        /// The host.
        host: String,
    },
    /// A placeholder where none is filled in.
    #[error("a secret may stand in the value of a header or of a query parameter, not in {0}")]
    SecretMisplaced(&'static str),
    /// A redirect would have carried a secret to a host that it is not bound to.
    #[error("a redirect would have carried the secret {0} to a host that it is not for")]
    RedirectCarriesSecret(String),
    /// More redirects than are followed.
    #[error("more than {0} redirects")]
    TooManyRedirects(u32),
    /// Not answered in time.
    #[error("no whole answer in time")]
    Timeout,
    /// The answer is larger than `http.max_response_kb`.
    #[error("the answer has more than {0} kB (http.max_response_kb)")]
    TooLarge(u64),
    /// The name is not known.
    #[error("the name {0} can't be resolved")]
    Unresolved(String),
    /// No connection.
    #[error("{host} can't be reached: {reason}")]
    Unreachable {
        /// The host.
        host: String,
        /// The system's words.
        reason: String,
    },
    /// The connection is not trustworthy.
    #[error("no TLS connection to {host}: {reason}")]
    Tls {
        /// The host.
        host: String,
        /// The library's words.
        reason: String,
    },
    /// The connection ended, or what came is no HTTP.
    #[error("the exchange with {host} broke off: {reason}")]
    Broken {
        /// The host.
        host: String,
        /// The library's words.
        reason: String,
    },
    /// It has failed so often that it is left alone for a while.
    #[error("the host {0} has failed so often that it is left alone for a while")]
    CircuitOpen(String),
    /// It has said that it must not be asked yet.
    #[error("the host {host} has had too many requests, and wants none for {seconds} s")]
    Quota {
        /// The host.
        host: String,
        /// Until it may be asked again.
        seconds: u64,
    },
    /// A compressed answer, in which no secret could be found.
    #[error("the answer is encoded as `{0}` although that was not asked for")]
    Encoded(String),
}

/// What a caller makes of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It would never be sent as it is.
    Invalid,
    /// It is not allowed.
    Denied,
    /// Too slow.
    Timeout,
    /// Too much.
    TooLarge,
    /// The host is left alone for a while.
    CircuitOpen,
    /// Another time it may work.
    Unavailable,
}

impl HttpError {
    /// What a caller makes of it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Url(_) | Self::Header { .. } => Kind::Invalid,
            Self::NotHttps
            | Self::HostNotAsked(_)
            | Self::HostNotGranted(_)
            | Self::DestinationIpProhibited(_)
            | Self::SecretNotGranted(_)
            | Self::SecretNotForHost { .. }
            | Self::SecretMisplaced(_)
            | Self::RedirectCarriesSecret(_) => Kind::Denied,
            Self::Timeout => Kind::Timeout,
            Self::TooLarge(_) => Kind::TooLarge,
            Self::CircuitOpen(_) => Kind::CircuitOpen,
            Self::TooManyRedirects(_)
            | Self::Quota { .. }
            | Self::Unresolved(_)
            | Self::Unreachable { .. }
            | Self::Tls { .. }
            | Self::Broken { .. }
            | Self::Encoded(_) => Kind::Unavailable,
        }
    }

    /// A word for it that stays the same, for logs and figures; finer than
    /// [`kind`](Self::kind).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind() {
            Kind::Invalid => "invalid",
            Kind::Denied => "denied",
            Kind::Timeout => "timeout",
            Kind::TooLarge => "too-large",
            Kind::CircuitOpen => "circuit-open",
            Kind::Unavailable => match self {
                Self::Quota { .. } => "quota",
                Self::Unresolved(_) => "unresolved",
                Self::Tls { .. } => "tls",
                Self::TooManyRedirects(_) => "redirects",
                Self::Encoded(_) => "encoded",
                Self::Broken { .. } => "broken",
                _ => "unreachable",
            },
        }
    }

    /// The same with every text that came from outside passed through `clean`: a server
    /// decides the host of a redirect, and may put there what it was sent.
    pub(crate) fn cleaned(mut self, clean: impl Fn(&mut String)) -> Self {
        match &mut self {
            Self::Url(text)
            | Self::HostNotAsked(text)
            | Self::HostNotGranted(text)
            | Self::DestinationIpProhibited(text)
            | Self::Unresolved(text)
            | Self::Encoded(text)
            | Self::CircuitOpen(text)
            | Self::Quota { host: text, .. }
            | Self::Header { name: text, .. }
            | Self::SecretNotForHost { host: text, .. } => clean(text),
            Self::Unreachable { host, reason }
            | Self::Tls { host, reason }
            | Self::Broken { host, reason } => {
                clean(host);
                clean(reason);
            }
            Self::NotHttps
            | Self::SecretNotGranted(_)
            | Self::SecretMisplaced(_)
            | Self::RedirectCarriesSecret(_)
            | Self::TooManyRedirects(_)
            | Self::Timeout
            | Self::TooLarge(_) => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn host() -> String {
        "a.example".to_owned()
    }

    #[rstest]
    #[case(HttpError::Timeout, "timeout", Kind::Timeout)]
    #[case(HttpError::Unresolved(host()), "unresolved", Kind::Unavailable)]
    #[case(HttpError::Unreachable { host: host(), reason: host() }, "unreachable", Kind::Unavailable)]
    #[case(HttpError::Tls { host: host(), reason: host() }, "tls", Kind::Unavailable)]
    #[case(HttpError::Broken { host: host(), reason: host() }, "broken", Kind::Unavailable)]
    #[case(HttpError::Encoded(host()), "encoded", Kind::Unavailable)]
    #[case(HttpError::CircuitOpen(host()), "circuit-open", Kind::CircuitOpen)]
    #[case(HttpError::Quota { host: host(), seconds: 1 }, "quota", Kind::Unavailable)]
    #[case(HttpError::HostNotGranted(host()), "denied", Kind::Denied)]
    #[case(HttpError::TooLarge(1), "too-large", Kind::TooLarge)]
    #[case(HttpError::Url(host()), "invalid", Kind::Invalid)]
    fn what_tells_errors_apart_stays_the_same_and_is_counted(
        #[case] error: HttpError,
        #[case] code: &str,
        #[case] kind: Kind,
    ) {
        assert_eq!((error.code(), error.kind()), (code, kind));
        assert!(crate::statistics::OUTCOMES.contains(&code));
    }
}
