//! Filling in what is missing: from the remote tier, from another process that loads, or by
//! a load of our own. It runs in a task of its own, so that a caller who leaves takes nothing
//! with him.

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tracing::Instrument as _;

use crate::cache::{Inner, Outcome};
use crate::clock::millis;
use crate::flight::{Lead, Seat};
use crate::key::Key;
use crate::local::{Aged, Look};
use crate::policy::{Age, Found, Freshness, Loaded, Policy, Source, Times};
use crate::remote::{Lock, Turn, json, sealed};
use crate::store::Entry;

/// A key to be filled in, and what is known of it from before.
struct Duty<V, E> {
    lead: Lead<Outcome<V, E>>,
    known: Option<Arc<Aged<V>>>,
}

/// What filling in goes by.
pub(crate) struct Plan<F> {
    pub(crate) policy: Policy,
    pub(crate) load: Arc<F>,
    /// True if the callers have their answer already.
    pub(crate) behind: bool,
}

impl<V, E> Inner<V, E>
where
    V: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    /// Renews keys behind an answer, if nobody does and not too many are being renewed.
    pub(crate) fn renew<F, Fut>(self: &Arc<Self>, keys: &[Key], policy: &Policy, load: &Arc<F>)
    where
        F: Fn(Vec<Key>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Result<Loaded<V>, E>>> + Send + 'static,
    {
        let leads = keys
            .iter()
            .filter_map(|key| match self.flights.join(key) {
                Seat::Lead(lead, _) => Some(lead),
                Seat::Wait(_) => None,
            })
            .collect();
        self.renew_leads(leads, policy, load);
    }

    fn renew_leads<F, Fut>(
        self: &Arc<Self>,
        leads: Vec<Lead<Outcome<V, E>>>,
        policy: &Policy,
        load: &Arc<F>,
    ) where
        F: Fn(Vec<Key>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Result<Loaded<V>, E>>> + Send + 'static,
    {
        if leads.is_empty() {
            return;
        }
        let Ok(permit) = Arc::clone(&self.refreshes).try_acquire_owned() else {
            return;
        };
        self.counters.refreshes.add(1);
        let plan = Plan {
            policy: policy.clone(),
            load: Arc::clone(load),
            behind: true,
        };
        let filling = Arc::clone(self).fill(leads, plan);
        tokio::spawn(
            async move {
                filling.await;
                drop(permit);
            }
            .in_current_span(),
        );
    }

    /// Lands every lead, unless `behind` another process does the work.
    pub(crate) fn fill<F, Fut>(
        self: Arc<Self>,
        leads: Vec<Lead<Outcome<V, E>>>,
        plan: Plan<F>,
    ) -> BoxFuture<'static, ()>
    where
        F: Fn(Vec<Key>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Result<Loaded<V>, E>>> + Send + 'static,
    {
        Box::pin(async move {
            let duties = self.look_again(leads, plan.behind).await;
            let (duties, stale) = self.look_remote(duties, &plan).await;
            if !duties.is_empty() {
                self.load(duties, &plan).await;
            }
            self.renew_leads(stale, &plan.policy, &plan.load);
        })
    }

    /// Whoever led before may have left the answer in memory since the caller looked.
    async fn look_again(&self, leads: Vec<Lead<Outcome<V, E>>>, behind: bool) -> Vec<Duty<V, E>> {
        let mut duties = Vec::with_capacity(leads.len());
        for lead in leads {
            let now = self.clock.now();
            if behind {
                let known = self.local.known(lead.key(), now).await;
                duties.push(Duty { lead, known });
                continue;
            }
            match self.local.look(lead.key(), now).await {
                Look::Serve(found) | Look::Renew(found) => lead.land(Ok(found)),
                Look::Miss(known) => duties.push(Duty { lead, known }),
            }
        }
        duties
    }

    /// Lands what the remote tier has. Answers what is left to load, and what was landed
    /// stale and is to be renewed.
    async fn look_remote<F>(
        &self,
        mut duties: Vec<Duty<V, E>>,
        plan: &Plan<F>,
    ) -> (Vec<Duty<V, E>>, Vec<Lead<Outcome<V, E>>>) {
        let mut stale = Vec::new();
        let Some(remote) = &self.remote else {
            return (duties, stale);
        };
        if duties.is_empty() {
            return (duties, stale);
        }
        let keys: Vec<_> = duties.iter().map(|it| it.lead.key().clone()).collect();
        let read = remote.read::<V>(&keys, self.clock.now()).await;
        let now = self.clock.now();
        let Ok(read) = read else {
            // What is fresh and was to be looked after is trusted a little longer.
            duties.retain(|duty| match &duty.known {
                Some(known) if known.times.age(now) == Age::Fresh => {
                    known.trust_until(now.saturating_add(millis(plan.policy.retry)));
                    let found = known.found(now, Freshness::Fresh, Source::Memory);
                    duty.lead.land(Ok(found));
                    false
                }
                _ => true,
            });
            return (duties, stale);
        };
        let mut left = Vec::with_capacity(duties.len());
        for (mut duty, aged) in duties.into_iter().zip(read) {
            let Some(aged) = aged else {
                left.push(duty);
                continue;
            };
            match aged.times.age(now) {
                Age::Fresh => {
                    self.land(&duty.lead, aged, Freshness::Fresh).await;
                }
                Age::Stale => {
                    let aged = self.land(&duty.lead, aged, Freshness::Stale).await;
                    if plan.behind {
                        duty.known = Some(aged);
                        left.push(duty);
                    } else {
                        stale.push(duty.lead);
                    }
                }
                Age::Kept => {
                    duty.known = Some(Arc::new(aged));
                    left.push(duty);
                }
                Age::Over => left.push(duty),
            }
        }
        (left, stale)
    }

    /// Gives all who wait what the remote tier had, and keeps it in memory.
    async fn land(
        &self,
        lead: &Lead<Outcome<V, E>>,
        aged: Aged<V>,
        freshness: Freshness,
    ) -> Arc<Aged<V>> {
        let now = self.clock.now();
        let aged = Arc::new(aged);
        self.keep(lead, &aged, now).await;
        lead.land(Ok(aged.found(now, freshness, Source::Remote)));
        aged
    }

    /// Keeps an entry in memory, unless its key was invalidated meanwhile.
    async fn keep(&self, lead: &Lead<Outcome<V, E>>, aged: &Arc<Aged<V>>, now: u64) {
        if lead.is_forgotten() {
            return;
        }
        self.local
            .put(lead.key().clone(), Arc::clone(aged), now)
            .await;
        if lead.is_forgotten() {
            self.local.remove(lead.key()).await;
        }
    }

    async fn load<F, Fut>(&self, duties: Vec<Duty<V, E>>, plan: &Plan<F>)
    where
        F: Fn(Vec<Key>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Result<Loaded<V>, E>>> + Send + 'static,
    {
        let mut lock: Option<Lock> = None;
        // Of many keys at once some would always be another's, to wait for: a batch takes no
        // lock.
        if let (Some(remote), [duty], true) = (&self.remote, &duties[..], plan.policy.lock) {
            let now = || self.clock.now();
            match remote.turn(duty.lead.key(), plan.behind, now).await {
                Turn::Ours(ours) => lock = Some(ours),
                Turn::Anyone => {}
                Turn::Theirs => return,
                Turn::Done(aged) => {
                    self.counters.loaded_elsewhere.add(1);
                    self.land(&duty.lead, aged, Freshness::Fresh).await;
                    return;
                }
            }
        }
        let keys = duties.iter().map(|duty| duty.lead.key().clone()).collect();
        self.counters.loads.add(1);
        let begun = Instant::now();
        let loading = AssertUnwindSafe(async { (plan.load)(keys).await });
        let loaded = loading.catch_unwind().await;
        self.counters.load_seconds.observe(begun.elapsed());
        let panicked = match loaded {
            Ok(answers) => {
                self.land_loaded(&duties, answers, &plan.policy).await;
                None
            }
            Err(panic) => Some(panic),
        };
        if let (Some(remote), Some(lock)) = (&self.remote, lock) {
            remote.unlock(lock).await;
        }
        if let Some(panic) = panicked {
            resume_unwind(panic);
        }
    }

    /// Gives all who wait what was loaded, then writes it to the remote tier.
    async fn land_loaded(
        &self,
        duties: &[Duty<V, E>],
        answers: Vec<Result<Loaded<V>, E>>,
        policy: &Policy,
    ) {
        if answers.len() < duties.len() {
            self.counters.load_errors.add(1);
            tracing::warn!(
                namespace = self.namespace,
                asked = duties.len(),
                answered = answers.len(),
                "a loader left out keys"
            );
        }
        let mut answers = answers.into_iter();
        let mut entries = Vec::new();
        for duty in duties {
            let now = self.clock.now();
            match answers.next() {
                Some(Ok(loaded)) => {
                    let (value, keep) = loaded.split();
                    if let Some(times) = Times::new(policy, value.is_none(), keep, now)
                        && !duty.lead.is_forgotten()
                        && let Some((aged, entry)) =
                            self.prepared(duty.lead.key(), value.clone(), times, now)
                    {
                        self.keep(&duty.lead, &aged, now).await;
                        entries.extend(entry);
                    }
                    duty.lead.land(Ok(just_loaded(value)));
                }
                Some(Err(error)) => {
                    self.counters.load_errors.add(1);
                    let landed = match &duty.known {
                        Some(known) if known.times.age(now) != Age::Over => {
                            known.retry_at(now.saturating_add(millis(policy.retry)));
                            self.keep(&duty.lead, known, now).await;
                            self.counters.stale_on_error.add(1);
                            Ok(known.found(now, Freshness::StaleOnError, Source::Memory))
                        }
                        _ => Err(error),
                    };
                    duty.lead.land(landed);
                }
                None => duty.lead.land(Ok(just_loaded(None))),
            }
        }
        let Some(remote) = &self.remote else { return };
        remote.write(&entries).await;
        // One that was invalidated while it was written is removed again.
        let forgotten: Vec<_> = duties
            .iter()
            .filter(|duty| duty.lead.is_forgotten())
            .map(|duty| duty.lead.key().clone())
            .collect();
        if !forgotten.is_empty() {
            // Counted and logged where it failed.
            let _ = remote.remove(&forgotten).await;
        }
    }

    /// An entry for memory and, if there is a remote tier, one for that. `None` if it is too
    /// large, or no JSON.
    pub(crate) fn prepared(
        &self,
        key: &Key,
        value: Option<Arc<V>>,
        times: Times,
        now: u64,
    ) -> Option<(Arc<Aged<V>>, Option<Entry>)> {
        let body = match &value {
            None => None,
            Some(value) => {
                let json = json(&**value, self.most);
                if json.is_none() {
                    self.counters.not_kept.add(1);
                    return None;
                }
                json
            }
        };
        let entry = self
            .remote
            .as_ref()
            .map(|_| sealed(key, times, body.as_deref(), now));
        let bytes = body.as_ref().map_or(0, Vec::len);
        Some((Arc::new(Aged::new(value, times, bytes, now)), entry))
    }
}

fn just_loaded<V>(value: Option<Arc<V>>) -> Found<V> {
    Found {
        value,
        freshness: Freshness::Fresh,
        age: std::time::Duration::ZERO,
        source: Source::Load,
    }
}
