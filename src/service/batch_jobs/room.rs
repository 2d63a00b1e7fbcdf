//! The memory for files: counted, so that nobody can fill it, and in pieces, so that nothing is
//! copied as a file grows.

use std::{
    io::{self, Read, Seek, SeekFrom, Write},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

/// How long a piece is, in bytes.
const PIECE: usize = 64 << 10;

/// There is no room left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no room left")]
pub struct Full;

/// How much memory may still be taken.
#[derive(Debug)]
pub struct Room(AtomicUsize);

impl Room {
    /// Room for so many bytes.
    pub fn new(bytes: usize) -> Arc<Self> {
        Arc::new(Self(AtomicUsize::new(bytes)))
    }

    /// How many bytes are free.
    pub fn free(&self) -> usize {
        self.0.load(Relaxed)
    }

    fn take(&self, bytes: usize) -> Result<(), Full> {
        let less = |free: usize| free.checked_sub(bytes);
        self.0.fetch_update(Relaxed, Relaxed, less).map(drop).map_err(|_| Full)
    }

    fn give_back(&self, bytes: usize) {
        self.0.fetch_add(bytes, Relaxed);
    }
}

/// A file in memory. Its room is given back when it is dropped.
#[derive(Debug)]
pub struct Pieces {
    room: Arc<Room>,
    /// All but the last one are [`PIECE`] long.
    whole: Vec<Box<[u8]>>,
    last: Vec<u8>,
}

impl Pieces {
    /// An empty file.
    pub fn new(room: &Arc<Room>) -> Self {
        Self { room: room.clone(), whole: Vec::new(), last: Vec::new() }
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// When there is no room for them.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), Full> {
        while !bytes.is_empty() {
            if self.last.capacity() == 0 {
                self.room.take(PIECE)?;
                self.last = Vec::with_capacity(PIECE);
            }
            let (fits, rest) = bytes.split_at(bytes.len().min(PIECE - self.last.len()));
            self.last.extend_from_slice(fits);
            if self.last.len() == PIECE {
                self.whole.push(std::mem::take(&mut self.last).into());
            }
            bytes = rest;
        }
        Ok(())
    }

    /// What it takes its room from.
    pub fn room(&self) -> &Arc<Room> {
        &self.room
    }

    /// How long it is, in bytes.
    pub fn len(&self) -> usize {
        self.whole.len() * PIECE + self.last.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A piece of it; `None` behind the last one.
    pub fn piece(&self, number: usize) -> Option<&[u8]> {
        let last = || (number == self.whole.len() && !self.last.is_empty()).then_some(&*self.last);
        self.whole.get(number).map(|piece| &**piece).or_else(last)
    }

    fn from(&self, at: usize) -> &[u8] {
        let piece = self.whole.get(at / PIECE).map_or(&self.last[..], |piece| &piece[..]);
        piece.get(at % PIECE..).unwrap_or_default()
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        let pieces = self.whole.len() + usize::from(self.last.capacity() > 0);
        self.room.give_back(pieces * PIECE);
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes).map_err(|full| io::Error::new(io::ErrorKind::StorageFull, full))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a file in memory.
#[derive(Debug)]
pub struct Reader {
    pieces: Arc<Pieces>,
    at: usize,
}

impl Reader {
    /// From the beginning.
    pub fn new(pieces: Arc<Pieces>) -> Self {
        Self { pieces, at: 0 }
    }
}

impl Read for Reader {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.pieces.from(self.at).read(to)?;
        self.at += read;
        Ok(read)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (0, i64::try_from(at).unwrap_or(i64::MAX)),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.pieces.len(), by),
        };
        let at = i64::try_from(from).ok().and_then(|from| usize::try_from(from + by).ok());
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_any_portions_is_read_again() {
        let room = Room::new(10 * PIECE);
        for size in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            for portion in [1_000, PIECE, 5 * PIECE] {
                let text: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
                let mut pieces = Pieces::new(&room);
                text.chunks(portion).for_each(|part| pieces.push(part).unwrap());
                assert_eq!((pieces.len(), pieces.is_empty()), (size, size == 0));
                let all: Vec<u8> =
                    (0..).map_while(|number| pieces.piece(number)).flatten().copied().collect();
                assert_eq!(all, text);
                let mut reader = Reader::new(Arc::new(pieces));
                let mut read = Vec::new();
                reader.read_to_end(&mut read).unwrap();
                assert_eq!(read, text);
                reader.seek(SeekFrom::Start(size as u64 / 2)).unwrap();
                read.clear();
                reader.read_to_end(&mut read).unwrap();
                assert_eq!(read, text[size / 2..]);
            }
        }
        assert_eq!(room.free(), 10 * PIECE);
    }

    #[test]
    fn the_room_is_never_more_than_full_and_is_given_back() {
        let room = Room::new(3 * PIECE);
        let mut first = Pieces::new(&room);
        first.push(&[0; PIECE + 1]).unwrap();
        assert_eq!(room.free(), PIECE);
        let mut second = Pieces::new(&room);
        second.push(&[0; PIECE]).unwrap();
        assert_eq!(second.push(&[0]), Err(Full));
        assert_eq!(first.write(&[0; PIECE]).unwrap_err().kind(), io::ErrorKind::StorageFull);
        drop(first);
        assert_eq!(room.free(), 2 * PIECE);
        drop(second);
        assert_eq!(room.free(), 3 * PIECE);
    }
}
