//! Work at set times: each run happens once, also where several instances of the bot run, and
//! also if the machine slept or the bot was being restarted when its time came.
//!
//! - A [`Schedule`] is a cron pattern (in UTC) or a period, with jitter if wanted.
//! - A job never overlaps with itself. What was missed is made up for by one run.
//! - A panic or an error costs that run alone; it is logged and counted.
//! - [`Lock`] sees to it that of several instances one runs a job, [`Memory`] that a restart
//!   neither skips nor repeats a run. [`InProcess`] and [`Redis`] are both.
//! - A job gets a [`CancellationToken`]: it is cancelled when the scheduler stops or the lock is
//!   lost. A job that then stops early says so with an error, and the run does not count: it is
//!   made again, here after a restart or by another instance.
//!
//! ```
//! use std::time::Duration;
//! use vinbot_jobs::{Outcome, Schedule, Scheduler};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let daily = Schedule::cron("0 6 * * *")?.jitter(Duration::from_secs(300));
//! let scheduler = Scheduler::builder()
//!     .job("recalls", daily, |cancelled| async move {
//!         for _vehicle in 0..3 {
//!             if cancelled.is_cancelled() {
//!                 return Err("stopped in the middle");
//!             }
//!         }
//!         Ok(())
//!     })
//!     .start()?;
//! assert_eq!(scheduler.list()[0].schedule, "0 6 * * * (UTC)");
//! assert_eq!(scheduler.run_now("recalls").await, Ok(Outcome::Done));
//!
//! let cut_short = scheduler.stop(Duration::from_secs(10)).await;
//! assert!(cut_short.is_empty());
//! # Ok(())
//! # }
//! ```

mod builder;
mod clock;
mod in_process;
mod job;
mod redis;
mod run;
mod runner;
mod schedule;
mod scheduler;
mod shared;

pub use builder::{BadJob, Builder};
pub use clock::Clock;
pub use in_process::InProcess;
pub use job::{Figures, Listed, Outcome};
pub use redis::{BadUrl, Redis};
pub use schedule::{BadSchedule, Schedule};
pub use scheduler::{NotRun, Scheduler};
pub use shared::{Held, Lock, Memory, Trouble};
pub use tokio_util::sync::CancellationToken;
