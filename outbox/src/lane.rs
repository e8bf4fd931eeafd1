//! What waits for one chat.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::job::Priority;
use crate::settings::Settings;
use crate::turns::{Each, Turns};
use crate::window::Window;
use crate::work::Work;

const MINUTE: Duration = Duration::from_mins(1);

/// A job that waits.
pub(crate) struct Waiting {
    /// Its own, by which its caller takes it back.
    pub(crate) id: u64,
    /// Its place among all; an edit has that of the one which it superseded.
    pub(crate) place: u64,
    pub(crate) priority: Priority,
    pub(crate) coalesce: Option<u64>,
    /// How often it was tried.
    pub(crate) tries: u32,
    pub(crate) work: Box<dyn Work>,
}

/// The jobs of one chat: one is under way at a time, so that they keep their order. A job that
/// does not count has a lane of its own.
pub(crate) struct Lane {
    queues: [VecDeque<Waiting>; 4],
    turns: Turns,
    /// One is under way.
    pub(crate) busy: bool,
    pub(crate) paused_until: Option<Instant>,
    chat: Window,
    /// Of a group.
    minute: Window,
    pub(crate) group: bool,
}

impl Lane {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            queues: Default::default(),
            turns: Turns::new(settings.patience),
            busy: false,
            paused_until: None,
            chat: Window::new(settings.chat().1),
            minute: Window::new(MINUTE),
            group: false,
        }
    }

    /// Takes a job at the end of its queue, or in the place of an edit which it supersedes and
    /// which is given back.
    pub(crate) fn enter(&mut self, mut new: Waiting) -> Option<Waiting> {
        let Some((priority, index)) = self.same_message(new.coalesce) else {
            self.queues[new.priority.index()].push_back(new);
            return None;
        };
        let queue = &mut self.queues[priority.index()];
        if new.priority < priority {
            let old = queue.remove(index);
            self.queues[new.priority.index()].push_back(new);
            return old;
        }
        let old = queue.get_mut(index)?;
        new.priority = priority;
        new.place = old.place;
        Some(std::mem::replace(old, new))
    }

    /// Takes a job that is to be tried again before all others of its priority. Gives it back if
    /// a newer edit of the same message waits.
    pub(crate) fn return_to(&mut self, job: Waiting) -> Option<Waiting> {
        if self.same_message(job.coalesce).is_some() {
            return Some(job);
        }
        self.queues[job.priority.index()].push_front(job);
        None
    }

    /// Where an edit of this message waits.
    pub(crate) fn same_message(&self, message: Option<u64>) -> Option<(Priority, usize)> {
        let message = message?;
        Priority::ALL.into_iter().find_map(|priority| {
            let mut queue = self.queues[priority.index()].iter();
            let index = queue.position(|it| it.coalesce == Some(message))?;
            Some((priority, index))
        })
    }

    /// Takes out a job whose caller is gone.
    pub(crate) fn remove(&mut self, id: u64) -> Option<Waiting> {
        self.queues.iter_mut().find_map(|queue| {
            let index = queue.iter().position(|it| it.id == id)?;
            queue.remove(index)
        })
    }

    /// Takes out all.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Waiting> + '_ {
        self.queues.iter_mut().flat_map(|queue| queue.drain(..))
    }

    /// The job whose turn it is. What it is worth among chats is [`front`](Lane::front): a
    /// broadcast that is due in a chat with answers goes as fast as they do, since they wait for
    /// it.
    pub(crate) fn take(&mut self) -> Option<Waiting> {
        let waiting = self.waiting();
        let turn = self.turns.next(waiting, [true; 4])?;
        self.turns.had(turn, waiting);
        self.queues[turn.index()].pop_front()
    }

    /// The priority and place of its most urgent job.
    pub(crate) fn front(&self) -> Option<(Priority, u64)> {
        let first = self.queues.iter().find_map(VecDeque::front)?;
        Some((first.priority, first.place))
    }

    fn waiting(&self) -> Each {
        [0, 1, 2, 3].map(|index: usize| !self.queues[index].is_empty())
    }

    /// A message is sent to the chat now.
    pub(crate) fn note(&mut self, now: Instant) {
        self.chat.note(now);
        if self.group {
            self.minute.note(now);
        }
    }

    /// From when on its next job may be sent; `None`: at once.
    pub(crate) fn free_at(&self, settings: &Settings) -> Option<Instant> {
        let minute = self.minute.free_at(settings.group());
        let chat = self.chat.free_at(settings.chat().0);
        self.paused_until.max(minute).max(chat)
    }

    /// From when on nothing about it is worth remembering.
    pub(crate) fn forgotten_at(&self) -> Option<Instant> {
        let sent = self.chat.empty_at().max(self.minute.empty_at());
        self.paused_until.max(sent)
    }
}
