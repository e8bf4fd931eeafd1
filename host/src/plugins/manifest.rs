//! `plugin.toml`: what stands beside a component and says what it asks for.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use vinbot_net::HostPattern;

/// Largest manifest, in bytes.
const LARGEST: u64 = 64 << 10;

/// What a plugin asks for. Without a file: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Manifest {
    /// The plugin's name, as the component itself says it.
    pub name: Option<String>,
    /// One sentence, for people who look at the file.
    pub summary: Option<String>,
    /// What it is. If it says so, the component must export each.
    pub roles: Vec<String>,
    /// Without these it is not served.
    pub needs: Asks,
    /// These it uses if it is granted them.
    pub wants: Asks,
}

/// A part of what is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asks {
    /// Where it wants to go.
    pub hosts: Vec<HostPattern>,
    /// Secrets that it wants filled in, by their names.
    pub secrets: Vec<SecretName>,
    /// Whether it wants to keep something between calls.
    pub cache: bool,
}

/// The name of a secret, which is that of a variable of the environment: upper-case
/// letters, digits and underscores.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SecretName(String);

impl SecretName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SecretName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let valid = (1..=64).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text
                .bytes()
                .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'));
        if valid {
            Ok(Self(text))
        } else {
            let shown: String = text.chars().take(80).collect();
            Err(format!(
                "`{shown}` is no name of a secret: upper-case letters, digits and underscores, \
                 such as CARSXE_API_KEY"
            ))
        }
    }
}

/// Why a manifest can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It is there and can't be read.
    #[error("can't read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
    /// It says something that is not understood: a key with a typo must not pass for
    /// a plugin that asks for nothing.
    #[error("{} is not valid:\n{reason}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Key and line.
        reason: Box<toml::de::Error>,
    },
    /// It claims a role that the component does not have.
    #[error(
        "{} claims the role `{role}`, but the component exports {exported}: write it into \
         `roles` and the code, or into neither", path.display()
    )]
    Role {
        /// The file.
        path: PathBuf,
        /// The role in it.
        role: String,
        /// Those of the component.
        exported: String,
    },
    /// It belongs to another component.
    #[error("{} is of the plugin `{said}`, but the component is `{is}`", path.display())]
    Name {
        /// The file.
        path: PathBuf,
        /// The name in it.
        said: String,
        /// What the component says.
        is: String,
    },
}

impl Manifest {
    /// Reads the manifest of a component: `plugin.toml` of `plugin.wasm`, `NAME.toml` of
    /// `NAME.wasm`.
    ///
    /// # Errors
    /// See [`ManifestError`]; that there is none is no error.
    pub fn beside(component: &Path) -> Result<Self, ManifestError> {
        Ok(Self::find(component)?.unwrap_or_default())
    }

