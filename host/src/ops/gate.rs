//! Who may knock at `/admin` at all: by address, by what forwarded the request, and by the
//! name under which the page is asked for. What is refused here is as if it were not there.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::Admin;

/// What a proxy adds to a request.
const FORWARDED: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];
/// Characters of a name that a proxy gives.
const NAME: usize = 64;

/// The rules of `[admin]`. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Gate(Arc<Admin>);

/// Who knocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    /// From where, as far as that is known.
    pub(super) address: IpAddr,
    /// Who, if a trusted proxy says so.
    pub(super) user: Option<String>,
    /// A trusted proxy forwards it.
    proxied: bool,
}

/// Why somebody is not let in; for the log alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    #[error("it is not known who asks")]
    Nobody,
    #[error("the address is not in admin.networks")]
    Address,
    #[error("it was forwarded by an address that is not in admin.trusted_proxies")]
    Forwarded,
}

impl Gate {
    pub(super) fn new(settings: &Admin) -> Self {
        Self(Arc::new(settings.clone()))
    }

    /// How long a login holds.
    pub(super) fn session_s(&self) -> u64 {
        self.0.session_s
    }

    /// Who knocks, or why they may not.
    pub(super) fn caller(
        &self,
        peer: Option<IpAddr>,
        headers: &HeaderMap,
    ) -> Result<Caller, Refused> {
        let peer = peer.ok_or(Refused::Nobody)?.to_canonical();
        if self.0.trusted_proxies.iter().any(|net| net.contains(peer)) {
            return Ok(Caller {
                address: client(headers).unwrap_or(peer),
                user: self.user(headers),
                proxied: true,
            });
        }
        let own = self.0.proxy_header.iter().map(String::as_str);
        if own.chain(FORWARDED).any(|name| headers.contains_key(name)) {
            return Err(Refused::Forwarded);
        }
        if !self.0.networks.iter().any(|net| net.contains(peer)) {
            return Err(Refused::Address);
        }
        Ok(Caller {
            address: peer,
            user: None,
            proxied: false,
        })
    }

    /// Who a proxy says that somebody is: one name that can be read.
    fn user(&self, headers: &HeaderMap) -> Option<String> {
        let mut said = headers.get_all(self.0.proxy_header.as_ref()?).iter();
        let name = said.next()?.to_str().ok()?.trim();
        let is_one = said.next().is_none() && !name.is_empty() && name.len() <= NAME;
        is_one.then(|| name.to_owned())
    }

    /// Where the browser thinks the page is: `http://127.0.0.1:8080`. None for a name that is
    /// not ours: another site may have made it lead here.
    pub(super) fn origin(&self, caller: &Caller, headers: &HeaderMap) -> Option<String> {
        let host = headers.get(header::HOST)?.to_str().ok()?;
        let asked = Authority::from_str(host).ok()?;
        let own = self.0.origin.as_deref();
        let is_own = own.is_some_and(|own| own.split_once("://").is_some_and(|(_, it)| it == host));
        let name = asked.host();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        let is_here = name == "localhost" || address.parse::<IpAddr>().is_ok();
        match own {
            Some(own) if is_own || (is_here && caller.proxied) => Some(own.to_owned()),
            _ => is_here.then(|| format!("http://{host}")),
        }
    }
}

/// For whom the nearest proxy forwarded a request.
fn client(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    let last = last.to_str().ok()?.rsplit(',').next()?.trim();
    last.parse()
        .ok()
        .map(|address: IpAddr| address.to_canonical())
}

