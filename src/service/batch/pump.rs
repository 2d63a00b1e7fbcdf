//! Blocks on their way: read, answered by all cores, written in their order.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    thread,
};

use super::{
    BatchError, Control,
    rows::Rows,
    tally::{Summary, Tally},
};
use crate::formats::table::Blocks;

/// Buffers that a huge record has blown up are given back beyond this size, in bytes.
const LARGE: usize = 2 << 20;
/// The most blocks, however many cores there are.
const MOST_BLOCKS: usize = 48;
/// How many bytes of input are on the way at most, unless it is one block: a block of a huge record
/// counts for many.
const ON_THE_WAY: usize = 32 << 20;

/// A block: its records, and what is written of them.
#[derive(Debug, Default)]
struct Block {
    number: u64,
    /// How many bytes were sent to be answered.
    size: usize,
    input: Vec<u8>,
    output: Vec<u8>,
    tally: Tally,
}

/// What a worker hands on: an answered block, or that it panicked.
type Done = Result<Block, Panicked>;
struct Panicked;

/// Takes `first` and all further blocks through workers, which `make` makes one each.
pub(super) fn pump<'a, R: Read + Send>(
    blocks: Blocks<R>,
    first: Vec<u8>,
    workers: usize,
    make: impl Fn() -> Rows<'a> + Sync,
    output: &mut impl Write,
    control: &Control,
) -> Result<Summary, BatchError> {
    // Every block that there will ever be; whoever waits, waits for one of them.
    let all = (workers * 2 + 2).min(MOST_BLOCKS);
    let (to_workers, work) = sync_channel::<Block>(all);
    let (to_writer, done) = channel::<Done>();
    let (to_reader, free) = channel::<Block>();
    for _ in 0..all {
        to_reader.send(Block::default()).expect("the reader waits");
    }
    let work = Mutex::new(work);
    let (work, make) = (&work, &make);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(blocks, first, &free, &to_workers, control));
        for _ in 0..workers {
            let to_writer = to_writer.clone();
            scope.spawn(move || answer(make(), work, &to_writer, control));
        }
        drop(to_writer);
        let written = write(&done, to_reader, output, control);
        // With these gone nobody waits for a writer that failed.
        drop(done);
        let read = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let summary = written?;
        // Then blocks are missing, whoever came to know of it first.
        if control.is_stopped() {
            return Err(BatchError::Stopped);
        }
        read.map(|()| summary)
    })
}

fn read<R: Read>(
    mut blocks: Blocks<R>,
    first: Vec<u8>,
    free: &Receiver<Block>,
    to_workers: &SyncSender<Block>,
    control: &Control,
) -> Result<(), BatchError> {
    let mut first = Some(first);
    let mut idle: Vec<Block> = Vec::new();
    let mut on_the_way = 0;
    for number in 0.. {
        while idle.is_empty() || on_the_way > ON_THE_WAY {
            let Ok(block) = free.recv() else { return Ok(()) };
            on_the_way -= block.size;
            idle.push(block);
        }
        let Some(mut block) = idle.pop() else { break };
        if control.is_stopped() {
            return Err(BatchError::Stopped);
        }
        block.number = number;
        match first.take() {
            Some(first) => block.input = first,
            None => {
                let more = blocks.next(&mut block.input);
                // A stopped reader ends in an error of its own.
                if control.is_stopped() {
                    return Err(BatchError::Stopped);
                }
                if !more? {
                    break;
                }
            }
        }
        block.size = block.input.len();
        on_the_way += block.size;
        if to_workers.send(block).is_err() {
            break;
        }
    }
    Ok(())
}

fn answer(
    mut rows: Rows<'_>,
    work: &Mutex<Receiver<Block>>,
    to_writer: &Sender<Done>,
    control: &Control,
) {
    /// Tells the writer not to wait for this block.
    struct Guard<'a>(&'a Sender<Done>);
    impl Drop for Guard<'_> {
        fn drop(&mut self) {
            if thread::panicking() {
                let _ = self.0.send(Err(Panicked));
            }
        }
    }
    let guard = Guard(to_writer);
    loop {
        let next = work.lock().map(|work| work.recv());
        let Ok(Ok(mut block)) = next else { break };
        if control.is_stopped() {
            break;
        }
        block.output.clear();
        block.tally.clear();
        rows.answer(&block.input, &mut block.output, &mut block.tally);
        if guard.0.send(Ok(block)).is_err() {
            break;
        }
    }
}

fn write(
    done: &Receiver<Done>,
    to_reader: Sender<Block>,
    output: &mut impl Write,
    control: &Control,
) -> Result<Summary, BatchError> {
    let mut waiting: BTreeMap<u64, Block> = BTreeMap::new();
    let mut summary = Summary::default();
    let mut next = 0;
    for block in done {
        // The scope passes the panic on once all threads have ended.
        let Ok(block) = block else { return Err(BatchError::Stopped) };
        waiting.insert(block.number, block);
        while let Some(mut block) = waiting.remove(&next) {
            output.write_all(&block.output).map_err(BatchError::Write)?;
            summary.add(&block.tally);
            control.add_rows(block.tally.rows());
            for buffer in [&mut block.input, &mut block.output] {
                buffer.clear();
                buffer.shrink_to(LARGE);
            }
            // The reader may have come to the end.
            let _ = to_reader.send(block);
            next += 1;
        }
    }
    Ok(summary)
}
