//! Values that are looked up again and again, by text, from all threads.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Into how many parts a shelf is cut, so that threads seldom wait for each other.
const PARTS: usize = 32;

/// Keeps about as many values as it has room for; a part that is full begins anew.
pub(super) struct Shelf<T> {
    parts: [Mutex<HashMap<Box<str>, T>>; PARTS],
    hasher: RandomState,
    /// How many values a part keeps.
    most: usize,
}

impl<T: Clone> Shelf<T> {
    /// Room for so many values.
    pub fn new(most: usize) -> Self {
        Self {
            parts: std::array::from_fn(|_| Mutex::default()),
            hasher: RandomState::new(),
            most: most / PARTS,
        }
    }

    /// The value of a text, which `find` tells when it is not known. Nobody waits meanwhile; two
    /// threads may find the same.
    pub fn get(&self, text: &str, find: impl FnOnce() -> T) -> T {
        let part = &self.parts[self.hasher.hash_one(text) as usize % PARTS];
        if let Some(found) = lock(part).get(text) {
            return found.clone();
        }
        let found = find();
        let mut part = lock(part);
        if part.len() >= self.most {
            part.clear();
        }
        part.insert(text.into(), found.clone());
        found
    }
}

/// What a thread that panicked left behind is whole: values are only ever put in.
fn lock<T>(part: &Mutex<T>) -> MutexGuard<'_, T> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_once_and_room_is_kept() {
        let shelf = Shelf::new(PARTS * 2);
        assert_eq!(shelf.get("a", || 1), 1);
        assert_eq!(shelf.get("a", || unreachable!()), 1);
        for number in 0..1_000 {
            assert_eq!(shelf.get(&number.to_string(), || number), number);
        }
        assert!(shelf.parts.iter().all(|part| lock(part).len() <= 2));
    }
}
