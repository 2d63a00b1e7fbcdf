//! Where a service is.

use serde_json::Value;

use super::{Reader, items};
use crate::domain::{grid::LonLat, resource::Resource};

static NOTHING: Value = Value::Null;

impl Reader<'_> {
    /// The first place of a service; how many more there are is said.
    pub(super) fn places(&mut self, service: &Value, resource: &mut Resource) {
        let mut places = items(service, "service_at_locations");
        if let Some(place) = places.next() {
            self.place(&place["location"], resource);
        }
        let more = places.count();
        if more > 0 {
            self.drop("service_at_locations", "more_places", more);
        }
    }

    fn place(&mut self, location: &Value, resource: &mut Resource) {
        let degrees = |field: &str| {
            let value = &location[field];
            value.as_f64().or_else(|| value.as_str()?.parse().ok())
        };
        if let (Some(lon), Some(lat)) = (degrees("longitude"), degrees("latitude")) {
            if lon.abs() <= 180.0 && lat.abs() <= 90.0 {
                resource.place = Some(LonLat { lon, lat });
            } else {
                self.drop("place", "bad_place", format!("{lon}, {lat}"));
            }
        }
        let addresses = || items(location, "addresses");
        let address = addresses()
            .find(|address| address["address_type"] == "physical")
            .or_else(|| addresses().next())
            .unwrap_or(&NOTHING);
        for _ in addresses().skip(1) {
            self.ignore("addresses");
        }
        let is_postcode =
            |code: &str| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
        resource.address.street = self.text(address, "address_1");
        resource.address.note = self.text(address, "address_2");
        resource.address.town = self.text(address, "city");
        resource.address.postcode =
            self.checked(address, "postal_code", "bad_postcode", is_postcode);
        let name = self.text(location, "name").filter(|name| *name != resource.name);
        if let Some(name) = name {
            let note = resource.address.note.take();
            resource.address.note =
                Some(note.map_or(name.clone(), |note| format!("{name}, {note}")));
        }
    }
}
