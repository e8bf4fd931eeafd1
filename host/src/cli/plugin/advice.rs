//! What an author can do about a component that is not served.

use vinbot_build::anatomy::Anatomy;

use crate::plugins::{CallError, LoadError};

/// What to do about an error, where that is known.
pub(super) fn on(error: &LoadError, anatomy: &Anatomy) -> Option<String> {
    let advice = match error {
        LoadError::NotWasm { .. } => {
            "`vinbot plugin build` makes the component of a project: plugin.wasm.".to_owned()
        }
        LoadError::CoreModule => {
            "`vinbot plugin build` makes a component of a project's module.".to_owned()
        }
        LoadError::Invalid(_) => {
            "Is the file whole? `vinbot plugin build` makes it anew.".to_owned()
        }
        LoadError::ContractVersion { found, .. } => format!(
            "Build it again with the contract of this vinbot ({}): the folder `wit`, and for Rust \
             `sdk`, of a new project (`vinbot plugin new`). Or run a vinbot that serves {found}.",
            vinbot_build::contract::version()
        ),
        LoadError::UnknownImport(name) if name.starts_with("vinbot:plugin/") => {
            "That interface is none of this contract: it was built with another folder `wit`."
                .to_owned()
        }
        LoadError::UnknownImport(_) => {
            "A plugin may import interfaces of vinbot:plugin and of WASI, and nothing else. A \
             library in it wants more."
                .to_owned()
        }
        LoadError::NoAbout if anatomy.exports.iter().any(|name| name.contains("cli/run")) => {
            "It is a program with a `main`. A plugin is a library: in Rust, Cargo.toml says \
             `[lib] crate-type = [\"cdylib\", \"rlib\"]`."
                .to_owned()
        }
        LoadError::NoAbout => format!(
            "It exports {}. A plugin exports `about` and its roles: in Rust by \
             `vinbot_plugin::export!(Type: decoder)`, in JavaScript by `export const about`, in \
             Python by `class About`. Was it built for a world of wit/worlds.wit?",
            listed(anatomy)
        ),
        LoadError::NoRole => format!(
            "It exports {}. Add a role to `roles` in plugin.toml, and in Rust to \
             `vinbot_plugin::export!(Type: decoder)`.",
            listed(anatomy)
        ),
        LoadError::TooLarge { .. } => {
            "Large data is better compressed, or fetched; or raise runtime.max_component_mb."
                .to_owned()
        }
        LoadError::Mismatch(_) => {
            "Its contract has the same version and other types: build it again with the folder \
             `wit` of this vinbot."
                .to_owned()
        }
        LoadError::Call { error, .. } => call(error)?.to_owned(),
        _ => return None,
    };
    Some(advice)
}

fn call(error: &CallError) -> Option<&'static str> {
    Some(match error {
        CallError::Timeout(_) => {
            "What takes long is done once, when the plugin is built: in Rust by \
             `vinbot_plugin::warm_up!`, in JavaScript and Python at the top of a module."
        }
        CallError::Memory(_) => {
            "limits.memory_mb grants more, or memory_mb in the plugin's own section of config.toml."
        }
        CallError::Trap(_) => {
            "What the plugin wrote to its log before stands above with RUST_LOG=info, a panic's \
             words too."
        }
        _ => return None,
    })
}

fn listed(anatomy: &Anatomy) -> String {
    if anatomy.exports.is_empty() {
        "nothing".to_owned()
    } else {
        anatomy.exports.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_told_from_a_library() {
        let program = Anatomy {
            exports: vec!["wasi:cli/run@0.2.3".into()],
            ..Anatomy::default()
        };
        let advice = on(&LoadError::NoAbout, &program).unwrap();
        assert!(advice.contains("cdylib"), "{advice}");
        let advice = on(&LoadError::NoAbout, &Anatomy::default()).unwrap();
        assert!(advice.starts_with("It exports nothing."), "{advice}");
    }

    #[test]
    fn another_contract_is_told_with_both_ways_out() {
        let error = LoadError::ContractVersion {
            interface: "vinbot:plugin/decoder".into(),
            found: "0.9.0".into(),
        };
        let advice = on(&error, &Anatomy::default()).unwrap();
        let served = vinbot_build::contract::version();
        assert!(
            advice.contains(served) && advice.contains("0.9.0"),
            "{advice}"
        );
    }
}
