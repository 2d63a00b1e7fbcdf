//! Fuzz tests: what is damaged is read or refused, soon, with little memory, and nothing else.
//!
//! Each test works for about two seconds; `SOZIALRAUM_FUZZ_SECONDS=600` makes it longer, and
//! `SOZIALRAUM_FUZZ_SEED` another one. What fails is left in `target/tmp`.

mod damage;
mod measured;

use std::{
    env, fs,
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    process,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

pub use damage::{Dice, damaged};
pub use measured::Measured;

/// How long one input may take, in the slowest build on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);
/// How much memory one input may take, in bytes: a part of its own, and so much for each byte.
const MEMORY: usize = 48 << 20;
const MEMORY_PER_BYTE: usize = 200;

fn number(variable: &str, default: u64) -> u64 {
    let text = env::var(variable).ok();
    text.map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{variable} is {text}")))
}

/// Feeds damaged copies of `seeds` to `read`; `words` are put into them, too.
pub fn fuzz(name: &str, seeds: &[Vec<u8>], words: &[&str], mut read: impl FnMut(&[u8])) {
    let damage = |dice: &mut Dice| damaged(dice, seeds, words);
    fuzz_with(name, damage, |input| read(input));
}

/// Feeds what `make` makes to `read`.
///
/// # Panics
/// When `read` does, or takes too long or too much memory.
pub fn fuzz_with(
    name: &str,
    mut make: impl FnMut(&mut Dice) -> Vec<u8>,
    mut read: impl FnMut(&[u8]),
) {
    let length = Duration::from_secs(number("SOZIALRAUM_FUZZ_SECONDS", 2));
    let mut dice = Dice::new(number("SOZIALRAUM_FUZZ_SEED", 1));
    let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"));
    let (ended, watch) = mpsc::channel::<()>();
    let hangs = format!("{name}: {} takes too long", kept.display());
    thread::spawn(move || {
        let ended = loop {
            match watch.recv_timeout(LONGEST) {
                Ok(()) => {}
                Err(end) => break end,
            }
        };
        if ended == RecvTimeoutError::Timeout {
            eprintln!("{hangs}");
            process::abort();
        }
    });
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < length {
        let input = make(&mut dice);
        // Written before it is read: what ends the process is known, too.
        fs::write(&kept, &input).expect("the input can be kept");
        let started = Instant::now();
        measured::begin();
        let result = panic::catch_unwind(AssertUnwindSafe(|| read(&input)));
        let (memory, time) = (measured::peak(), started.elapsed());
        let case = format!("{name}: case {count}, {}", kept.display());
        assert!(result.is_ok(), "{case} panics");
        assert!(time < LONGEST, "{case} takes {time:?}");
        let most = MEMORY + MEMORY_PER_BYTE * input.len();
        assert!(memory < most, "{case} takes {memory} bytes for {}", input.len());
        let _ = ended.send(());
        count += 1;
    }
    println!("{name}: {count} inputs");
    let _ = fs::remove_file(&kept);
}
