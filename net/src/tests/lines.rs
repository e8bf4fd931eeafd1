//! What is logged, and what never is.

use std::io::Write;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use reqwest::header::HeaderValue;
use tracing_subscriber::fmt::MakeWriter;

use super::server::{Act, Server};
use super::{Asker, request, settings, told};
use crate::Secret;

/// Everything that is logged on this thread, down to the finest.
#[derive(Clone, Default)]
pub(super) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub(super) fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let lines = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(lines.clone())
            .finish();
        (lines, tracing::subscriber::set_default(subscriber))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// Those of this client in which that stands.
    pub(super) fn with(&self, words: &str) -> Vec<String> {
        let text = self.text();
        let lines = text.lines().filter(|line| line.contains("vinbot_net"));
        lines
            .filter(|line| line.contains(words))
            .map(str::to_owned)
            .collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

const SECRET: &str = "Zk9s3cr3tVa-lue";
const OWN_KEY: &str = "a-key-that-the-plugin-has-itself";
const VIN: &str = "1HGCM82633A004352";

#[tokio::test]
async fn neither_secrets_nor_keys_nor_vins_are_in_any_line() {
    let (lines, _guard) = Lines::listen();
    let server = Server::start([]).await;
    let hosts = vec![format!("*.localhost:{}", server.port).parse().unwrap()];
    let asker = Asker {
        secrets: vec![Secret::new("KEY", SECRET.into(), hosts).unwrap()],
        ..Asker::new(&settings())
    };
    let elsewhere = format!(
        "http://{SECRET}.localhost:{}/{SECRET}?q={SECRET}",
        server.port
    );
    for script in [
        vec![Act::Echo],
        vec![Act::Status(503, "")],
        vec![Act::Reset],
        vec![Act::Half],
        vec![Act::To(elsewhere), Act::Status(200, "")],
        vec![Act::To(format!("https://{SECRET}.example/{SECRET}"))],
    ] {
        server.now_does(script);
        let query = format!("vin={VIN}&year=2003&apikey={OWN_KEY}&q={{{{secret:KEY}}}}");
        let url = server.url_of("a.localhost", &format!("/v1/{VIN}?{query}"));
        let mut request = request(Method::PUT, &url);
        let value = HeaderValue::from_static("Bearer {{secret:KEY}}");
        request.headers.insert("authorization", value);
        request.body = Some(OWN_KEY.into());
        let _ = asker.send(request).await;
    }
    assert!(
        server
            .seen()
            .requests
            .iter()
            .any(|all| all.contains(SECRET))
    );
    let text = lines.text();
    let secret = SECRET.to_lowercase();
    for private in [SECRET, &secret, OWN_KEY, VIN] {
        let found: Vec<_> = text.lines().filter(|line| line.contains(private)).collect();
        assert!(found.is_empty(), "{private}: {found:#?}");
    }
    let shown = format!("{:?}", asker.client.statistics());
    assert!(
        !shown.contains(SECRET) && !shown.contains(&secret),
        "{shown}"
    );
    let asked = "/v1/…?vin=…&year=2003&apikey=…&q=[secret]";
    assert!(!lines.with(asked).is_empty(), "{text}");
}

#[tokio::test]
async fn a_request_and_its_answer_are_a_line_each() {
    let (lines, _guard) = Lines::listen();
    let server = Server::start([Act::Status(502, ""), Act::Status(200, "")]).await;
    let outcome = Asker::new(&settings()).get(&server.url("/a?b=1")).await;
    assert_eq!(told(&outcome), "status 200");
    assert_eq!(lines.with("asking").len(), 2);
    let answered = lines.with("answered");
    let has = |line: &String, words: &str| line.contains(words) && line.contains("/a?b=1");
    assert!(has(&answered[0], "status=502") && has(&answered[1], "status=200"));
}
