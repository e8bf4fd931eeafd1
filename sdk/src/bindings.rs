//! What `wit-bindgen` makes of `wit/`: one module a role, so that a plugin
//! exports exactly the roles that it names, all of them sharing one set of types.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    clippy::pedantic
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod words {
    wit_bindgen::generate!({
        path: "../wit",
        world: "words",
        generate_all,
        additional_derives: [PartialEq],
    });
}

pub mod host {
    wit_bindgen::generate!({
        path: "../wit",
        world: "imports",
        additional_derives: [PartialEq],
    });
}

pub mod about {
    wit_bindgen::generate!({
        path: "../wit",
        world: "about-only",
        pub_export_macro: true,
        export_macro_name: "export_about",
        default_bindings_module: "vinbot_plugin::bindings::about",
        additional_derives: [PartialEq],
    });
}

pub mod decoder {
    wit_bindgen::generate!({
        path: "../wit",
        world: "decoder-only",
        pub_export_macro: true,
        export_macro_name: "export_decoder",
        default_bindings_module: "vinbot_plugin::bindings::decoder",
        additional_derives: [PartialEq],
        with: { "vinbot:plugin/types@0.1.0": crate::bindings::words::vinbot::plugin::types },
    });
}

pub mod enricher {
    wit_bindgen::generate!({
        path: "../wit",
        world: "enricher-only",
        pub_export_macro: true,
        export_macro_name: "export_enricher",
        default_bindings_module: "vinbot_plugin::bindings::enricher",
        with: { "vinbot:plugin/types@0.1.0": crate::bindings::words::vinbot::plugin::types },
    });
}

pub mod formatter {
    wit_bindgen::generate!({
        path: "../wit",
        world: "formatter-only",
        pub_export_macro: true,
        export_macro_name: "export_formatter",
        default_bindings_module: "vinbot_plugin::bindings::formatter",
        additional_derives: [PartialEq],
        with: {
            "vinbot:plugin/types@0.1.0": crate::bindings::words::vinbot::plugin::types,
            "vinbot:plugin/rich-text@0.1.0": crate::bindings::words::vinbot::plugin::rich_text,
        },
    });
}

pub mod command {
    wit_bindgen::generate!({
        path: "../wit",
        world: "command-only",
        pub_export_macro: true,
        export_macro_name: "export_command",
        default_bindings_module: "vinbot_plugin::bindings::command",
        additional_derives: [PartialEq],
        with: {
            "vinbot:plugin/types@0.1.0": crate::bindings::words::vinbot::plugin::types,
            "vinbot:plugin/rich-text@0.1.0": crate::bindings::words::vinbot::plugin::rich_text,
        },
    });
}

pub mod self_test {
    wit_bindgen::generate!({
        path: "../wit",
        world: "self-test-only",
        pub_export_macro: true,
        export_macro_name: "export_self_test",
        default_bindings_module: "vinbot_plugin::bindings::self_test",
    });
}
