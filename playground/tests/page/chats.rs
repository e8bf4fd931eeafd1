//! People, groups, topics, and a bot that is shut out.

use vinbot_playground::SendText;

use crate::{DESK, page};

#[tokio::test(flavor = "multi_thread")]
async fn people_have_chats_of_their_own_and_share_groups() {
    let (playground, page) = page!(DESK);
    page.say("I am Ada").await;
    page.reads("You said: I am Ada").await;
    page.click("[data-chat='-4200']").await;
    page.until("document.querySelector('#title').textContent === 'Garage'")
        .await;
    page.say("anybody?").await;
    page.reads("You said: anybody?").await;
    page.choose("#user", "Borys").await;
    page.until("document.querySelector('.message .name')?.innerText === 'Ada'")
        .await;
    page.say("here").await;
    page.reads("You said: here").await;
    page.picture("group").await;
    page.click("[data-chat='1002']").await;
    page.until("document.querySelector('#title').textContent === 'Echo'")
        .await;
    page.until("document.querySelectorAll('.message').length === 0")
        .await;
    page.say("я Борис").await;
    page.reads("You said: я Борис").await;
    let group = playground.chat(-4200, 0);
    let names: Vec<_> = group.messages.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Ada", "Echo", "Borys", "Echo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_in_other_chats_shows_in_the_list() {
    let (playground, page) = page!(DESK);
    let text = SendText::new("a new group").from_user(1003);
    playground.send_text(-77, text).unwrap();
    page.until(
        "document.querySelector(\"[data-chat='-77']\")?.innerText.includes('Echo: You said')",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_is_read_topic_by_topic() {
    let (playground, page) = page!(DESK);
    page.click("[data-chat='-1000000004200']").await;
    page.until("document.querySelectorAll('#topics .tab').length === 4")
        .await;
    page.click("#topics .tab:nth-child(2)").await;
    page.say("knocking").await;
    page.reads("You said: knocking").await;
    page.reads("Ada opened the topic “Engines”").await;
    page.picture("topics").await;
    page.click("#topics .tab:nth-child(1)").await;
    page.until("[...document.querySelectorAll('.message')].every((one) => !one.offsetParent)")
        .await;
    page.click("#topics .add").await;
    page.click("#topic-name").await;
    page.write("Paint").await;
    page.key("Enter").await;
    page.until("document.querySelector('#topics [aria-current]').innerText === 'Paint'")
        .await;
    page.say("red").await;
    page.reads("You said: red").await;
    let chat = playground.chat(-1_000_000_004_200, 0);
    let topics: Vec<_> = chat.topics.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(topics, ["Engines", "Paperwork", "Paint"]);
    assert_eq!(
        chat.messages.last().unwrap().topic,
        Some(chat.topics[2].topic)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_bot_has_a_bar_instead_of_the_composer() {
    let (playground, page) = page!(DESK);
    page.click("#settings-button").await;
    page.until("document.querySelector('#limits') && document.querySelector('#settings').matches(':popover-open')").await;
    page.picture("settings").await;
    page.click("#block").await;
    page.until("document.querySelector('#status').textContent === 'blocked'")
        .await;
    page.picture("blocked").await;
    assert!(!page.sees("#composer").await && page.sees("#barred").await);
    assert!(playground.chat(1001, 0).blocked);
    page.click("#bar-button").await;
    page.until("!document.querySelector('#composer').hidden")
        .await;
    page.say("back").await;
    page.reads("You said: back").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_is_removed_from_a_group_and_added_again() {
    let (_playground, page) = page!(DESK);
    page.click("[data-chat='-4200']").await;
    page.until("document.querySelector('#title').textContent === 'Garage'")
        .await;
    page.click("#settings-button").await;
    page.click("#block").await;
    page.reads("Ada removed Echo").await;
    page.say("among us").await;
    page.reads("the bot was not told of this").await;
    page.click("#bar-button").await;
    page.reads("Ada added Echo").await;
    page.say("welcome").await;
    page.reads("You said: welcome").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_chat_is_begun_anew() {
    let (playground, page) = page!(DESK);
    page.say("forget me").await;
    page.reads("You said: forget me").await;
    page.click("#settings-button").await;
    page.click("#delete-chat").await;
    page.until("document.querySelector('#barred-text').offsetParent && document.querySelector('#composer').hidden").await;
    assert!(playground.chat(1001, 0).gone);
    page.click("#bar-button").await;
    page.until("!document.querySelector('#composer').hidden")
        .await;
    assert_eq!(
        page.eval("document.querySelectorAll('.message').length")
            .await,
        0
    );
}
