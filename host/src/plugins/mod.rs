//! Running plugins: the only code that knows wasmtime.
//!
//! A [`Registry`] loads plugins, looks after them and swaps them while calls run. Calls
//! are made with a [`Snapshot`] of it: each of its [`Plugin`]s is a component that
//! passed all checks ([`Version`]) with the operator's settings, and each call runs in a
//! fresh sandbox of its own that ends with the call; a caller with many questions keeps
//! its sandboxes in a [`Lease`].

mod alias;
mod bindings;
mod call;
mod capabilities;
mod code;
mod contract;
mod convert;
mod engine;
mod error;
mod exchange;
mod flags;
mod folder;
mod grants;
mod health;
mod heard;
mod history;
mod lease;
mod load;
mod log_budget;
mod look;
mod manifest;
mod namespaces;
mod overrides;
mod overview;
mod packed;
mod plugin;
mod precompile;
mod publish;
mod registry;
mod sandbox;
mod services;
mod set;
mod steer;
mod upstream;
mod version;
mod watch;

pub use engine::Runtime;
pub use error::{CallError, LoadError, StartError, SteerError};
pub use exchange::{CommandSpec, Decoded, Invocation, Query, ViewContext};
pub use flags::{Asker, Flags};
pub use folder::find as find_folder;
pub use grants::{Ask, Environment};
pub use heard::Heard;
pub use history::{Served, served};
pub use lease::Lease;
pub use load::check;
pub use manifest::{Asks, Manifest, ManifestError, SecretName};
pub use overrides::{Override, Pin};
pub use overview::{BrokenFile, Overview, PluginState};
pub use plugin::Plugin;
pub use precompile::{Precompiled, precompile};
pub use registry::{Registry, Snapshot};
pub use services::Services;
pub use set::{Broken, Plugins};
pub use steer::Steer;
pub use version::{Role, Version};
pub use watch::{Watch, Watched, folders_of};
