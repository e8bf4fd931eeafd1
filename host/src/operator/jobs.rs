//! A job that is run now, and how runs ended.

use std::time::Duration;

use vinbot_jobs::{NotRun, Outcome};

use crate::jobs::Jobs;

/// Who asked for a run waits for its end no longer than this.
const PATIENCE: Duration = Duration::from_secs(5);

/// What came of it, or that it goes on.
pub(crate) async fn run_now(jobs: &Jobs, name: &str) -> String {
    let (all, name) = (jobs.clone(), name.to_owned());
    // It goes on when nobody waits for it any more.
    let run = tokio::spawn(async move { all.run_now(&name).await });
    match tokio::time::timeout(PATIENCE, run).await {
        Err(_) => "it is running".to_owned(),
        Ok(Err(_)) => "it ended without a word".to_owned(),
        Ok(Ok(Ok(outcome))) => word(&outcome),
        Ok(Ok(Err(NotRun::Unknown))) => {
            "there is no such job, or it is switched off in [jobs]".to_owned()
        }
        Ok(Ok(Err(error))) => error.to_string(),
    }
}

/// How a run ended, in a few words.
pub(crate) fn word(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done => "done".to_owned(),
        Outcome::Failed(reason) => format!("failed: {reason}"),
        Outcome::Panicked => "crashed".to_owned(),
        Outcome::CutShort => "was cut short".to_owned(),
    }
}
