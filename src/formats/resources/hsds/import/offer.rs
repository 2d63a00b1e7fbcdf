//! When a service is open and what it costs, as others write it.

use serde_json::Value;

use super::{super::rrule, Reader, items};
use crate::domain::resource::{Cost, Resource};

impl Reader<'_> {
    /// The hours of the service, or else of its place.
    pub(super) fn hours(&mut self, service: &Value, resource: &mut Resource) {
        let place = &service["service_at_locations"][0];
        let lists = [service, place, &place["location"]]
            .map(|of| items(of, "schedules").cloned().collect::<Vec<Value>>());
        let mut lists = lists.into_iter().filter(|schedules| !schedules.is_empty());
        let Some(schedules) = lists.next() else { return };
        // Most directories repeat them.
        lists.filter(|other| *other != schedules).for_each(|_| self.ignore("location.schedules"));
        if let Some(hours) = rrule::osm(&schedules) {
            resource.hours = Some(hours);
        } else if let Some(words) = rrule::words(&schedules) {
            self.drop("schedules", "hours_as_words", words.trim_matches('"'));
            resource.hours = Some(words);
        } else {
            let written: Vec<String> = schedules.iter().map(Value::to_string).collect();
            self.drop("schedules", "not_weekly", written.join("; "));
        }
    }

    /// What it costs: prices stand in the note.
    pub(super) fn costs(&mut self, service: &Value, resource: &mut Resource) {
        let options: Vec<&Value> = items(service, "cost_options").collect();
        let amount = |option: &Value| {
            let amount = &option["amount"];
            amount.as_f64().or_else(|| amount.as_str()?.parse().ok())
        };
        let amounts: Option<Vec<f64>> = options.iter().map(|option| amount(option)).collect();
        resource.cost = match amounts.as_deref() {
            None | Some([]) => None,
            Some(all) if all.iter().all(|amount| *amount == 0.0) => Some(Cost::Free),
            Some(_) => Some(Cost::Paid),
        };
        let mut notes: Vec<String> = resource.cost_note.take().into_iter().collect();
        for option in options {
            let text = |field: &str| option[field].as_str().map(str::trim).unwrap_or_default();
            let price = amount(option).map(|amount| {
                format!("{amount} {}", text("currency").to_uppercase()).trim().to_owned()
            });
            let price = [price.unwrap_or_default().as_str(), text("amount_description")].join(" ");
            let parts = [text("option"), price.trim()];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let is_only_free = resource.cost == Some(Cost::Free) && text("option").is_empty();
            if !parts.is_empty() && !is_only_free {
                notes.push(parts.join(": "));
            }
        }
        resource.cost_note = (!notes.is_empty()).then(|| notes.join("\n"));
    }
}
