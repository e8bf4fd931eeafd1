//! Who is logged in at the page: a bounded number, each for a bounded time. What stands in a
//! cookie is not kept here, only its hash.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use blake3::Hash;
use tokio::time::Instant;

/// Logins that hold at once; the oldest makes room.
const MOST: usize = 32;

/// All that are logged in.
#[derive(Debug)]
pub(super) struct Sessions {
    lifetime: Duration,
    /// Of this process: tokens of forms are made with it.
    secret: [u8; 32],
    open: Mutex<HashMap<Hash, Session>>,
}

#[derive(Debug)]
struct Session {
    who: String,
    until: Instant,
    news: Option<News>,
}

/// What came of the last form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct News {
    pub(super) good: bool,
    pub(super) text: String,
}

/// One who is logged in.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    key: Hash,
    /// Who, for the audit log.
    pub(super) who: String,
    /// What every form of theirs carries.
    pub(super) token: String,
}

impl Sessions {
    /// # Errors
    /// When the system has no randomness.
    pub(super) fn new(lifetime: Duration) -> std::io::Result<Self> {
        Ok(Self {
            lifetime,
            secret: random()?,
            open: Mutex::default(),
        })
    }

    /// Somebody has logged in: what their cookie is to hold.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub(super) fn begin(&self, who: &str) -> std::io::Result<String> {
        let id = Hash::from(random()?).to_hex().to_string();
        self.open(of_cookie(&id), who);
        Ok(id)
    }

    /// Whose cookie that is, while it holds.
    pub(super) fn by_cookie(&self, id: &str) -> Option<Seat> {
        let key = of_cookie(id);
        let open = self.lock();
        let session = open.get(&key)?;
        (Instant::now() < session.until).then(|| self.seat(key, &session.who))
    }

    /// Who was logged in by a proxy: it says so each time anew.
    pub(super) fn by_proxy(&self, who: &str) -> Seat {
        let key = blake3::keyed_hash(&self.secret, who.as_bytes());
        if !self.lock().contains_key(&key) {
            self.open(key, who);
        }
        self.seat(key, who)
    }

    /// Somebody has logged out.
    pub(super) fn end(&self, seat: &Seat) {
        self.lock().remove(&seat.key);
    }

    /// Tells them at the next page.
    pub(super) fn tell(&self, seat: &Seat, news: News) {
        if let Some(session) = self.lock().get_mut(&seat.key) {
            session.news = Some(news);
        }
    }

    /// What they are to be told, once.
    pub(super) fn news(&self, seat: &Seat) -> Option<News> {
        self.lock().get_mut(&seat.key)?.news.take()
    }

    fn open(&self, key: Hash, who: &str) {
        let mut open = self.lock();
        let now = Instant::now();
        open.retain(|_, session| now < session.until);
        while open.len() >= MOST {
            let oldest = open.iter().min_by_key(|(_, session)| session.until);
            let Some(oldest) = oldest.map(|(key, _)| *key) else {
                break;
            };
            open.remove(&oldest);
        }
        let session = Session {
            who: who.to_owned(),
            until: now + self.lifetime,
            news: None,
        };
        open.insert(key, session);
    }

    fn seat(&self, key: Hash, who: &str) -> Seat {
        let token = blake3::keyed_hash(&self.secret, key.as_bytes());
        Seat {
            key,
            who: who.to_owned(),
            token: token.to_hex().to_string(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Hash, Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Whether that is the token of their forms; in constant time.
    pub(super) fn sent(&self, token: &str) -> bool {
        blake3::hash(token.as_bytes()) == blake3::hash(self.token.as_bytes())
    }
}

fn of_cookie(id: &str) -> Hash {
    blake3::hash(id.as_bytes())
}

fn random() -> std::io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions() -> Sessions {
        Sessions::new(Duration::from_mins(1)).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_login_holds_until_its_time_is_over_or_it_is_ended() {
        let sessions = sessions();
        let id = sessions.begin("ada").unwrap();
        let seat = sessions.by_cookie(&id).unwrap();
        assert_eq!(seat.who, "ada");
        assert!(sessions.by_cookie("other").is_none());
        tokio::time::advance(Duration::from_secs(61)).await;
        assert!(sessions.by_cookie(&id).is_none());
        let id = sessions.begin("ada").unwrap();
        sessions.end(&sessions.by_cookie(&id).unwrap());
        assert!(sessions.by_cookie(&id).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_login_makes_room() {
        let sessions = sessions();
        let mut ids = Vec::new();
        for _ in 0..=MOST {
            ids.push(sessions.begin("ada").unwrap());
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        assert!(sessions.by_cookie(&ids[0]).is_none());
        assert!(ids[1..].iter().all(|id| sessions.by_cookie(id).is_some()));
    }

    #[test]
    fn each_login_has_a_token_of_its_own_that_is_not_its_cookie() {
        let sessions = sessions();
        let ids = [
            sessions.begin("ada").unwrap(),
            sessions.begin("ada").unwrap(),
        ];
        let [one, two] = ids.clone().map(|id| sessions.by_cookie(&id).unwrap());
        assert!(one.sent(&one.token) && !one.sent(&two.token) && !one.sent(""));
        assert!(!ids.contains(&one.token));
    }

    #[test]
    fn news_is_told_once() {
        let sessions = sessions();
        let seat = sessions.by_proxy("ada");
        let news = News {
            good: true,
            text: "done".to_owned(),
        };
        sessions.tell(&seat, news.clone());
        assert_eq!(sessions.news(&sessions.by_proxy("ada")), Some(news));
        assert_eq!(sessions.news(&seat), None);
    }
}
