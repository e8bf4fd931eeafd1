//! The outgoing queue of a bot: it keeps to Telegram's limits, so that the code that has
//! something to say just says it.
//!
//! It knows nothing of Telegram's API: what is sent is a closure that makes a request, and what
//! it needs to know of an error is [`Failure`].
//!
//! - Three limits hold in every window, not only on average: over all, in a chat, in a group
//!   ([`Settings`] has the numbers and where they are written).
//! - Chats don't wait for each other. In a chat, one request is under way at a time, and jobs of
//!   the same [`Priority`] keep their order.
//! - Answers overtake broadcasts, and a part of each second is theirs alone; but whoever was
//!   passed over often enough is next.
//! - After an error that says how long to wait, the chat pauses and the job is tried again. A few
//!   chats at once, or an error that says so, pause everything.
//! - A newer edit takes the place of a waiting edit of the same message.
//! - The queue is bounded. What matters least is refused first.
//! - A caller that stops waiting takes its job along, unless the job is under way already.
//!
//! ```
//! use std::time::Duration;
//! use vinbot_outbox::{Failure, Job, Outbox, Priority, Settings};
//!
//! #[derive(Debug)]
//! struct Refused;
//!
//! impl Failure for Refused {
//!     fn retry_after(&self) -> Option<Duration> {
//!         None
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let outbox = Outbox::new(Settings::default());
//! let job = Job::new(42, Priority::Answer);
//! let message = outbox
//!     .send(job, || async { Ok::<_, Refused>("It is a Honda.") })
//!     .await;
//! assert_eq!(message.ok(), Some("It is a Honda."));
//! assert_eq!(outbox.figures().sent, 1);
//!
//! let left = outbox.close(Duration::from_secs(5)).await;
//! assert_eq!(left, 0);
//! # }
//! ```

mod job;
mod lane;
mod outbox;
mod queue;
mod settings;
mod turns;
mod window;
mod work;

pub use job::{Failure, Job, Priority, SendError};
pub use outbox::Outbox;
pub use queue::Figures;
pub use settings::Settings;
