//! The form of an entry as the page shows it: groups of fields with what is in them and what is
//! wrong.

use super::{
    fields,
    form::{ResourceForm, offered, translated},
    hours_form::DAYS,
    parts::{Group, LanguageView, Part, RowView, RowsView, Tick, Ticks},
    words::{area_of, choices, group, origin, principle, reaches, word, yes_or_no},
};
use crate::{
    domain::resource::{
        self, Category, Cost, FieldError, Kind, Origin, Principle, Resource, TextField, Visibility,
        Wheelchair,
    },
    http::pages::forms::{Choice, Field, Message},
    locale::Lang,
    service::Service,
};

/// Builds the fields of a form.
pub struct View<'a> {
    /// The language of the page.
    pub lang: Lang,
    /// The service.
    pub service: &'a Service,
    /// What is in the form.
    pub form: &'a ResourceForm,
    /// The entry as it would be kept.
    pub resource: &'a Resource,
    /// What is wrong.
    pub errors: &'a [FieldError],
    /// Whether rows cannot say what the hours say.
    pub text_only: bool,
}

impl View<'_> {
    /// All groups in their order.
    pub fn groups(&self) -> Vec<Group> {
        let group = |id, parts| Group {
            id,
            title: self.lang.t(&format!("resource_form.part.{id}"), &[]),
            parts,
        };
        vec![
            group("what", self.what()),
            group("where", self.place()),
            group("whom", self.whom()),
            group("when", self.when()),
            group("contact", self.contact()),
            group("access", self.access()),
            group("languages", vec![Part::Languages(self.languages())]),
            group("internal", self.internal()),
        ]
    }

    /// Everything that is wrong, each with a link to its field.
    pub fn message(&self) -> Option<Message> {
        if self.errors.is_empty() {
            return None;
        }
        let link = |error: &FieldError| {
            (
                self.anchor(&error.field),
                format!("{}: {}", self.label_of(&error.field), self.words(error)),
            )
        };
        let links = self.errors.iter().map(link).collect();
        Some(Message { links, ..Message::failed(self.lang, Vec::new()) })
    }

    /// The id of what has to be mended.
    fn anchor(&self, field: &str) -> String {
        match field {
            "place" => "lon".into(),
            field if field.starts_with("row.") => format!("{field}.days"),
            field if field.starts_with("translations.") && field.matches('.').count() == 1 => {
                format!("{field}.name")
            }
            "translations" => "languages-title".into(),
            field => field.to_owned(),
        }
    }

    fn label_of(&self, field: &str) -> String {
        let (group, last) = field.split_once('.').unwrap_or((field, ""));
        let key = match (group, last) {
            ("row", _) => "hours",
            ("hours_note", _) => "hours_note",
            ("contacts", _) => last.rsplit('.').next().unwrap_or("contacts"),
            ("address", "note") => "address_note",
            ("address" | "access", last) => last,
            ("audience", _) => "ages",
            (group, _) => group,
        };
        fields::label(self.lang, key)
    }

    fn words(&self, error: &FieldError) -> String {
        self.lang.t(&format!("resource_error.{}", error.code), &[])
    }

    fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == field).map(|error| self.words(error))
    }

    /// A field; `label` is its key under `resource_form.field`.
    fn field(&self, name: &str, label: &str, kind: &'static str) -> Field {
        Field {
            name: name.to_owned().into(),
            label: fields::label(self.lang, label),
            value: self.form.text(name).to_owned(),
            error: self.error(name),
            kind,
            autocomplete: "off",
            lang: self.lang,
            ..Field::default()
        }
    }

    fn line(&self, name: &str, label: &str) -> Part {
        Part::Field(Box::new(self.field(name, label, "text")))
    }

    fn hinted(&self, name: &str, label: &str, kind: &'static str, hint: &str) -> Part {
        Part::Field(Box::new(self.field(name, label, kind).hint(hint)))
    }

    fn area(&self, name: &str, label: &str) -> Part {
        Part::Field(Box::new(self.field(name, label, "area")))
    }

    fn select(&self, name: &str, label: &str, choices: Vec<Choice>) -> Part {
        Part::Field(Box::new(Field { choices, ..self.field(name, label, "select") }))
    }

    fn ticks(&self, name: &str, label: &str, values: Vec<(String, String)>) -> Ticks {
        let tick = |(value, label): (String, String)| Tick {
            checked: self.form.all(name).any(|sent| sent == value),
            value,
            label,
        };
        Ticks {
            name: name.to_owned(),
            legend: fields::label(self.lang, label),
            error: self.error(name),
            boxes: values.into_iter().map(tick).collect(),
        }
    }

    fn tick(&self, name: &'static str, key: &str) -> Part {
        let label = self.lang.t(key, &[]);
        let tick = Tick { value: "yes".into(), label, checked: self.form.has(name) };
        Part::Tick(name, tick, self.error(name))
    }

    fn what(&self) -> Vec<Part> {
        let lang = self.lang;
        let category =
            |c: Category| (c.code().to_owned(), lang.t(&format!("category.{}", c.code()), &[]));
        let principles =
            Principle::ALL.iter().map(|one| (one.code().to_owned(), principle(lang, *one)));
        vec![
            self.hinted("name", "name", "text", "resource_form.name_hint"),
            Part::Ticks(self.ticks(
                "categories",
                "categories",
                Category::ALL.into_iter().map(category).collect(),
            )),
            self.area("description", "description"),
            self.line("provider", "provider"),
            self.select("kind", "kind", choices::<Kind>(lang, "kind")),
            Part::Ticks(self.ticks("principles", "principles", principles.collect())),
        ]
    }

    fn place(&self) -> Vec<Part> {
        let degrees = ["lon", "lat"].map(|name| Field {
            error: (name == "lon").then(|| self.error("place")).flatten(),
            ..self.field(name, name, "text")
        });
        let area = match (self.resource.place, area_of(self.service, self.resource)) {
            (None, _) => self.lang.t("resource_form.no_place", &[]),
            (_, None) => self.lang.t("resource_form.outside", &[]),
            (_, Some(name)) => self.lang.t("resource_form.inside", &[("name", &name)]),
        };
        vec![
            self.line("address.street", "street"),
            Part::Line(vec![
                self.field("address.postcode", "postcode", "text"),
                self.field("address.town", "town", "text"),
            ]),
            self.hinted("address.note", "address_note", "text", "resource_form.address_note_hint"),
            Part::Place(degrees.into(), area),
            self.select("reach", "reach", reaches(self.lang, self.service)),
        ]
    }

    fn whom(&self) -> Vec<Part> {
        let lang = self.lang;
        let groups =
            resource::Group::ALL.iter().map(|one| (one.code().to_owned(), group(lang, *one)));
        vec![
            self.tick("audience.all_ages", "resource_form.all_ages"),
            Part::Line(vec![
                self.field("audience.min_age", "min_age", "text"),
                self.field("audience.max_age", "max_age", "text"),
            ]),
            Part::Ticks(self.ticks("groups", "groups", groups.collect())),
            self.hinted("languages", "languages", "text", "resource_form.languages_hint"),
            self.select("cost", "cost", choices::<Cost>(lang, "cost")),
            self.line("cost_note", "cost_note"),
        ]
    }

    fn when(&self) -> Vec<Part> {
        let lang = self.lang;
        let days = || {
            let day = |(at, code): (usize, &str)| {
                let label = match at {
                    7 => lang.t("resource_form.public_holiday", &[]),
                    at => lang.t(&format!("weekday_short.{}", at + 1), &[]),
                };
                (code.to_owned(), label)
            };
            DAYS.into_iter().enumerate().map(day).collect::<Vec<_>>()
        };
        let row = |at: usize| {
            let error = self.error(&format!("row.{at}"));
            let days = self.ticks(&format!("row.{at}.days"), "days", days());
            let number = (at + 1).to_string();
            RowView {
                days: Ticks {
                    name: days.name,
                    legend: lang.t("resource_form.row", &[("number", &number)]),
                    error,
                    boxes: days.boxes,
                },
                from: self.field(&format!("row.{at}.from"), "from", "text"),
                to: self.field(&format!("row.{at}.to"), "to", "text"),
            }
        };
        let there = |at: &usize| self.form.has(&format!("row.{at}.from"));
        let tick = |name: &'static str, key: &str| {
            let label = lang.t(key, &[]);
            (name, Tick { value: "yes".into(), label, checked: self.form.has(name) })
        };
        let rows = || RowsView {
            rows: (0..).take_while(there).map(row).collect(),
            ticks: vec![
                tick("hours_ph_off", "resource_form.ph_off"),
                tick("hours_sh_off", "resource_form.sh_off"),
            ],
            note: self.field("hours_note", "hours_note", "text").hint("resource_form.note_hint"),
        };
        let text = self.field("hours", "hours_text", "area").hint("resource_form.hours_text_hint");
        let open = self.text_only || text.error.is_some();
        vec![
            Part::Rows((!self.text_only).then(|| Box::new(rows()))),
            self.tick("appointment_only", "resource_form.appointment"),
            Part::Text(Box::new(text), open),
            self.hinted(
                "contact_hours",
                "contact_hours",
                "text",
                "resource_form.contact_hours_hint",
            ),
        ]
    }

    fn contact(&self) -> Vec<Part> {
        let of = |at: usize| {
            let part =
                |part: &str| self.field(&format!("contacts.{at}.{part}"), part_key(part), "text");
            vec![part("name"), part("phone"), part("email")]
        };
        vec![
            Part::Contacts((0..self.form.contact_count()).map(of).collect()),
            self.hinted("website", "website", "text", "resource_form.website_hint"),
        ]
    }

    fn access(&self) -> Vec<Part> {
        let lang = self.lang;
        vec![
            self.select(
                "access.wheelchair",
                "wheelchair",
                choices::<Wheelchair>(lang, "wheelchair"),
            ),
            self.select("access.toilet", "toilet", yes_or_no(lang)),
            self.select("access.induction_loop", "induction_loop", yes_or_no(lang)),
            self.line("access.stop", "stop"),
        ]
    }

    fn languages(&self) -> Vec<LanguageView> {
        let lang = self.lang;
        let of = |tag: String| {
            let error = self.error(&format!("translations.{tag}"));
            let mut fields: Vec<Field> = TextField::ALL
                .iter()
                .map(|text| {
                    let code = text.code();
                    let kind = if code == "name" { "text" } else { "area" };
                    self.field(&translated(&tag, code), code, kind)
                })
                .collect();
            let open = error.is_some() || fields.iter().any(|field| !field.value.is_empty());
            fields[0].error = error;
            let origins = Origin::ALL
                .map(|one| Choice { value: one.code().into(), label: origin(lang, one) });
            fields.push(Field {
                choices: origins.into(),
                ..self.field(&translated(&tag, "origin"), "origin", "select")
            });
            let known = Lang::ALL.into_iter().find(|lang| lang.tag() == tag);
            let name = known.map_or(tag, |lang| lang.own_name().to_owned());
            LanguageView { name, open, fields }
        };
        offered(self.resource).into_iter().map(of).collect()
    }

    fn internal(&self) -> Vec<Part> {
        let visibility = Visibility::ALL.map(|one| Choice {
            value: one.code().into(),
            label: word(self.lang, "visibility", one),
        });
        vec![
            self.select("visibility", "visibility", visibility.into()),
            self.hinted("source", "source", "area", "resource_form.source_hint"),
            self.line("licence", "licence"),
            self.hinted("next_check", "next_check", "date", "resource_form.next_check_hint"),
        ]
    }
}

fn part_key(part: &str) -> &'static str {
    match part {
        "name" => "contact_name",
        "phone" => "phone",
        _ => "email",
    }
}
