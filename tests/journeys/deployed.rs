//! A new process takes the place of an old one while people write.

use futures::future::join_all;
use vinbot_playground::{ChatWait, SendText};

use crate::bot::Bot;
use crate::webhook::listening;

/// So many people write at once …
const PEOPLE: i64 = 20;

/// … so many messages in each of the four phases of a deployment.
const EACH: usize = 4;

/// Everybody writes, and waits for nothing.
fn all_write(bot: &Bot) {
    for _ in 0..EACH {
        for person in 1..=PEOPLE {
            bot.playground
                .send_text(person, SendText::new("/help"))
                .unwrap();
        }
    }
}

/// Every message is answered, and none twice.
async fn restarted_under_load(mut bot: Bot) {
    all_write(&bot);
    // Some are answered, some are under way, some wait.
    bot.messages(PEOPLE, 0, 1).await;
    all_write(&bot);
    bot.signal("TERM");
    all_write(&bot);
    assert!(bot.ended().await.success(), "{}", bot.log());
    all_write(&bot);
    bot.start_again();
    all_write(&bot);
    let sent = 5 * EACH;
    let answered = |person| {
        let bot = &bot;
        async move {
            let wait = ChatWait {
                bot_messages: Some(sent),
                timeout: Some(60.0),
                ..ChatWait::default()
            };
            bot.chat(person, &wait).await;
            let answers = bot.all_in(person, 0, SendText::new("/help")).await;
            assert_eq!(answers.len(), sent, "{person}: {}", bot.log());
        }
    };
    join_all((1..=PEOPLE).map(answered)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_polling_every_message_is_answered_once_over_a_restart_under_load() {
    restarted_under_load(Bot::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_webhook_every_message_is_answered_once_over_a_restart_under_load() {
    restarted_under_load(listening(&[]).await).await;
}