/// Lets through who may knock, with a [`Caller`] beside the request.
pub(super) async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip());
    match gate.caller(peer, request.headers()) {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(reason) => {
            tracing::info!(event = "admin-refused", ?peer, %reason, "a request to /admin");
            StatusCode::NOT_FOUND.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};
    use rstest::rstest;

    fn gate(text: &str) -> Gate {
        Gate::new(&toml::from_str(text).unwrap())
    }

    const PROXY: &str = "origin = \"https://bot.example\"\nproxy_header = \"X-User\"\n\
                         trusted_proxies = [\"10.0.0.1\"]";

    fn headers(all: &[(&'static str, &'static str)]) -> HeaderMap {
        let all = all.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(name, value);
        }
        headers
    }

    #[rstest]
    #[case::this_machine("", "127.0.0.1", &[], None)]
    #[case::this_machine_too("", "::1", &[], None)]
    #[case::as_ipv6("", "::ffff:127.0.0.1", &[], None)]
    #[case::elsewhere("", "10.0.0.7", &[], Some(Refused::Address))]
    #[case::forwarded("", "127.0.0.1", &[("x-forwarded-for", "1.2.3.4")], Some(Refused::Forwarded))]
    #[case::forwarded_otherwise("", "127.0.0.1", &[("forwarded", "for=1.2.3.4")], Some(Refused::Forwarded))]
    #[case::asked_for("networks = [\"10.0.0.0/8\"]", "10.0.0.7", &[], None)]
    #[case::no_longer("networks = [\"10.0.0.0/8\"]", "127.0.0.1", &[], Some(Refused::Address))]
    #[case::a_name_that_nobody_may_give(PROXY, "127.0.0.1", &[("x-user", "ada")], Some(Refused::Forwarded))]
    #[case::a_name_without_a_proxy("", "127.0.0.1", &[("x-user", "ada")], None)]
    fn who_knocks_must_be_asked_for(
        #[case] settings: &str,
        #[case] peer: IpAddr,
        #[case] said: &[(&'static str, &'static str)],
        #[case] refused: Option<Refused>,
    ) {
        let found = gate(settings).caller(Some(peer), &headers(said));
        assert_eq!(found.clone().err(), refused);
        assert_eq!(found.ok().and_then(|caller| caller.user), None);
    }

    #[test]
    fn whose_address_is_not_known_is_nobody() {
        let found = gate("networks = [\"0.0.0.0/0\"]").caller(None, &HeaderMap::new());
        assert_eq!(found, Err(Refused::Nobody));
    }

    #[rstest]
    #[case(&[("x-user", "ada")], Some("ada"))]
    #[case(&[("x-user", " ")], None)]
    #[case(&[], None)]
    #[case::two(&[("x-user", "ada"), ("x-user", "bob")], None)]
    fn a_trusted_proxy_says_who_it_is(
        #[case] said: &[(&'static str, &'static str)],
        #[case] user: Option<&str>,
    ) {
        let proxy = [10, 0, 0, 1].into();
        let caller = gate(PROXY).caller(Some(proxy), &headers(said)).unwrap();
        assert_eq!(caller.user.as_deref(), user);
    }

    #[test]
    fn of_a_chain_of_proxies_the_nearest_is_believed() {
        let said = headers(&[("x-forwarded-for", "6.6.6.6, 1.2.3.4")]);
        let caller = gate(PROXY).caller(Some([10, 0, 0, 1].into()), &said);
        assert_eq!(caller.unwrap().address, IpAddr::from([1, 2, 3, 4]));
    }

    #[rstest]
    #[case::by_address("127.0.0.1:8080", false, Some("http://127.0.0.1:8080"))]
    #[case::by_address_six("[::1]:8080", false, Some("http://[::1]:8080"))]
    #[case::by_name("localhost:8080", false, Some("http://localhost:8080"))]
    #[case::at_its_place("bot.example", true, Some("https://bot.example"))]
    #[case::at_its_place_directly("bot.example", false, Some("https://bot.example"))]
    #[case::forwarded_to_an_address("127.0.0.1:8080", true, Some("https://bot.example"))]
    #[case::a_name_that_leads_here("evil.example:8080", false, None)]
    #[case::a_name_that_leads_to_the_proxy("evil.example", true, None)]
    #[case::nonsense("a b", false, None)]
    fn a_page_of_another_name_is_not_ours(
        #[case] host: &'static str,
        #[case] proxied: bool,
        #[case] origin: Option<&str>,
    ) {
        let caller = Caller {
            address: [127, 0, 0, 1].into(),
            user: None,
            proxied,
        };
        let found = gate(PROXY).origin(&caller, &headers(&[("host", host)]));
        assert_eq!(found.as_deref(), origin);
    }
}
