//! What wasmtime makes of `wit/`. Parameters borrow, so that a report passes into
//! a sandbox without being copied on the way.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used)]

wasmtime::component::bindgen!({
    path: "../wit",
    world: "all-roles",
    ownership: Borrowing { duplicate_if_necessary: true },
    imports: {
        "vinbot:plugin/cache": async,
        "vinbot:plugin/http": async,
    },
    exports: { default: async },
});
