//! Where an answer sends the client on to, and with what.

use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Method, StatusCode, Url};

use crate::headers;

/// One request as it goes out, with everything filled in.
pub(crate) struct Hop {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
}

/// Where this answer leads; none if it is no redirect.
pub(crate) fn target(from: &Url, status: StatusCode, headers: &HeaderMap) -> Option<Url> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let mut url = from.join(location).ok()?;
    url.set_fragment(None);
    Some(url)
}

impl Hop {
    /// The next request, as browsers make it (the Fetch standard, "HTTP-redirect fetch"):
    /// a form that was posted is not posted again, and another server learns nothing of
    /// who is asking.
    pub(crate) fn on(mut self, status: StatusCode, to: Url) -> Self {
        let becomes_get = match status {
            StatusCode::SEE_OTHER => self.method != Method::HEAD,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
            _ => false,
        };
        if becomes_get {
            self.method = Method::GET;
            self.body = None;
            self.headers.remove(CONTENT_TYPE);
        }
        if self.url.origin() != to.origin() {
            headers::forget_identity(&mut self.headers);
        }
        self.url = to;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;
    use rstest::rstest;

    fn hop(method: Method) -> Hop {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_static("Bearer abc"));
        Hop {
            method,
            url: Url::parse("https://a.example/one/two?x=1").unwrap(),
            headers,
            body: Some(b"body".to_vec()),
        }
    }

    #[rstest]
    #[case(302, "/three", Some("https://a.example/three"))]
    #[case(301, "three", Some("https://a.example/one/three"))]
    #[case(307, "//b.example/", Some("https://b.example/"))]
    #[case(308, "http://10.0.0.1/", Some("http://10.0.0.1/"))]
    #[case(200, "/three", None)]
    #[case(304, "/three", None)]
    #[case(302, "https://", None)]
    fn a_redirect_is_followed_to_its_location(
        #[case] status: u16,
        #[case] location: &'static str,
        #[case] to: Option<&str>,
    ) {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, HeaderValue::from_static(location));
        let from = hop(Method::GET).url;
        let found = target(&from, StatusCode::from_u16(status).unwrap(), &headers);
        assert_eq!(found.as_ref().map(Url::as_str), to);
    }

    #[rstest]
    #[case(303, Method::POST, Method::GET)]
    #[case(302, Method::POST, Method::GET)]
    #[case(302, Method::PUT, Method::PUT)]
    #[case(307, Method::POST, Method::POST)]
    #[case(303, Method::HEAD, Method::HEAD)]
    fn the_method_changes_as_in_browsers(
        #[case] status: u16,
        #[case] before: Method,
        #[case] after: Method,
    ) {
        let to = Url::parse("https://a.example/").unwrap();
        let next = hop(before.clone()).on(StatusCode::from_u16(status).unwrap(), to);
        assert_eq!(next.method, after);
        assert_eq!(next.body.is_some(), before == after);
    }

    #[rstest]
    #[case("https://a.example/other", true)]
    #[case("https://b.example/other", false)]
    #[case("https://a.example:8443/other", false)]
    fn only_the_same_server_is_told_who_asks(#[case] to: &str, #[case] told: bool) {
        let next = hop(Method::GET).on(StatusCode::FOUND, Url::parse(to).unwrap());
        assert_eq!(next.headers.contains_key("authorization"), told);
    }
}
