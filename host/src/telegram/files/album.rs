//! Albums come as messages of their own: their answers are kept few.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::vin::Vin;

/// Albums that are remembered: their photos arrive within seconds.
const MOST: usize = 200;

/// Albums of late, by chat and id.
#[derive(Debug, Default)]
pub(super) struct Albums(Mutex<VecDeque<(i64, String, Album)>>);

impl Albums {
    /// The album of a chat with this id; what is in none is one of its own.
    pub(super) fn of(&self, chat: i64, id: Option<&str>) -> Album {
        let Some(id) = id else {
            return Album::default();
        };
        let mut albums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = albums
            .iter()
            .find(|(other, name, _)| *other == chat && name == id);
        if let Some((_, _, album)) = known {
            return album.clone();
        }
        if albums.len() == MOST {
            albums.pop_front();
        }
        let album = Album::default();
        albums.push_back((chat, id.to_owned(), album.clone()));
        album
    }
}

/// What was said about the photos of an album.
#[derive(Debug, Clone, Default)]
pub(super) struct Album(Arc<Mutex<Said>>);

#[derive(Debug, Default)]
struct Said {
    waiting: usize,
    vins: Vec<Vin>,
    hinted: bool,
}

/// A photo of an album that is not read yet.
#[derive(Debug)]
pub(super) struct Waiting(Album);

impl Album {
    fn said(&self) -> MutexGuard<'_, Said> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another photo of it came.
    pub(super) fn wait(&self) -> Waiting {
        self.said().waiting += 1;
        Waiting(self.clone())
    }
}

impl Waiting {
    /// Of the VINs in this photo those that no other photo of the album had.
    pub(super) fn new_vins(&self, found: &[Vin]) -> Vec<Vin> {
        let mut said = self.0.said();
        let new: Vec<Vin> = found
            .iter()
            .filter(|vin| !said.vins.contains(vin))
            .copied()
            .collect();
        said.vins.extend(&new);
        new
    }

    /// Whether to say that there was nothing in this photo: once, for the last of those
    /// that are there, if none held a VIN.
    pub(super) fn may_hint(&self) -> bool {
        let mut said = self.0.said();
        let now = said.waiting <= 1 && said.vins.is_empty() && !said.hinted;
        said.hinted |= now;
        now
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.said().waiting -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_albums_are_forgotten() {
        let albums = Albums::default();
        let honda = vin("1HGCM82633A004352");
        assert_eq!(albums.of(5, Some("a")).wait().new_vins(&[honda]), [honda]);
        for i in 0..MOST {
            albums.of(5, Some(&i.to_string()));
        }
        assert_eq!(albums.0.lock().unwrap().len(), MOST);
        assert_eq!(albums.of(5, Some("a")).wait().new_vins(&[honda]), [honda]);
    }

    fn vin(text: &str) -> Vin {
        text.parse().unwrap()
    }

    #[test]
    fn a_vin_is_answered_once_an_album() {
        let albums = Albums::default();
        let (first, second) = (
            albums.of(5, Some("a")).wait(),
            albums.of(5, Some("a")).wait(),
        );
        let (honda, ford) = (vin("1HGCM82633A004352"), vin("1FTFW1ET9DFC10312"));
        assert_eq!(first.new_vins(&[honda]), [honda]);
        assert_eq!(second.new_vins(&[honda, ford]), [ford]);
        assert!(!second.may_hint());
        let other = albums.of(6, Some("a")).wait();
        assert_eq!(other.new_vins(&[honda]), [honda]);
    }

    #[test]
    fn that_there_is_nothing_is_said_once_an_album_and_each_time_without_one() {
        let albums = Albums::default();
        let photos: Vec<_> = (0..3).map(|_| albums.of(5, Some("a")).wait()).collect();
        let mut hints = 0;
        for photo in photos {
            hints += usize::from(photo.may_hint());
        }
        let late = albums.of(5, Some("a")).wait();
        assert_eq!((hints, late.may_hint()), (1, false));
        assert!((0..2).all(|_| albums.of(5, None).wait().may_hint()));
    }
}
