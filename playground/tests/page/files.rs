//! Files by button, by paste and from the bot.

use serde_json::json;

use crate::{DESK, bot::PNG, page};

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_attached_sent_and_offered_for_download() {
    let (playground, page) = page!(DESK);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vins.csv");
    std::fs::write(&file, "VIN\n1HGCM82633A004352\n").unwrap();
    page.give("#file", &[file]).await;
    page.until("document.querySelector('#attached-files')?.innerText.includes('vins.csv')")
        .await;
    page.picture("attached").await;
    page.say("my cars").await;
    page.reads("\"vins.csv\" (\"text/csv\") has 22 bytes").await;
    page.until("document.querySelector('#attached').hidden")
        .await;
    let download = page.eval("document.querySelector('.chip').download").await;
    assert_eq!(download, "vins.csv");
    let bytes = page
        .eval("fetch(document.querySelector('.chip').href).then((one) => one.text())")
        .await;
    assert_eq!(bytes, "VIN\n1HGCM82633A004352\n");
    assert_eq!(playground.chat(1001, 0).messages[0].text, "my cars");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_picture_goes_as_a_photo_or_as_a_file() {
    let (_playground, page) = page!(DESK);
    let paste = format!(
        "{{ const bytes = Uint8Array.from(atob({}), (one) => one.charCodeAt(0));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], 'car.png', {{ type: 'image/png' }}));
            const paste = {{ clipboardData, bubbles: true, cancelable: true }};
            document.querySelector('#text').dispatchEvent(new ClipboardEvent('paste', paste)); }}",
        json!(PNG)
    );
    page.eval(&paste).await;
    page.until("document.querySelector('.attachment img')?.naturalWidth === 64")
        .await;
    page.say("mine").await;
    page.reads("A photo 64 wide: \"mine\"").await;
    page.until("document.querySelector('.message.own .photo').naturalWidth === 64")
        .await;

    page.eval(&paste).await;
    page.click("#as-file").await;
    page.click("#send").await;
    page.reads("\"car.png\" (\"image/png\") has 119 bytes")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bots_files_are_shown_with_captions_that_change() {
    let (_playground, page) = page!(DESK);
    page.say("/list").await;
    page.reads("list.csv").await;
    page.say("/photo").await;
    page.until("document.querySelector('.photo')?.naturalWidth === 64")
        .await;
    page.click(".message:last-child .key").await;
    page.reads("Ada chose it").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_can_be_taken_away_before_it_is_sent() {
    let (playground, page) = page!(DESK);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, "x").unwrap();
    page.give("#file", &[file]).await;
    page.click(".attachment button").await;
    page.until("document.querySelector('#attached').hidden")
        .await;
    assert!(playground.chat(1001, 0).messages.is_empty());
}
