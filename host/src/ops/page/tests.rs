//! Who gets in, what is refused, and that nothing that is shown becomes markup.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use rstest::rstest;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use vinbot_store::Store;

use super::*;
use crate::config;
use crate::jobs::test::{none, work};
use crate::ops::{BY, Status, Trial};
use crate::plugins::{Ask, BrokenFile, Override, PluginState, Served};
use crate::telegram;

const TOKEN: &str = "the-right-token";
const HERE: &str = "127.0.0.1:8080";
const ORIGIN: &str = "http://127.0.0.1:8080";
const PAGES: [&str; 8] = [
    "/admin",
    "/admin/plugins",
    "/admin/plugins/vpic",
    "/admin/errors",
    "/admin/cache",
    "/admin/services",
    "/admin/jobs",
    "/admin/audit",
];
const EVIL: &str = "<script>alert(\"1\")</script>";

struct Site {
    router: Router,
    store: Store,
}

impl Site {
    async fn new(settings: &str) -> Self {
        let work = work(()).await;
        let status = Status {
            lookup: work.lookup.clone(),
            metrics: Arc::default(),
            bot: telegram::View::of_nobody(),
            store: Trial::of(work.store.clone()),
            jobs: None,
            stop: CancellationToken::new(),
        };
        let config = config::Config::load(None).unwrap();
        let runtime = tokio::runtime::Handle::current();
        let desk = Desk {
            lookup: work.lookup.clone(),
            metrics: Arc::default(),
            logs: crate::telemetry::init(&config, "off", &runtime),
            jobs: none(),
            audit: Audit::new(work.store.clone()),
            connection: status.bot.connection.clone(),
        };
        let settings: config::Admin = toml::from_str(settings).unwrap();
        let (router, _) = crate::ops::admin(&status, desk, TOKEN.into(), &settings).unwrap();
        Self {
            router,
            store: work.store.clone(),
        }
    }

    async fn answer(&self, ask: Asked) -> Response {
        self.router.clone().oneshot(ask.request()).await.unwrap()
    }

