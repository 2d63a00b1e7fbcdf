//! The address of a mail server, with the password that belongs to it.

use std::fmt;

use lettre::{AsyncSmtpTransport, Tokio1Executor};

/// Where mail is sent through: `smtps://user:password@host`, `smtp://host:587?tls=required`. The
/// password never appears in output.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl(String);

impl SmtpUrl {
    /// Reads an address; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let known = text.starts_with("smtp://") || text.starts_with("smtps://");
        let usable = known && AsyncSmtpTransport::<Tokio1Executor>::from_url(text).is_ok();
        usable.then(|| Self(text.to_owned()))
    }

    /// The address as it was written, password included.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether a password would travel in the clear.
    pub fn is_plain(&self) -> bool {
        self.0.starts_with("smtp://") && self.0.contains('@') && !self.0.contains("tls=required")
    }
}

impl fmt::Display for SmtpUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("smtp", &self.0));
        match rest.rsplit_once('@') {
            // Everything before the last @ belongs to the credentials.
            Some((_, host)) => write!(out, "{scheme}://…@{host}"),
            None => write!(out, "{scheme}://{rest}"),
        }
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SmtpUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_never_shows() {
        let url = SmtpUrl::parse(" smtps://amt:geheim%40x@mail.example:465 ").unwrap();
        assert_eq!(url.to_string(), "smtps://…@mail.example:465");
        assert_eq!(format!("{url:?}"), "SmtpUrl(smtps://…@mail.example:465)");
        assert!(url.expose().contains("geheim"));
    }

    #[test]
    fn only_mail_servers_are_taken() {
        assert!(SmtpUrl::parse("https://mail.example").is_none());
        assert!(SmtpUrl::parse("mail.example").is_none());
        assert!(SmtpUrl::parse("smtp://a:b@mail.example").unwrap().is_plain());
        assert!(!SmtpUrl::parse("smtp://a:b@mail.example:587?tls=required").unwrap().is_plain());
        assert!(!SmtpUrl::parse("smtp://127.0.0.1:2525").unwrap().is_plain());
    }
}
