//! Inline mode in the composer.

use crate::{DESK, page};

#[tokio::test(flavor = "multi_thread")]
async fn results_are_shown_picked_by_keyboard_pressed_and_edited() {
    let (playground, page) = page!(DESK);
    page.click("[data-chat='-4200']").await;
    page.until("document.querySelector('#title').textContent === 'Garage'")
        .await;
    page.click("#text").await;
    page.write("@echo_bot 1HG").await;
    page.until("document.querySelectorAll('#inline li').length === 4")
        .await;
    page.picture("inline").await;
    assert!(page.text("#inline").await.contains("for 1HG"));
    let first = page.text("#inline [aria-selected=true] b").await;
    assert_eq!(first, "Short", "the keys begin at the first result");
    page.key("ArrowDown").await;
    page.key("Enter").await;
    page.reads("Long: 1HG").await;
    page.reads("via @echo_bot").await;
    assert_eq!(page.eval("document.querySelector('#text').value").await, "");
    page.click(".key").await;
    page.reads("Ada chose it").await;
    let chat = playground.chat(-4200, 0);
    let sent = chat.messages.last().unwrap();
    assert!(sent.via_bot && sent.inline_message_id.is_some() && !sent.from_bot);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_results_come_when_asked_for() {
    let (_playground, page) = page!(DESK);
    page.click("#text").await;
    page.write("@echo_bot 1HG").await;
    page.until("document.querySelector('#inline')?.innerText.includes('More results')")
        .await;
    page.click("#inline li:last-child").await;
    page.until("document.querySelector('#inline').innerText.includes('Another')")
        .await;
    page.key("Escape").await;
    assert!(!page.sees("#inline").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_above_the_results_leads_into_private() {
    let (_playground, page) = page!(DESK);
    page.click("[data-chat='-4200']").await;
    page.until("document.querySelector('#title').textContent === 'Garage'")
        .await;
    page.click("#text").await;
    page.write("@Echo_Bot x").await;
    page.until("document.querySelector('#inline')?.innerText.includes('Ask in private')")
        .await;
    page.click("#inline li").await;
    page.reads("You said: /start inline").await;
    assert_eq!(page.text("#title").await, "Echo");
}
