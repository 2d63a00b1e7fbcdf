//! `/koordination/angebot/{id}/link`: a link with which the Träger confirms an entry, and the
//! mail that carries it.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Form;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::Sent;
use crate::{
    domain::resource::Record,
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{Layout, filters, forms::Message, html},
        problem::{Path, Problem},
    },
    locale::words::t,
    service::{
        Service,
        resources::{ResourceError, links},
        secret,
    },
    store::StoreError,
};

#[derive(Template)]
#[template(path = "provider_link.html")]
struct LinkPage {
    layout: Layout,
    message: Option<Message>,
    id: Uuid,
    name: String,
    link: String,
    /// The secret in it, for the form that sends the mail.
    secret: String,
    /// The addresses of the entry that the mail can go to.
    addresses: Vec<Recipient>,
    /// Whether the service can send mail itself.
    sends: bool,
    subject: String,
    text: String,
}

/// Somebody to whom the mail can go.
struct Recipient {
    address: String,
    /// What opens the reader's own mail program.
    mailto: String,
}

/// The mail: subject and text, in German, as the city writes to its partners.
fn mail(city: &str, record: &Record, link: &str) -> (String, String) {
    let until = Service::local(Timestamp::now() + (24 * links::DAYS).hours()).date();
    let until = crate::locale::Lang::De.day(until);
    let values = [
        ("name", record.resource.name.as_str()),
        ("city", city),
        ("link", link),
        ("until", until.as_str()),
    ];
    (t("confirmation_mail.subject", &values), t("confirmation_mail.text", &values))
}

/// A text as a part of a `mailto:` address (RFC 6068).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.replace('\n', "\r\n").bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn page(
    state: &AppState,
    language: &Language,
    who: &Who,
    record: &Record,
    secret: &str,
    message: Option<Message>,
) -> Response {
    let link = state.confirmation_link(secret);
    let (subject, text) = mail(&state.service().city().info.name, record, &link);
    let mut addresses: Vec<Recipient> = Vec::new();
    for address in record.resource.contacts.iter().filter_map(|contact| contact.email.clone()) {
        if addresses.iter().all(|known| known.address != address) {
            let (to, subject, body) = (encoded(&address), encoded(&subject), encoded(&text));
            let mailto = format!("mailto:{to}?subject={subject}&body={body}");
            addresses.push(Recipient { address, mailto });
        }
    }
    let status = match &message {
        Some(message) if message.tone == "danger" => StatusCode::BAD_GATEWAY,
        _ => StatusCode::OK,
    };
    let page = LinkPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message,
        id: record.resource.id,
        name: record.resource.name.clone(),
        link,
        secret: secret.to_owned(),
        addresses,
        sends: state.mailer.is_some(),
        subject,
        text,
    };
    html(language.lang, status, &page)
}

/// `POST /koordination/angebot/{id}/link`: a new link, shown in the response and never again.
pub async fn create(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let secret = links::create(&state.live, &who.actor(), id).await?;
    let record = links::entry(&state.live, secret.hash()).await?;
    Ok(page(&state, &language, &who, &record, secret.expose(), None))
}

/// `POST /koordination/angebot/{id}/link/senden`: mails a link that was just made. It goes only to
/// an address of the entry, and the link stays on the page.
pub async fn send(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let (link, to) = (sent.one("link"), sent.one("to"));
    let record = links::entry(&state.live, secret::hash(link)).await?;
    let known = record.resource.contacts.iter().any(|c| c.email.as_deref() == Some(to));
    if record.resource.id != id || !known {
        return Err(ResourceError::Store(StoreError::BadLink).into());
    }
    let Some(mailer) = &state.mailer else {
        return Err(Problem::not_found("No mail server is set; see the settings under [mail]."));
    };
    let (subject, text) =
        mail(&state.service().city().info.name, &record, &state.confirmation_link(link));
    let message = match mailer.send(to, &subject, &text).await {
        Ok(()) => Message::done(lang.t("provider_link.sent", &[("to", to)])),
        Err(error) => {
            // What the server said may name the recipient, which the log need not know.
            tracing::error!(kind = error.kind(), "a mail was not sent");
            let values = [("error", &*error.to_string())];
            Message::failed(lang, vec![lang.t("provider_link.not_sent", &values)])
        }
    };
    Ok(page(&state, &language, &who, &record, link, Some(message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailto_holds_any_text() {
        assert_eq!(encoded("a & b?\nü"), "a%20%26%20b%3F%0D%0A%C3%BC");
    }
}
