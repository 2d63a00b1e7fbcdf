//! Random secrets for links, sessions and tokens, and the hashes under which they are kept.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use crate::store::SecretHash;

/// How many random bytes a secret has: far more than can be guessed.
const BYTES: usize = 32;

/// A random secret as it is given away. Its value never appears in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one from the operating system's random numbers.
    ///
    /// # Panics
    /// When the operating system has no random numbers; nothing is safe then.
    pub fn random() -> Self {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).expect("the operating system has random numbers");
        Self(BASE64URL_NOPAD.encode(&bytes))
    }

    /// The text to give away, 43 characters that are safe in URLs and cookies.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The hash under which it is kept.
    pub fn hash(&self) -> SecretHash {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// The hash under which a secret that somebody sent would be kept. A plain hash is enough: there
/// is nothing to guess about 256 random bits.
pub fn hash(text: &str) -> SecretHash {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_do_not_show() {
        let (a, b) = (Secret::random(), Secret::random());
        assert_ne!(a, b);
        assert_eq!(a.expose().len(), 43);
        assert_eq!(a.hash(), hash(a.expose()));
        assert!(!format!("{a:?}").contains(a.expose()));
    }
}
