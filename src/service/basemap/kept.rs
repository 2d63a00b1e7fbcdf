//! The latest tiles, bounded in number.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

type Key = (u8, u32, u32);

/// Tiles by their place; the oldest goes first.
pub(super) struct Kept {
    most: usize,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    tiles: HashMap<Key, Arc<[u8]>>,
    /// The places in the order in which their tiles were made.
    order: VecDeque<Key>,
}

impl Kept {
    /// Keeps `most` tiles.
    pub fn new(most: usize) -> Self {
        Self { most, inside: Mutex::default() }
    }

    /// The tile that is kept, or a new one. Nobody waits while a tile is made; two that make
    /// the same one at the same time get the same bytes.
    pub fn get_or_make(&self, key: Key, make: impl FnOnce() -> Vec<u8>) -> Arc<[u8]> {
        let lock = || self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tile) = lock().tiles.get(&key) {
            return Arc::clone(tile);
        }
        let tile: Arc<[u8]> = make().into();
        let Inside { tiles, order } = &mut *lock();
        if tiles.insert(key, Arc::clone(&tile)).is_none() {
            order.push_back(key);
            if order.len() > self.most
                && let Some(oldest) = order.pop_front()
            {
                tiles.remove(&oldest);
            }
        }
        tile
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_first() {
        let kept = Kept::new(2);
        for x in 0..3 {
            kept.get_or_make((5, x, 0), || vec![u8::try_from(x).unwrap()]);
        }
        assert_eq!(*kept.get_or_make((5, 2, 0), || unreachable!()), [2]);
        assert_eq!(*kept.get_or_make((5, 0, 0), || vec![9]), [9], "made again");
    }
}
