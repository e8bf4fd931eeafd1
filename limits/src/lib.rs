//! How much a user, a chat and all together may ask of the bot.
//!
//! - A [`Rate`] lets so many requests through at once, and as many again in a time.
//! - A request passes all three limits or takes nothing of any.
//! - Counted in this process, or in Redis for all processes ([`Backend`]). While Redis is down or
//!   slow, each process counts for itself: nobody is refused since a server is down, and nobody
//!   waits for it longer than [`Settings::timeout_ms`].
//! - What is remembered is bounded; a user who is quiet is forgotten.
//!
//! ```
//! use vinbot_limits::{Backend, Limits, Rate, Settings, Which};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let settings = Settings {
//!     user: Rate { burst: 2, per_ms: 60_000 },
//!     ..Settings::default()
//! };
//! let limits = Limits::new(settings, Backend::memory());
//! let (user, chat) = (Some(7), 7);
//! assert!(limits.check(user, chat, 1).await.is_ok());
//! assert!(limits.check(user, chat, 1).await.is_ok());
//! let refused = limits.check(user, chat, 1).await.unwrap_err();
//! assert_eq!(refused.which, Which::User);
//! assert_eq!(refused.wait.as_secs().next_multiple_of(30), 30);
//! # }
//! ```

mod backend;
mod gcra;
mod limits;
mod memory;
mod redis;
mod settings;
#[cfg(test)]
mod tests;

pub use backend::{Backend, BadUrl};
pub use gcra::Which;
pub use limits::{Figures, Limits, Refused};
pub use settings::{Rate, Settings};
