//! Each kind of answer, rendered from a hand-made answer.

use jiff::civil::date;

use super::{
    answer::AnswerView,
    assignment::{AnswerFragment, AssignmentForm, Outcome},
    render,
};
use crate::domain::{
    assign::{
        Answer, BorderNote, Candidate, EditionNote, MatchedAddress, MunicipalityNote, Named,
        Precision, Reason, RuleNote, Status,
    },
    edition::EditionStatus,
    grid::LonLat,
    organisation::{
        Composition, Contact, Contradiction, ContradictionReading, Responsibility, Team, TeamHours,
        Unit,
    },
    partition::Sureness,
};
use crate::locale::Lang;

const PLACE: LonLat = LonLat { lon: 9.99, lat: 53.7 };

fn named(id: &str, name: &str) -> Named {
    Named { id: id.into(), name: name.into() }
}

fn answer(status: Status, reason: Reason) -> Answer {
    Answer {
        status,
        team: None,
        sozialraum: None,
        region: None,
        address: None,
        candidates: Vec::new(),
        ranges: None,
        border: None,
        rule: None,
        municipality: None,
        responsibility: None,
        reason,
        edition: EditionNote {
            number: 1,
            valid_from: date(2014, 1, 1),
            decision: "Beschluss vom 8. Dezember 2011".into(),
            status: EditionStatus::Draft,
        },
    }
}

fn placed(status: Status, reason: Reason) -> Answer {
    Answer {
        sozialraum: Some(named("mitte", "Mitte")),
        region: Some(named("nord", "Nord")),
        address: Some(MatchedAddress {
            street: Some("Rathausallee".into()),
            street_id: None,
            place: None,
            house_number: Some("50".into()),
            position: Some(PLACE),
            precision: Precision::HouseNumber,
            precision_m: 10.0,
            score: 1.0,
            next_score: 0.4,
        }),
        border: Some(BorderNote {
            id: "buchenweg".into(),
            name: "Buchenweg".into(),
            distance_m: 12.5,
            beyond: Some("garstedt".into()),
            beyond_name: Some("Garstedt".into()),
            sure: Sureness::Stated,
            uncertainty_m: 10.0,
            foot: PLACE,
        }),
        ..answer(status, reason)
    }
}

fn with_team(answer: Answer) -> Answer {
    let name = "Sozialraumteam Nord B: Mitte";
    Answer { team: Some(named("nord-b", name)), responsibility: Some(chain(name)), ..answer }
}

fn unit(id: &str, name: &str) -> Unit {
    Unit {
        id: id.into(),
        name: name.into(),
        short: None,
        region: None,
        role: None,
        rhythm: None,
        contact: Contact::default(),
        source: None,
    }
}

fn chain(team: &str) -> Responsibility {
    Responsibility {
        office: unit("jugendamt", "Jugendamt"),
        department: unit("nord", "Fachbereich Jugendhilfe Nord"),
        team: Team {
            id: "nord-b".into(),
            name: team.into(),
            sozialraum: "mitte".into(),
            region: "nord".into(),
            composition: Some(Composition {
                asd_posts: 4,
                youth_work_coordinators: 1,
                free_provider_staff: 3,
            }),
            hours: Some(TeamHours {
                consultation: 18,
                consultation_per_person: 6,
                other_work: 8,
                total: 26,
            }),
            rhythm: None,
            contact: Contact { email: Some("team@example.org".into()), ..Contact::default() },
            source: None,
        },
        services: vec![unit("wjh", "Wirtschaftliche Jugendhilfe Nord")],
        city_duties: Vec::new(),
        levels: Vec::new(),
        city_offers: Vec::new(),
        working_group: Some(unit("rsan", "Regionaler Arbeitskreis")),
        contradictions: vec![Contradiction {
            id: "acht-stunden".into(),
            about: "team.hours.other_work".into(),
            question: "Wofür sind die 8 Wochenstunden?".into(),
            readings: vec![ContradictionReading {
                source: "Übersicht".into(),
                value: "fallunabhängige Arbeit".into(),
            }],
        }],
    }
}

