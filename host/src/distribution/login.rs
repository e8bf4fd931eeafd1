//! Logins of registries: from the environment, else as Docker's tools keep them.
//!
//! A login is given to the registry that it is for, and to no other: which registries
//! are asked stands in `plugins.lock`, too.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oci_client::secrets::RegistryAuth;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::error::DistributionError;

/// Who one is at a registry.
#[derive(Debug, Clone)]
pub struct Login {
    registry: String,
    user: String,
    password: SecretString,
}

/// The logins that are known.
#[derive(Debug, Clone, Default)]
pub struct Logins(Vec<Login>);

const VARIABLES: [&str; 3] = [
    "VINBOT_OCI_REGISTRY",
    "VINBOT_OCI_USERNAME",
    "VINBOT_OCI_PASSWORD",
];

/// Docker's `config.json`, as far as it is of use.
#[derive(Deserialize)]
struct Docker {
    #[serde(default)]
    auths: std::collections::BTreeMap<String, DockerAuth>,
}

#[derive(Deserialize)]
struct DockerAuth {
    #[serde(default)]
    auth: Option<String>,
}

impl Logins {
    /// Reads the environment, then `config.json` in `DOCKER_CONFIG` or `~/.docker`.
    ///
    /// # Errors
    /// When a part of a login is missing, or the file is of no use.
    pub fn from_environment() -> Result<Self, DistributionError> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut logins = Self::from_variables(variable)?;
        let folder = variable("DOCKER_CONFIG").map(std::path::PathBuf::from);
        let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().join(".docker"));
        if let Some(folder) = folder.or_else(home) {
            logins.add_docker(&folder.join("config.json"))?;
        }
        Ok(logins)
    }

    fn from_variables(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, DistributionError> {
        let found = VARIABLES.map(variable);
        match found {
            [None, None, None] => Ok(Self::default()),
            [Some(registry), Some(user), Some(password)] => Ok(Self(vec![Login {
                registry,
                user,
                password: password.into(),
            }])),
            some => {
                let missing = some.iter().position(Option::is_none).unwrap_or_default();
                Err(DistributionError::Login(format!(
                    "{} is not set: a login is all of {}",
                    VARIABLES[missing],
                    VARIABLES.join(", ")
                )))
            }
        }
    }

    fn add_docker(&mut self, file: &Path) -> Result<(), DistributionError> {
        // What it holds is secret, so the words of an error don't quote it.
        let unusable = |why: &str| {
            let file = file.display();
            DistributionError::Login(format!("the logins in {file} can't be used: {why}"))
        };
        let text = match std::fs::read_to_string(file) {
            Ok(text) => SecretString::from(text),
            Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(reason) => return Err(unusable(&reason.to_string())),
        };
        let docker: Docker = serde_json::from_str(text.expose_secret())
            .map_err(|_| unusable("it is not JSON of that kind"))?;
        for (registry, entry) in docker.auths {
            // Without it, the login is with a helper program, which is not asked.
            let Some(auth) = entry.auth else { continue };
            let login = login(&registry, &auth.into())
                .ok_or_else(|| unusable("an `auth` is not user and password"))?;
            self.0.push(login);
        }
        Ok(())
    }

    /// What a registry is told.
    pub(super) fn of(&self, registry: &str) -> RegistryAuth {
        let login = self.0.iter().find(|login| login.registry == registry);
        login.map_or(RegistryAuth::Anonymous, |login| {
            let password = login.password.expose_secret().to_owned();
            RegistryAuth::Basic(login.user.clone(), password)
        })
    }
}

fn login(registry: &str, auth: &SecretString) -> Option<Login> {
    let bytes = STANDARD.decode(auth.expose_secret().trim()).ok()?;
    let text = SecretString::from(String::from_utf8(bytes).ok()?);
    let (user, password) = text.expose_secret().split_once(':')?;
    // Older tools write an address instead of a host.
    let host = registry
        .trim_start_matches("https://")
        .split('/')
        .next()
        .unwrap_or(registry);
    Some(Login {
        registry: host.to_owned(),
        user: user.to_owned(),
        password: password.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Logins, DistributionError> {
        Logins::from_variables(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_login_is_for_its_own_registry_alone() {
        let logins = from(&[
            ("VINBOT_OCI_REGISTRY", "one.example.org"),
            ("VINBOT_OCI_USERNAME", "me"),
            ("VINBOT_OCI_PASSWORD", "hunter2"),
        ])
        .unwrap();
        let basic = RegistryAuth::Basic("me".into(), "hunter2".into());
        assert!(logins.of("one.example.org") == basic);
        assert!(logins.of("two.example.org") == RegistryAuth::Anonymous);
        assert!(!format!("{logins:?}").contains("hunter2"));
    }

    #[test]
    fn half_a_login_is_said_to_be_half() {
        let told = from(&[("VINBOT_OCI_USERNAME", "me"), ("VINBOT_OCI_PASSWORD", "x")]);
        let told = told.unwrap_err().to_string();
        assert!(told.starts_with("VINBOT_OCI_REGISTRY is not set"), "{told}");
    }

    #[test]
    fn dockers_logins_are_taken_and_never_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.json");
        let auth = STANDARD.encode("me:hunter:2");
        let text = format!(
            r#"{{"auths": {{"https://ghcr.io/v1/": {{"auth": "{auth}"}}, "helped.org": {{}}}},
                "credsStore": "x"}}"#
        );
        std::fs::write(&file, text).unwrap();
        let mut logins = Logins::default();
        logins.add_docker(&file).unwrap();
        assert!(logins.of("ghcr.io") == RegistryAuth::Basic("me".into(), "hunter:2".into()));
        assert!(logins.of("helped.org") == RegistryAuth::Anonymous);

        let text = format!(r#"{{"auths": {{"a": {{"auth": "{auth}!hunter"}}}}}}"#);
        std::fs::write(&file, text).unwrap();
        let told = logins.add_docker(&file).unwrap_err().to_string();
        assert!(!told.contains("hunter") && !told.contains(&auth), "{told}");
        logins.add_docker(&folder.path().join("none.json")).unwrap();
    }
}
