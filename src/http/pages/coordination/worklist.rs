//! `/koordination`: what is to be done.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::words;
use crate::{
    domain::resource::{
        Category,
        worklist::{Item, Selection, Task, worklist},
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message},
            html,
        },
        problem::{Params, Problem},
    },
    locale::Lang,
    service::{Service, resources::worklist::Facts},
};

/// How many entries a page has.
pub(super) const PAGE: usize = 25;

/// Which part of the list is shown. What does not fit counts as not said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    task: String,
    category: String,
    sozialraum: String,
    page: String,
}

/// The list, and what was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WorklistParams {
    #[serde(flatten)]
    query: ListQuery,
    hinweis: String,
    eintrag: String,
}

/// A task with the number of its entries.
struct Count {
    href: String,
    label: String,
    count: usize,
    chosen: bool,
}

struct Row {
    path: String,
    name: String,
    version: i64,
    about: String,
    tasks: Vec<String>,
    /// Whether its duplicates can be looked at.
    double: bool,
}

/// What can be taken back at once.
struct Undo {
    path: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "coordination.html")]
struct WorklistPage {
    layout: Layout,
    message: Option<Message>,
    undo: Option<Undo>,
    query: ListQuery,
    counts: Vec<Count>,
    filters: Vec<Field>,
    proposed: Option<String>,
    total: String,
    rows: Vec<Row>,
    pages: Pages,
    /// Addresses of the pages beside this one.
    before: Option<String>,
    behind: Option<String>,
}

/// The page that is shown, and those beside it.
pub(super) struct Pages {
    /// Which one of how many.
    pub label: String,
    /// The number of the one before.
    pub before: Option<usize>,
    /// The number of the one behind.
    pub behind: Option<usize>,
    /// How many entries come before this page.
    pub skipped: usize,
}

impl Pages {
    /// The page with this number, or the nearest one.
    pub fn new(lang: Lang, page: &str, total: usize) -> Self {
        let last = total.div_ceil(PAGE).max(1);
        let page = page.parse().unwrap_or(1).clamp(1, last);
        let values = [("page", &*page.to_string()), ("pages", &*last.to_string())];
        Self {
            label: lang.t("coordination.page", &values),
            before: (page > 1).then(|| page - 1),
            behind: (page < last).then(|| page + 1),
            skipped: (page - 1) * PAGE,
        }
    }
}

impl ListQuery {
    fn selection(&self, service: &Service) -> Selection {
        let known = |id: &&String| {
            service.on(None).is_ok_and(|day| day.edition.sozialraeume.iter().any(|s| s.id == **id))
        };
        Selection {
            category: Category::of_code(&self.category),
            sozialraum: Some(&self.sozialraum).filter(known).cloned(),
            task: Task::of_code(&self.task),
        }
    }

    /// The address of this part of the list, with more parameters; all values are plain words.
    pub(super) fn address(&self, more: &[(&str, &str)]) -> String {
        let own = [
            ("task", &*self.task),
            ("category", &*self.category),
            ("sozialraum", &*self.sozialraum),
            ("page", &*self.page),
        ];
        let plain = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        let parts: Vec<String> = own
            .iter()
            .chain(more)
            .filter(|(_, value)| plain(value))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if parts.is_empty() {
            return "/koordination".into();
        }
        format!("/koordination?{}", parts.join("&"))
    }

    fn page(&self, page: usize) -> String {
        Self { page: page.to_string(), ..self.clone() }.address(&[])
    }
}

/// The Sozialräume to choose from.
pub(super) fn areas(lang: Lang, service: &Service) -> Vec<Choice> {
    let any = Choice { value: String::new(), label: lang.t("coordination.any_area", &[]) };
    let areas = service.on(None).map(|day| day.edition.sozialraeume.clone()).unwrap_or_default();
    let area = areas.into_iter().map(|area| Choice { value: area.id, label: area.name });
    std::iter::once(any).chain(area).collect()
}

