//! Ids of entries whose file gives none, so that reading the file again finds the same entries.
//!
//! They are UUIDs of version 5 (RFC 9562): of the source and the id that the entry has there, or,
//! where it has none, of the source, its name and its address; of its place when it has no address
//! either. Whoever renames an entry in such a file makes a new one.

use uuid::Uuid;

use crate::domain::resource::Resource;

/// The namespace of all ids that are derived here.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_93c2_5b0e_4c37_9a44_2d7e_81b6_0f5a);

/// The id that belongs to these parts; no part can run into the next.
pub(super) fn derived(parts: &[&str]) -> Uuid {
    let mut name = String::new();
    for part in parts {
        name.push_str(&part.len().to_string());
        name.push(':');
        name.push_str(part);
    }
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

/// The id of an entry that has this one in its source: the same when it is a UUID.
pub fn of_foreign(source: &str, id: &str) -> Uuid {
    Uuid::parse_str(id).unwrap_or_else(|_| derived(&["foreign", source, id]))
}

/// The id of an entry without one.
pub(super) fn of_content(source: &str, resource: &Resource) -> Uuid {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let address = &resource.address;
    let parts = [&address.street, &address.postcode, &address.town];
    let written: Vec<String> =
        parts.iter().map(|part| fold(part.as_deref().unwrap_or_default())).collect();
    let place = match resource.place {
        // About a metre: files differ in how many digits they write.
        Some(place) if written.iter().all(String::is_empty) => {
            format!("{:.5} {:.5}", place.lon, place.lat)
        }
        _ => String::new(),
    };
    derived(&[
        "content",
        source,
        &fold(&resource.name),
        &written[0],
        &written[1],
        &written[2],
        &place,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::resource::Category;

    #[test]
    fn the_same_entry_gets_the_same_id_and_another_one_another() {
        let resource = Resource::new(Uuid::nil(), "Haus am Park", Category::MeetingPlace);
        let same = Resource { name: " Haus  am park".into(), ..resource.clone() };
        assert_eq!(of_content("ring", &resource), of_content("ring", &same));
        let mut moved = resource.clone();
        moved.address.street = Some("Am Park 1".into());
        assert_ne!(of_content("ring", &resource), of_content("ring", &moved));
        assert_ne!(of_content("ring", &resource), of_content("other", &resource));
        assert_ne!(derived(&["a", "bc"]), derived(&["ab", "c"]));
    }

    #[test]
    fn an_id_that_is_a_uuid_stays() {
        let id = "0b0c8a5e-2f6e-4f0e-8d58-3c33a2c1f0aa";
        assert_eq!(of_foreign("ring", id).to_string(), id);
        assert_eq!(of_foreign("ring", "17"), of_foreign("ring", "17"));
        assert_ne!(of_foreign("ring", "17"), of_foreign("other", "17"));
    }
}
