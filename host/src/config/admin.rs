//! `[admin]`: who reaches the admin page and the admin API.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::Deserialize;

/// `[admin]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Admin {
    /// From which addresses the page and the API may be asked.
    pub networks: Vec<Network>,
    /// Where browsers reach the page, if that is not this machine: `https://bot.example.com`.
    pub origin: Option<String>,
    /// How long a login holds, in seconds.
    pub session_s: u64,
    /// The header in which a reverse proxy tells who is logged in there.
    pub proxy_header: Option<String>,
    /// From which addresses such a proxy asks.
    pub trusted_proxies: Vec<Network>,
}

impl Default for Admin {
    fn default() -> Self {
        let here = ["127.0.0.0/8", "::1/128"].into_iter();
        let here = here.filter_map(|one| Network::try_from(one.to_owned()).ok());
        Self {
            networks: here.collect(),
            origin: None,
            session_s: 28_800,
            proxy_header: None,
            trusted_proxies: Vec::new(),
        }
    }
}

impl Admin {
    /// What is wrong with it: the key, and the reason.
    pub(super) fn problem(&self) -> Option<(&'static str, String)> {
        if let Some(origin) = &self.origin
            && !is_origin(origin)
        {
            let words = "it must be scheme and host alone, such as https://bot.example.com";
            return Some(("admin.origin", words.to_owned()));
        }
        let header = self.proxy_header.as_ref()?;
        let problem = if http::HeaderName::from_str(header).is_err() {
            ("admin.proxy_header", "it is no name of a header")
        } else if self.trusted_proxies.is_empty() {
            (
                "admin.trusted_proxies",
                "admin.proxy_header is set, and no address is trusted to send it",
            )
        } else if self.origin.is_none() {
            (
                "admin.origin",
                "admin.proxy_header is set: say where browsers reach the page, such as \
                 https://bot.example.com, so that no other site's page passes for it",
            )
        } else {
            return None;
        };
        Some((problem.0, problem.1.to_owned()))
    }
}

fn is_origin(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    })
}

/// Addresses: `10.0.0.0/8`, or a single one.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network(IpNet);

impl Network {
    /// True if it has this address; one of IPv4 that is written as IPv6 is one of IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// True if addresses outside this machine are in it.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        let loopback = match self.0.addr() {
            IpAddr::V4(first) => first.is_loopback() && self.0.prefix_len() >= 8,
            IpAddr::V6(first) => first.is_loopback() && self.0.prefix_len() == 128,
        };
        !loopback
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let one = || text.parse().map(|address: IpAddr| IpNet::from(address));
        let net = text.parse().or_else(|_| one());
        net.map(Self).map_err(|_| {
            let shown: String = text.chars().take(80).collect();
            format!("`{shown}` is neither an address nor a network such as 10.0.0.0/8")
        })
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn network(text: &str) -> Network {
        text.to_owned().try_into().unwrap()
    }

    #[rstest]
    #[case("10.0.0.0/8", "10.1.2.3", true)]
    #[case("10.0.0.0/8", "11.1.2.3", false)]
    #[case("10.0.0.7", "10.0.0.7", true)]
    #[case("10.0.0.7", "10.0.0.8", false)]
    #[case("127.0.0.0/8", "::ffff:127.0.0.1", true)]
    #[case("fdaa::/16", "fdaa:0:1::2", true)]
    #[case("0.0.0.0/0", "::1", false)]
    fn a_network_has_the_addresses_of_its_prefix(
        #[case] text: &str,
        #[case] address: IpAddr,
        #[case] inside: bool,
    ) {
        assert_eq!(network(text).contains(address), inside);
    }

    #[rstest]
    #[case("127.0.0.0/8", false)]
    #[case("127.0.0.1", false)]
    #[case("::1", false)]
    #[case("126.0.0.0/7", true)]
    #[case("10.0.0.1", true)]
    #[case("::/0", true)]
    fn what_is_wider_than_this_machine_is_known(#[case] text: &str, #[case] wide: bool) {
        assert_eq!(network(text).is_wide(), wide);
    }

    #[test]
    fn by_default_this_machine_alone_is_let_in() {
        let admin = Admin::default();
        assert!(!admin.networks.iter().any(Network::is_wide));
        assert!(admin.networks[0].contains([127, 9, 9, 9].into()));
        assert_eq!(admin.problem(), None);
    }

    #[rstest]
    #[case("origin = \"https://a.example/admin\"", "admin.origin")]
    #[case("origin = \"a.example\"", "admin.origin")]
    #[case("proxy_header = \"X User\"", "admin.proxy_header")]
    #[case("proxy_header = \"X-User\"", "admin.trusted_proxies")]
    #[case(
        "proxy_header = \"X-User\"\ntrusted_proxies = [\"10.0.0.1\"]",
        "admin.origin"
    )]
    fn a_proxy_is_believed_only_where_it_is_said_which_and_where(
        #[case] text: &str,
        #[case] key: &str,
    ) {
        let admin: Admin = toml::from_str(text).unwrap();
        assert_eq!(admin.problem().unwrap().0, key);
    }
}
