//! The queue itself: what waits, what may go, until when nothing may. It has no tasks and no
//! clock, it is told the time.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use tokio::time::Instant;

use crate::job::{Job, Priority};
use crate::lane::{Lane, Waiting};
use crate::settings::Settings;
use crate::turns::{Each, Turns};
use crate::window::Window;
use crate::work::{End, Work};

const SECOND: Duration = Duration::from_secs(1);

/// The longest pause that is kept: an answer may name any number.
const LONGEST: Duration = Duration::from_hours(24);

/// Where a job waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    Chat(i64),
    /// A job that does not count, by its id.
    Alone(u64),
}

impl Key {
    fn counts(self) -> bool {
        matches!(self, Self::Chat(_))
    }
}

/// What the outbox has done and has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Jobs that wait.
    pub waiting: usize,
    /// Requests under way.
    pub under_way: usize,
    /// Requests that were answered well, since the start.
    pub sent: u64,
    /// Requests whose error went to the caller, since the start.
    pub failed: u64,
    /// Requests that are made again after a pause, since the start.
    pub retried: u64,
    /// Edits that a newer one replaced, since the start.
    pub superseded: u64,
    /// Jobs that were not taken since the queue was full, since the start.
    pub refused: u64,
    /// Chats that pause now.
    pub paused: usize,
    /// Whether everything pauses now.
    pub all_paused: bool,
}

/// Where a lane stands.
enum Standing {
    Ready(Priority, u64),
    Later(Instant),
}

/// Chats that may go, by the priority and place of their most urgent job.
type Ready = [BTreeSet<(u64, Key)>; 4];

pub(crate) struct Queue {
    settings: Settings,
    lanes: HashMap<Key, (Lane, Option<Standing>)>,
    /// Chats, and jobs that don't count.
    ready: [Ready; 2],
    /// Lanes with something to do at a later time.
    later: BTreeSet<(Instant, Key)>,
    second: Window,
    turns: Turns,
    paused_until: Option<Instant>,
    under_way: usize,
    last_id: u64,
    closed: bool,
    /// What waited at the deadline was told so.
    drained: bool,
    figures: Figures,
}

/// Why a job is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Full(usize),
    Closed,
}

/// A job that was taken.
pub(crate) struct Entered {
    pub(crate) key: Key,
    pub(crate) id: u64,
    pub(crate) superseded: Option<Waiting>,
}

/// Jobs whose callers are to be told, once the queue is unlocked.
pub(crate) type Ended = Option<(Box<dyn Work>, End)>;

