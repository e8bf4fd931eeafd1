//! `/admin jobs`: what is done at set times, and "run now".

use vinbot_jobs::Listed;

use super::super::conversation::Conversation;
use super::{Told, button};
use crate::jobs::Jobs;
use crate::operator::jobs::{run_now, word};
use crate::operator::time;
use crate::rich::{Message, Style};

pub(super) async fn jobs(here: &Conversation<'_>, what: &[&str]) -> Told {
    let jobs = &here.services.jobs;
    match what {
        [] => Ok(screen(jobs, None)),
        ["run", name] => {
            tracing::info!(job = name, "a job is run now");
            let ran = run_now(jobs, name).await;
            Ok(screen(jobs, Some(format!("{name}: {ran}\n\n"))))
        }
        _ => Err("Write /admin jobs or /admin jobs run NAME.".to_owned()),
    }
}

fn screen(jobs: &Jobs, news: Option<String>) -> Message {
    let list = jobs.list();
    let mut message = Message::default();
    if let Some(news) = news {
        message = message.plain(news);
    }
    message = message.text("Jobs\n", Style::BOLD);
    if list.is_empty() {
        message = message.plain("There are none: [jobs] has switched them off\n");
    }
    for job in &list {
        message = message
            .plain("\n")
            .text(job.name.as_str(), Style::BOLD)
            .plain(format!(" – {}\n", line(job)));
    }
    for pair in list.chunks(2) {
        let row = pair.iter().map(|job| {
            button(
                &format!("Run {} now", job.name),
                &format!("jobs run {}", job.name),
            )
        });
        message = message.row(row.collect());
    }
    message.row(vec![button("Again", "jobs")])
}

fn line(job: &Listed) -> String {
    let last = match (job.last_run, &job.last_outcome) {
        (None, None) => "has not run yet".to_owned(),
        (Some(at), None) => format!("last run {}", time::at(at)),
        (at, Some(outcome)) => {
            let at = at.map(|at| format!("last run {}, ", time::at(at)));
            format!("{}{}", at.unwrap_or_default(), word(outcome))
        }
    };
    let next = match job.next_run {
        _ if job.running => "runs now".to_owned(),
        Some(at) => format!("next {}", time::at(at)),
        None => "does not run again".to_owned(),
    };
    format!("{}\n{last}; {next}", job.schedule)
}
