//! The form of a suggestion.

use askama::Template;

use super::{
    super::{
        Layout, filters,
        forms::{Field, Message},
    },
    Wrong,
    sent::label,
};
use crate::{
    domain::resource::{Proposal, ProposedField, Resource},
    locale::Lang,
};

/// Name of the field that people do not see; programs that send advertising fill it in.
pub const TRAP: &str = "homepage";

/// The page with the form.
#[derive(Template)]
#[template(path = "suggest_form.html")]
pub struct FormPage {
    layout: Layout,
    action: String,
    /// The name of the offer that it is about.
    about: Option<String>,
    back: Option<String>,
    message: Option<Message>,
    fields: Vec<Field>,
    gone: bool,
    words: Field,
    trap: Option<String>,
}

impl FormPage {
    /// The form about an offer, or for a new one; with what was typed already and what is wrong
    /// with it.
    pub fn new(
        layout: Layout,
        action: String,
        about: Option<&Resource>,
        proposal: Option<&Proposal>,
        wrong: &[Wrong],
    ) -> Self {
        let lang = layout.language.lang;
        let error = |name: &str| {
            let code = wrong.iter().find(|(field, _)| field == name)?.1;
            Some(lang.t(&format!("suggest.error.{code}"), &[]))
        };
        let fields: Vec<Field> = ProposedField::ALL
            .into_iter()
            .map(|field| Field {
                error: error(field.code()),
                ..input(lang, field, about, proposal)
            })
            .collect();
        let typed = proposal.and_then(|proposal| proposal.message.clone());
        let words = Field {
            error: error("message"),
            ..Field::new(lang, "suggest", "message", "area")
                .hint("suggest.message_hint")
                .value(typed.unwrap_or_default())
        };
        let trap = error(TRAP);
        let message = Message::errors(fields.iter().chain([&words]))
            .or_else(|| trap.clone().map(|text| Message::failed(lang, vec![text])));
        Self {
            about: about.map(|resource| resource.name.clone()),
            back: about.map(|resource| format!("/angebot/{}", resource.id)),
            gone: proposal.is_some_and(|proposal| proposal.gone),
            layout,
            action,
            message,
            fields,
            words,
            trap,
        }
    }
}

/// One field, with what was typed already or stands in the entry.
fn input(
    lang: Lang,
    field: ProposedField,
    about: Option<&Resource>,
    proposal: Option<&Proposal>,
) -> Field {
    let kind = match field {
        ProposedField::Description | ProposedField::Hours => "area",
        ProposedField::Phone => "tel",
        ProposedField::Email => "email",
        ProposedField::Website => "url",
        _ => "text",
    };
    let known = about.and_then(|resource| field.of(resource));
    // Hours stand in the entry in a form that people do not read.
    let known = known.filter(|_| field != ProposedField::Hours);
    let typed = proposal.and_then(|proposal| proposal.fields.get(&field));
    let value = typed.map(String::as_str).or(known).unwrap_or_default();
    let empty = Field {
        name: field.code().into(),
        kind,
        label: label(lang, field),
        lang,
        ..Field::default()
    };
    let filled = Field { autocomplete: "off", ..empty }.value(value);
    match field {
        ProposedField::Provider => filled.hint("suggest.provider_hint"),
        ProposedField::Hours if about.is_some_and(|resource| resource.hours.is_some()) => {
            filled.hint("suggest.hours_hint_known")
        }
        ProposedField::Hours => filled.hint("suggest.hours_hint"),
        _ => filled,
    }
}
