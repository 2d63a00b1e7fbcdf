//! Sending e-mail by SMTP, where the settings name a server.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::Mailbox,
    message::header::ContentType,
};

use crate::settings::Mail;

/// How long the server may take for each step, in seconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a message is not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address is none.
    #[error("not an e-mail address: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The message cannot be written.
    #[error("the message cannot be written: {0}")]
    Message(#[from] lettre::error::Error),
    /// The server refuses or cannot be reached.
    #[error("the mail server does not take it: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
}

impl MailError {
    /// What kind of failure it is, without anything about a message: for the log.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::Message(_) => "message",
            Self::Server(_) => "server",
        }
    }
}

/// Sends messages. Made once; connections are made for each message.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// The mailer of these settings; `None` unless they name server and sender.
    ///
    /// # Errors
    /// When one of them cannot be used; settings that were read can.
    pub fn of(settings: &Mail) -> Result<Option<Self>, MailError> {
        let (Some(url), Some(from)) = (&settings.smtp_url, &settings.from) else { return Ok(None) };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Some(Self { transport, from: from.parse()? }))
    }

    /// Sends plain text to one address.
    ///
    /// # Errors
    /// When the address is none, or the server refuses or cannot be reached.
    pub async fn send(&self, to: &str, subject: &str, text: &str) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.parse()?))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.to_owned())?;
        self.transport.send(message).await?;
        Ok(())
    }

    /// Reaches the server and signs in, without sending anything.
    ///
    /// # Errors
    /// When that fails.
    pub async fn reach(&self) -> Result<bool, MailError> {
        Ok(self.transport.test_connection().await?)
    }
}
