//! What is known about an entry in single facts, and what is not.

use super::words::{Text, text_of};
use crate::{
    domain::resource::{Kind, Reach, Resource, TextField, Wheelchair},
    http::pages::resources::offer::{age, spoken},
    locale::Lang,
    service::Service,
};

/// Facts under one heading.
#[derive(Debug, Default)]
pub struct Facts {
    /// What is known.
    pub known: Vec<Fact>,
    /// Names of what is not known, in one line; `None` when everything is known.
    pub unknown: Option<String>,
}

/// One fact.
#[derive(Debug)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What is known of it.
    pub lines: Vec<Text>,
}

/// Facts that are being gathered.
struct Gathering {
    lang: Lang,
    known: Vec<Fact>,
    unknown: Vec<String>,
}

impl Gathering {
    fn new(lang: Lang) -> Self {
        Self { lang, known: Vec::new(), unknown: Vec::new() }
    }

    fn add(mut self, key: &str, lines: Vec<Text>) -> Self {
        let label = self.lang.t(&format!("offer_page.fact.{key}"), &[]);
        if lines.is_empty() {
            self.unknown.push(label);
        } else {
            self.known.push(Fact { label, lines });
        }
        self
    }

    fn done(self) -> Facts {
        let names = self.lang.list(&self.unknown);
        let unknown =
            (!names.is_empty()).then(|| self.lang.t("offer_page.unknown", &[("names", &names)]));
        Facts { known: self.known, unknown }
    }
}

/// Words of the catalogue.
fn own(text: String) -> Text {
    Text { text, german: false, by_machine: false }
}

/// Words of the data.
fn german(lang: Lang, text: &str) -> Text {
    Text { text: text.to_owned(), german: !lang.is_german(), by_machine: false }
}

/// A code of the taxonomy in words.
fn word(lang: Lang, group: &str, code: &impl serde::Serialize) -> Text {
    let code = serde_json::to_value(code).unwrap_or_default();
    own(lang.t(&format!("offer_page.{group}.{}", code.as_str().unwrap_or_default()), &[]))
}

/// For whom it is, what it costs and which languages are spoken.
pub fn people(lang: Lang, resource: &Resource) -> Facts {
    let audience = &resource.audience;
    let groups = audience.groups.iter().map(|group| word(lang, "group", group));
    let mut cost: Vec<Text> = resource.cost.iter().map(|cost| word(lang, "cost", cost)).collect();
    cost.extend(text_of(resource, TextField::CostNote, lang));
    let languages: Vec<String> = resource.languages.iter().map(|code| spoken(lang, code)).collect();
    let languages = (!languages.is_empty()).then(|| own(lang.list(languages)));
    Gathering::new(lang)
        .add("ages", age(lang, audience).map(own).into_iter().collect())
        .add("groups", joined(lang, groups.collect()))
        .add("cost", cost)
        .add("languages", languages.into_iter().collect())
        .done()
}

/// Several words of the catalogue in one line.
fn joined(lang: Lang, words: Vec<Text>) -> Vec<Text> {
    let words: Vec<String> = words.into_iter().map(|word| word.text).collect();
    if words.is_empty() { Vec::new() } else { vec![own(lang.list(words))] }
}

/// How people get in.
pub fn access(lang: Lang, resource: &Resource) -> Facts {
    let access = &resource.access;
    let truth = |value: Option<bool>| {
        let key = |there| if there { "offer_page.there" } else { "offer_page.not_there" };
        value.map(|there| own(lang.t(key(there), &[]))).into_iter().collect::<Vec<_>>()
    };
    let wheelchair = access.wheelchair.map(|access: Wheelchair| word(lang, "wheelchair", &access));
    Gathering::new(lang)
        .add("wheelchair", wheelchair.into_iter().collect())
        .add("toilet", truth(access.toilet))
        .add("induction_loop", truth(access.induction_loop))
        .add("stop", access.stop.iter().map(|stop| german(lang, stop)).collect())
        .done()
}

/// Who carries it, how it works and how far it reaches.
pub fn about(lang: Lang, service: &Service, resource: &Resource) -> Facts {
    let kind = resource.kind.map(|kind: Kind| word(lang, "kind", &kind));
    let principles = resource.principles.iter().map(|one| word(lang, "principle", one));
    Gathering::new(lang)
        .add("provider", resource.provider.iter().map(|text| german(lang, text)).collect())
        .add("kind", kind.into_iter().collect())
        .add("principles", joined(lang, principles.collect()))
        .add("reach", vec![own(reach(lang, service, &resource.reach))])
        .add("source", resource.source.iter().map(|text| german(lang, text)).collect())
        .add("licence", resource.licence.iter().map(|text| german(lang, text)).collect())
        .done()
}

fn reach(lang: Lang, service: &Service, reach: &Reach) -> String {
    let of = |key: &str, name: &str| lang.t(&format!("offer_page.reach.{key}"), &[("name", name)]);
    match reach {
        Reach::Place => of("place", ""),
        Reach::City => of("city", &service.city().info.name),
        Reach::Sozialraum(id) => of("sozialraum", &sozialraum_name(service, id)),
        Reach::Region(id) => of("region", &region_name(service, id)),
    }
}

/// The name of a Sozialraum today; its id when there is none any more.
pub fn sozialraum_name(service: &Service, id: &str) -> String {
    let day = service.on(None).ok();
    let found = day
        .as_ref()
        .and_then(|day| day.edition.sozialraeume.iter().find(|sozialraum| sozialraum.id == id));
    found.map_or(id, |sozialraum| &sozialraum.name).to_owned()
}

/// The name of a region today; its id when there is none any more.
pub fn region_name(service: &Service, id: &str) -> String {
    let day = service.on(None).ok();
    let found = day.as_ref().and_then(|day| day.organisation.region(id));
    found.map_or(id, |region| &region.name).to_owned()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::{Audience, Category, Cost, Group};

    #[test]
    fn what_is_not_known_is_named_in_one_line() {
        let mut treff = Resource::new(Uuid::nil(), "Treff", Category::MeetingPlace);
        let facts = people(Lang::De, &treff);
        assert!(facts.known.is_empty());
        assert_eq!(
            facts.unknown.as_deref(),
            Some("Nicht bekannt: Alter, Zielgruppen, Kosten, Sprachen")
        );
        treff.audience = Audience {
            min_age: Some(6),
            max_age: Some(12),
            groups: vec![Group::Children, Group::Parents],
            ..Audience::default()
        };
        treff.cost = Some(Cost::Free);
        treff.languages = vec!["tr".into(), "gsg".into(), "xx".into()];
        let facts = people(Lang::De, &treff);
        let lines: Vec<&str> = facts.known.iter().map(|fact| &*fact.lines[0].text).collect();
        assert_eq!(
            lines,
            [
                "6 bis 12 Jahre",
                "Kinder, Eltern",
                "kostenlos",
                "Türkisch, Deutsche Gebärdensprache, xx"
            ]
        );
        assert_eq!(facts.unknown, None);
    }

    #[test]
    fn no_is_not_the_same_as_not_known() {
        let mut treff = Resource::new(Uuid::nil(), "Treff", Category::MeetingPlace);
        treff.access.toilet = Some(false);
        let facts = access(Lang::De, &treff);
        assert_eq!(facts.known[0].lines[0].text, "nicht vorhanden");
        assert!(!facts.unknown.unwrap().contains("Toilette"));
    }
}
