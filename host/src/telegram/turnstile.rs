//! Who asks too much is told to wait, once, in friendly words; and so is everybody while the
//! bot is being worked on. Which chats there are is written down, and which are gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use moka::future::Cache;
use vinbot_limits::Refused;
use vinbot_store::Chat;

use super::callback::Press;
use super::conversation::Conversation;
use super::moment;
use super::route::Ask;
use crate::rich::Message;
use crate::telemetry::{Course, Event};
use crate::vin;

/// So many VINs of one message are one request.
const VINS: usize = 4;
/// Who was told to wait is not told again so soon.
const AGAIN: Duration = Duration::from_secs(15);
/// Who was told of maintenance is not told again so soon.
const MAINTAINED: Duration = Duration::from_mins(10);
/// How often it is written down that a chat is there.
const NOTED: Duration = Duration::from_hours(1);
/// Chats and users of whom that is remembered.
const REMEMBERED: u64 = 50_000;

/// What was told and noted lately.
#[derive(Debug, Clone)]
pub(super) struct Lately {
    told: Cache<(i64, Option<u64>), ()>,
    /// How often somebody was refused since that stood in the log.
    refused: Cache<(i64, Option<u64>), Arc<AtomicU32>>,
    maintained: Cache<i64, ()>,
    noted: Cache<i64, ()>,
    /// Chats that went since they were noted.
    gone: Cache<i64, ()>,
}

impl Lately {
    pub(super) fn new() -> Self {
        let told = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(AGAIN);
        let refused = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(AGAIN);
        let maintained = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(MAINTAINED);
        let noted = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(NOTED);
        let gone = Cache::builder().max_capacity(REMEMBERED);
        Self {
            told: told.build(),
            refused: refused.build(),
            maintained: maintained.build(),
            noted: noted.build(),
            gone: gone.build(),
        }
    }

    /// Nothing can be sent to a chat any more: who still answers it does not write down that
    /// it is there.
    pub(super) async fn is_gone(&self, chat: i64) {
        self.noted.insert(chat, ()).await;
        self.gone.insert(chat, ()).await;
    }

    /// That a chat is there is written down no longer: who writes there again is noted anew.
    pub(super) async fn is_unknown(&self, chat: i64) {
        self.noted.invalidate(&chat).await;
    }

    /// Somebody wrote there: if it was gone, that it is there is written down anew.
    pub(super) async fn is_back(&self, chat: i64) {
        if self.gone.remove(&chat).await.is_some() {
            self.noted.invalidate(&chat).await;
        }
    }
}

/// Whether a request is answered.
pub(super) enum Pass {
    Go,
    /// It is not, and this says so.
    Wait(Message),
    /// It is not, and that was said already.
    Silence,
}

/// Why a request is not answered, for where that is said beside the chat: over a button, above
/// a list.
pub(super) struct PutOff {
    pub(super) words: String,
    /// How long that holds.
    pub(super) wait: Duration,
}

/// How much a message costs.
pub(super) fn cost(ask: &Ask) -> u32 {
    match ask {
        Ask::Vins(scan) => of_vins(scan.vins.len()),
        Ask::Command(command) => of_text(&command.arguments),
        // A photo keeps a core busy for seconds. How much a table costs, its rows say.
        Ask::Photo(_) => 2,
        _ => 1,
    }
}

/// How much a press costs.
pub(super) fn of_press(press: Option<&Press>) -> u32 {
    match press {
        Some(Press::View { vins, .. }) => of_vins(vins.len()),
        Some(Press::Command(text) | Press::Mine(text)) => of_text(text),
        Some(Press::Decode { .. }) | None => 1,
    }
}

/// How much it costs to look up so many VINs.
pub(super) fn of_vins(vins: usize) -> u32 {
    u32::try_from(vins / VINS)
        .unwrap_or(u32::MAX)
        .saturating_add(1)
}

fn of_text(text: &str) -> u32 {
    of_vins(vin::scan(text).vins.len())
}

/// Lets a request pass, or says why not: once, for it would be a message in the chat.
pub(super) async fn pass(here: &Conversation<'_>, cost: u32) -> Pass {
    let (user, chat) = (here.reader.user, here.place.chat.0);
    let Err(refusal) = check(here, cost).await else {
        return Pass::Go;
    };
    let lately = &here.services.lately;
    let first = match &refusal {
        Refusal::Maintenance => lately.maintained.entry(chat).or_insert(()).await.is_fresh(),
        Refusal::Limit(_) => {
            let told = lately.told.entry((chat, user)).or_insert(()).await;
            told.is_fresh()
        }
    };
    if first {
        Pass::Wait(refusal.message(here))
    } else {
        Pass::Silence
    }
}

/// The same where the words are in nobody's way, and so are said each time.
pub(super) async fn pass_aside(here: &Conversation<'_>, cost: u32) -> Result<(), PutOff> {
    let refused = check(here, cost).await;
    refused.map_err(|refusal| PutOff {
        words: refusal.message(here).to_plain_text(),
        wait: match refusal {
            Refusal::Maintenance => AGAIN,
            Refusal::Limit(refused) => refused.wait,
        },
    })
}

