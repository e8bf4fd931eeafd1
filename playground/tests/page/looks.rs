//! Sizes, colours, and whether everybody can use it.

use serde_json::{Value, json};

use crate::{DESK, PHONE, browser::Page, page};

/// A chat with a bit of everything.
async fn fill(page: &Page) {
    page.say("Good morning! Is 1HGCM82633A004352 a good car?")
        .await;
    page.reads("You said: Good morning").await;
    page.say("/photo").await;
    page.reads("Here it is").await;
    page.say("/menu").await;
    page.reads("Choose").await;
}

async fn does_not_overflow(page: &Page) {
    let wide = page
        .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .await;
    assert_eq!(wide, 0, "the page is wider than the window");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_the_chats_open_from_a_button() {
    let (_playground, page) = page!(PHONE);
    assert!(!page.sees("#side").await);
    page.picture("phone-empty").await;
    fill(&page).await;
    page.picture("phone").await;
    does_not_overflow(&page).await;
    page.click("#side-button").await;
    page.until("document.querySelector('#side').getBoundingClientRect().x === 0")
        .await;
    page.picture("phone-chats").await;
    page.click("[data-chat='-1000000004200']").await;
    page.until("document.querySelector('#title').textContent === 'Workshop'")
        .await;
    page.until("document.querySelector('#side').getBoundingClientRect().x < -200")
        .await;
    does_not_overflow(&page).await;
    page.picture("phone-topics").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_follow_the_system_or_the_setting() {
    let (_playground, page) = page!(DESK);
    fill(&page).await;
    let colour = "getComputedStyle(document.querySelector('.app')).backgroundColor";
    let light = page.eval(colour).await;
    page.picture("light").await;
    let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    page.call("Emulation.setEmulatedMedia", dark).await;
    page.until(&format!("{colour} !== {light}")).await;
    page.picture("dark").await;
    page.choose("#theme", "Light").await;
    page.until(&format!("{colour} === {light}")).await;
    page.choose("#theme", "Dark").await;
    page.until(&format!("{colour} !== {light}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_control_has_a_name() {
    let (_playground, page) = page!(DESK);
    fill(&page).await;
    page.click("#settings-button").await;
    page.until("document.querySelector('#settings').matches(':popover-open')")
        .await;
    let tree = page.call("Accessibility.getFullAXTree", json!({})).await;
    let roles = [
        "button", "textbox", "combobox", "checkbox", "link", "listbox", "image", "dialog",
    ];
    let nodes = tree["nodes"].as_array().unwrap();
    let controls = nodes.iter().filter(|node| {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        node["ignored"] == false && roles.contains(&role)
    });
    let (named, nameless): (Vec<&Value>, Vec<&Value>) = controls.partition(|node| {
        node["name"]["value"]
            .as_str()
            .is_some_and(|name| !name.trim().is_empty())
    });
    assert!(nameless.is_empty(), "{nameless:#?}");
    assert!(named.len() > 15, "{} controls", named.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_from_elsewhere_and_nothing_complains() {
    let (_playground, page) = page!(DESK);
    fill(&page).await;
    let elsewhere = page
        .eval(
            "performance.getEntriesByType('resource').map((one) => one.name)\
               .filter((name) => !name.startsWith(location.origin))",
        )
        .await;
    assert_eq!(elsewhere, json!([]));
    assert_eq!(page.complaints().await, Vec::<String>::new());
}
