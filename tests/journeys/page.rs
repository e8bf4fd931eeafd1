//! The admin page in a browser, as an operator uses it. With `VINBOT_PICTURES=docs/admin` it
//! makes the pictures of docs/operating.md.

use serde_json::{Value, json};

use crate::alive::{HONDA, Place, ask_until};
use crate::bot::{ADMIN_TOKEN, Bot};
use crate::browser::Page;
use crate::service::{Fault, Server};
use crate::services;
use crate::support;
use crate::support::rogue::{self, Rogue, of_make};

/// A window on a desk.
const DESK: (u32, u32) = (1180, 860);
/// A phone.
const PHONE: (u32, u32) = (390, 844);

/// A place whose admin page opens with a token that is known.
fn place() -> Place {
    Place::new().with("VINBOT_ADMIN_TOKEN", ADMIN_TOKEN)
}

/// The form of the page with this button.
fn button(words: &str) -> String {
    let words = json!(words);
    format!("[...document.querySelectorAll('button')].find((one) => one.innerText === {words})")
}

/// A window of the bot's page, in which nobody is logged in yet.
async fn window(bot: &Bot, size: (u32, u32)) -> Option<Page> {
    let page = Page::window(&format!("http://{}/admin", bot.http), size).await?;
    page.arrives().await;
    Some(page)
}

async fn log_in(page: &Page, token: &str) {
    page.click("#secret").await;
    page.write(token).await;
    page.click("#name").await;
    page.write("Ada").await;
    page.follow("button.main").await;
}

/// Goes to another address of the page.
async fn open(page: &Page, bot: &Bot, path: &str) {
    page.eval("void (window.left = true)").await;
    let url = format!("http://{}/admin{path}", bot.http);
    page.call("Page.navigate", json!({ "url": url })).await;
    page.arrives().await;
}

async fn shows(page: &Page, text: &str) -> bool {
    let shown = page.eval("document.body.innerText").await;
    shown.as_str().unwrap().contains(text)
}

/// Presses the button with these words, and waits for what comes.
async fn press(page: &Page, words: &str) {
    page.eval(&format!(
        "void (window.left = true, {}.click())",
        button(words)
    ))
    .await;
    page.arrives().await;
}