/// Why a request does not pass.
enum Refusal {
    Maintenance,
    Limit(Refused),
}

impl Refusal {
    fn message(&self, here: &Conversation<'_>) -> Message {
        match self {
            Self::Maintenance => here.words().message("maintenance", &[]),
            Self::Limit(refused) => {
                let seconds = refused.wait.as_secs().max(1);
                here.words()
                    .message("slow-down", &[("seconds", seconds.into())])
            }
        }
    }
}

async fn check(here: &Conversation<'_>, cost: u32) -> Result<(), Refusal> {
    let (user, chat) = (here.reader.user, here.place.chat.0);
    let services = here.services;
    let admin = services.admins.include(user);
    if !admin && services.maintenance.is_on(&services.store).await {
        Course::limited();
        return Err(Refusal::Maintenance);
    }
    let Err(refused) = services.limits.check(user, chat, cost).await else {
        return Ok(());
    };
    Course::limited();
    here.count(Event::Limit, 1);
    note(here, &refused).await;
    Err(Refusal::Limit(refused))
}

/// Logs who asked too much: the first time, and again when they went on ten times, a hundred
/// times …, for whoever floods the bot must not flood the log.
async fn note(here: &Conversation<'_>, refused: &Refused) {
    let (user, chat) = (here.reader.user, here.place.chat.0);
    let lately = &here.services.lately.refused;
    let count = lately.entry((chat, user)).or_default().await.into_value();
    let times = count.fetch_add(1, Ordering::Relaxed).saturating_add(1);
    let (which, wait) = (refused.which, refused.wait.as_secs().max(1));
    if times == 1 {
        tracing::warn!(event = "limit", limit = ?which, wait, "asked too much");
    } else if is_round(times) {
        tracing::warn!(event = "limit-repeated", limit = ?which, times, "asks on and on");
    }
}

impl Conversation<'_> {
    /// Writes down that this chat is there, so that the operator can say something to all;
    /// not of those who want nothing to be stored.
    pub(super) async fn note_chat(&self) {
        let (chat, reader) = (self.place.chat.0, &self.reader);
        if reader.chosen.private && self.place.private {
            return;
        }
        let entry = self.services.lately.noted.entry(chat).or_insert(()).await;
        if !entry.is_fresh() {
            return;
        }
        let noted = Chat {
            id: chat,
            kind: self.place.kind,
            last_seen: moment::now(),
            language: self.place.private.then(|| reader.words().code().to_owned()),
            dead: false,
            user: reader.user.filter(|_| self.place.private),
        };
        match self.notes().note_chat(noted).await {
            Ok(true) => {}
            // They want nothing to be stored, or were forgotten just now.
            Ok(false) => self.services.lately.is_unknown(chat).await,
            Err(error) => {
                tracing::warn!(%error, "that this chat is there is not written down");
            }
        }
    }

    /// Nothing can be sent here any more.
    pub(super) async fn mark_gone(&self) {
        let chat = self.place.chat.0;
        self.services.lately.is_gone(chat).await;
        if let Err(error) = self.services.store.mark_dead(chat).await {
            tracing::warn!(%error, "that this chat is gone is not written down");
        }
    }

    /// Counts what a user asked for, unless they want nothing to be stored.
    pub(super) fn count(&self, event: Event, times: usize) {
        if !self.reader.chosen.private {
            self.services.tally.count(event, times);
        }
    }
}

/// 10, 100, 1000 …
fn is_round(times: u32) -> bool {
    times >= 10 && 10_u32.pow(times.ilog10()) == times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::callback::Target;
    use crate::telegram::route::Command;
    use crate::vin::Scan;
    use rstest::rstest;

    const THREE: &str = "1HGCM82633A004352 5YJ3E1EA2KF317000 WAUZZZ8K9BA123456";

    fn command(arguments: &str) -> Ask {
        Ask::Command(Command {
            name: "compare".to_owned(),
            arguments: arguments.to_owned(),
            addressed: true,
        })
    }

    #[rstest]
    #[case("", 1)]
    #[case(THREE, 1)]
    #[case(
        "1HGCM82633A004352 5YJ3E1EA2KF317000 WAUZZZ8K9BA123456 WAUZZZ8K9BA123457",
        2
    )]
    fn vins_cost_the_same_however_they_are_asked_for(#[case] text: &str, #[case] expected: u32) {
        let vins = vin::scan(text).vins;
        let view = Press::View {
            target: Target::InPlace,
            view: "compare".to_owned(),
            page: 0,
            vins: vins.clone(),
        };
        assert_eq!(of_press(Some(&view)), expected);
        let press = Press::Command(format!("/compare {text}"));
        assert_eq!(of_press(Some(&press)), expected);
        assert_eq!(cost(&command(text)), expected);
        let near_misses = Vec::new();
        assert_eq!(cost(&Ask::Vins(Scan { vins, near_misses })), expected);
    }

    #[test]
    fn who_goes_on_stands_in_the_log_ever_more_seldom() {
        let logged: Vec<u32> = (1..=1_500).filter(|times| is_round(*times)).collect();
        assert_eq!(logged, [10, 100, 1_000]);
    }
}
