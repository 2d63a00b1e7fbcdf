//! Forms: fields with their errors, and messages above them.

use std::borrow::Cow;

use axum::http::StatusCode;

use super::super::problem::Problem;
use crate::{
    locale::Lang,
    service::accounts::{AccountError, password::BadPassword},
    store::StoreError,
};

/// What can be chosen in a list.
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}

/// A field of a form.
#[derive(Default)]
pub struct Field {
    /// Its name in the form and id on the page.
    pub name: Cow<'static, str>,
    /// What it is.
    pub label: String,
    /// What to write into it.
    pub hint: Option<String>,
    /// What is in it.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// `area`, `select`, or the type of an input.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// What can be chosen in a `select`.
    pub choices: Vec<Choice>,
    /// Whether it can only be read.
    pub readonly: bool,
    /// The language of its words.
    pub lang: Lang,
}

impl Field {
    /// A field whose label is the text `{group}.{name}` of the catalogue.
    pub fn new(lang: Lang, group: &str, name: &'static str, kind: &'static str) -> Self {
        let label = lang.t(&format!("{group}.{name}"), &[]);
        Self { name: name.into(), kind, label, lang, autocomplete: "off", ..Self::default() }
    }

    /// The field with a hint, a text of the catalogue.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = Some(self.lang.t(key, &[]));
        self
    }

    /// The field with this in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The field with what the browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// The field with what was wrong with it, if a refusal concerns it.
    #[must_use]
    pub fn refused(mut self, refused: Option<&Refused>) -> Self {
        self.error = refused.and_then(|refused| refused.of(&self.name, self.lang));
        self
    }

    /// The ids of what describes it.
    pub fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A message above a page: what was done, or why not.
pub struct Message {
    /// The KERN variant and icon.
    pub tone: &'static str,
    /// What happened.
    pub title: String,
    /// More about it.
    pub texts: Vec<String>,
    /// Where to mend it: ids on the page and texts.
    pub links: Vec<(String, String)>,
    /// The change that can be taken back at once.
    pub undo: Option<i64>,
}

impl Message {
    /// A message of the catalogue: its title, and its text where there is one.
    fn new(tone: &'static str, title: String, texts: Vec<String>) -> Self {
        Self { tone, title, texts, links: Vec::new(), undo: None }
    }

    /// Something was done.
    pub fn done(title: String) -> Self {
        Self::new("success", title, Vec::new())
    }

    /// Something was not done.
    pub fn failed(lang: Lang, texts: Vec<String>) -> Self {
        Self::new("danger", lang.t("assign.error", &[]), texts)
    }

    /// The fields to mend, each with a link.
    pub fn errors<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Option<Self> {
        let link = |field: &Field| {
            let error = field.error.as_ref()?;
            Some((field.name.to_string(), format!("{}: {error}", field.label)))
        };
        let mut fields = fields.into_iter().peekable();
        let lang = fields.peek()?.lang;
        let links: Vec<_> = fields.filter_map(link).collect();
        (!links.is_empty()).then(|| Self { links, ..Self::failed(lang, Vec::new()) })
    }
}

/// Why something that was asked for with a form is not done.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The field to mend; none when it is not one of the form.
    pub field: &'static str,
    /// What is wrong: its name under `form.error` in the catalogue.
    code: &'static str,
    /// The status of the response.
    pub status: StatusCode,
}

impl Refused {
    /// A refusal with the text of the catalogue under `form.error`.
    pub fn new(field: &'static str, code: &'static str) -> Self {
        Self { field, code, status: StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// What is wrong, in words.
    pub fn text(&self, lang: Lang) -> String {
        lang.t(&format!("form.error.{}", self.code), &[])
    }

    /// What is wrong with a field, in words; nothing when another one is concerned.
    pub fn of(&self, field: &str, lang: Lang) -> Option<String> {
        (self.field == field).then(|| self.text(lang))
    }

    fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The refusal of a store that fails; a problem for what a form cannot mend.
    pub fn by_store(error: StoreError) -> Result<Self, Problem> {
        match error {
            StoreError::NameTaken => {
                Ok(Self::new("name", "name_taken").status(StatusCode::CONFLICT))
            }
            StoreError::LastAdmin => Ok(Self::new("", "last_admin").status(StatusCode::CONFLICT)),
            StoreError::Stale => Ok(Self::new("", "stale").status(StatusCode::CONFLICT)),
            error @ StoreError::NotWritable(_) => {
                tracing::error!(%error, "a write was refused: nothing can be written");
                Ok(Self::new("", "not_writable").status(StatusCode::SERVICE_UNAVAILABLE))
            }
            other => Err(other.into()),
        }
    }

    /// The refusal of something that cannot be done with an account or token.
    pub fn by_accounts(error: AccountError) -> Result<Self, Problem> {
        Ok(match error {
            AccountError::Name(_) => Self::new("name", "bad_name"),
            AccountError::Password(BadPassword::TooShort) => Self::new("password", "too_short"),
            AccountError::Password(BadPassword::TooLong) => Self::new("password", "too_long"),
            AccountError::Password(BadPassword::Common) => Self::new("password", "common"),
            AccountError::WrongPassword => Self::new("present", "wrong_password"),
            AccountError::NoRole => Self::new("roles", "no_role"),
            AccountError::TokenName => Self::new("name", "token_name"),
            AccountError::TokenDays => Self::new("days", "token_days"),
            AccountError::Store(error) => return Self::by_store(error),
        })
    }

    /// The message above the page when no field of it can show the refusal.
    pub fn message(&self, lang: Lang) -> Message {
        Message::failed(lang, vec![self.text(lang)])
    }
}
