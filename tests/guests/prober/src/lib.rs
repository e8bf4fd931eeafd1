//! A plugin for tests: does what it is told, as JSON, and tells what it saw, as JSON.
//! As a command by its arguments, as a decoder by the setting `probe`.

mod act;
#[cfg(target_family = "wasm")]
mod wasi;

use vinbot_plugin::prelude::*;

struct Prober;

impl Plugin for Prober {
    fn about() -> Info {
        Info::new("prober", "0.1.0", "Does what a test says")
    }
}

impl Command for Prober {
    fn commands() -> Vec<Spec> {
        vec![Spec {
            name: "probe".into(),
            description: "Does what a test says".into(),
            usage: "/probe JSON".into(),
            admin_only: true,
        }]
    }

    fn handle(invocation: Invocation) -> Result<Message, Error> {
        Ok(Text::new()
            .plain(act::perform(&invocation.arguments)?)
            .into())
    }
}

impl Decoder for Prober {
    fn decode(_: &Query) -> Result<Decoded, Error> {
        let what = host::setting("probe").ok_or(Error::NotCovered)?;
        let saw = act::perform(&what)?;
        Ok(Decoded::new(10).with(term("prober:saw", "Saw", "Probe"), saw))
    }
}

vinbot_plugin::export!(Prober: decoder, command);
