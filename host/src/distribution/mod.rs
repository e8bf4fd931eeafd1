//! How plugins travel: packed as an artifact that any OCI registry takes, pushed,
//! installed into the plugin folder, and pinned there in `plugins.lock`.
//!
//! An [`Artifact`] is a component with what belongs to it, in memory. [`Registry`] brings
//! it to a registry and back, [`layout`] into a file and back. [`Installer`] fetches one
//! from a [`Source`], checks it as the host would before serving it, and puts it in
//! place.

mod artifact;
mod download;
mod error;
mod install;
pub mod layout;
mod login;
mod place;
mod registry;
mod source;

pub use artifact::{About, Artifact, Packed};
pub use error::DistributionError;
pub use install::{Installed, Installer};
pub use login::{Login, Logins};
pub use place::uninstall;
pub use registry::Registry;
pub use source::Source;
