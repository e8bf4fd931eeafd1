//! Where a plugin comes from.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use oci_client::Reference;
use reqwest::Url;

use super::error::DistributionError;
use crate::address::is_here;

const OCI: &str = "oci://";

/// Where a plugin comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A registry: `oci://registry/repository:tag`, or `…@sha256:…`.
    Oci(Reference),
    /// The web: a component, or a packed plugin.
    Url(Url),
    /// A component, a packed plugin, or a folder with `plugin.wasm` in it.
    File(PathBuf),
}

impl FromStr for Source {
    type Err = DistributionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |why| DistributionError::Source(text.to_owned(), why);
        if let Some(reference) = text.strip_prefix(OCI) {
            let (registry, repository) = reference.split_once('/').ok_or_else(|| {
                wrong("it must be like oci://registry.example.org/plugins/wmi:0.1.0")
            })?;
            // Without this, the library would think of Docker's registry.
            if registry != "localhost" && !registry.contains(['.', ':']) {
                return Err(wrong("the first part must be a host, such as ghcr.io"));
            }
            let last = repository.rsplit('/').next().unwrap_or_default();
            if !last.contains([':', '@']) {
                return Err(wrong("it needs a :tag or a @sha256:… at its end"));
            }
            let reference = reference.parse().map_err(|_| {
                wrong("it must be like oci://registry.example.org/plugins/wmi:0.1.0")
            })?;
            return Ok(Self::Oci(reference));
        }
        if text.starts_with("https://") || text.starts_with("http://") {
            let url = Url::parse(text).map_err(|_| wrong("it is no valid address"))?;
            if !url.username().is_empty() || url.password().is_some() {
                // It would stand in plugins.lock.
                return Err(DistributionError::Source(
                    "(address)".to_owned(),
                    "an address with a password in it is not taken",
                ));
            }
            if url.scheme() != "https" && !is_here(&url) {
                return Err(wrong("only https:// is taken, except from this machine"));
            }
            return Ok(Self::Url(url));
        }
        if text.contains("://") {
            return Err(wrong("oci://, https:// and files are taken"));
        }
        Ok(Self::File(text.into()))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Oci(reference) => write!(f, "{OCI}{reference}"),
            Self::Url(url) => write!(f, "{url}"),
            Self::File(file) => write!(f, "{}", file.display()),
        }
    }
}

/// The host of a registry, without its port.
pub(super) fn host_of(registry: &str) -> &str {
    registry.rsplit_once(':').map_or(registry, |(host, _)| host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("oci://localhost:5000/plugins/wmi:0.1.0")]
    #[case("oci://ghcr.io/someone/wmi:latest")]
    #[case("https://example.org/wmi.wasm")]
    #[case("http://127.0.0.1:8000/wmi.wasm")]
    #[case("http://[::1]:8000/wmi.wasm")]
    #[case("wmi/plugin.wasm")]
    fn a_source_is_written_as_it_was_read(#[case] text: &str) {
        let source: Source = text.parse().unwrap();
        assert_eq!(source.to_string(), text);
    }

    #[rstest]
    #[case("oci://wmi", "must be like")]
    #[case("oci://plugins/wmi:1", "must be a host")]
    #[case("oci://localhost:5000/plugins/wmi", "needs a :tag")]
    #[case("oci://localhost:5000/Plugins/WMI:1", "must be like")]
    #[case("oci://localhost:5000/wmi@sha256:12", "must be like")]
    #[case("http://example.org/wmi.wasm", "only https://")]
    #[case("http://127.0.0.1.example.org/wmi.wasm", "only https://")]
    #[case("ftp://example.org/wmi.wasm", "are taken")]
    fn what_is_no_source_is_refused_with_the_reason(#[case] text: &str, #[case] reason: &str) {
        let told = text.parse::<Source>().unwrap_err().to_string();
        assert!(told.contains(reason), "{told}");
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        let told = "https://me:hunter2@example.org/wmi.wasm".parse::<Source>();
        let told = told.unwrap_err().to_string();
        assert!(!told.contains("hunter2"), "{told}");
    }
}
