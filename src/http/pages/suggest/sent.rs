//! What the form of a suggestion sends.

use uuid::Uuid;

use super::form::{NOTE, TRAP};
use crate::{
    domain::resource::{Proposal, ProposedField, Resource},
    locale::Lang,
};

/// What the sender wants to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Look at it once more.
    Review,
    /// Change it.
    Change,
    /// Send it.
    Send,
}

/// A suggestion as it comes in.
pub struct Sent {
    /// What to do with it.
    pub step: Step,
    /// What is proposed.
    pub proposal: Proposal,
    /// What it was marked with when it was looked at once more; else a fresh mark.
    pub mark: Uuid,
    /// Whether something is in the field that people do not see.
    pub trapped: bool,
}

impl Sent {
    /// Reads the fields of the form; of fields that come twice the last counts.
    pub fn read(fields: Vec<(String, String)>) -> Self {
        let (step, mark) = (Step::Review, Uuid::new_v4());
        let mut sent = Self { step, proposal: Proposal::default(), mark, trapped: false };
        for (name, value) in fields {
            match name.as_str() {
                "step" if value == "send" => sent.step = Step::Send,
                "step" if value == "change" => sent.step = Step::Change,
                "mark" => sent.mark = value.parse().unwrap_or(sent.mark),
                "gone" => sent.proposal.gone = true,
                NOTE => sent.proposal.message = Some(value),
                TRAP => sent.trapped = !value.is_empty(),
                name => {
                    if let Some(field) = ProposedField::of_code(name) {
                        sent.proposal.fields.insert(field, value);
                    }
                }
            }
        }
        sent
    }
}

/// A field whose value is to change.
pub struct Difference {
    /// What it is.
    pub label: String,
    /// What the entry says so far; nothing for a new offer.
    pub before: Option<String>,
    /// What is proposed.
    pub after: String,
}

/// What is proposed, beside what the entry says.
pub fn differences(
    lang: Lang,
    resource: Option<&Resource>,
    proposal: &Proposal,
) -> Vec<Difference> {
    let difference = |field: &ProposedField| {
        let after = proposal.fields.get(field)?.clone();
        let before = resource.map(|resource| match field.of(resource) {
            Some(text) => lang.t("suggest.before", &[("text", text)]),
            None => lang.t("suggest.before_none", &[]),
        });
        // Hours stand in the entry in a form that people do not read.
        let before = before.filter(|_| *field != ProposedField::Hours);
        Some(Difference { label: label(lang, *field), before, after })
    };
    ProposedField::ALL.iter().filter_map(difference).collect()
}

/// What a field is called.
pub fn label(lang: Lang, field: ProposedField) -> String {
    lang.t(&format!("suggest.{}", field.code()), &[])
}

/// A proposal as hidden fields of a form.
pub fn hidden(proposal: &Proposal) -> Vec<(&'static str, String)> {
    let fields = proposal.fields.iter().map(|(field, value)| (field.code(), value.clone()));
    let gone = proposal.gone.then(|| ("gone", "1".to_owned()));
    let message = proposal.message.clone().map(|message| (NOTE, message));
    fields.chain(gone).chain(message).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_comes_back_from_its_hidden_fields() {
        let mut proposal = Proposal { gone: true, ..Proposal::default() };
        proposal.message = Some("Zu seit März".into());
        proposal.fields.insert(ProposedField::Phone, "040 12".into());
        let fields = hidden(&proposal).into_iter().map(|(name, value)| (name.to_owned(), value));
        let sent = Sent::read(fields.chain([("step".into(), "send".into())]).collect());
        assert_eq!((sent.proposal, sent.step, sent.trapped), (proposal, Step::Send, false));
    }

    #[test]
    fn what_people_do_not_see_is_a_trap() {
        let sent = |value: &str| Sent::read(vec![(TRAP.to_owned(), value.to_owned())]);
        assert!(sent("https://buy.example").trapped);
        assert!(!sent("").trapped);
    }
}
