//! Running plugins: the only code that knows wasmtime.
//!
//! [`Plugins`] holds what was loaded. A [`Plugin`] is a component that passed all
//! checks; its roles ([`Plugin::decoder`], [`Plugin::formatter`]) are called through
//! it, each call in a fresh sandbox of its own that ends with the call; a caller with
//! many questions keeps its sandboxes in a [`Lease`].

mod bindings;
mod call;
mod capabilities;
mod code;
mod convert;
mod engine;
mod error;
mod exchange;
mod lease;
mod load;
mod plugin;
mod sandbox;
mod set;

pub use engine::Runtime;
pub use error::{CallError, LoadError};
pub use exchange::{Decoded, ViewContext};
pub use lease::Lease;
pub use plugin::{Plugin, Role};
pub use set::{Broken, Plugins};
