//! What a file of street rules would do.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    AREA, ENTRY, editions,
    history::{Line, lines, refresh},
};
use crate::{
    formats::defect::Defect,
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Message, Refused},
            html,
            moderation::{Sent, defect_text},
            own,
        },
        problem::Problem,
    },
    locale::Lang,
    service::{
        Service,
        address_files::{AddressFile, Content},
        street_rules::{self, EditionPlan, Plan, RulesError},
    },
    store::StoreError,
};

/// How many rules of an edition the page shows; the counts are of all.
const SHOWN: usize = 500;

/// What becomes of the rules of an edition.
struct EditionView {
    title: String,
    counts: String,
    lines: Vec<Line>,
    more: usize,
}

#[derive(Template)]
#[template(path = "rules_plan.html")]
struct PlanPage {
    layout: Layout,
    message: Option<Message>,
    file: String,
    /// Everything that is wrong with the file.
    defects: Vec<String>,
    hints: Vec<String>,
    editions: Vec<EditionView>,
    /// What the form carries; nothing when there is nothing to do.
    mark: Option<String>,
}

/// The page.
pub async fn show(
    state: &AppState,
    who: &Who,
    language: &Language,
    file: &AddressFile,
    message: Option<Message>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let (plan, defects) = match planned(state, file).await {
        Ok(plan) => (Some(plan), Vec::new()),
        Err(RulesError::Defects(defects)) => (None, defects.0),
        Err(RulesError::Store(error)) => return Err(error.into()),
        Err(error) => return Err(Problem::internal(&error)),
    };
    let status = if plan.is_none() { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    let service = state.service();
    let text = |defect: &Defect| match &defect.feature {
        Some(at) => format!("{at}: {}", defect_text(lang, defect)),
        None => defect_text(lang, defect),
    };
    let page = PlanPage {
        layout: Layout::with_script(state, language, who, AREA, ENTRY),
        message,
        file: file.name.clone(),
        defects: defects.iter().map(text).collect(),
        hints: plan.iter().flat_map(|plan| &plan.hints).map(text).collect(),
        editions: plan
            .iter()
            .flat_map(|plan| &plan.editions)
            .filter_map(|plan| view(lang, &service, plan))
            .collect(),
        mark: plan.as_ref().filter(|plan| !plan.is_empty()).map(Plan::mark),
    };
    Ok(html(lang, status, &page))
}

async fn planned(state: &AppState, file: &AddressFile) -> Result<Plan, RulesError> {
    let content: &[u8] = match &file.content {
        Content::Rules(content) => content,
        Content::Register(_) | Content::Houses(_) => &[],
    };
    street_rules::plan(state.live.store(), content, &file.name, file.edition).await
}

fn view(lang: Lang, service: &Service, plan: &EditionPlan) -> Option<EditionView> {
    let day = service.by_edition(plan.edition.number)?;
    let [new, changed, gone, kept] = plan.counts().map(|count| count.to_string());
    let values = [("new", &*new), ("changed", &changed), ("gone", &gone), ("kept", &kept)];
    Some(EditionView {
        title: editions::name(lang, day),
        counts: lang.t("street_rules.counts", &values),
        lines: lines(lang, service.city(), plan.changes.iter().take(SHOWN)),
        more: plan.changes.len().saturating_sub(SHOWN),
    })
}

/// Replaces the rules by exactly the file that was shown.
pub async fn take_over(
    state: &AppState,
    who: &Who,
    language: &Language,
    file: &AddressFile,
    sent: &Sent,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let again = |text: String, status| {
        let message = Some(Message::failed(lang, vec![text]));
        show(state, who, language, file, message, status)
    };
    let stale = || again(lang.t("address_import.stale", &[]), StatusCode::CONFLICT);
    let done = match planned(state, file).await {
        Ok(plan) if plan.mark() != sent.one("mark") => return stale().await,
        Ok(plan) => {
            let applied = street_rules::apply(state.live.store(), &who.actor(), &plan).await;
            applied.map(|()| plan)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(plan) => {
            refresh(state).await?;
            state.address_files.forget(&own(who)?.session);
            let changed = plan.editions.iter().find(|plan| !plan.changes.is_empty());
            let number = changed.or(plan.editions.first()).map_or(0, |plan| plan.edition.number);
            let path = super::back_to_list(state, number, "eingelesen", !plan.is_empty()).await?;
            Ok(super::to(language, &path))
        }
        Err(RulesError::Store(StoreError::Stale) | RulesError::Defects(_)) => stale().await,
        Err(RulesError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            again(refused.text(lang), refused.status).await
        }
        Err(error) => Err(Problem::internal(&error)),
    }
}
