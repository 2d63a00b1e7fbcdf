//! `/zustaendigkeit/wohnsitz`: whose residence decides which office is responsible.
//!
//! The questions open one within the other on one page: no answer is sent, kept or put in the
//! address, so nothing tells afterwards what kind of case somebody had.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use super::{Layout, filters, html, no_address};
use crate::{
    domain::residence::{
        BASIS, Counts, Finding, GUIDE, Next, PROVISIONAL, Question, Then, USUAL_RESIDENCE,
    },
    http::{AppState, identity::Who, language::Language},
    locale::Lang,
};

/// The styles are those of the look-up.
const ENTRY: &str = "src/assignment.ts";

/// A piece of the questions in the order of the page; what is opened is closed again.
enum Part {
    Question { id: String, text: String },
    Answer { question: String, text: String },
    Finding(FindingView),
    AnswerEnd,
    QuestionEnd,
}

/// Where the questions end.
struct FindingView {
    /// Whose residence counts, and what to ask with.
    text: String,
    law: &'static str,
    /// Whether that of the child may take its place.
    falls_back: bool,
    /// Whether another office may turn out to be responsible.
    elsewhere: bool,
    /// Where to go on: address and label.
    ways: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "residence.html")]
struct ResidencePage {
    layout: Layout,
    parts: Vec<Part>,
    provisional: &'static str,
    usual_residence: &'static str,
    basis: &'static str,
}

/// `GET /zustaendigkeit/wohnsitz`.
pub async fn show(State(state): State<AppState>, who: Who, language: Language) -> Response {
    let service = state.service();
    let edition = service.on(None).ok().map(|day| day.edition);
    let layout = Layout::new(&language, service.city(), edition, ENTRY);
    let mut parts = Vec::new();
    lay_out(language.lang, &GUIDE, "frage", &mut parts);
    let page = ResidencePage {
        layout: layout.signed_in(&who, "/zustaendigkeit"),
        parts,
        provisional: PROVISIONAL,
        usual_residence: USUAL_RESIDENCE,
        basis: BASIS,
    };
    html(language.lang, StatusCode::OK, &page)
}

fn lay_out(lang: Lang, question: &Question, id: &str, parts: &mut Vec<Part>) {
    let text = lang.t(&format!("residence.question.{}", question.code), &[]);
    parts.push(Part::Question { id: id.to_owned(), text });
    for (at, answer) in question.answers.iter().enumerate() {
        let text = lang.t(&format!("residence.answer.{}", answer.code), &[]);
        parts.push(Part::Answer { question: id.to_owned(), text });
        match &answer.then {
            Then::Ask(next) => lay_out(lang, next, &format!("{id}-{}", at + 1), parts),
            Then::Found(finding) => parts.push(Part::Finding(FindingView::new(lang, finding))),
        }
        parts.push(Part::AnswerEnd);
    }
    parts.push(Part::QuestionEnd);
}

impl FindingView {
    fn new(lang: Lang, finding: &Finding) -> Self {
        let way = |next: &Next| match next {
            Next::Address => Some(("/zustaendigkeit".to_owned(), lang.t("residence.ask", &[]))),
            Next::Route(kind) => Some((
                format!("/zustaendigkeit/ohne-adresse#{}", kind.code()),
                no_address::title(lang, *kind),
            )),
            Next::PreviousOffice => None,
        };
        Self {
            text: lang.t(&format!("residence.counts.{}", finding.counts.code()), &[]),
            law: finding.law,
            falls_back: finding.counts.is_of_a_parent(),
            elsewhere: finding.counts != Counts::InCare,
            ways: finding.next.iter().filter_map(way).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Catalogue;

    #[test]
    fn every_question_answer_and_finding_has_words() {
        let mut parts = Vec::new();
        lay_out(Lang::De, &GUIDE, "frage", &mut parts);
        let mut depth = 0;
        for part in &parts {
            let text = match part {
                Part::Question { text, .. } | Part::Answer { text, .. } => text,
                Part::Finding(finding) => &finding.text,
                Part::AnswerEnd | Part::QuestionEnd => {
                    depth -= 1;
                    continue;
                }
            };
            depth += i32::from(!matches!(part, Part::Finding(_)));
            assert!(!text.starts_with("residence."), "{text} has no words");
        }
        assert_eq!(depth, 0, "what is opened is closed");
        for counts in Counts::ALL {
            assert!(Catalogue::german().has(&format!("residence.counts.{}", counts.code())));
        }
    }
}
