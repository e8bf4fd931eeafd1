//! The tour of docs/tour.md, in a browser: what people see of the real bot. With
//! `VINBOT_PICTURES=docs/tour` it makes the pictures there.

use serde_json::json;

use crate::browser::Page;
use crate::service::{Fault, Server};
use crate::services::place;

const HONDA: &str = "1HGCM82633A004352";
const FORD: &str = "1FTFW1ET5DFC10312";
/// A phone.
const PHONE: (u32, u32) = (420, 860);

/// The last message with a button of this label.
fn key(label: &str) -> String {
    let label = json!(label);
    format!(
        "[...document.querySelectorAll('.key')].filter((one) =>
            one.innerText.trim().startsWith({label})).at(-1)"
    )
}

/// Presses the last button with a label that begins so.
async fn press(page: &Page, label: &str) {
    let key = key(label);
    page.until(&format!("{key}?.offsetParent")).await;
    page.eval(&format!("{key}.click()")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tour_shows_what_the_bot_does() {
    let service = Server::start(Fault::None).await;
    // The one at the page is an admin.
    let place = place(&service).with("ADMIN_IDS", "1001");
    let bot = place.bot().await;
    let address = bot.page();
    let Some(page) = Page::open(&address, PHONE).await else {
        return;
    };
    page.say("/start").await;
    page.reads("Send me a VIN").await;
    page.picture("start").await;

    page.say(HONDA).await;
    page.reads("1 recall").await;
    page.picture("card").await;
    press(&page, "Details").await;
    page.reads("1/").await;
    page.picture("details").await;
    press(&page, "Back").await;

    press(&page, "⭐ Save").await;
    page.say(&format!("/watch {HONDA}")).await;
    page.reads("Watched.").await;
    page.say("/garage").await;
    page.reads("Your car").await;
    page.picture("garage").await;

    page.say("/compare").await;
    page.reads("Send me the VINs").await;
    page.say(HONDA).await;
    page.reads("second VIN").await;
    page.say(FORD).await;
    page.reads("Ford F-150").await;
    page.picture("compare").await;

    page.say("/settings").await;
    page.reads("Private mode").await;
    press(&page, "Українська").await;
    page.reads("Мова: Українська").await;
    page.picture("settings").await;
    page.say(HONDA).await;
    page.reads("Двигун").await;
    page.picture("ukrainian").await;
    page.say("/settings language en").await;
    page.reads("Language: English").await;

    page.say("/admin plugins").await;
    page.reads("Plugins").await;
    assert_eq!(page.complaints().await, Vec::<String>::new());
}
