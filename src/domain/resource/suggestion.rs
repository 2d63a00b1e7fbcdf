//! What residents propose for the map. Who they are is not asked and not kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{FieldError, MAX_LINE, MAX_TEXT, Resource, hours::Hours};
use crate::domain::{
    coded::coded,
    text::{tidy, tidy_field},
};

coded! {
    /// The fields that a resident can propose a value for.
    pub enum ProposedField {
        /// [`Resource::name`].
        Name = "name",
        /// [`Resource::description`].
        Description = "description",
        /// [`Resource::provider`].
        Provider = "provider",
        /// Street and house number.
        Street = "street",
        /// Postcode.
        Postcode = "postcode",
        /// Town.
        Town = "town",
        /// Telephone number of the first contact.
        Phone = "phone",
        /// E-mail address of the first contact.
        Email = "email",
        /// [`Resource::website`].
        Website = "website",
        /// Opening hours in plain words; somebody has to put them into the form of the map.
        Hours = "hours",
    }
}

impl ProposedField {
    /// The place of this field in an entry.
    fn slot(self, resource: &mut Resource) -> &mut Option<String> {
        match self {
            Self::Name => unreachable!("a name is no optional field"),
            Self::Description => &mut resource.description,
            Self::Provider => &mut resource.provider,
            Self::Street => &mut resource.address.street,
            Self::Postcode => &mut resource.address.postcode,
            Self::Town => &mut resource.address.town,
            Self::Website => &mut resource.website,
            Self::Hours => &mut resource.hours,
            Self::Phone | Self::Email => {
                if resource.contacts.is_empty() {
                    resource.contacts.push(super::Contact::default());
                }
                let contact = &mut resource.contacts[0];
                if self == Self::Phone { &mut contact.phone } else { &mut contact.email }
            }
        }
    }

    /// What an entry says in this field.
    pub fn of(self, resource: &Resource) -> Option<&str> {
        match self {
            Self::Name => Some(&resource.name),
            Self::Description => resource.description.as_deref(),
            Self::Provider => resource.provider.as_deref(),
            Self::Street => resource.address.street.as_deref(),
            Self::Postcode => resource.address.postcode.as_deref(),
            Self::Town => resource.address.town.as_deref(),
            Self::Website => resource.website.as_deref(),
            Self::Hours => resource.hours.as_deref(),
            Self::Phone => resource.contacts.first()?.phone.as_deref(),
            Self::Email => resource.contacts.first()?.email.as_deref(),
        }
    }
}

/// What is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Proposal {
    /// New values by field.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<ProposedField, String>,
    /// That the offer does not exist any more.
    pub gone: bool,
    /// What the sender wants to say.
    pub message: Option<String>,
}

impl Proposal {
    /// The proposal as it is kept: only what differs from the entry, if it is about one.
    #[must_use]
    pub fn tidy(mut self, about: Option<&Resource>) -> Self {
        tidy_field(&mut self.message);
        for value in self.fields.values_mut() {
            *value = tidy(value);
        }
        self.fields.retain(|field, value| {
            let known = about.and_then(|resource| field.of(resource));
            !value.is_empty() && known != Some(value.as_str())
        });
        self
    }

    /// Everything that keeps the proposal from being taken.
    pub fn errors(&self, about: Option<&Resource>) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut wrong =
            |field: &str, code| errors.push(FieldError { field: field.to_owned(), code });
        if about.is_none() && !self.fields.contains_key(&ProposedField::Name) {
            wrong("name", "name_missing");
        } else if self.fields.is_empty() && !self.gone && self.message.is_none() {
            wrong("message", "nothing_said");
        }
        for (field, value) in &self.fields {
            let long = matches!(field, ProposedField::Description | ProposedField::Hours);
            if value.chars().count() > if long { MAX_TEXT } else { MAX_LINE } {
                wrong(field.code(), if long { "text_too_long" } else { "line_too_long" });
            }
        }
        if self.message.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT) {
            wrong("message", "text_too_long");
        }
        errors
    }

    /// The entry as the proposal would have it. Hours that cannot be read are left as they are:
    /// they are words for the coordinator, see [`ProposedField::Hours`].
    #[must_use]
    pub fn applied(&self, resource: &Resource) -> Resource {
        let mut applied = resource.clone();
        for (field, value) in &self.fields {
            match field {
                ProposedField::Name => applied.name.clone_from(value),
                ProposedField::Hours if Hours::parse(value).is_err() => {}
                field => *field.slot(&mut applied) = Some(value.clone()),
            }
        }
        applied.tidy()
    }
}

/// What became of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionState {
    /// Nobody has decided yet.
    Open,
    /// It was taken over.
    Accepted,
    /// It was not taken over.
    Declined,
}

/// A suggestion that is not kept yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSuggestion {
    /// The number that the sender is shown.
    pub receipt: String,
    /// The entry that it is about; none for a new offer.
    pub resource: Option<Uuid>,
    /// What is proposed.
    pub proposal: Proposal,
    /// When it was sent.
    pub at: Timestamp,
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Suggestion {
    /// Running number.
    pub id: i64,
    /// The number that the sender was shown.
    pub receipt: String,
    /// The entry that it is about; for a new offer, the entry that it became.
    pub resource: Option<Uuid>,
    /// What is proposed.
    pub proposal: Proposal,
    /// When it was sent.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What became of it.
    pub state: SuggestionState,
    /// What the sender is told.
    pub answer: Option<String>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When it was decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::resource::Category;

    fn treff() -> Resource {
        let mut resource = Resource::new(Uuid::nil(), "Treff", Category::MeetingPlace);
        resource.website = Some("https://treff.example".into());
        resource
    }

    fn proposal(fields: &[(ProposedField, &str)]) -> Proposal {
        let fields = fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
        Proposal { fields, ..Proposal::default() }
    }

    #[test]
    fn only_what_differs_is_proposed_and_applied() {
        let proposed = proposal(&[
            (ProposedField::Name, "Treff"),
            (ProposedField::Phone, " 040 123456 "),
            (ProposedField::Hours, "montags ab drei"),
            (ProposedField::Town, ""),
        ])
        .tidy(Some(&treff()));
        assert_eq!(
            proposed.fields.keys().copied().collect::<Vec<_>>(),
            [ProposedField::Phone, ProposedField::Hours]
        );
        let applied = proposed.applied(&treff());
        assert_eq!(applied.contacts[0].phone.as_deref(), Some("040 123456"));
        assert_eq!((applied.hours, applied.name.as_str()), (None, "Treff"));
    }

    #[test]
    fn a_proposal_has_to_say_something() {
        assert_eq!(proposal(&[]).errors(Some(&treff()))[0].code, "nothing_said");
        assert_eq!(proposal(&[]).errors(None)[0].code, "name_missing");
        let gone = Proposal { gone: true, ..Proposal::default() };
        assert_eq!(gone.errors(Some(&treff())), Vec::new());
        let long = proposal(&[(ProposedField::Name, &"x".repeat(MAX_LINE + 1))]);
        assert_eq!(long.errors(None)[0].code, "line_too_long");
    }
}
