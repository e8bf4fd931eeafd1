//! THE SUMMARY.

use vinbot_plugin::prelude::*;

const SUMMARY: &str = "THE SUMMARY";

/// The plugin.
#[derive(Debug)]
pub struct MyPlugin;

impl Plugin for MyPlugin {
    fn about() -> Info {
        Info::new("my-plugin", env!("CARGO_PKG_VERSION"), SUMMARY)
    }
}

impl Command for MyPlugin {
    fn commands() -> Vec<Spec> {
        vec![Spec {
            name: "my_plugin".into(),
            description: SUMMARY.into(),
            usage: "/my_plugin VIN".into(),
            admin_only: false,
        }]
    }

    fn handle(invocation: Invocation) -> Result<Message, Error> {
        let vin = invocation.arguments.trim().to_uppercase();
        if vin.chars().count() != 17 {
            let words = "Send a VIN of 17 characters: /my_plugin 1HGCM82633A004352";
            return Err(Error::InvalidInput(words.into()));
        }
        let maker: String = vin.chars().take(3).collect();
        let text = Text::new().plain("The maker's code is ").code(maker);
        Ok(Message::from(text).row([Button::decode("Decode it", vin)]))
    }
}

vinbot_plugin::export!(MyPlugin: command);

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_plugin::testing::{plain, words};

    fn answer(arguments: &str) -> Result<Message, Error> {
        MyPlugin::handle(Invocation {
            name: "my_plugin".into(),
            arguments: arguments.into(),
            locale: "en".into(),
            user: "someone".into(),
        })
    }

    #[test]
    fn the_code_of_the_maker_is_shown() {
        let text = plain(&answer(" 1hgcm82633a004352 ").unwrap());
        assert_eq!(text, "The maker's code is `1HG`\n[Decode it]");
    }

    #[test]
    fn a_short_text_is_answered_with_what_to_send() {
        let error = answer("1HG").unwrap_err();
        assert!(words(&error).starts_with("Send a VIN"));
    }
}
