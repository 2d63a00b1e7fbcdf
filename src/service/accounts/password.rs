//! Passwords: which are taken, and how they are kept.
//!
//! Length and a list of what everybody tries, rather than rules about characters (NIST SP
//! 800-63B-4, section 3.1.1.2). Kept as Argon2id with the parameters that OWASP's Password
//! Storage Cheat Sheet recommends: 19 MiB, two passes, one lane.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use zxcvbn::zxcvbn;

/// Shortest password that is taken, in characters.
pub const MIN_LENGTH: usize = 12;
/// Longest password that is taken, in characters; every one of them counts.
pub const MAX_LENGTH: usize = 256;
/// How many guesses of somebody who knows common passwords, names and patterns a password has to
/// withstand, as power of ten. Whatever is on a list of common passwords falls far short.
const MIN_GUESSES_LOG10: f64 = 10.0;
/// Passwords that are hashed at once: each takes 19 MiB and a core for some tens of
/// milliseconds.
const AT_ONCE: usize = 2;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// It is too short.
    #[error("a password has at least {MIN_LENGTH} characters")]
    TooShort,
    /// It is too long.
    #[error("a password has at most {MAX_LENGTH} characters")]
    TooLong,
    /// It, or its pattern, is what everybody tries first.
    #[error("this password, or one much like it, is on the lists that are tried first")]
    Common,
}

/// Whether a password is taken. `personal` are words that others know about its owner, such as
/// the name of the account and the city.
///
/// # Errors
/// Why it is not.
pub fn check(password: &str, personal: &[&str]) -> Result<(), BadPassword> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Err(BadPassword::TooShort);
    }
    if length > MAX_LENGTH {
        return Err(BadPassword::TooLong);
    }
    if zxcvbn(password, personal).guesses_log10() < MIN_GUESSES_LOG10 {
        return Err(BadPassword::Common);
    }
    Ok(())
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

static HASHING: Semaphore = Semaphore::const_new(AT_ONCE);

/// A hash that no password fits, for accounts that do not exist: checking takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let nobody = super::super::secret::Secret::random();
    hash_now(nobody.expose())
});

fn hash_now(password: &str) -> String {
    argon2()
        .hash_password(password.as_bytes())
        .expect("passwords of any content can be hashed")
        .to_string()
}

/// The password as it is kept, in PHC string format.
pub async fn hash(password: String) -> String {
    let _turn = HASHING.acquire().await.expect("the semaphore is never closed");
    tokio::task::spawn_blocking(move || hash_now(&password)).await.expect("hashing does not panic")
}

/// Whether a password is the one that is kept. Without one that is kept it is not, and finding
/// that out takes the same work.
pub async fn verify(password: String, kept: Option<String>) -> bool {
    let _turn = HASHING.acquire().await.expect("the semaphore is never closed");
    let checking = move || {
        let exists = kept.is_some();
        let kept = kept.unwrap_or_else(|| NOBODY.clone());
        let fits = PasswordHash::new(&kept)
            .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
        fits && exists
    };
    tokio::task::spawn_blocking(checking).await.expect("checking does not panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_what_everybody_tries_decide() {
        let personal = ["erika.mustermann", "Musterstadt"];
        let check = |text: &str| check(text, &personal);
        assert_eq!(check("kurz"), Err(BadPassword::TooShort));
        assert_eq!(check(&"äöü".repeat(86)), Err(BadPassword::TooLong));
        for common in [
            "password1234",
            "Passwort1234",
            "123456789012",
            "qwertzuiopü+",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "erika.mustermann",
            "musterstadt2026",
            "letmein12345",
        ] {
            assert_eq!(check(common), Err(BadPassword::Common), "{common}");
        }
        for good in ["vier graue Kutschen am Ufer", "Zx8-krumm-Teller", "regenschirmkastanie7"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[tokio::test]
    async fn only_the_password_itself_fits_what_is_kept() {
        let kept = hash("vier graue Kutschen".into()).await;
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("vier graue Kutschen".into()).await, "salted");
        assert!(verify("vier graue Kutschen".into(), Some(kept.clone())).await);
        assert!(!verify("vier graue kutschen".into(), Some(kept)).await);
        assert!(!verify("vier graue Kutschen".into(), None).await);
        assert!(!verify("x".into(), Some("no hash".into())).await);
    }
}
