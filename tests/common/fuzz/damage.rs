//! Damage to files, from a seed.

use std::ops::Range;

/// Chance that can be repeated (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end.max(1) as u64) as usize
    }

    pub fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A piece of so many bytes, mostly a short one.
    fn range(&mut self, length: usize) -> Range<usize> {
        let from = self.below(length);
        let most = if self.below(4) == 0 { length - from } else { (length - from).min(40) };
        from..from + self.below(most + 1)
    }
}

/// What text formats stumble over.
const WORDS: [&str; 40] = [
    "0",
    "-1",
    "1e999",
    "-1e308",
    "1e-320",
    "NaN",
    "inf",
    "0.1",
    "00",
    "255",
    "256",
    "65536",
    "2147483648",
    "4294967296",
    "9223372036854775808",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "999999999999999999999999999999999999",
    "\0",
    "\r",
    "\n\n",
    "\t",
    "\"",
    "\"\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{202e}",
    "\u{a0}",
    "\u{308}",
    "ß",
    "𝟙",
    "İ",
    ",",
    ";",
    "null",
    "true",
    "{}",
];

/// What opens again and again, and how often at most it pays.
const NESTS: [&str; 8] = ["[", "{\"a\":", "(", "\"", "[1,", "a.", "<a>", "[["];

/// Bytes that are seldom meant.
const BYTES: [u8; 12] = [0, 1, 2, 9, 10, 13, 0x1f, 0x7f, 0x80, 0xc3, 0xfe, 0xff];

/// Whole numbers at the edges of their types.
const EDGES: [u64; 12] = [
    0,
    1,
    2,
    7,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
    0x1_0000_0000,
    i64::MAX as u64,
    u64::MAX,
];

/// A copy of one of the seeds with a few things wrong.
pub fn damaged(dice: &mut Dice, seeds: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    let most = bytes.len() * 4 + (64 << 10);
    for _ in 0..=dice.below(5) {
        hurt(dice, &mut bytes, seeds, words);
    }
    bytes.truncate(most);
    bytes
}

fn hurt(dice: &mut Dice, bytes: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[&str]) {
    let range = dice.range(bytes.len());
    let at = range.start;
    match dice.below(14) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = BYTES[dice.below(BYTES.len())];
            }
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(range)),
        4 => {
            let times = if dice.below(4) == 0 { 300 } else { 1 + dice.below(3) };
            let again = bytes[range].repeat(times);
            bytes.splice(at..at, again);
        }
        5 => {
            let other = &seeds[dice.below(seeds.len())];
            let piece = dice.range(other.len());
            bytes.splice(range, other[piece].iter().copied());
        }
        6 | 7 => {
            let word = if words.is_empty() || dice.below(2) == 0 {
                dice.one_of(&WORDS)
            } else {
                dice.one_of(words)
            };
            let place = if dice.below(2) == 0 { at..at } else { token(bytes, at) };
            bytes.splice(place, word.bytes());
        }
        8 => {
            let number = EDGES[dice.below(EDGES.len())].wrapping_sub(dice.below(2) as u64);
            let width = [1, 2, 4, 8][dice.below(4)];
            if let Some(place) = bytes.get_mut(at..at + width) {
                place.copy_from_slice(&number.to_le_bytes()[..width]);
            }
        }
        9 | 10 => {
            let digits = digits(bytes, at);
            let word = match dice.below(3) {
                0 => dice.below(100).to_string(),
                1 => EDGES[dice.below(EDGES.len())].to_string(),
                _ => WORDS[dice.below(18)].to_owned(),
            };
            bytes.splice(digits, word.bytes());
        }
        11 => {
            let nest = dice.one_of(&NESTS).repeat([10, 200, 5000][dice.below(3)]);
            bytes.splice(at..at, nest.bytes());
        }
        12 => bytes[range].reverse(),
        _ => {
            let other = dice.range(bytes.len());
            let piece = bytes[other].to_vec();
            bytes.splice(range, piece);
        }
    }
}

/// The word that a place lies in.
fn token(bytes: &[u8], at: usize) -> Range<usize> {
    run(bytes, at, |byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
}

/// The next digits.
fn digits(bytes: &[u8], at: usize) -> Range<usize> {
    let ahead = bytes[at..].iter().position(u8::is_ascii_digit).unwrap_or(0);
    run(bytes, at + ahead, u8::is_ascii_digit)
}

fn run(bytes: &[u8], at: usize, belongs: impl Fn(&u8) -> bool) -> Range<usize> {
    let before = bytes[..at].iter().rev().take_while(|byte| belongs(byte)).count();
    let behind = bytes[at..].iter().take_while(|byte| belongs(byte)).count();
    at - before..at + behind
}