async fn does_not_overflow(page: &Page) {
    let wide = page
        .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .await;
    assert_eq!(wide, 0, "the page is wider than the window");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_switches_rolls_out_and_rolls_back_and_all_of_it_is_noted() {
    let place = place();
    let bot = place.bot().await;
    let Some(page) = window(&bot, DESK).await else {
        return;
    };
    log_in(&page, "not-the-token").await;
    assert!(shows(&page, "That is not the token").await);
    log_in(&page, ADMIN_TOKEN).await;
    assert!(shows(&page, "The last 2 minutes").await);
    assert!(shows(&page, "Ada").await);

    assert!(bot.ask(HONDA).await.text.contains("Alpha"));
    open(&page, &bot, "/plugins").await;
    page.follow("#plugin-rogue .act button").await;
    assert_eq!(page.text("#plugin-rogue .pill").await, "off");
    assert!(shows(&page, "rogue 1.0.0 is off.").await);
    assert!(!bot.ask(HONDA).await.text.contains("Alpha"));
    page.follow("#plugin-rogue th a").await;
    press(&page, "Switch on").await;
    assert_eq!(page.text("#state").await, "on");
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));

    page.click("#percent").await;
    assert_eq!(page.text("output").await, "50 %", "in the middle");
    press(&page, "Set rollout").await;
    assert_eq!(page.text("#state").await, "50 %");
    let told = bot.ask("/admin plugin rogue").await.text;
    assert!(told.contains("for 50 % of users"), "{told}");
    press(&page, "Back to the configuration").await;
    assert_eq!(page.text("#state").await, "on");

    place.save(&of_make("Beta"));
    ask_until(&bot, HONDA, "Beta").await;
    open(&page, &bot, "/plugins/rogue").await;
    press(&page, "Let it serve").await;
    assert!(shows(&page, "rogue 1.0.0 is on.").await);
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));

    open(&page, &bot, "/audit").await;
    let audit = page.text("table").await;
    for words in [
        "log in from 127.0.0.1",
        "disable rogue",
        "enable rogue",
        "rollout rogue 50",
        "reset rogue",
        "rollback rogue ",
    ] {
        assert!(audit.contains(words), "{words}: {audit}");
    }
    let told = bot.ask("/admin audit").await.text;
    assert!(told.contains("Ada by page\nreset rogue – done"), "{told}");
    press(&page, "Log out").await;
    assert!(shows(&page, "Admin token").await);
    // The one answer that is no 2xx: the wrong token.
    let complaints = page.complaints().await;
    assert!(
        complaints.iter().all(|one| one.contains("403")),
        "{complaints:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_found_by_its_update_and_figures_refresh_by_themselves() {
    let place = place();
    let crashing = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    };
    place.save(&crashing.component());
    let bot = place.bot().await;
    let Some(page) = window(&bot, DESK).await else {
        return;
    };
    log_in(&page, ADMIN_TOKEN).await;
    assert!(shows(&page, "None since the start.").await);
    bot.ask(HONDA).await;
    // Without a reload.
    page.until("document.querySelector('#last-errors').innerText.includes('a decoder failed')")
        .await;
    let update = page.text("#last-errors .id a").await;
    page.follow("#last-errors .id a").await;
    let rows = page.text("#errors").await;
    assert!(
        rows.contains("plugin=rogue") && rows.contains(&update),
        "{rows}"
    );
    open(&page, &bot, "/errors?update=1").await;
    assert!(shows(&page, "Nothing is remembered of update 1.").await);
    open(&page, &bot, "/plugins/rogue").await;
    assert!(
        page.text(".facts").await.contains("Traps\n1"),
        "{}",
        page.text(".facts").await
    );
    assert_eq!(page.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vin_is_forgotten_and_a_job_is_run_now() {
    let place = place();
    let bot = place.bot().await;
    let Some(page) = window(&bot, PHONE).await else {
        return;
    };
    log_in(&page, ADMIN_TOKEN).await;
    bot.ask(HONDA).await;
    let kept = bot.ask(&format!("/admin debug {HONDA}")).await.text;
    assert!(kept.contains("Cache: hit"), "{kept}");
    open(&page, &bot, "/cache").await;
    page.click("#vin").await;
    page.write(HONDA).await;
    press(&page, "Forget it").await;
    assert!(shows(&page, &format!("{HONDA} is forgotten")).await);
    let kept = bot.ask(&format!("/admin debug {HONDA}")).await.text;
    assert!(kept.contains("Cache: miss"), "{kept}");
    page.click("#vin").await;
    page.write("a car").await;
    press(&page, "Forget it").await;
    assert!(shows(&page, "That is no VIN").await);
    open(&page, &bot, "/jobs").await;
    page.follow("[aria-label='Run cleanup now']").await;
    assert!(shows(&page, "cleanup: done").await);
    does_not_overflow(&page).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_readable_in_light_and_dark_on_a_desk_and_a_phone() {
    let service = Server::start(Fault::None).await;
    let place = services::place(&service);
    let trial = |number, decode| Rogue {
        name: "trial",
        number,
        decode,
        ..Rogue::default()
    };
    place.save(&trial("1.0.0", rogue::CRASHES_ON_MANY).component());
    let bot = place.bot().await;
    let Some(page) = window(&bot, DESK).await else {
        return;
    };
    page.picture("login").await;
    log_in(&page, ADMIN_TOKEN).await;
    bot.ask(HONDA).await;
    support::replace(&place.plugins.path().join("broken.wasm"), b"no component");
    ask_until(&bot, "/admin plugins", "broken.wasm").await;
    bot.ask("/admin rollout ratings 25").await;
    bot.ask("/admin rollback card").await;
    busy(&page, &bot).await;
    place.save(&trial("1.1.0", rogue::TRAPS).component());
    ask_until(&bot, "/admin plugin trial", "1.1.0").await;
    for number in 900..905 {
        bot.ask(&vin(number)).await;
    }
    let colour = "getComputedStyle(document.body).backgroundColor";
    let light = page.eval(colour).await;
    let pages = [
        ("", "overview"),
        ("/plugins", "plugins"),
        ("/plugins/carsxe", "permissions"),
        ("/plugins/trial", "plugin"),
        ("/errors", "errors"),
        ("/cache", "cache"),
        ("/services", "services"),
        ("/jobs", "jobs"),
        ("/audit", "audit"),
    ];
    for (path, name) in pages {
        open(&page, &bot, path).await;
        does_not_overflow(&page).await;
        every_control_has_a_name(&page).await;
        if ["overview", "plugin", "permissions"].contains(&name) {
            picture(&page, name, DESK.0).await;
        }
    }
    let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    page.call("Emulation.setEmulatedMedia", dark).await;
    page.until(&format!("{colour} !== {light}")).await;
    open(&page, &bot, "/plugins").await;
    picture(&page, "plugins-dark", DESK.0).await;
    let light = json!({ "features": [{ "name": "prefers-color-scheme", "value": "light" }] });
    page.call("Emulation.setEmulatedMedia", light).await;
    let phone = json!({
        "width": PHONE.0, "height": PHONE.1, "deviceScaleFactor": 1, "mobile": true,
    });
    page.call("Emulation.setDeviceMetricsOverride", phone).await;
    for (path, name) in pages {
        open(&page, &bot, path).await;
        does_not_overflow(&page).await;
        if ["overview", "errors"].contains(&name) {
            page.picture(&format!("{name}-phone")).await;
        }
    }
    let elsewhere = page
        .eval(
            "performance.getEntriesByType('resource').map((one) => one.name)\
               .filter((name) => !name.startsWith(location.origin))",
        )
        .await;
    assert_eq!(elsewhere, json!([]));
    assert_eq!(page.complaints().await, Vec::<String>::new());
}

/// For pictures alone: people ask, until the plots have something to show.
async fn busy(page: &Page, bot: &Bot) {
    if std::env::var_os("VINBOT_PICTURES").is_none() {
        return;
    }
    let crowd = [
        9, 15, 27, 12, 21, 36, 45, 33, 18, 24, 39, 51, 42, 27, 15, 21,
    ];
    for asked in crowd {
        for number in 0..asked {
            bot.ask(&vin(number * number % 67)).await;
        }
        let fresh = "String(document.documentElement.dataset.refreshed)";
        let before = page.eval(fresh).await;
        page.until(&format!("{fresh} !== {before}")).await;
    }
}

/// A Honda with this serial number.
fn vin(number: u32) -> String {
    let serial = format!("{number:06}");
    let weights = [7, 6, 5, 4, 3, 2];
    let digits = serial.chars().filter_map(|digit| digit.to_digit(10));
    // 1HGCM826_3A, by its own weights.
    let rest = 8 + 8 * 7 + 7 * 6 + 3 * 5 + 4 * 4 + 8 * 3 + 2 * 2 + 6 * 10 + 3 * 9 + 8;
    let of_serial = weights.iter().zip(digits);
    let sum: u32 = rest + of_serial.map(|(weight, digit)| weight * digit).sum::<u32>();
    let check = match sum % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    };
    format!("1HGCM826{check}3A{serial}")
}

/// A picture of the whole page, in a window that is as high as it needs.
async fn picture(page: &Page, name: &str, width: u32) {
    let height = page.eval("document.documentElement.scrollHeight").await;
    let height = height.as_u64().unwrap().clamp(300, 1_500);
    let whole =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    page.call("Emulation.setDeviceMetricsOverride", whole).await;
    page.picture(name).await;
    let usual = json!({ "width": width, "height": 600, "deviceScaleFactor": 1, "mobile": false });
    page.call("Emulation.setDeviceMetricsOverride", usual).await;
}

async fn every_control_has_a_name(page: &Page) {
    let tree = page.call("Accessibility.getFullAXTree", json!({})).await;
    let roles = ["button", "textbox", "slider", "link", "image"];
    let nodes = tree["nodes"].as_array().unwrap().iter();
    let nameless: Vec<&Value> = nodes
        .filter(|node| {
            let role = node["role"]["value"].as_str().unwrap_or_default();
            node["ignored"] == false && roles.contains(&role)
        })
        .filter(|node| {
            let name = node["name"]["value"].as_str().unwrap_or_default();
            name.trim().is_empty()
        })
        .collect();
    assert!(nameless.is_empty(), "{nameless:#?}");
}
