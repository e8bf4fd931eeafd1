//! Which bytes may serve as a plugin: those that `plugins.lock` pins, and those that a
//! key of the operator signed.
//!
//! [`Policy`] is asked about every component before anything in it runs, and once more
//! when its name is known. What is looked at are the bytes alone: this module knows
//! nothing of WebAssembly.

mod key;
mod lock;
mod policy;
mod signature;

pub use key::{KeyError, Keypair, SigningKey};
pub use lock::{Lock, LockError, Pin, is_name};
pub use policy::{Policy, TrustError, lock_of};
pub use signature::{KeyRing, SIGNATURE, SignatureError, signature_of};