fn page(answer: &Answer) -> String {
    page_in(Lang::De, answer)
}

fn page_in(lang: Lang, answer: &Answer) -> String {
    let view = AnswerView::new(lang, answer, "Norderstedt", (date(2026, 11, 22), None), &[]);
    let outcome = Outcome::Answer(Box::new(view));
    render(lang, &AnswerFragment { form: AssignmentForm::default(), outcome }).unwrap()
}

/// The text without markup, blanks as in a browser.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(page: &str, sentences: &[&str]) {
    let text = text(page);
    for sentence in sentences {
        assert!(text.contains(sentence), "„{sentence}“ is missing in: {text}");
    }
}

#[test]
fn a_unique_answer_names_the_team_and_everybody_behind_it() {
    let page = page(&with_team(placed(Status::Unique, Reason::new("house_number"))));
    assert_says(
        &page,
        &[
            "Sicher",
            "Zuständig für Rathausallee 50",
            "Sozialraumteam Nord B: Mitte",
            "12,5 m bis zur Grenze „Buchenweg“, dahinter liegt Garstedt",
            "Ausgabe 1, gültig ab 1. Januar 2014",
            "Diese Grenzen sind noch nicht bestätigt",
            "18 Stunden kollegiale Beratung im Vorfeld (6 je Person)",
            "Wofür sind die 8 Wochenstunden?",
            "Übersicht: fallunabhängige Arbeit",
            "Wirtschaftliche Jugendhilfe Nord",
            "Regionaler Arbeitskreis",
            "Telefon nicht hinterlegt",
        ],
    );
    assert!(page.contains("mailto:team@example.org"));
    assert!(!page.contains("Übereinstimmung"), "an exact match has no score");
}

#[test]
fn near_a_border_no_team_is_named_as_responsible() {
    let mut near = placed(
        Status::NearBorder,
        Reason::new("near_border")
            .with("border", "Buchenweg")
            .with("distance_m", 12.5)
            .with("uncertainty_m", 10.0)
            .with("beyond", "Garstedt"),
    );
    near.candidates = vec![Candidate {
        label: "Mitte".into(),
        team_name: Some("Sozialraumteam Nord B".into()),
        ..Candidate::default()
    }];
    let page = page(&near);
    assert_says(
        &page,
        &["Noch nicht sicher", "Nah an einer Grenze", "nur 12,5 m", "Prüfen Sie", "Mitte"],
    );
    assert!(!text(&page).contains("Zuständig für"));
    assert!(page.contains("foot"), "the map draws the way to the border");
    assert_says(&page, &["Zuständig: noch nicht sicher", "Möglich: Mitte"]);
}

