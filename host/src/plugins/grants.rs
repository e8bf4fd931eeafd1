//! What a plugin may do: its manifest must ask, and the operator must grant.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use vinbot_net::{Access, AllowList, Secret, Secrets};

use super::manifest::{Asks, Manifest};
use crate::config::{self, CacheGrant};

/// Where the values of secrets come from.
#[derive(Clone, Default)]
pub enum Environment {
    /// The variables of this process.
    #[default]
    Process,
    /// These alone.
    Of(Vec<(String, SecretString)>),
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

impl Environment {
    pub(super) fn value(&self, name: &str) -> Option<SecretString> {
        match self {
            Self::Process => std::env::var(name).ok().map(SecretString::from),
            Self::Of(all) => {
                let found = all.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| value.clone())
            }
        }
    }
}

/// One thing that a manifest asks for, and whether it is granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// `host api.nhtsa.gov`, `secret CARSXE_API_KEY`, `cache`.
    pub what: String,
    /// Whether the plugin is of no use without.
    pub needed: bool,
    /// What the operator has to do, if it is not granted.
    pub missing: Option<String>,
}

impl Ask {
    /// In one line: `needs host api.nhtsa.gov: granted`.
    #[must_use]
    pub fn line(&self) -> String {
        let verb = if self.needed { "needs" } else { "wants" };
        let state = self.missing.as_ref();
        let state = state.map_or("granted".to_owned(), |what| format!("missing: {what}"));
        format!("{verb} {}: {state}", self.what)
    }
}

/// What one plugin may do.
#[derive(Debug, Default)]
pub(super) struct Grants {
    /// Over the network.
    pub(super) access: Access,
    /// What it may keep.
    pub(super) cache: Option<CacheGrant>,
    /// Whether there is a host that it may ask.
    pub(super) goes_out: bool,
    /// Whether it carries a secret there: then each question may cost money.
    pub(super) has_secrets: bool,
    asks: Vec<Ask>,
}

impl Grants {
    /// What is asked for and granted.
    pub(super) fn new(
        name: &str,
        manifest: &Manifest,
        own: &config::Plugin,
        environment: &Environment,
    ) -> Self {
        let mut asks = Vec::new();
        let mut hosts = Vec::new();
        let mut secrets = Vec::new();
        let mut cache = None;
        let mut goes_out = false;
        for (list, needed) in [(&manifest.needs, true), (&manifest.wants, false)] {
            let mut ask = |what: String, missing: Option<String>| {
                asks.push(Ask {
                    what,
                    needed,
                    missing,
                });
            };
            let Asks {
                hosts: some,
                secrets: names,
                cache: wants_cache,
            } = list;
            for host in some {
                let granted = own.hosts.iter().any(|grant| grant.covers(host));
                goes_out |= granted;
                let missing =
                    (!granted).then(|| format!("add \"{host}\" to `hosts` of [plugins.{name}]"));
                ask(format!("host {host}"), missing);
                hosts.push(host.clone());
            }
            for secret in names {
                let secret = secret.as_str();
                let (value, missing) = match self::secret(name, secret, own, environment) {
                    Ok(value) => (Some(value), None),
                    Err(missing) => (None, Some(missing)),
                };
                ask(format!("secret {secret}"), missing);
                secrets.extend(value);
            }
            if *wants_cache {
                let missing = own
                    .cache
                    .is_none()
                    .then(|| format!("set `cache = {{}}` in [plugins.{name}]"));
                ask("cache".to_owned(), missing);
                cache = own.cache;
            }
        }
        let has_secrets = !secrets.is_empty();
        Self {
            access: Access {
                hosts: AllowList::new(hosts, own.hosts.clone()),
                secrets: Secrets::new(secrets),
            },
            cache,
            goes_out,
            has_secrets,
            asks,
        }
    }

    /// Everything that is asked for.
    pub(super) fn asks(&self) -> &[Ask] {
        &self.asks
    }

    /// What is needed and not granted, as what the operator has to do; none if nothing.
    pub(super) fn refusal(&self) -> Option<String> {
        let missing: Vec<String> = self
            .asks
            .iter()
            .filter(|ask| ask.needed)
            .filter_map(|ask| Some(format!("{} ({})", ask.what, ask.missing.as_ref()?)))
            .collect();
        (!missing.is_empty()).then(|| missing.join("; "))
    }
}

