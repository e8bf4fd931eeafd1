//! Texts, buttons, edits, and what the bot is doing.

use crate::{DESK, page};

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_answered_with_a_quote_of_it() {
    let (_playground, page) = page!(DESK);
    page.say("good morning").await;
    page.reads("You said: good morning").await;
    assert_eq!(page.text(".quoted").await, "Ada\ngood morning");
    assert_eq!(
        page.text(".message.own .text").await.lines().next(),
        Some("good morning")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_latest_text_is_edited_with_the_up_key_and_marked() {
    let (playground, page) = page!(DESK);
    page.say("helo").await;
    page.reads("You said: helo").await;
    page.key("ArrowUp").await;
    page.until("document.querySelector('#context-text').innerText.startsWith('Editing')")
        .await;
    page.eval("document.querySelector('#text').select()").await;
    page.write("hello").await;
    page.key("Enter").await;
    page.reads("edited").await;
    let chat = playground.chat(1001, 0);
    assert_eq!(
        (chat.messages[0].text.as_str(), chat.messages[0].edits),
        ("hello", 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_answered_and_deleted_by_its_tools() {
    let (_playground, page) = page!(DESK);
    page.say("one").await;
    page.reads("You said: one").await;
    page.eval("document.querySelector('.message:last-child .tools button').click()")
        .await;
    page.until("document.querySelector('#context-text').innerText.startsWith('Reply to Echo')")
        .await;
    page.say("two").await;
    page.reads("You said: two").await;
    let own = "[...document.querySelectorAll('.message.own')]";
    page.eval(&format!(
        "[...{own}[0].querySelectorAll('.tools button')].find((one) => one.innerText === 'Delete' \
         || one.textContent === 'Delete').click()"
    ))
    .await;
    page.until(&format!("{own}.length === 1")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pressed_button_is_answered_and_its_message_changes() {
    let (_playground, page) = page!(DESK);
    page.say("/menu").await;
    page.click(".key").await;
    page.reads("Ada chose it").await;
    page.until("document.querySelector('.toast')?.innerText === 'Noted'")
        .await;
    page.until("document.querySelectorAll('.key').length === 0")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_picked_from_the_menu_by_keyboard() {
    let (_playground, page) = page!(DESK);
    page.click("#text").await;
    page.write("/").await;
    page.until("document.querySelectorAll('#menu li').length === 2")
        .await;
    page.picture("commands").await;
    page.key("ArrowDown").await;
    page.key("Enter").await;
    page.reads("Here it is").await;
    page.until("document.querySelector('.photo').naturalWidth === 64")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bot_is_doing_is_seen() {
    let (_playground, page) = page!(DESK);
    page.say("/slow").await;
    page.until("document.querySelector('#status').textContent === 'typing…'")
        .await;
    assert!(page.sees("#typing").await);
}
