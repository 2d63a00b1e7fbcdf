//! Whether mail can be sent.

use super::Finding;
use crate::{service::mail::Mailer, settings::Mail};

pub(super) async fn reachable(settings: &Mail) -> Finding {
    let mailer = match Mailer::of(settings) {
        Ok(Some(mailer)) => mailer,
        Ok(None) => return Finding::ok("mail_off"),
        Err(error) => return Finding::error("mail_unreachable").with("error", error),
    };
    match mailer.reach().await {
        Ok(true) => Finding::ok("mail_ready"),
        Ok(false) => Finding::error("mail_refused"),
        Err(error) => Finding::error("mail_unreachable").with("error", error),
    }
}
