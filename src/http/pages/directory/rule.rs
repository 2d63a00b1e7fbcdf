//! `/verwaltung/adressen/regel`: one rule. What it means is shown before it is saved.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::{
    AREA, ENTRY,
    addresses::Addresses,
    editions,
    history::refresh,
    read::{self, Wrong},
};
use crate::{
    domain::{
        city::OnDay,
        partition::FaceIndex,
        rules::{StreetRule, street_of},
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message, Refused},
            html,
        },
        problem::{Params, Problem},
    },
    locale::Lang,
    service::street_rules::{self, RulesError, Seen},
    store::StoreError,
};

/// Which rule is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RuleParams {
    ausgabe: Option<u32>,
    regel: String,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    /// The edition.
    pub ausgabe: Option<u32>,
    /// The rule that is changed, by its id; empty for a new one.
    pub regel: String,
    /// Its mark when it was seen.
    pub mark: String,
    /// The street.
    pub street: String,
    /// The house numbers.
    pub numbers: String,
    /// The Sozialraum, by its id.
    pub sozialraum: String,
    /// Why.
    pub reason: String,
    /// What is to be done: `pruefen`, `aendern`, `speichern`, `entfernen`, `entfernen_sicher`.
    pub schritt: String,
}

#[derive(Template)]
#[template(path = "rule_form.html")]
struct FormPage {
    layout: Layout,
    message: Option<Message>,
    new: bool,
    edition_name: String,
    form: RuleForm,
    edition: u32,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "rule_preview.html")]
struct PreviewPage {
    layout: Layout,
    edition_name: String,
    form: RuleForm,
    edition: u32,
    /// Whether the rule is to be removed.
    removes: bool,
    /// What it said so far; nothing for a new one.
    before: Option<String>,
    /// What was understood: label and text.
    facts: Vec<(String, String)>,
    addresses: Addresses,
    /// What follows the map again, and what may be worth a look.
    hints: Vec<String>,
}

impl RuleForm {
    fn of(edition: u32, rule: &StreetRule) -> Self {
        let whole = rule.numbers.is_whole();
        Self {
            ausgabe: Some(edition),
            regel: rule.id.clone(),
            mark: street_rules::mark(rule),
            street: rule.street_and_place(),
            numbers: if whole { String::new() } else { rule.numbers.clone().into() },
            sozialraum: rule.sozialraum.clone(),
            reason: rule.reason.clone(),
            schritt: String::new(),
        }
    }

    /// The rule that was seen; nothing for a new one.
    fn seen(&self) -> Option<Seen> {
        let seen = Seen { id: self.regel.clone(), mark: self.mark.clone() };
        (!self.regel.is_empty()).then_some(seen)
    }
}

/// `GET /verwaltung/adressen/regel`: the form for a new rule, or for the one that is named.
pub async fn form(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<RuleParams>,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = editions::chosen(&service, params.ausgabe)?;
    let number = day.edition.edition.number;
    let form = match &*params.regel {
        "" => RuleForm { ausgabe: Some(number), ..RuleForm::default() },
        id => {
            let (_, rule) = find(day, id).ok_or_else(no_rule)?;
            RuleForm::of(number, rule)
        }
    };
    Ok(form_page(&state, &who, &language, day, form, &[], None, StatusCode::OK))
}