impl Queue {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            lanes: HashMap::new(),
            ready: Default::default(),
            later: BTreeSet::new(),
            second: Window::new(SECOND),
            turns: Turns::new(settings.patience),
            paused_until: None,
            under_way: 0,
            last_id: 0,
            closed: false,
            drained: false,
            figures: Figures::default(),
            settings,
        }
    }

    /// Takes a job.
    pub(crate) fn enter(
        &mut self,
        job: Job,
        work: Box<dyn Work>,
        now: Instant,
    ) -> Result<Entered, Refusal> {
        if self.closed {
            return Err(Refusal::Closed);
        }
        let chat = Key::Chat(job.chat);
        let coalesce = job.coalesce.filter(|_| job.counts);
        let replaces = self
            .lanes
            .get(&chat)
            .is_some_and(|(lane, _)| lane.same_message(coalesce).is_some());
        if !replaces && self.figures.waiting >= self.settings.room(job.priority) {
            self.figures.refused += 1;
            return Err(Refusal::Full(self.figures.waiting));
        }
        self.last_id += 1;
        let id = self.last_id;
        let key = if job.counts { chat } else { Key::Alone(id) };
        let settings = &self.settings;
        let (lane, _) = self
            .lanes
            .entry(key)
            .or_insert_with(|| (Lane::new(settings), None));
        lane.group |= job.group;
        let superseded = lane.enter(Waiting {
            id,
            place: id,
            priority: job.priority,
            coalesce,
            tries: 0,
            work,
        });
        match superseded {
            Some(_) => self.figures.superseded += 1,
            None => self.figures.waiting += 1,
        }
        self.settle(key, now);
        Ok(Entered {
            key,
            id,
            superseded,
        })
    }

    /// Takes out a job whose caller is gone, if it still waits.
    pub(crate) fn cancel(&mut self, key: Key, id: u64, now: Instant) -> Option<Waiting> {
        let (lane, _) = self.lanes.get_mut(&key)?;
        let removed = lane.remove(id)?;
        self.figures.waiting -= 1;
        self.settle(key, now);
        Some(removed)
    }

    /// The next job that may go now.
    pub(crate) fn take(&mut self, now: Instant) -> Option<(Key, Waiting)> {
        while let Some(&(at, key)) = self.later.first()
            && at <= now
        {
            self.settle(key, now);
        }
        if self.paused_until.is_some_and(|until| until > now) {
            return None;
        }
        let key = self.next_alone().or_else(|| self.next_chat(now))?;
        let (lane, _) = self.lanes.get_mut(&key)?;
        let job = lane.take()?;
        lane.busy = true;
        if key.counts() {
            lane.note(now);
            self.second.note(now);
        }
        self.figures.waiting -= 1;
        self.under_way += 1;
        self.settle(key, now);
        Some((key, job))
    }

    /// A job that does not count. They leave the reserve free, so that they never fill all.
    fn next_alone(&self) -> Option<Key> {
        if self.under_way >= self.settings.unreserved(self.settings.under_way()) {
            return None;
        }
        let [_, alone] = &self.ready;
        let (_, key) = alone.iter().find_map(BTreeSet::first)?;
        Some(*key)
    }

    fn next_chat(&mut self, now: Instant) -> Option<Key> {
        let (concurrency, overall) = (self.settings.under_way(), self.settings.overall());
        let free = |window: &Window, limit| window.free_at(limit).is_none_or(|at| at <= now);
        if self.under_way >= concurrency || !free(&self.second, overall) {
            return None;
        }
        let unreserved = self.under_way < self.settings.unreserved(concurrency)
            && free(&self.second, self.settings.unreserved(overall));
        let waiting = self.chats_ready();
        let turn = self
            .turns
            .next(waiting, [true, true, unreserved, unreserved])?;
        self.turns.had(turn, waiting);
        let [chats, _] = &self.ready;
        let (_, key) = chats[turn.index()].first()?;
        Some(*key)
    }

    fn chats_ready(&self) -> Each {
        let [chats, _] = &self.ready;
        [0, 1, 2, 3].map(|index: usize| !chats[index].is_empty())
    }

    /// When to look again, unless a job comes or ends before.
    pub(crate) fn wake_at(&self, now: Instant) -> Option<Instant> {
        let later = self.later.first().map(|&(at, _)| at);
        let others = match self.paused_until.filter(|&until| until > now) {
            Some(until) => Some(until),
            None => self.second_free_at(),
        };
        // What is free already waits for a request to end.
        let others = others.filter(|&at| at > now);
        later.into_iter().chain(others).min()
    }

    /// When the second has room for a chat that is ready.
    fn second_free_at(&self) -> Option<Instant> {
        let waiting = self.chats_ready();
        let overall = self.settings.overall();
        if waiting[0] || waiting[1] || self.turns.due(waiting).is_some() {
            self.second.free_at(overall)
        } else if waiting[2] || waiting[3] {
            self.second.free_at(self.settings.unreserved(overall))
        } else {
            None
        }
    }

    /// A request was answered (or got lost).
    pub(crate) fn answered(&mut self, key: Key, sent: bool, now: Instant) {
        if sent {
            self.figures.sent += 1;
        } else {
            self.figures.failed += 1;
        }
        self.free(key, now);
    }

    /// A request is to wait: its chat pauses, or all do. The job waits again before all others
    /// of its kind, or it ends.
    pub(crate) fn flooded(
        &mut self,
        key: Key,
        mut job: Waiting,
        wait: Duration,
        for_all: bool,
        now: Instant,
    ) -> Ended {
        let until = now + wait.min(LONGEST);
        if let Some((lane, _)) = self.lanes.get_mut(&key) {
            lane.paused_until = Some(until);
        }
        let many = self.settings.flooded_chats.max(2) as usize;
        if for_all || (key.counts() && self.chats_paused(now) >= many) {
            // A later end stays, or one flood would end another's pause.
            self.paused_until = self.paused_until.max(Some(until));
        }
        job.tries += 1;
        let hopeless = job.tries > self.settings.retries
            || wait > Duration::from_secs(self.settings.longest_pause_s);
        let ended = if hopeless || job.work.abandoned() {
            self.figures.failed += 1;
            Some((job.work, End::GivenUp))
        } else if self.drained {
            Some((job.work, End::Closed))
        } else if let Some((lane, _)) = self.lanes.get_mut(&key) {
            if let Some(old) = lane.return_to(job) {
                self.figures.superseded += 1;
                Some((old.work, End::Superseded))
            } else {
                self.figures.waiting += 1;
                self.figures.retried += 1;
                None
            }
        } else {
            Some((job.work, End::GivenUp))
        };
        self.free(key, now);
        ended
    }

    fn free(&mut self, key: Key, now: Instant) {
        self.under_way -= 1;
        if let Some((lane, _)) = self.lanes.get_mut(&key) {
            lane.busy = false;
        }
        self.settle(key, now);
    }

    /// Puts a lane where it belongs after any change of it.
    fn settle(&mut self, key: Key, now: Instant) {
        let Some((lane, standing)) = self.lanes.get_mut(&key) else {
            return;
        };
        let ready = &mut self.ready[usize::from(!key.counts())];
        match standing.take() {
            Some(Standing::Ready(priority, place)) => {
                ready[priority.index()].remove(&(place, key));
            }
            Some(Standing::Later(at)) => {
                self.later.remove(&(at, key));
            }
            None => {}
        }
        if lane.busy {
            return;
        }
        let front = lane.front();
        let at = match front {
            Some(_) => lane.free_at(&self.settings),
            None if key.counts() => lane.forgotten_at(),
            None => None,
        };
        match (front, at.filter(|&at| at > now)) {
            (_, Some(at)) => {
                self.later.insert((at, key));
                *standing = Some(Standing::Later(at));
            }
            (Some((priority, place)), None) => {
                ready[priority.index()].insert((place, key));
                *standing = Some(Standing::Ready(priority, place));
            }
            (None, None) => {
                self.lanes.remove(&key);
            }
        }
    }

    /// Takes no more jobs.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    /// Takes out all that waits.
    pub(crate) fn drain(&mut self, now: Instant) -> Vec<Waiting> {
        let keys: Vec<Key> = self.lanes.keys().copied().collect();
        let mut drained = Vec::new();
        for key in keys {
            if let Some((lane, _)) = self.lanes.get_mut(&key) {
                drained.extend(lane.drain());
            }
            self.settle(key, now);
        }
        self.figures.waiting = 0;
        self.drained = true;
        drained
    }

    /// Whether nothing waits and nothing is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.figures.waiting == 0 && self.under_way == 0
    }

    /// Whether it was closed and nothing waits any more.
    pub(crate) fn is_over(&self) -> bool {
        self.closed && self.is_idle()
    }

    pub(crate) fn figures(&self, now: Instant) -> Figures {
        Figures {
            under_way: self.under_way,
            paused: self.chats_paused(now),
            all_paused: self.paused_until.is_some_and(|until| until > now),
            ..self.figures
        }
    }

    fn chats_paused(&self, now: Instant) -> usize {
        let paused = |lane: &Lane| lane.paused_until.is_some_and(|until| until > now);
        let lanes = self.lanes.iter();
        lanes
            .filter(|(key, (lane, _))| key.counts() && paused(lane))
            .count()
    }
}
