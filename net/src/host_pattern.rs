//! Hosts as operators and manifests write them.

use std::fmt;
use std::str::FromStr;

use reqwest::Url;
use serde::Deserialize;

/// `api.example.com`, `*.example.com` (every name below it, not itself), each with a
/// `:port` where it is not the usual one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct HostPattern {
    below: bool,
    /// As URLs have it: lower case, international names in their ASCII form.
    host: String,
    /// Without: the usual one of the URL's scheme.
    port: Option<u16>,
}

impl HostPattern {
    /// True if this URL leads to such a host.
    #[must_use]
    pub fn matches(&self, url: &Url) -> bool {
        let port = match self.port {
            Some(port) => url.port_or_known_default() == Some(port),
            None => url.port().is_none(),
        };
        port && url.host_str().is_some_and(|host| self.holds(host))
    }

    /// True if every host that `other` stands for is one of these.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let inside = if other.below {
            self.below && (self.host == other.host || self.holds(&other.host))
        } else {
            self.holds(&other.host)
        };
        inside && self.port.unwrap_or(443) == other.port.unwrap_or(443)
    }

    fn holds(&self, host: &str) -> bool {
        if self.below {
            let above = host.strip_suffix(self.host.as_str());
            above.is_some_and(|above| above.len() > 1 && above.ends_with('.'))
        } else {
            self.host == host
        }
    }
}

impl FromStr for HostPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = |reason: &str| {
            let shown: String = text.chars().take(80).collect();
            Err(format!(
                "`{shown}` is no host such as api.example.com, *.example.com or \
                 api.example.com:8443: {reason}"
            ))
        };
        if text.contains("://") {
            return refuse("leave out the scheme");
        }
        let (below, rest) = match text.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if rest.contains('*') {
            return refuse("a star stands only at the start, before a dot");
        }
        if rest.contains(['/', '?', '#', '@', '\\', '%']) || rest.contains(char::is_whitespace) {
            return refuse("only a name and a port");
        }
        let port = match rest.rsplit_once(':') {
            Some((_, port)) if !rest.ends_with(']') => match port.parse::<u16>() {
                Ok(port) if port > 0 => Some(port),
                _ => return refuse("the port is a number from 1 to 65535"),
            },
            _ => None,
        };
        let Ok(url) = Url::parse(&format!("https://{rest}/")) else {
            return refuse("it can't be part of a URL");
        };
        let Some(host) = url.host_str().filter(|host| !host.ends_with('.')) else {
            return refuse("the name is not valid");
        };
        let is_address = host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok();
        if below && (is_address || !(host.contains('.') || host == "localhost")) {
            return refuse("after the star there must be a domain");
        }
        Ok(Self {
            below,
            host: host.to_owned(),
            port,
        })
    }
}

impl TryFrom<String> for HostPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.below { "*." } else { "" };
        write!(f, "{star}{}", self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn pattern(text: &str) -> HostPattern {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("api.example.com", "https://api.example.com/x?y", true)]
    #[case("API.Example.COM", "https://api.example.com/", true)]
    #[case("api.example.com", "https://api.example.com:443/", true)]
    #[case("api.example.com:443", "https://api.example.com/", true)]
    #[case("api.example.com", "https://api.example.com:8443/", false)]
    #[case("api.example.com:8443", "https://api.example.com:8443/", true)]
    #[case("api.example.com:8443", "https://api.example.com/", false)]
    #[case("api.example.com", "https://example.com/", false)]
    #[case("api.example.com", "https://api.example.com.evil.net/", false)]
    #[case("api.example.com", "https://api.example.com./", false)]
    #[case("api.example.com", "https://evil.net/api.example.com", false)]
    #[case("api.example.com", "https://api.example.com@evil.net/", false)]
    #[case("*.example.com", "https://a.example.com/", true)]
    #[case("*.example.com", "https://a.b.example.com/", true)]
    #[case("*.example.com", "https://example.com/", false)]
    #[case("*.example.com", "https://notexample.com/", false)]
    #[case("bücher.example", "https://xn--bcher-kva.example/", true)]
    #[case("127.0.0.1:80", "https://2130706433:80/", true)]
    #[case("[::1]:9000", "http://[0:0::1]:9000/", true)]
    fn a_url_is_held_against_it(#[case] text: &str, #[case] url: &str, #[case] fits: bool) {
        assert_eq!(pattern(text).matches(&Url::parse(url).unwrap()), fits);
    }

    #[rstest]
    #[case("a.example.com", "a.example.com", true)]
    #[case("a.example.com", "a.example.com:443", true)]
    #[case("*.example.com", "a.example.com", true)]
    #[case("*.example.com", "*.example.com", true)]
    #[case("*.example.com", "*.a.example.com", true)]
    #[case("*.a.example.com", "*.example.com", false)]
    #[case("a.example.com", "*.example.com", false)]
    #[case("a.example.com", "a.example.com:8443", false)]
    fn one_pattern_covers_another(#[case] one: &str, #[case] other: &str, #[case] covers: bool) {
        assert_eq!(pattern(one).covers(&pattern(other)), covers);
    }

    #[rstest]
    #[case("", "it can't be part of a URL")]
    #[case("*", "a star stands only at the start")]
    #[case("*.com", "after the star there must be a domain")]
    #[case("*.127.0.0.1", "after the star there must be a domain")]
    #[case("a.*.com", "a star stands only at the start")]
    #[case("https://a.example.com", "leave out the scheme")]
    #[case("a.example.com/path", "only a name and a port")]
    #[case("user@a.example.com", "only a name and a port")]
    #[case("a.example.com:0", "the port is a number")]
    #[case("a.example.com:http", "the port is a number")]
    #[case("a.example.com.", "the name is not valid")]
    fn what_is_no_host_is_refused_with_the_reason(#[case] text: &str, #[case] reason: &str) {
        let told = text.parse::<HostPattern>().unwrap_err();
        assert!(told.contains(reason), "{told}");
    }
}
