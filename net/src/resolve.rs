//! From a name to addresses that a plugin may reach.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address;

/// Who knows the addresses of a name.
#[derive(Debug, Clone, Default)]
pub enum Names {
    /// The system.
    #[default]
    System,
    /// This table alone.
    Table(Arc<HashMap<String, Vec<IpAddr>>>),
}

impl Names {
    async fn addresses(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        match self {
            Self::System => {
                let found = tokio::net::lookup_host((name, 0)).await?;
                Ok(found.map(|address| address.ip()).collect())
            }
            Self::Table(table) => table.get(name).cloned().ok_or_else(|| {
                std::io::Error::new(std::io::ErrorKind::NotFound, "not in the table")
            }),
        }
    }
}

/// Why a name leads nowhere; found again in the chain of the client's errors.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ResolveError {
    #[error("no public address")]
    Prohibited,
    #[error("no such name: {0}")]
    Unknown(std::io::Error),
}

/// Asked by the client whenever it makes a connection, so that what is checked is what
/// is connected to: a name that answers differently the second time gains nothing.
#[derive(Debug)]
pub(crate) struct Resolver {
    pub(crate) names: Names,
    pub(crate) allow_loopback: bool,
    /// The operator's proxy, which may be anywhere.
    pub(crate) proxy: Option<String>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.names.clone();
        let loopback = is_loopback_name(name.as_str()).then_some(self.allow_loopback);
        let is_proxy = self.proxy.as_deref() == Some(name.as_str());
        Box::pin(async move {
            let name = name.as_str();
            let addresses = match loopback {
                // RFC 6761: these names are this machine, whatever a server says.
                Some(true) => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
                Some(false) => return Err(ResolveError::Prohibited.into()),
                None => {
                    let all = names.addresses(name).await.map_err(ResolveError::Unknown)?;
                    let (public, special): (Vec<_>, Vec<_>) = all
                        .into_iter()
                        .partition(|address| is_proxy || address::is_public(*address));
                    if !special.is_empty() {
                        tracing::debug!(name, ?special, "addresses that no plugin may reach");
                    }
                    if public.is_empty() {
                        return Err(ResolveError::Prohibited.into());
                    }
                    public
                }
            };
            let addresses = addresses.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}

/// `localhost` and all names below it.
pub(crate) fn is_loopback_name(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    async fn resolved(name: &str, allow_loopback: bool) -> Result<Vec<String>, String> {
        let table = [
            ("public.example", vec!["8.8.8.8"]),
            ("private.example", vec!["10.0.0.1", "fd00::1"]),
            ("mixed.example", vec!["169.254.169.254", "8.8.8.8"]),
            ("this-machine.example", vec!["127.0.0.1"]),
            ("localhost", vec!["8.8.8.8"]),
        ];
        let table = table.into_iter().map(|(name, addresses)| {
            let addresses = addresses.iter().map(|text| text.parse().unwrap());
            (name.to_owned(), addresses.collect())
        });
        let resolver = Resolver {
            names: Names::Table(Arc::new(table.collect())),
            allow_loopback,
            proxy: None,
        };
        match resolver.resolve(name.parse().unwrap()).await {
            Ok(addresses) => Ok(addresses.map(|found| found.ip().to_string()).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[rstest]
    #[case("public.example", Ok(vec!["8.8.8.8"]))]
    #[case("private.example", Err("no public address"))]
    #[case("mixed.example", Ok(vec!["8.8.8.8"]))]
    #[case("unknown.example", Err("no such name: not in the table"))]
    #[tokio::test]
    async fn only_public_addresses_come_back(
        #[case] name: &str,
        #[case] expected: Result<Vec<&str>, &str>,
    ) {
        let expected = expected
            .map(|list| list.into_iter().map(str::to_owned).collect())
            .map_err(str::to_owned);
        assert_eq!(resolved(name, false).await, expected);
    }

    #[tokio::test]
    async fn this_machine_is_reached_by_its_own_name_alone_and_only_where_allowed() {
        let own = vec!["127.0.0.1".to_owned(), "::1".to_owned()];
        assert_eq!(resolved("localhost", true).await, Ok(own.clone()));
        assert_eq!(resolved("a.localhost", true).await, Ok(own));
        assert!(resolved("localhost", false).await.is_err());
        assert!(resolved("this-machine.example", true).await.is_err());
    }
}
