//! One connection to a Redis server that all share, made anew when it fails.
//!
//! - It is made at the first command and again after any failure. redis's own
//!   `ConnectionManager` is not used: it keeps a connection whose server hangs, and one whose
//!   login failed for ever (its server was still loading, say).
//! - Whoever comes while it is being made waits for the same attempt, and no longer than for
//!   anything else: the attempt goes on behind, for five seconds at most.
//! - Neither errors nor `Debug` show the URL, a password, or what the server says but its code.
//!
//! ```no_run
//! use std::time::Duration;
//! use vinbot_redis::{Failure, Link};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let link = Link::new(&"redis://127.0.0.1".into())?;
//! let mut command = redis::cmd("GET");
//! match link.ask::<Option<String>>(command.arg("key"), Duration::from_secs(1)).await {
//!     Ok(value) => assert_eq!(value, None),
//!     Err(Failure::Broken(_)) => { /* it may have arrived */ }
//!     Err(failure) => return Err(failure.into()),
//! }
//! # Ok(())
//! # }
//! ```

mod failure;
mod link;

pub use failure::Failure;
pub use link::{BadUrl, Link};
