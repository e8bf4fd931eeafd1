//! Where addresses lead.

use std::net::IpAddr;

use reqwest::Url;

/// True for a host of this machine, by name or number: TLS protects nothing there, and no proxy
/// is asked for it.
pub(crate) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = host.parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// The same of the host of an address.
pub(crate) fn is_here(url: &Url) -> bool {
    is_loopback(url.host_str().unwrap_or_default())
}

/// Host and port of an address: what may be told of one whose path is hidden.
pub(crate) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("http://127.0.0.1:8080", true)]
    #[case("http://[::1]:8080", true)]
    #[case("http://localhost", true)]
    #[case("https://api.telegram.org", false)]
    #[case("https://localhost.example", false)]
    fn this_machine_is_recognised(#[case] address: &str, #[case] here: bool) {
        assert_eq!(is_here(&address.parse().unwrap()), here);
    }
}