/// `POST /verwaltung/adressen/regel`: shows what a rule would mean, then saves or removes it.
pub async fn send(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(form): Form<RuleForm>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let day = editions::chosen(&service, form.ausgabe)?;
    let page = |form: RuleForm, wrong: &[Wrong], message, status| {
        Ok(form_page(&state, &who, &language, day, form, wrong, message, status))
    };
    let seen = form.seen();
    let former = seen.as_ref().and_then(|seen| find(day, &seen.id));
    let still = |(_, rule): &(FaceIndex, &StreetRule)| street_rules::mark(rule) == form.mark;
    if seen.is_some() && !former.as_ref().is_some_and(still) {
        let (form, message) = stale(lang, day, form, former.map(|(_, rule)| rule));
        return page(form, &[], Some(message), StatusCode::CONFLICT);
    }
    let after = match (&*form.schritt, former) {
        ("aendern", _) => return page(form, &[], None, StatusCode::OK),
        ("entfernen", Some((face, rule))) => {
            return preview(&state, &who, &language, day, form, (face, rule), true, Vec::new());
        }
        ("entfernen_sicher", Some(_)) => None,
        ("entfernen" | "entfernen_sicher", None) => return Err(no_rule()),
        _ => match read::rule(lang, day, &form) {
            Ok(read) if form.schritt == "speichern" => Some(read.rule),
            Ok(read) => {
                let rule = (read.face, &read.rule);
                return preview(&state, &who, &language, day, form, rule, false, read.hints);
            }
            Err(wrong) => return page(form, &wrong, None, StatusCode::UNPROCESSABLE_ENTITY),
        },
    };
    let number = day.edition.edition.number;
    let store = state.live.store();
    let actor = who.actor();
    let edited = street_rules::edit(store, &actor, number, seen.as_ref(), after.as_ref());
    match edited.await {
        Ok(plan) => {
            refresh(&state).await?;
            let done = match (plan.is_empty(), &after) {
                (true, _) => "unveraendert",
                (false, Some(_)) => "gespeichert",
                (false, None) => "entfernt",
            };
            let to = super::back_to_list(&state, number, done, !plan.is_empty()).await?;
            Ok(Redirect::to(&language.link(&to)).into_response())
        }
        Err(RulesError::Store(StoreError::Stale)) => {
            refresh(&state).await?;
            let message = Message::failed(lang, vec![lang.t("rule_form.stale", &[])]);
            page(form, &[], Some(message), StatusCode::CONFLICT)
        }
        // Somebody gave the numbers to another Sozialraum since they were looked at.
        Err(RulesError::Defects(_)) => {
            refresh(&state).await?;
            let message = Message::failed(lang, vec![lang.t("rule_form.claimed_since", &[])]);
            page(form, &[], Some(message), StatusCode::CONFLICT)
        }
        Err(RulesError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            page(form, &[], Some(refused.message(lang)), refused.status)
        }
        Err(error) => Err(Problem::internal(&error)),
    }
}

fn no_rule() -> Problem {
    Problem::not_found("There is no such street rule.")
}

fn find<'a>(day: OnDay<'a>, id: &str) -> Option<(FaceIndex, &'a StreetRule)> {
    let found = day.edition.rules.all().find(|(_, _, rule)| rule.id == id);
    found.map(|(_, face, rule)| (face, rule))
}

/// Somebody else was faster: the form with what they say now as what was seen, so that it can be
/// sent once more; where the rule is gone, it is a new one then.
fn stale(
    lang: Lang,
    day: OnDay<'_>,
    form: RuleForm,
    now: Option<&StreetRule>,
) -> (RuleForm, Message) {
    let text = match now {
        Some(rule) => lang.t("rule_form.now", &[("rule", &in_words(lang, day, rule))]),
        None => lang.t("rule_form.gone", &[]),
    };
    let next = lang.t("rule_form.stale_next", &[]);
    let message = Message {
        title: lang.t("entry.stale_title", &[]),
        ..Message::failed(lang, vec![text, next])
    };
    let (regel, mark) =
        now.map(|rule| (rule.id.clone(), street_rules::mark(rule))).unwrap_or_default();
    (RuleForm { regel, mark, ..form }, message)
}

fn in_words(lang: Lang, day: OnDay<'_>, rule: &StreetRule) -> String {
    let areas = &day.edition.sozialraeume;
    let area = areas.iter().find(|area| area.id == rule.sozialraum);
    let values = [
        ("street", &*rule.street_and_place()),
        ("numbers", &*lang.house_numbers(&rule.numbers.to_string())),
        ("sozialraum", area.map_or(rule.sozialraum.as_str(), |area| area.name.as_str())),
        ("reason", rule.reason.as_str()),
    ];
    lang.t("street_admin.rule", &values)
}