    /// The same; `None` if there is none.
    ///
    /// # Errors
    /// See [`ManifestError`].
    pub(super) fn find(component: &Path) -> Result<Option<Self>, ManifestError> {
        let path = component.with_extension("toml");
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(reason) => return Err(ManifestError::Unreadable { path, reason }),
        };
        let manifest = toml::from_str(&text).map_err(|reason| ManifestError::Invalid {
            path,
            reason: Box::new(reason),
        })?;
        Ok(Some(manifest))
    }

    /// Refuses the manifest of another plugin.
    ///
    /// # Errors
    /// [`ManifestError::Name`].
    pub fn check_name(&self, component: &Path, name: &str) -> Result<(), ManifestError> {
        match &self.name {
            Some(said) if said != name => Err(ManifestError::Name {
                path: component.with_extension("toml"),
                said: said.chars().take(40).collect(),
                is: name.to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

impl Manifest {
    /// Refuses a manifest that claims a role which the component does not have.
    ///
    /// # Errors
    /// [`ManifestError::Role`].
    pub(super) fn check_roles(
        &self,
        component: &Path,
        exported: &[&str],
    ) -> Result<(), ManifestError> {
        let missing = |role: &&String| !exported.contains(&role.as_str());
        match self.roles.iter().find(missing) {
            Some(role) => Err(ManifestError::Role {
                path: component.with_extension("toml"),
                role: role.chars().take(40).collect(),
                exported: exported.join(", "),
            }),
            None => Ok(()),
        }
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    // Opening a pipe would wait for somebody to write into it.
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    let file = std::fs::File::open(path)?;
    let mut text = String::new();
    file.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(std::io::Error::other("it has more than 64 kB"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn manifest(text: &str) -> Result<Manifest, ManifestError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plugin.toml"), text).unwrap();
        Manifest::beside(&folder.path().join("plugin.wasm"))
    }

    #[test]
    fn what_is_no_file_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("plugin.toml");
        let made = std::process::Command::new("mkfifo")
            .arg(pipe)
            .status()
            .unwrap();
        assert!(made.success());
        let refused = Manifest::beside(&folder.path().join("plugin.wasm")).unwrap_err();
        assert!(refused.to_string().contains("no regular file"), "{refused}");
    }

    #[test]
    fn it_says_what_is_needed_and_what_is_wanted() {
        let manifest = manifest(
            "name = \"recalls\"\nsummary = \"Recalls\"\nroles = [\"enricher\"]\n\
             [needs]\nhosts = [\"api.nhtsa.gov\"]\n\
             [wants]\nhosts = [\"*.carsxe.com\"]\nsecrets = [\"CARSXE_API_KEY\"]\ncache = true\n",
        )
        .unwrap();
        assert_eq!(manifest.needs.hosts, ["api.nhtsa.gov".parse().unwrap()]);
        assert_eq!(manifest.wants.secrets[0].as_str(), "CARSXE_API_KEY");
        assert!(manifest.wants.cache && !manifest.needs.cache);
    }

    #[test]
    fn a_component_without_one_asks_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = Manifest::beside(&folder.path().join("plugin.wasm")).unwrap();
        assert_eq!(manifest, Manifest::default());
    }

    #[rstest]
    #[case::a_typo("need = { cache = true }", "unknown field `need`")]
    #[case::a_typo_inside("[needs]\nhost = [\"a.example\"]", "unknown field `host`")]
    #[case::no_host("[needs]\nhosts = [\"https://a.example\"]", "leave out the scheme")]
    #[case::no_secret("[wants]\nsecrets = [\"my-key\"]", "`my-key` is no name of a secret")]
    #[case::no_toml("[needs", "unclosed table")]
    fn a_mistake_is_refused_by_name(#[case] text: &str, #[case] reason: &str) {
        let told = manifest(text).unwrap_err().to_string();
        assert!(told.contains("plugin.toml"), "{told}");
        assert!(told.contains(reason), "{told}");
    }

    #[test]
    fn one_that_is_too_large_is_not_read() {
        let told = manifest(&"#".repeat(100_000)).unwrap_err().to_string();
        assert!(told.contains("more than 64 kB"), "{told}");
    }

    #[test]
    fn a_role_that_the_component_does_not_have_is_named() {
        let manifest = manifest("roles = [\"decoder\", \"enricher\"]").unwrap();
        let file = Path::new("plugin.wasm");
        assert!(manifest.check_roles(file, &["decoder", "enricher"]).is_ok());
        let refused = manifest.check_roles(file, &["decoder"]).unwrap_err();
        let told = refused.to_string();
        assert!(told.contains("claims the role `enricher`"), "{told}");
        assert!(told.contains("exports decoder:"), "{told}");
        assert!(Manifest::default().check_roles(file, &["decoder"]).is_ok());
    }

    #[test]
    fn one_of_another_plugin_is_refused() {
        let manifest = manifest("name = \"a\"").unwrap();
        let file = Path::new("plugin.wasm");
        assert!(manifest.check_name(file, "a").is_ok());
        let told = manifest.check_name(file, "b").unwrap_err().to_string();
        assert!(
            told.contains("of the plugin `a`, but the component is `b`"),
            "{told}"
        );
    }
}
