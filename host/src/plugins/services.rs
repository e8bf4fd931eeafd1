//! What capabilities are made of: shared by all plugins, one set a runtime.

use vinbot_cache::Backend;
use vinbot_net::{Client, Names, Signers};

use super::error::StartError;
use super::grants::Environment;
use super::namespaces::Namespaces;
use crate::telemetry;

/// The outside world as plugins may get to see it.
#[derive(Debug)]
pub struct Services {
    pub(super) net: Client,
    pub(super) namespaces: Namespaces,
    pub(super) cache: Backend,
    pub(super) environment: Environment,
}

impl Services {
    /// The world as it is.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn new(http: &vinbot_net::Settings) -> Result<Self, StartError> {
        Self::with(http, Names::System, Environment::Process)
    }

    /// A world with these names and these secrets in it.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn with(
        http: &vinbot_net::Settings,
        names: Names,
        environment: Environment,
    ) -> Result<Self, StartError> {
        let signers = Signers::new(&http.signing, |name| environment.value(name))?;
        Ok(Self {
            net: Client::new(http, names, signers)?,
            namespaces: Namespaces::default(),
            cache: Backend::in_memory(),
            environment,
        })
    }

    /// The same whose requests tell services which trace they belong to.
    #[must_use]
    pub fn traced(self) -> Self {
        Self {
            net: self.net.traced(telemetry::traceparent),
            ..self
        }
    }

    /// The same with what is kept elsewhere than in this process's memory.
    #[must_use]
    pub fn with_cache(self, cache: Backend) -> Self {
        Self {
            namespaces: Namespaces::new(cache.shared()),
            cache,
            ..self
        }
    }
}