/// The categories to choose from.
pub(super) fn categories(lang: Lang, any: &str) -> Vec<Choice> {
    let any = Choice { value: String::new(), label: lang.t(any, &[]) };
    let of = |category: Category| Choice {
        value: category.code().into(),
        label: lang.t(&format!("category.{}", category.code()), &[]),
    };
    std::iter::once(any).chain(Category::ALL.into_iter().map(of)).collect()
}

/// `GET /koordination`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<WorklistParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let WorklistParams { query, hinweis, eintrag } = params;
    let facts = Facts::of(&state.live).await?;
    let service = state.service();
    let list =
        worklist(service.resources(), &facts.knowledge(&service), &query.selection(&service));
    let pages = Pages::new(lang, &query.page, list.items.len());
    let (message, undo) = done(lang, &service, &hinweis, &eintrag);
    let count = |task: Option<Task>, count| {
        let code = task.map_or("", Task::code);
        let other = ListQuery { task: code.into(), page: String::new(), ..query.clone() };
        Count {
            href: other.address(&[]),
            label: task_word(lang, task),
            count,
            chosen: query.task == code,
        }
    };
    let counts = list.counts.iter().map(|(task, number)| count(Some(*task), *number));
    let filter = |name, choices, value: &str| Field {
        choices,
        ..Field::new(lang, "coordination", name, "select").value(value)
    };
    let items = list.items.iter().skip(pages.skipped).take(PAGE);
    let page = WorklistPage {
        layout: Layout::of_staff(&state, &language, &who, "/koordination"),
        message,
        undo,
        counts: std::iter::once(count(None, 0)).chain(counts).collect(),
        filters: vec![
            filter("category", categories(lang, "coordination.no_layer"), &query.category),
            filter("sozialraum", areas(lang, &service), &query.sozialraum),
        ],
        proposed: (facts.proposed > 0)
            .then(|| lang.t("coordination.proposed", &[("count", &facts.proposed.to_string())])),
        total: lang.t("coordination.total", &[("count", &list.items.len().to_string())]),
        rows: items.map(|item| row(lang, &service, item)).collect(),
        before: pages.before.map(|page| query.page(page)),
        behind: pages.behind.map(|page| query.page(page)),
        pages,
        query,
    };
    Ok(html(lang, StatusCode::OK, &page))
}

fn task_word(lang: Lang, task: Option<Task>) -> String {
    lang.t(&format!("coordination.task.{}", task.map_or("any", Task::code)), &[])
}

fn row(lang: Lang, service: &Service, item: &Item<'_>) -> Row {
    let record = &item.entry.record;
    let resource = &record.resource;
    let area = words::area_of(service, resource);
    let about = [Some(words::categories(lang, resource)), area, resource.address.street.clone()];
    Row {
        path: format!("/koordination/angebot/{}", resource.id),
        name: resource.name.clone(),
        version: record.version,
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        tasks: item.tasks.iter().map(|task| task_word(lang, Some(*task))).collect(),
        double: item.tasks.contains(&Task::Duplicate),
    }
}

fn done(lang: Lang, service: &Service, hint: &str, entry: &str) -> (Option<Message>, Option<Undo>) {
    let record = entry.parse().ok().and_then(|id| service.resources().record(id));
    let Some(record) = record else { return (None, None) };
    let values = [("name", &*record.resource.name)];
    match hint {
        "geprueft" => {
            let undo = Undo {
                path: format!("/koordination/angebot/{}", record.resource.id),
                version: record.version,
            };
            (Some(Message::done(lang.t("coordination.list_verified", &values))), Some(undo))
        }
        "zurueckgenommen" => {
            (Some(Message::done(lang.t("coordination.list_undone", &values))), None)
        }
        "veraltet" => {
            (Some(Message::failed(lang, vec![lang.t("coordination.list_stale", &values)])), None)
        }
        _ => (None, None),
    }
}