    async fn text(&self, ask: Asked) -> (StatusCode, String) {
        let answer = self.answer(ask).await;
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// The cookie of somebody who has logged in.
    async fn log_in(&self) -> String {
        let answer = self.answer(login(TOKEN)).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        cookie(&answer)
    }

    /// What the forms of this login carry.
    async fn token(&self, cookie: &str) -> String {
        let (_, text) = self.text(get("/admin").with("cookie", cookie)).await;
        let (_, rest) = text.split_once("name=\"token\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// What the audit log says: by which way, who, what.
    async fn deeds(&self) -> Vec<(String, String, String)> {
        let deeds = self.store.deeds(None, 99).await.unwrap();
        let deeds = deeds.into_iter().map(|(_, deed)| deed);
        deeds.map(|deed| (deed.how, deed.who, deed.what)).collect()
    }
}

/// A request as a browser at this machine sends it.
#[derive(Clone)]
struct Asked {
    method: Method,
    path: String,
    peer: IpAddr,
    headers: Vec<(String, String)>,
    body: String,
}

fn get(path: &str) -> Asked {
    Asked {
        method: Method::GET,
        path: path.to_owned(),
        peer: [127, 0, 0, 1].into(),
        headers: vec![("host".to_owned(), HERE.to_owned())],
        body: String::new(),
    }
}

fn post(path: &str, body: &str) -> Asked {
    Asked {
        method: Method::POST,
        body: body.to_owned(),
        ..get(path)
    }
    .with("origin", ORIGIN)
    .with("content-type", "application/x-www-form-urlencoded")
}

fn login(token: &str) -> Asked {
    post("/admin/login", &format!("secret={token}&name=ada"))
}

impl Asked {
    /// With this header; without it if the value is empty.
    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    fn at(mut self, peer: &str) -> Self {
        self.peer = peer.parse().unwrap();
        self
    }

    fn request(self) -> Request<Body> {
        let peer = SocketAddr::new(self.peer, 40_000);
        let mut request = Request::builder()
            .method(self.method)
            .uri(self.path)
            .extension(ConnectInfo(peer));
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(self.body)).unwrap()
    }
}

fn cookie(answer: &Response) -> String {
    let set = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn without_a_login_every_page_leads_to_it() {
    let site = Site::new("").await;
    for path in PAGES {
        for ask in [get(path), get(path).with("cookie", "vinbot_admin=guessed")] {
            let answer = site.answer(ask).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
            assert_eq!(answer.headers()[header::LOCATION], "/admin/login", "{path}");
        }
    }
    for path in [
        "/admin/plugins/vpic",
        "/admin/cache/purge",
        "/admin/jobs/cleanup",
    ] {
        let answer = site.answer(post(path, "action=disable")).await;
        assert_eq!(answer.headers()[header::LOCATION], "/admin/login", "{path}");
    }
    assert_eq!(site.deeds().await, []);
}

#[tokio::test]
async fn with_the_token_every_page_is_shown_and_after_logging_out_none() {
    let site = Site::new("").await;
    let answer = site.answer(login(TOKEN)).await;
    let set = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(
        set.ends_with("; Path=/admin; Max-Age=28800; HttpOnly; SameSite=Strict"),
        "{set}"
    );
    let cookie = cookie(&answer);
    for path in PAGES {
        let (status, text) = site.text(get(path).with("cookie", &cookie)).await;
        let known = if path.ends_with("vpic") { 404 } else { 200 };
        assert_eq!(status, known, "{path}: {text}");
        assert!(text.contains("ada") && text.contains("</html>"), "{text}");
    }
    let out = format!("token={}", site.token(&cookie).await);
    let answer = site
        .answer(post("/admin/logout", &out).with("cookie", &cookie))
        .await;
    assert!(
        answer.headers()[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    let answer = site.answer(get("/admin").with("cookie", &cookie)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let whats: Vec<_> = site
        .deeds()
        .await
        .into_iter()
        .map(|(.., what)| what)
        .collect();
    assert_eq!(whats, ["log out", "log in from 127.0.0.1"]);
}

#[rstest]
#[case::wrong("secret=wrong")]
#[case::longer("secret=the-right-token-")]
#[case::empty("secret=")]
#[case::none("")]
#[tokio::test]
async fn another_token_does_not_open(#[case] form: &str) {
    let site = Site::new("").await;
    let answer = site.answer(post("/admin/login", form)).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(!answer.headers().contains_key(header::SET_COOKIE));
}

#[tokio::test]
async fn over_https_the_cookie_is_for_https_alone() {
    let site = Site::new("origin = \"https://bot.example\"").await;
    let ask = login(TOKEN)
        .with("host", "bot.example")
        .with("origin", "https://bot.example");
    let answer = site.answer(ask).await;
    let set = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(set.ends_with("; Secure"), "{set}");
}

#[rstest]
#[case::from_another_site("origin", "https://evil.example")]
#[case::from_another_port("origin", "http://127.0.0.1:9090")]
#[case::from_nowhere("origin", "null")]
#[case::that_does_not_say_from_where("origin", "")]
#[case::that_the_browser_knows_to_be_foreign("sec-fetch-site", "cross-site")]
#[case::that_is_foreign_enough("sec-fetch-site", "same-site")]
#[tokio::test]
async fn a_form_from_elsewhere_is_refused(#[case] name: &str, #[case] value: &str) {
    let site = Site::new("").await;
    let cookie = site.log_in().await;
    let form = format!("token={}&vin=1HGCM82633A004352", site.token(&cookie).await);
    let purge = post("/admin/cache/purge", &form).with("cookie", &cookie);
    let answer = site.answer(purge.clone().with(name, value)).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let answer = site.answer(login(TOKEN).with(name, value)).await;
    assert_eq!(
        answer.status(),
        StatusCode::FORBIDDEN,
        "nor does it log anybody in"
    );
    let before = site.deeds().await.len();
    let answer = site
        .answer(purge.with("sec-fetch-site", "same-origin"))
        .await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(site.deeds().await.len(), before + 1);
}

#[tokio::test]
async fn a_form_without_the_token_of_its_login_is_refused() {
    let site = Site::new("").await;
    let (cookie, other) = (site.log_in().await, site.log_in().await);
    let token = site.token(&other).await;
    for form in [
        "vin=1HGCM82633A004352",
        "token=&vin=1",
        &format!("token={token}&vin=1"),
    ] {
        for path in [
            "/admin/cache/purge",
            "/admin/plugins/vpic",
            "/admin/jobs/x",
            "/admin/logout",
        ] {
            let answer = site.answer(post(path, form).with("cookie", &cookie)).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {form}");
        }
    }
    let large = format!("token={}", "x".repeat(20 << 10));
    let answer = site
        .answer(post("/admin/logout", &large).with("cookie", &cookie))
        .await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn no_answer_may_be_framed_kept_or_hold_anything_from_elsewhere() {
    let site = Site::new("").await;
    let cookie = site.log_in().await;
    let asks = [
        get("/admin"),
        get("/admin/login"),
        get("/admin/page.css"),
        get("/admin/page.js"),
        get("/admin/plugins/none").with("cookie", &cookie),
        get("/admin/audit").with("cookie", &cookie),
        post("/admin/logout", "").with("cookie", &cookie),
        login("wrong").with("origin", "null"),
    ];
    for ask in asks {
        let path = ask.path.clone();
        let answer = site.answer(ask).await;
        let headers = answer.headers();
        assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        for words in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(words), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn who_guesses_has_to_wait_and_nobody_else() {
    let site = Site::new("networks = [\"127.0.0.0/8\"]").await;
    tokio::time::pause();
    for _ in 0..5 {
        assert_eq!(
            site.answer(login("wrong")).await.status(),
            StatusCode::FORBIDDEN
        );
    }
    let answer = site.answer(login(TOKEN)).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    let other = site.answer(login(TOKEN).at("127.0.0.2")).await;
    assert_eq!(other.status(), StatusCode::SEE_OTHER);
    tokio::time::advance(Duration::from_mins(5)).await;
    site.log_in().await;
}

#[tokio::test]
async fn a_login_ends_with_its_time() {
    let site = Site::new("session_s = 60").await;
    tokio::time::pause();
    let cookie = site.log_in().await;
    tokio::time::advance(Duration::from_secs(59)).await;
    let asked = get("/admin").with("cookie", &cookie);
    assert_eq!(site.answer(asked.clone()).await.status(), StatusCode::OK);
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(site.answer(asked).await.status(), StatusCode::SEE_OTHER);
}

#[rstest]
#[case::elsewhere(get("/admin").at("10.0.0.7"), StatusCode::NOT_FOUND)]
#[case::its_style(get("/admin/page.css").at("10.0.0.7"), StatusCode::NOT_FOUND)]
#[case::its_login(login(TOKEN).at("10.0.0.7"), StatusCode::NOT_FOUND)]
#[case::the_api(get("/admin/api/plugins").at("10.0.0.7"), StatusCode::NOT_FOUND)]
#[case::forwarded(get("/admin/login").with("x-forwarded-for", "1.2.3.4"), StatusCode::NOT_FOUND)]
#[case::under_another_name(get("/admin/login").with("host", "evil.example"), StatusCode::MISDIRECTED_REQUEST)]
#[case::here(get("/admin/login"), StatusCode::OK)]
#[tokio::test]
async fn by_default_it_is_there_for_this_machine_alone(
    #[case] ask: Asked,
    #[case] status: StatusCode,
) {
    assert_eq!(Site::new("").await.answer(ask).await.status(), status);
}

#[tokio::test]
async fn who_is_logged_in_at_a_trusted_proxy_is_logged_in_here() {
    let settings = "origin = \"https://bot.example\"\nproxy_header = \"X-Forwarded-User\"\n\
                    trusted_proxies = [\"10.0.0.1\"]";
    let site = Site::new(settings).await;
    let proxied = |ask: Asked, user: &str| {
        ask.at("10.0.0.1")
            .with("host", "bot.example")
            .with("x-forwarded-user", user)
    };
    let (status, text) = site.text(proxied(get("/admin/cache"), "grace")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("grace"), "{text}");
    let (_, rest) = text.split_once("name=\"token\" value=\"").unwrap();
    let token = rest.split_once('"').unwrap().0;
    let form = format!("token={token}&vin=1HGCM82633A004352");
    let purge = proxied(post("/admin/cache/purge", &form), "grace");
    let answer = site.answer(purge.clone()).await;
    assert_eq!(
        answer.status(),
        StatusCode::FORBIDDEN,
        "from another origin"
    );
    let purge = purge.with("origin", "https://bot.example");
    let answer = site.answer(purge.clone()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let answer = site.answer(purge.with("x-forwarded-user", "eve")).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "another's token");
    let deed = (
        "page".to_owned(),
        "grace".to_owned(),
        "purge 1HGCM82633A004352".to_owned(),
    );
    assert_eq!(site.deeds().await, [deed]);
    let nobody = site.answer(proxied(get("/admin"), "")).await;
    assert_eq!(nobody.headers()[header::LOCATION], "/admin/login");
    let forged = site
        .answer(get("/admin").with("x-forwarded-user", "grace"))
        .await;
    assert_eq!(forged.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_api_notes_who_did_what_and_slows_down_who_guesses() {
    let site = Site::new("").await;
    let steer = |token: &str| {
        post("/admin/api/plugins/none", "{\"action\":\"disable\"}")
            .with("content-type", "application/json")
            .with("authorization", &format!("Bearer {token}"))
    };
    assert_eq!(
        site.answer(steer(TOKEN)).await.status(),
        StatusCode::NOT_FOUND
    );
    site.answer(steer(TOKEN).with(BY, "cli ada")).await;
    let deeds = site.deeds().await;
    let what = "disable none".to_owned();
    assert_eq!(deeds[0], ("cli".to_owned(), "ada".to_owned(), what.clone()));
    assert_eq!(
        deeds[1],
        ("api".to_owned(), "token, 127.0.0.1".to_owned(), what)
    );
    for _ in 0..5 {
        assert_eq!(
            site.answer(steer("wrong")).await.status(),
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(
        site.answer(steer(TOKEN)).await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(site.deeds().await.len(), 2);
}

#[tokio::test]
async fn what_others_wrote_is_shown_and_never_becomes_markup() {
    let site = Site::new("").await;
    let evil = "%3Cscript%3Ealert(%221%22)%3C/script%3E";
    let named = post("/admin/login", &format!("secret={TOKEN}&name={evil}"));
    let cookie = cookie(&site.answer(named).await);
    tracing::error!(plugin = EVIL, "{EVIL}");
    let purge = format!("token={}&vin={evil}", site.token(&cookie).await);
    site.answer(post("/admin/cache/purge", &purge).with("cookie", &cookie))
        .await;
    for path in [
        "/admin",
        "/admin/errors",
        &format!("/admin/errors?update={evil}"),
        &format!("/admin/plugins/{}", evil.replace("/script", "%2Fscript")),
        "/admin/audit",
        "/admin/cache",
    ] {
        let (_, text) = site.text(get(path).with("cookie", &cookie)).await;
        assert!(!text.contains("<script>"), "{path}: {text}");
        assert!(text.contains("&#60;script&#62;"), "{path}: {text}");
    }
}

#[test]
fn what_a_plugin_says_of_itself_never_becomes_markup() {
    let evil = || EVIL.to_owned();
    let plugin = PluginState {
        name: evil(),
        version: evil(),
        digest: evil(),
        roles: vec![evil()],
        summary: evil(),
        asks: vec![Ask {
            what: evil(),
            needed: true,
            missing: Some(evil()),
        }],
        order: 1,
        enabled: true,
        rollout: 30,
        aside_s: Some(7),
        toggled: Override {
            enabled: Some(true),
            ..Override::default()
        },
        served: vec![Served {
            digest: "0123".to_owned(),
            number: evil(),
            since: 1,
            file: EVIL.into(),
        }],
    };
    let broken = || {
        vec![BrokenFile {
            file: evil(),
            reason: evil(),
            instead: Some(evil()),
            waits: false,
        }]
    };
    let frame = || view::Frame {
        version: "1",
        page: "plugins",
        who: evil(),
        token: evil(),
        news: Some(sessions::News {
            good: false,
            text: evil(),
        }),
    };
    let row = || plugins::row(plugin.clone(), &figures::Figures::default());
    let list = plugins::List {
        frame: frame(),
        rows: vec![row()],
        broken: broken(),
    };
    let one = plugins::shown(frame(), row(), broken());
    for text in [
        askama::Template::render(&list),
        askama::Template::render(&one),
    ] {
        let text = text.unwrap();
        assert!(
            !text.contains("<script>") && !text.contains("(\"1\")"),
            "{text}"
        );
        assert!(text.contains("&#60;script&#62;"), "{text}");
    }
}
