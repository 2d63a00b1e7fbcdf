//! The page of an entry.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use uuid::Uuid;

use super::{
    fields,
    form::ResourceForm,
    history::{self, ChangeView},
    hours_form::HoursForm,
    parts::{Group, Part},
    preview::{self, Preview},
    view::View,
};
use crate::{
    domain::resource::{Category, FieldError, Record, Resource, Status},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{Layout, filters, forms::Message, html},
        problem::Problem,
    },
    locale::{Lang, opening::DayLine},
    service::{Service, resources::ResourceError},
};

/// The script of the form: the map.
const SCRIPT: &str = "src/coordination.ts";

/// What the page shows beside what is kept.
pub(super) struct Shown {
    /// What was done, or why not.
    pub message: Option<Message>,
    /// The version whose step can be taken back at once.
    pub undo: Option<i64>,
    /// The form as it was sent.
    pub form: Option<ResourceForm>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Whether what people will read is shown.
    pub preview: bool,
    /// The status of the response, unless fields are wrong.
    pub status: StatusCode,
}

impl Default for Shown {
    fn default() -> Self {
        let status = StatusCode::OK;
        Self { message: None, undo: None, form: None, errors: Vec::new(), preview: false, status }
    }
}

#[derive(Template)]
#[template(path = "resource_form.html")]
struct EntryPage {
    layout: Layout,
    message: Option<Message>,
    undo: Option<i64>,
    /// The path of the entry; none for a new one.
    path: Option<String>,
    title: String,
    /// What has to be known about the entry.
    remarks: Vec<String>,
    /// Where the address of a merged entry leads.
    merged_into: Option<(String, String)>,
    /// Where the form is sent; nothing to fill in for what is not on the map.
    action: Option<String>,
    version: i64,
    /// What tells whether the form for a new entry was sent before.
    mark: Option<Uuid>,
    hours_was: String,
    appointment_was: bool,
    groups: Vec<Group>,
    preview: Option<Preview>,
    days: Vec<DayLine>,
    /// Whether people come by appointment only: no day is closed then.
    by_appointment: bool,
    history: Vec<ChangeView>,
}

/// The page of an entry that is kept.
pub(super) async fn existing(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: Uuid,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let record = service.resources().record(id).ok_or(ResourceError::NotFound)?;
    let history = history::steps(state, lang, id).await?;
    let path = format!("/koordination/angebot/{id}");
    let merged_into = match record.status {
        Status::Merged(_) => service.resources().merged_into(id).map(|into| {
            (format!("/koordination/angebot/{}", into.resource.id), into.resource.name.clone())
        }),
        _ => None,
    };
    let base = EntryPage {
        title: record.resource.name.clone(),
        remarks: remarks(lang, record),
        merged_into,
        action: record.is_active().then(|| path.clone()),
        path: Some(path),
        version: record.version,
        history,
        ..EntryPage::empty(state, language, who)
    };
    let form = shown.form.clone().unwrap_or_else(|| ResourceForm::of(record));
    Ok(base.filled(&service, form, &record.resource, shown))
}

/// The page for a new entry.
pub(super) fn empty(state: &AppState, language: &Language, who: &Who, shown: Shown) -> Response {
    let service = state.service();
    let on_file = blank(&service);
    let base = EntryPage {
        title: language.lang.t("coordination.new", &[]),
        action: Some("/koordination/neu".into()),
        ..EntryPage::empty(state, language, who)
    };
    let form = shown.form.clone().unwrap_or_else(|| ResourceForm::of_resource(&on_file));
    let base = EntryPage { mark: Some(form.mark()), ..base };
    base.filled(&service, form, &on_file, shown)
}

/// A new entry: it is in this city, as nearly all are.
pub(super) fn blank(service: &Service) -> Resource {
    let mut resource = Resource::new(Uuid::nil(), "", Category::Counselling);
    resource.categories.clear();
    resource.address.town = Some(service.city().info.name.clone());
    resource
}

impl EntryPage {
    fn empty(state: &AppState, language: &Language, who: &Who) -> Self {
        Self {
            layout: Layout::with_script(state, language, who, "/koordination", SCRIPT),
            message: None,
            undo: None,
            path: None,
            title: String::new(),
            remarks: Vec::new(),
            merged_into: None,
            action: None,
            version: 0,
            mark: None,
            hours_was: String::new(),
            appointment_was: false,
            groups: Vec::new(),
            preview: None,
            days: Vec::new(),
            by_appointment: false,
            history: Vec::new(),
        }
    }

    /// The page with a form in it.
    fn filled(
        mut self,
        service: &Service,
        mut form: ResourceForm,
        on_file: &Resource,
        shown: Shown,
    ) -> Response {
        let lang = self.layout.language.lang;
        let (resource, _) = form.read(on_file);
        let view = View {
            lang,
            service,
            form: &form,
            resource: &resource,
            errors: &shown.errors,
            text_only: HoursForm::read(&form).is_text_only(),
        };
        let wrong = view.message();
        let status = match &wrong {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => shown.status,
        };
        if self.action.is_some() {
            self.groups = view.groups();
            self.days = preview::days(lang, service, resource.hours.as_deref());
        }
        self.by_appointment = resource.appointment_only;
        self.preview = shown.preview.then(|| Preview::new(lang, service, &resource));
        form.text("hours_was").clone_into(&mut self.hours_was);
        self.appointment_was = form.has("appointment_was");
        self.undo = shown.undo.filter(|version| *version == self.version);
        self.message = wrong.or(shown.message);
        html(lang, status, &self)
    }
}

fn remarks(lang: Lang, record: &Record) -> Vec<String> {
    let moment = |at| lang.moment(&Service::local(at));
    let gone = (!record.is_active()).then(|| fields::status(lang, &record.status));
    let verified = match &record.verification {
        None => lang.t("coordination.never_verified", &[]),
        Some(verification) => {
            let values = [("who", &*verification.by), ("when", &*moment(verification.at))];
            lang.t("coordination.verified", &values)
        }
    };
    let values = [("who", &*record.updated_by), ("when", &*moment(record.updated_at))];
    let updated = lang.t("coordination.updated", &values);
    gone.into_iter().chain([verified, updated]).collect()
}