#[allow(clippy::too_many_arguments, reason = "what a page shows, each of another kind")]
fn form_page(
    state: &AppState,
    who: &Who,
    language: &Language,
    day: OnDay<'_>,
    form: RuleForm,
    wrong: &[Wrong],
    message: Option<Message>,
    status: StatusCode,
) -> Response {
    let lang = language.lang;
    let field = |name: &'static str, kind, value: &str| Field {
        error: wrong.iter().find(|wrong| wrong.field == name).map(|wrong| wrong.text.clone()),
        ..Field::new(lang, "rule_form", name, kind).value(value)
    };
    let areas = day.edition.sozialraeume.iter();
    let areas = areas.map(|area| Choice { value: area.id.clone(), label: area.name.clone() });
    let choose = Choice { value: String::new(), label: lang.t("rule_form.choose", &[]) };
    let fields = vec![
        field("street", "text", &form.street),
        field("numbers", "text", &form.numbers).hint("rule_form.numbers_hint"),
        Field {
            choices: std::iter::once(choose).chain(areas).collect(),
            ..field("sozialraum", "select", &form.sozialraum)
        },
        field("reason", "text", &form.reason).hint("rule_form.reason_hint"),
    ];
    let page = FormPage {
        layout: Layout::with_script(state, language, who, AREA, ENTRY),
        message: Message::errors(&fields).or(message),
        new: form.regel.is_empty(),
        edition_name: editions::name(lang, day),
        edition: day.edition.edition.number,
        form,
        fields,
    };
    html(lang, status, &page)
}

#[allow(clippy::too_many_arguments, reason = "what a page shows, each of another kind")]
fn preview(
    state: &AppState,
    who: &Who,
    language: &Language,
    day: OnDay<'_>,
    form: RuleForm,
    (face, rule): (FaceIndex, &StreetRule),
    removes: bool,
    mut hints: Vec<String>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let street = street_of(rule, &day.city.directory).ok_or_else(no_rule)?;
    let former = find(day, &form.regel).filter(|_| !removes);
    if let Some((_, former)) = former {
        let freed = freed(lang, day, former, rule);
        if !freed.is_empty() {
            hints.insert(0, lang.t("rule_form.freed", &[("numbers", &freed)]));
        }
    }
    let fact = |name: &str, text: String| (lang.t(&format!("rule_form.{name}"), &[]), text);
    let page = PreviewPage {
        layout: Layout::of_staff(state, language, who, AREA),
        edition_name: editions::name(lang, day),
        removes,
        before: former.map(|(_, former)| in_words(lang, day, former)),
        facts: vec![
            fact("street", rule.street_and_place()),
            fact(
                "numbers",
                match rule.numbers.is_whole() {
                    true => lang.t("rule_form.whole", &[]),
                    false => lang.spelled_numbers(&rule.numbers),
                },
            ),
            fact("sozialraum", day.edition.sozialraum(face).name.clone()),
            fact("reason", rule.reason.clone()),
        ],
        addresses: Addresses::of(lang, day, street, &rule.numbers, face),
        hints,
        edition: day.edition.edition.number,
        form,
    };
    Ok(html(lang, StatusCode::OK, &page))
}

/// The known numbers that a rule names and the one in its place does not.
fn freed(lang: Lang, day: OnDay<'_>, former: &StreetRule, rule: &StreetRule) -> String {
    let directory = &day.city.directory;
    let street = |rule| street_of(rule, directory);
    let Some(of_former) = street(former) else { return String::new() };
    let named = |rule: &StreetRule| {
        crate::domain::assign::concerned(day.edition, directory, of_former, &rule.numbers)
            .into_iter()
            .filter(|of| of.named)
            .map(|of| of.number.to_string())
            .collect::<Vec<_>>()
    };
    let kept = if street(rule) == Some(of_former) { named(rule) } else { Vec::new() };
    lang.list(named(former).into_iter().filter(|number| !kept.contains(number)))
}
