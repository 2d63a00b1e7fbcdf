//! Made-up offers of every kind.

use jiff::Timestamp;
use sozialraum::domain::{
    grid::LonLat,
    resource::{
        Category, Cost, Kind, Principle, Reach, Record, Resource, Verification, Visibility,
        Wheelchair,
    },
};
use uuid::Uuid;

/// Numbers that look like chance, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }
}

/// An offer with a number.
pub fn offer(number: u128, name: &str) -> Resource {
    Resource::new(Uuid::from_u128(number), name, Category::MeetingPlace)
}

/// An offer as it is kept.
pub fn record(resource: Resource) -> Record {
    Record::new(resource, Timestamp::UNIX_EPOCH, "test")
}

/// Offers in and around the city, of which everything that can be asked for is sometimes so,
/// sometimes not, and sometimes not known.
pub fn offers(count: u128, sozialraum: &str, region: &str) -> Vec<Record> {
    let mut dice = Dice(7);
    (1..=count).map(|number| made_up(&mut dice, number, sozialraum, region)).collect()
}

fn made_up(dice: &mut Dice, number: u128, sozialraum: &str, region: &str) -> Record {
    let name = format!("{} Qx{number}", dice.one_of(&["Treff", "Haus", "Gruppe"]));
    let mut resource = offer(number, &name);
    resource.categories = vec![dice.one_of(&Category::ALL)];
    if dice.below(3) == 0 {
        resource.categories.push(dice.one_of(&Category::ALL));
        resource.categories.dedup();
    }
    resource.kind = dice.one_of(&[None, Some(Kind::Voluntary), Some(Kind::Professional)]);
    resource.cost = dice.one_of(&[None, Some(Cost::Free), Some(Cost::Paid)]);
    resource.access.wheelchair =
        dice.one_of(&[None, Some(Wheelchair::Yes), Some(Wheelchair::Limited)]);
    resource.languages = dice
        .one_of(&[&[][..], &["de"], &["de", "tr"], &["tr", "ar"]])
        .iter()
        .map(|code| (*code).to_owned())
        .collect();
    resource.principles = dice.one_of(&[
        Vec::new(),
        vec![Principle::Fallunabhaengig],
        vec![Principle::Fallspezifisch, Principle::Falluebergreifend],
    ]);
    resource.hours = dice
        .one_of(&[None, Some("24/7"), Some("Mo-Fr 08:00-18:00"), Some("Sa,Su 10:00-12:00")])
        .map(str::to_owned);
    resource.appointment_only = dice.below(8) == 0;
    match dice.below(4) {
        0 => resource.audience.all_ages = true,
        1 => resource.audience.min_age = Some(6),
        2 => (resource.audience.min_age, resource.audience.max_age) = (Some(3), Some(10)),
        _ => {}
    }
    let degrees = |steps: usize| f64::from(u32::try_from(steps).unwrap()) / 10_000.0;
    resource.place = (dice.below(6) > 0).then(|| LonLat {
        lon: 9.93 + degrees(dice.below(1_400)),
        lat: 53.66 + degrees(dice.below(900)),
    });
    resource.reach = dice.one_of(&[
        Reach::Place,
        Reach::City,
        Reach::Sozialraum(sozialraum.to_owned()),
        Reach::Region(region.to_owned()),
    ]);
    if dice.below(5) == 0 {
        resource.visibility = Visibility::Office;
    }
    let mut record = record(resource);
    record.verification = (dice.below(2) == 0)
        .then(|| Verification { at: Timestamp::UNIX_EPOCH, by: "geheime-pruefung".into() });
    record
}
