//! Rounds that can be repeated.

use std::{
    env,
    time::{SystemTime, UNIX_EPOCH},
};

/// Numbers that look random and come again with the same seed (SplitMix64).
pub struct Numbers(u64);

impl Numbers {
    /// A number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }
}

/// Runs the rounds of a test, each with a seed that is printed.
pub fn rounds(what: &str, round: impl Fn(&mut Numbers)) {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds: Vec<u64> = match number("SOAK_SEED") {
        Some(seed) => vec![seed],
        None => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64;
            (0..number("SOAK_ROUNDS").unwrap_or(10)).map(|round| now + round).collect()
        }
    };
    for seed in seeds {
        println!("{what}: SOAK_SEED={seed}");
        round(&mut Numbers(seed));
    }
}
