//! The conditions that can be chosen, and those that are chosen, each with a way to take it back.

use jiff::civil::DateTime;

use super::offer::{CategoryView, SPOKEN, spoken};
use crate::{
    domain::{
        city::OnDay,
        resource::{
            Category, Kind, Principle,
            search::{Viewer, When},
        },
    },
    http::{
        pages::forms::Choice,
        resource_categories::counts,
        resource_query::{Selection, when_code},
    },
    locale::Lang,
    service::Service,
};

/// A category that can be chosen.
pub struct CategoryBox {
    /// The category.
    pub category: CategoryView,
    /// How many offers it has.
    pub count: usize,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The conditions as a form shows them.
pub struct Panel {
    /// Categories that are shown unless others are chosen.
    pub categories: Vec<CategoryBox>,
    /// Categories that are shown only when they are chosen.
    pub layers: Vec<CategoryBox>,
    /// Age in years, or nothing.
    pub age: String,
    /// `now`, `today` or nothing.
    pub open: &'static str,
    /// The time at which it is to be open, or nothing.
    pub open_at: String,
    /// Only what is free.
    pub free: bool,
    /// Only where a wheelchair gets everywhere.
    pub wheelchair: bool,
    /// The language that is to be spoken.
    pub language: String,
    /// Languages that can be chosen.
    pub languages: Vec<Choice>,
    /// Who is to carry it.
    pub kind: String,
    /// Who can carry it.
    pub kinds: Vec<Choice>,
    /// In which Sozialraum.
    pub sozialraum: String,
    /// All of them.
    pub sozialraeume: Vec<Choice>,
    /// Also what is not known to fit.
    pub unknown: bool,
    /// Conditions that are kept though the panel does not show them.
    pub kept: Vec<(&'static str, String)>,
    /// How many conditions there are.
    pub count: usize,
}

impl Panel {
    /// The panel for a selection.
    pub fn new(
        service: &Service,
        day: &OnDay<'_>,
        lang: Lang,
        selection: &Selection,
        viewer: Viewer,
    ) -> Self {
        let filters = &selection.filters;
        let boxes: Vec<(Category, CategoryBox)> = counts(service, viewer)
            .into_iter()
            .map(|(category, count)| {
                let chosen = filters.categories.contains(&category);
                (
                    category,
                    CategoryBox { category: CategoryView::new(lang, category), count, chosen },
                )
            })
            .filter(|(_, shown)| shown.count > 0 || shown.chosen)
            .collect();
        let (layers, categories): (Vec<_>, Vec<_>) =
            boxes.into_iter().partition(|(category, _)| category.is_layer());
        let only = |boxes: Vec<(Category, CategoryBox)>| boxes.into_iter().map(|b| b.1).collect();
        let pairs = selection.pairs();
        let of = |name: &str| {
            pairs.iter().find(|(other, _)| *other == name).map(|p| p.1.clone()).unwrap_or_default()
        };
        let choice = |value: &str, label: String| Choice { value: value.to_owned(), label };
        let spoken_here = filters.language.iter().map(String::as_str);
        let others = spoken_here.filter(|code| !SPOKEN.contains(code));
        Self {
            categories: only(categories),
            layers: only(layers),
            age: of("age"),
            open: match filters.open {
                Some(When::Now) => "now",
                Some(When::Today) => "today",
                _ => "",
            },
            open_at: match filters.open {
                Some(at @ When::At(_)) => when_code(at),
                _ => String::new(),
            },
            free: filters.free,
            wheelchair: filters.wheelchair,
            language: of("language"),
            languages: SPOKEN
                .into_iter()
                .chain(others)
                .map(|code| choice(code, spoken(lang, code)))
                .collect(),
            kind: of("kind"),
            kinds: ["professional", "voluntary", "informal"]
                .map(|code| choice(code, lang.t(&format!("filter.kind.{code}"), &[])))
                .into(),
            sozialraum: of("sozialraum"),
            sozialraeume: day
                .edition
                .sozialraeume
                .iter()
                .map(|area| choice(&area.id, area.name.clone()))
                .collect(),
            unknown: filters.with_unknown,
            count: pairs.len(),
            kept: pairs
                .into_iter()
                .filter(|(name, _)| ["principle", "region"].contains(name))
                .collect(),
        }
    }
}

/// A condition that is chosen.
pub struct Chip {
    /// What it is.
    pub label: String,
    /// What takes it back, as `name=value`.
    pub value: String,
}

/// The conditions that are chosen.
pub fn chips(lang: Lang, day: &OnDay<'_>, selection: &Selection) -> Vec<Chip> {
    let chip = |(name, value): (&'static str, String)| Chip {
        label: label(lang, day, selection, name, &value),
        value: format!("{name}={value}"),
    };
    selection.pairs().into_iter().map(chip).collect()
}

fn label(lang: Lang, day: &OnDay<'_>, selection: &Selection, name: &str, value: &str) -> String {
    let text = |key: &str| lang.t(&format!("filter.chip.{key}"), &[("value", value)]);
    let named = |key: &str, value: &str| lang.t(&format!("filter.chip.{key}"), &[("value", value)]);
    match (name, selection.filters.open) {
        ("category", _) => lang.t(&format!("category.{value}"), &[]),
        ("open", Some(When::Now)) => text("open_now"),
        ("open", Some(When::Today)) => text("open_today"),
        ("open", Some(When::At(at))) => named("open_at", &moment(lang, at)),
        ("language", _) => named("language", &spoken(lang, value)),
        ("kind", _) => match selection.filters.kind {
            Some(Kind::Professional) => lang.t("filter.kind.professional", &[]),
            Some(Kind::Voluntary) => lang.t("filter.kind.voluntary", &[]),
            _ => lang.t("filter.kind.informal", &[]),
        },
        ("principle", _) => match selection.filters.principle {
            Some(Principle::Fallspezifisch) => lang.t("filter.principle.fallspezifisch", &[]),
            Some(Principle::Falluebergreifend) => lang.t("filter.principle.falluebergreifend", &[]),
            _ => lang.t("filter.principle.fallunabhaengig", &[]),
        },
        ("sozialraum", _) => {
            let area = day.edition.sozialraeume.iter().find(|area| area.id == value);
            named("sozialraum", area.map_or(value, |area| area.name.as_str()))
        }
        ("region", _) => {
            let region = day.organisation.region(value);
            named("region", region.map_or(value, |region| region.name.as_str()))
        }
        (name, _) => text(name),
    }
}

fn moment(lang: Lang, at: DateTime) -> String {
    let time = format!("{}:{:02}", at.hour(), at.minute());
    lang.t("time.moment", &[("day", &lang.day(at.date())), ("time", &time)])
}
