//! People ask, the bot answers.

use rstest::rstest;
use vinbot_playground::SendText;

use crate::bot::{ADA, Bot, GROUP, labels, styled};

const HONDA: &str = "1HGCM82633A004352";
const FORD: &str = "1FTFW1ET9DFC10312";
const AUDI: &str = "WAUZZZ8K9BA123456";

#[tokio::test(flavor = "multi_thread")]
async fn a_vin_is_answered_with_the_car() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    insta::assert_snapshot!(card.text, @"
    2003 Honda Accord EX-V6
    1HGCM82633A004352

    Body: Coupe, 2 doors
    Engine: 3.0 L V6 (J30A4), 240 hp, gasoline
    Transmission: Automatic, 5-speed
    Airbags: Front, side, curtain
    Built: Marysville, Ohio, United States
    Manufacturer: American Honda Motor Co., Inc.

    Decoded by vpic
    ");
    assert_eq!(styled(&card, "bold"), ["2003 Honda Accord EX-V6"]);
    assert_eq!(styled(&card, "code"), [HONDA]);
    assert_eq!(
        labels(&card),
        [
            vec!["Details", "Copy VIN"],
            vec!["Picture", "Report CSV"],
            vec!["⭐ Save"],
            vec!["Compare with …", "Share"]
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_european_vin_is_answered_with_maker_and_country() {
    let bot = Bot::start().await;
    let card = bot.ask(AUDI).await;
    assert!(card.text.starts_with("Audi"), "{}", card.text);
    assert!(
        card.text.contains("Germany") && card.text.contains("wmi"),
        "{}",
        card.text
    );
}

#[rstest]
#[case::command("/vin 1HGCM82633A004352")]
#[case::lower_case_and_dashes("/vin 1hg-cm826-33a-004352")]
#[case::in_a_sentence("my car is 1hgcm82633a004352, what do you think?")]
#[case::cyrillic("1НGСМ82633А004352")]
#[case::full_width("１ＨＧＣＭ８２６３３Ａ００４３５２")]
#[case::link_to_the_bot("/start 1HGCM82633A004352")]
#[case::control_characters("1HGCM82633A\u{7}004352")]
#[tokio::test(flavor = "multi_thread")]
async fn a_vin_is_found_however_it_is_written(#[case] text: &str) {
    let bot = Bot::start().await;
    assert!(bot.ask(text).await.text.starts_with("2003 Honda Accord"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beginner_is_told_what_to_do_and_can_try_it() {
    let bot = Bot::start().await;
    let start = bot.ask("/start").await;
    assert!(start.text.contains("Send me a VIN"), "{}", start.text);
    let first = labels(&start)[0][0].to_owned();
    bot.press(&start, &first).await;
    let answers = bot.all_since(start.created).await;
    assert!(answers[0].text.starts_with(&first), "{}", answers[0].text);
}

#[rstest]
#[case("/help", "How it works")]
#[case("/vin", "/vin 1HGCM82633A004352")]
#[case("/frob", "There is no command /frob")]
#[case("good morning", "I see no VIN in that")]
#[tokio::test(flavor = "multi_thread")]
async fn every_other_text_gets_help(#[case] text: &str, #[case] words: &str) {
    let bot = Bot::start().await;
    let answer = bot.ask(text).await;
    assert!(answer.text.contains(words), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_of_commands_is_set_at_start() {
    let bot = Bot::start().await;
    let (_, menus) = bot.get(&format!("{}/playground/commands", bot.api)).await;
    let menus = menus["menus"].as_array().unwrap();
    assert_eq!(menus.len(), 6, "one a language");
    for menu in menus {
        let commands = menu["commands"].as_array().unwrap();
        let names: Vec<_> = commands
            .iter()
            .map(|one| one["command"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "vin", "compare", "history", "garage", "save", "watch", "settings", "feedback",
                "export", "forget", "privacy", "about", "help", "cancel"
            ]
        );
    }
    let said = |text: &str| menus.iter().any(|menu| menu.to_string().contains(text));
    assert!(said("Deine Autos") && said("Ваші авто") && said("Your cars"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_vins_get_a_card_each_and_can_be_compared() {
    let bot = Bot::start().await;
    let cards = bot.ask_for(&format!("{HONDA} or {FORD}?"), 2).await;
    assert!(cards[0].text.starts_with("2003 Honda Accord"));
    assert!(
        cards[1].text.starts_with("2013 Ford F-150"),
        "{}",
        cards[1].text
    );
    bot.press(&cards[1], "Compare").await;
    let comparison = &bot.all_since(cards[1].created).await[0];
    assert!(comparison.text.contains("Honda") && comparison.text.contains("Ford"));
    assert!(comparison.text.contains(HONDA) && comparison.text.contains(FORD));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_vins_get_a_list_whose_buttons_open_cards() {
    let bot = Bot::start().await;
    let text = format!("{HONDA} {FORD} {AUDI} 5YJ3E1EA2KF317000 {HONDA}");
    let list = bot.ask(&text).await;
    for name in [
        "2003 Honda Accord",
        "2013 Ford F-150",
        "Audi",
        "2019 Tesla Model 3",
    ] {
        assert!(list.text.contains(name), "{}", list.text);
    }
    let tesla = labels(&list)
        .concat()
        .into_iter()
        .find(|label| label.contains("Tesla"))
        .unwrap();
    let (unchanged, _) = bot.press(&list, tesla).await;
    assert_eq!(unchanged.edits, 0);
    let opened = bot.all_since(list.created).await;
    assert!(
        opened[0].text.starts_with("2019 Tesla Model 3"),
        "{}",
        opened[0].text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_hundreds_of_vins_twenty_are_answered_and_the_rest_explained() {
    let bot = Bot::start().await;
    let vins: Vec<String> = (0..220).map(|i| format!("WAUZZZ8K9BA{i:06}")).collect();
    let answers = bot.ask_for(&vins.join(" "), 2).await;
    assert!(answers[0].text.contains(&vins[19]) && !answers[0].text.contains(&vins[20]));
    assert!(answers[1].text.contains("220 VINs"), "{}", answers[1].text);
    assert!(answers[1].text.contains("first 20"), "{}", answers[1].text);
}

#[rstest]
#[case::letter_o("1HGCM82633AO04352", "Position 12 is the letter O", Some(HONDA))]
#[case::one_short("1HGCM82633A00435", "It has 16 characters", Some(HONDA))]
#[case::one_too_many("1HGCM82633A0044352", "It has 18 characters", Some(HONDA))]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_almost_a_vin_is_explained_and_repaired(
    #[case] text: &str,
    #[case] reason: &str,
    #[case] repaired: Option<&str>,
) {
    let bot = Bot::start().await;
    let answer = bot.ask(text).await;
    assert!(answer.text.contains(reason), "{}", answer.text);
    assert!(
        styled(&answer, "pre").concat().contains(text),
        "{}",
        answer.text
    );
    if let Some(vin) = repaired {
        assert!(
            labels(&answer).concat().contains(&vin),
            "{:?}",
            labels(&answer)
        );
        bot.press(&answer, vin).await;
        let opened = bot.all_since(answer.created).await;
        assert!(opened[0].text.starts_with("2003 Honda Accord"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_check_digit_is_marked_and_the_repaired_vin_is_a_button() {
    let bot = Bot::start().await;
    let card = bot.ask("1HGCM82643A004352").await;
    assert!(card.text.contains("position 9"), "{}", card.text);
    assert!(
        styled(&card, "pre").concat().contains("        ^"),
        "{}",
        card.text
    );
    let (repaired, _) = bot.press(&card, HONDA).await;
    assert!(!repaired.text.contains("position 9"), "{}", repaired.text);
    assert_eq!(styled(&repaired, "code"), [HONDA]);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_metric_countries_read_metric_units() {
    let bot = Bot::start().await;
    let ask = |language: &str| {
        let text = SendText {
            language_code: Some(language.into()),
            ..SendText::new(HONDA)
        };
        bot.playground.send_text(ADA, text).unwrap().revision
    };
    let german = bot.messages(ADA, ask("de"), 1).await.remove(0);
    let english = bot.messages(ADA, ask("en"), 1).await.remove(0);
    assert!(german.text.contains("kW"), "{}", german.text);
    assert!(!english.text.contains("kW"), "{}", english.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn about_says_of_which_month_the_data_is() {
    let bot = Bot::start().await;
    let about = bot.ask("/about").await.text;
    let line = about
        .lines()
        .find(|line| line.starts_with("vpic "))
        .unwrap();
    let month = line.split('(').nth(1).unwrap_or_default();
    let parts: Vec<&str> = month.split(|c: char| !c.is_ascii_digit()).collect();
    let dated = parts
        .windows(2)
        .any(|pair| pair[0].len() == 4 && pair[0].starts_with("20") && pair[1].len() == 2);
    assert!(dated, "{line}");
}

/// `t.me/BOT?startgroup=…`: Telegram adds the bot to a group and says this in the user's name.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_adds_the_bot_to_a_group_may_carry_a_vin() {
    let bot = Bot::start().await;
    for (payload, words) in [(HONDA, "2003 Honda Accord"), ("true", "Send me a VIN")] {
        let text = SendText::new(format!("/start@playground_bot {payload}")).from_user(ADA);
        let sent = bot.playground.send_text(GROUP, text).unwrap();
        let answer = bot.messages(GROUP, sent.revision, 1).await.remove(0);
        assert!(answer.text.starts_with(words), "{}", answer.text);
    }
}