/// The secret, or what the operator has to do about it.
fn secret(
    plugin: &str,
    name: &str,
    own: &config::Plugin,
    environment: &Environment,
) -> Result<Secret, String> {
    let hosts = own
        .secrets
        .get(name)
        .ok_or_else(|| format!("add `{name} = [\"HOST\"]` to `secrets` of [plugins.{plugin}]"))?;
    let value = environment
        .value(name)
        .filter(|_| !hosts.is_empty())
        .ok_or_else(|| {
            if hosts.is_empty() {
                format!("name the hosts that {name} may go to in [plugins.{plugin}]")
            } else {
                format!("it is granted, but the variable {name} of the environment is not set")
            }
        })?;
    Secret::new(name, value, hosts.clone())
        .map_err(|error| format!("it is granted, but the variable {name} {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(manifest: &str, own: &str) -> Grants {
        let environment = Environment::Of(vec![
            ("SET".to_owned(), "a long value".into()),
            ("SHORT".to_owned(), "short".into()),
        ]);
        let manifest = toml::from_str(manifest).unwrap();
        Grants::new("it", &manifest, &toml::from_str(own).unwrap(), &environment)
    }

    fn missing(manifest: &str, own: &str) -> String {
        grants(manifest, own).refusal().unwrap_or_default()
    }

    #[test]
    fn what_is_needed_and_granted_is_no_reason_to_refuse() {
        let grants = grants(
            "[needs]\nhosts = [\"a.example\"]\nsecrets = [\"SET\"]\ncache = true",
            "hosts = [\"*.b.example\", \"a.example\"]\nsecrets = { SET = [\"a.example\"] }\ncache = {}",
        );
        assert_eq!(grants.refusal(), None);
        assert_eq!(grants.cache, Some(CacheGrant::default()));
        assert_eq!(grants.asks().len(), 3);
    }

    #[test]
    fn what_is_needed_and_not_granted_is_named_with_what_to_do() {
        let told = missing("[needs]\nhosts = [\"a.example\"]\ncache = true", "");
        assert_eq!(
            told,
            "host a.example (add \"a.example\" to `hosts` of [plugins.it]); \
             cache (set `cache = {}` in [plugins.it])"
        );
    }

    #[test]
    fn what_is_only_wanted_may_be_missing() {
        let grants = grants("[wants]\nhosts = [\"a.example\"]\ncache = true", "");
        assert_eq!(grants.refusal(), None);
        assert!(grants.asks().iter().all(|ask| ask.missing.is_some()));
        assert_eq!(grants.cache, None);
    }

    #[test]
    fn what_is_granted_and_not_asked_for_is_not_given() {
        let grants = grants(
            "",
            "cache = {}\nhosts = [\"a.example\"]\nsecrets = { SET = [\"a.example\"] }",
        );
        assert_eq!(grants.cache, None);
        assert!(grants.asks().is_empty());
        assert_eq!(format!("{:?}", grants.access.secrets), "[]");
    }

    #[test]
    fn a_wider_wish_than_the_grant_is_not_fulfilled() {
        let told = missing(
            "[needs]\nhosts = [\"*.a.example\"]",
            "hosts = [\"b.a.example\"]",
        );
        assert!(told.contains("*.a.example"), "{told}");
    }

    #[test]
    fn a_secret_that_is_not_in_the_environment_is_told_at_once() {
        let told = missing(
            "[needs]\nsecrets = [\"UNSET_HERE\"]",
            "secrets = { UNSET_HERE = [\"a.example\"] }",
        );
        assert!(
            told.contains("the variable UNSET_HERE of the environment is not set"),
            "{told}"
        );
    }

    #[test]
    fn a_secret_that_is_bound_to_no_host_or_too_short_is_of_no_use() {
        let told = missing("[needs]\nsecrets = [\"SET\"]", "secrets = { SET = [] }");
        assert!(told.contains("name the hosts that SET may go to"), "{told}");
        let told = missing(
            "[needs]\nsecrets = [\"SHORT\"]",
            "secrets = { SHORT = [\"a.example\"] }",
        );
        assert!(told.contains("less than 8 characters"), "{told}");
        assert!(!told.contains("short"), "{told}");
    }
}
