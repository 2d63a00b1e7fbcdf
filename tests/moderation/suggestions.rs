//! Deciding about suggestions: field by field, once, and never over somebody else's change.

use serde_json::json;
use sozialraum::{
    domain::resource::{Proposal, ProposedField, Record, Status, SuggestionState},
    service::resources::{self, Vouching, suggestions},
    store::{Store, SuggestionFilter},
};

use uuid::Uuid;

use crate::{common::Running, coordinator, entries, now};

fn proposal(fields: &[(ProposedField, &str)]) -> Proposal {
    let fields = fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
    Proposal { fields, ..Proposal::default() }
}

/// Sends a suggestion and returns its number.
async fn suggest(running: &Running, about: Option<&Record>, proposal: Proposal) -> i64 {
    let live = &running.app.state.live;
    let about = about.map(|record| record.resource.id);
    let receipt = suggestions::suggest(live, about, proposal, Uuid::new_v4()).await.unwrap();
    running.app.store.suggestion_by_receipt(&receipt).await.unwrap().unwrap().id
}

async fn state(running: &Running, id: i64) -> (SuggestionState, Option<String>) {
    let suggestion = running.app.store.suggestion(id).await.unwrap().unwrap();
    (suggestion.state, suggestion.answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn single_fields_are_taken_over_as_they_were_edited() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let fields = [
        (ProposedField::Website, "https://neu.example"),
        (ProposedField::Phone, "040 123456"),
        (ProposedField::Hours, "montags ab drei"),
    ];
    let id = suggest(&running, Some(entry), proposal(&fields)).await;
    let listed = client.send("GET", "/koordination/hinweise").await;
    assert!(listed.body.contains(&format!("/koordination/hinweise/{id}")), "{}", listed.body);
    let shown = client.send("GET", &format!("/koordination/hinweise/{id}")).await;
    assert!(shown.body.contains("https://neu.example") && shown.body.contains("montags ab drei"));

    let path = format!("/koordination/hinweise/{id}/uebernehmen");
    // Hours in free words are no hours: the field says so, nothing is changed.
    let body = "version=1&take=hours&hours=montags+ab+drei";
    let refused = client.post_form(&path, body).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("hours-error"), "{}", refused.body);
    assert_eq!(now(&running, entry), *entry);

    let body = "version=1&take=website&website=https%3A%2F%2Fbesser.example&phone=040+123456\
                &hours=x&answer=Danke%21";
    let taken = client.post_form(&path, body).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let after = now(&running, entry);
    assert_eq!(after.resource.website.as_deref(), Some("https://besser.example"));
    assert_eq!(after.resource.contacts, entry.resource.contacts, "not taken over");
    assert_eq!(state(&running, id).await, (SuggestionState::Accepted, Some("Danke!".into())));
    let history = running.app.store.resource_history(entry.resource.id).await.unwrap();
    assert_eq!((history[0].kind.code(), &*history[0].by), ("suggested", "erika"));
    // Decided already: a clear word, and nothing is changed.
    let again = client.post_form(&path, body).await;
    assert_eq!(again.status, 409);
    assert!(again.body.contains("schon jemand entschieden"));
    assert_eq!(now(&running, entry), after);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_overwrites_what_was_changed_in_the_meantime() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let id = suggest(&running, Some(entry), proposal(&[(ProposedField::Name, "Neuer Name")])).await;
    let mut other = entry.resource.clone();
    other.description = Some("inzwischen".into());
    let live = &running.app.state.live;
    resources::edit(live, "fritz", 1, other, Vouching::default()).await.unwrap();
    let path = format!("/koordination/hinweise/{id}/uebernehmen");
    let refused = client.post_form(&path, "version=1&take=name&name=Neuer+Name").await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("inzwischen jemand ge"), "{}", refused.body);
    assert!(refused.body.contains("name=\"version\" value=\"2\""));
    assert_eq!(state(&running, id).await.0, SuggestionState::Open);
    let body = json!({ "version": 1 }).to_string();
    let api = client.post_json(&format!("/api/v1/suggestions/{id}/accept"), &body).await;
    assert_eq!(api.status, 409, "{}", api.body);
    let body = json!({ "version": 2, "answer": "Danke" }).to_string();
    let api = client.post_json(&format!("/api/v1/suggestions/{id}/accept"), &body).await;
    assert_eq!(api.status, 200, "{}", api.body);
    assert_eq!(now(&running, entry).resource.name, "Neuer Name");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_offer_gets_its_category_and_its_place() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let fields = [(ProposedField::Name, "Nähstube"), (ProposedField::Street, "Glockenheide 42")];
    let id = suggest(&running, None, proposal(&fields)).await;
    let path = format!("/koordination/hinweise/{id}/uebernehmen");
    let refused = client.post_form(&path, "name=N%C3%A4hstube&street=Glockenheide+42").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("categories-error"));
    let body = "name=N%C3%A4hstube&categories=meeting_place&kind=voluntary&street=Nirgendweg+1";
    let refused = client.post_form(&path, body).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("street-error"), "{}", refused.body);
    let body = body.replace("Nirgendweg+1", "Glockenheide+42");
    let taken = client.post_form(&path, &body).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let became = running.app.store.suggestion(id).await.unwrap().unwrap().resource.unwrap();
    let service = running.app.state.service();
    let record = service.resources().entry(became).unwrap().record.clone();
    let place = record.resource.place.unwrap();
    assert!((place.lat - 53.73).abs() < 0.01 && (place.lon - 9.99).abs() < 0.01, "{place:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_leaves_the_map_and_spam_gets_no_answer() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let gone = Proposal { gone: true, ..Proposal::default() };
    let id = suggest(&running, Some(entry), gone).await;
    let spam = suggest(&running, Some(entry), proposal(&[(ProposedField::Name, "KAUFEN")])).await;
    let path = format!("/koordination/hinweise/{id}/uebernehmen");
    assert_eq!(client.post_form(&path, "version=1&take=gone").await.status, 303);
    assert_eq!(now(&running, entry).status, Status::Removed);
    // The other one can only be declined now.
    let shown = client.send("GET", &format!("/koordination/hinweise/{spam}")).await;
    assert!(shown.body.contains("nicht mehr auf der Karte"));
    let path = format!("/koordination/hinweise/{spam}");
    let refused = client.post_form(&format!("{path}/uebernehmen"), "take=name&name=X").await;
    assert_eq!(refused.status, 409);
    let declined = client.post_form(&format!("{path}/ablehnen"), "answer=Nein&spam=1").await;
    assert_eq!(declined.status, 303);
    assert_eq!(state(&running, spam).await, (SuggestionState::Declined, None));
    let past = client.send("GET", "/koordination/hinweise?stand=entschieden").await;
    assert!(past.body.contains("abgelehnt") && past.body.contains("übernommen"));
    let filter = SuggestionFilter { decided: true, before: Some(spam), ..Default::default() };
    assert_eq!(running.app.store.suggestions(filter, 0, 9).await.unwrap().len(), 1);
    let open = client.send("GET", "/api/v1/suggestions?state=open").await.json();
    assert_eq!(open["suggestions"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_over_nothing_is_refused() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let wish = proposal(&[(ProposedField::Website, "https://neu.example")]);
    let gone = Proposal { gone: true, ..Proposal::default() };
    for proposal in [wish, gone] {
        let id = suggest(&running, Some(entry), proposal).await;
        let path = format!("/koordination/hinweise/{id}/uebernehmen");
        let refused = client.post_form(&path, "version=1&website=x&answer=Danke").await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("Wählen Sie mindestens eine Angabe"), "{}", refused.body);
        assert!(refused.body.contains("Danke</textarea>"), "what was typed stays");
        assert_eq!(state(&running, id).await, (SuggestionState::Open, None));
    }
    assert_eq!(now(&running, entry), *entry);
    // A mere message offers no choice.
    let message = Proposal { message: Some("Schön hier!".into()), ..Proposal::default() };
    let id = suggest(&running, Some(entry), message).await;
    let path = format!("/koordination/hinweise/{id}/uebernehmen");
    assert_eq!(client.post_form(&path, "version=1").await.status, 303);
}
