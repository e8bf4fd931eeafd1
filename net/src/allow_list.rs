//! Where a plugin may go: its manifest must ask, and the operator must grant.

use reqwest::Url;

use crate::error::HttpError;
use crate::host_pattern::HostPattern;

/// The hosts that are asked for, and those that are granted.
#[derive(Debug, Default)]
pub struct AllowList {
    asked: Vec<HostPattern>,
    granted: Vec<HostPattern>,
}

impl AllowList {
    /// What is in both is allowed.
    #[must_use]
    pub fn new(asked: Vec<HostPattern>, granted: Vec<HostPattern>) -> Self {
        Self { asked, granted }
    }

    pub(crate) fn check(&self, url: &Url) -> Result<(), HttpError> {
        let has = |list: &[HostPattern]| list.iter().any(|pattern| pattern.matches(url));
        if !has(&self.asked) {
            Err(HttpError::HostNotAsked(shown(url)))
        } else if !has(&self.granted) {
            Err(HttpError::HostNotGranted(shown(url)))
        } else {
            Ok(())
        }
    }
}

/// Host and port, as they would have to stand in a list.
pub(crate) fn shown(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(asked: &[&str], granted: &[&str]) -> AllowList {
        let patterns = |list: &[&str]| list.iter().map(|text| text.parse().unwrap()).collect();
        AllowList::new(patterns(asked), patterns(granted))
    }

    fn check(list: &AllowList, url: &str) -> Result<(), HttpError> {
        list.check(&Url::parse(url).unwrap())
    }

    #[test]
    fn what_is_asked_for_and_granted_is_allowed() {
        let list = list(&["*.example.com"], &["api.example.com"]);
        assert_eq!(check(&list, "https://api.example.com/"), Ok(()));
    }

    #[test]
    fn what_is_only_asked_for_or_only_granted_is_not() {
        let list = list(&["a.example"], &["b.example"]);
        let told = check(&list, "https://a.example/").unwrap_err().to_string();
        assert!(told.contains("a.example is not granted"), "{told}");
        let told = check(&list, "https://b.example/").unwrap_err().to_string();
        assert!(told.contains("b.example is not asked for"), "{told}");
    }

    #[test]
    fn by_default_nothing_is_allowed() {
        assert!(check(&AllowList::default(), "https://a.example/").is_err());
    }
}