#[test]
fn candidates_are_small_forms_that_work_without_scripts() {
    let mut several = answer(Status::Ambiguous, Reason::new("several_streets"));
    several.address = Some(MatchedAddress {
        street: None,
        street_id: None,
        place: None,
        house_number: Some("3".into()),
        position: None,
        precision: Precision::Street,
        precision_m: 0.0,
        score: 0.9,
        next_score: 0.9,
    });
    several.candidates = vec![
        Candidate {
            label: "Am Weg 3".into(),
            address: Some("Am Weg 3".into()),
            score: Some(0.91),
            ..Candidate::default()
        },
        Candidate { label: "Mitte".into(), position: Some(PLACE), ..Candidate::default() },
    ];
    let page = page(&several);
    assert!(page.contains(r#"<input type="hidden" name="address" value="Am Weg 3">"#));
    assert!(page.contains(r#"name="lon" value="9.99""#));
    assert_eq!(page.matches(r#"method="post""#).count(), 2);
    assert_says(&page, &["Zu Ihrer Eingabe"]);
    assert_says(&page, &["passt zu 91 %"]);
}

#[test]
fn an_unknown_number_offers_ranges_and_neighbours() {
    let reason = Reason::new("unknown_number")
        .with("street", "Langer Weg")
        .with("number", "7")
        .with("below", "5")
        .with("above", serde_json::Value::Null)
        .with("whole_street", false);
    let mut unknown = answer(Status::UnknownHouseNumber, reason);
    unknown.candidates = vec![Candidate {
        label: "Mitte".into(),
        house_numbers: Some("1–41 odd, 44".into()),
        ..Candidate::default()
    }];
    let page = page(&unknown);
    assert_says(&page, &["Hausnummern 1–41 (ungerade), 44", "Die nächsten bekannten Hausnummern"]);
    assert!(page.contains(r#"value="Langer Weg 5""#));
}

#[test]
fn a_safe_street_names_its_team_without_the_number() {
    let reason = Reason::new("unknown_number")
        .with("street", "Kurzer Weg")
        .with("number", "7")
        .with("whole_street", true);
    let page = page(&with_team(placed(Status::UnknownHouseNumber, reason)));
    assert_says(&page, &["Sozialraumteam Nord B: Mitte", "Das Team ist trotzdem sicher"]);
    assert!(!text(&page).contains("So geht es weiter"));
}

#[test]
fn an_unknown_street_chooses_none() {
    let page = page(&answer(Status::UnknownStreet, Reason::new("unknown_street")));
    assert_says(
        &page,
        &["Straße nicht gefunden", "Noch nicht sicher", "Prüfen Sie die Schreibweise"],
    );
}

#[test]
fn outside_names_the_municipality_and_what_is_on_file() {
    let mut outside =
        answer(Status::Outside, Reason::new("outside").with("municipality", "Henstedt-Ulzburg"));
    outside.municipality = Some(MunicipalityNote {
        ags: None,
        name: "Henstedt-Ulzburg".into(),
        district: Some("Kreis Segeberg".into()),
        office: None,
        office_contact: None,
    });
    assert_says(
        &page(&outside),
        &[
            "Außerhalb von Norderstedt",
            "Kreis Segeberg",
            "anderes Jugendamt",
            "Zuständiges Jugendamt nicht hinterlegt",
        ],
    );
}

#[test]
fn a_rule_conflict_shows_rule_and_team() {
    let mut conflict = with_team(placed(Status::RuleConflict, Reason::new("house_number")));
    conflict.reason = Reason::new("rule_conflict")
        .with("street", "Glockenheide")
        .with("house_numbers", "40–60 even")
        .with("by_rule", "Nord")
        .with("by_map", "Süd");
    conflict.rule = Some(RuleNote {
        id: "glockenheide-1".into(),
        street: "Glockenheide".into(),
        numbers: "40–60 even".into(),
        sozialraum: Named { id: "nord".into(), name: "Nord".into() },
        reason: "Beschluss 2015".into(),
    });
    assert_says(
        &page(&conflict),
        &[
            "Regel und Karte widersprechen sich",
            "Straßenregel Beschluss 2015 Glockenheide 40–60 (gerade) gehört zu Nord.",
            "dem Sozialraum Nord zu. Auf der Karte liegt sie in Süd. Die Regel geht vor.",
            "Nord B",
        ],
    );
}

#[test]
fn what_was_typed_cannot_become_markup() {
    let reason = Reason::new("unread_text").with("text", "<script>alert(1)</script>");
    let page = page(&answer(Status::Ambiguous, reason));
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn every_status_and_sureness_has_its_words() {
    use crate::locale::Catalogue;
    let words = [
        "status.unique",
        "status.near_border",
        "status.ambiguous",
        "status.unknown_house_number",
        "status.unknown_street",
        "status.outside",
        "status.rule_conflict",
        "sure.stated",
        "sure.inferred",
        "sure.assumed",
        "sure.mapped",
    ];
    for key in words {
        assert!(Catalogue::german().has(key), "{key}");
    }
}
