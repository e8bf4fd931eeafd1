//! How files change in real life: folders are made anew, links lead elsewhere, editors
//! replace what they save.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::alive::{HONDA, Place, ask_until};
use crate::bot::Bot;
use crate::support::replace;
use crate::support::rogue::of_make;

async fn says(bot: &Bot, make: &str) {
    ask_until(bot, HONDA, make).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_folder_that_is_made_anew_serves_what_is_in_it() {
    let place = Place::new();
    let bot = place.bot().await;
    let folder = place.plugins.path();
    let away = folder.with_extension("away");
    for make in ["Beta", "Gamma"] {
        fs::rename(folder, &away).unwrap();
        // What serves, serves on.
        assert!(!bot.ask(HONDA).await.text.contains("No decoder"));
        fs::rename(&away, folder).unwrap();
        place.save(&of_make(make));
        says(&bot, make).await;
    }
    // The folder of one plugin, deleted and made again: twice, for the second time is
    // another folder with the same name.
    fs::remove_file(folder.join("rogue.wasm")).unwrap();
    let own = folder.join("rogue");
    for make in ["Delta", "Epsilon"] {
        fs::create_dir(&own).unwrap();
        replace(&own.join("plugin.wasm"), &of_make(make));
        says(&bot, make).await;
        fs::remove_dir_all(&own).unwrap();
        says(&bot, "Honda").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_leads_to_another_release_brings_it() {
    let place = Place::new();
    let bot = place.bot().await;
    fs::remove_file(place.plugins.path().join("rogue.wasm")).unwrap();
    let releases = tempfile::tempdir().unwrap();
    let current = place.plugins.path().join("rogue");
    for make in ["Beta", "Gamma"] {
        let release = releases.path().join(make);
        fs::create_dir(&release).unwrap();
        fs::write(release.join("plugin.wasm"), of_make(make)).unwrap();
        lead(&current, &release);
        says(&bot, make).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_is_replaced_or_led_elsewhere_holds() {
    let place = Place::new();
    let bot = place.bot().await;
    let off = "[plugins.rogue]\norder = 1\nenabled = false\n";
    let on = "[plugins.rogue]\norder = 1\n";
    says(&bot, "Alpha").await;
    replace(&place.config, off.as_bytes());
    says(&bot, "Honda").await;
    // As a ConfigMap of Kubernetes: the file is a link into a folder that is a link.
    let configs = place.state.path().join("configs");
    fs::create_dir(&configs).unwrap();
    let data = configs.join("..data");
    for (name, text, make) in [("1", on, "Alpha"), ("2", off, "Honda"), ("3", on, "Alpha")] {
        let version = configs.join(name);
        fs::create_dir(&version).unwrap();
        fs::write(version.join("config.toml"), text).unwrap();
        lead(&data, &version);
        if name == "1" {
            lead(&place.config, &data.join("config.toml"));
        }
        says(&bot, make).await;
    }
}

/// Makes a link, or leads one elsewhere, in one step.
fn lead(link: &Path, target: &Path) {
    let next = link.with_file_name("next");
    symlink(target, &next).unwrap();
    fs::rename(next, link).unwrap();
}
