//! The whole decision over many streets: what people get who ask for a team with a misspelt street.

use std::{collections::HashMap, path::Path};

use sozialraum::{
    domain::{
        assign::{Question, assign_or_place},
        city::{City, OnDay},
        directory::Street,
        resource::{NamedPlaces, search::Index},
    },
    formats::folder,
};

/// The shipped city with other streets, which lie where its own ones do.
pub struct Decision {
    city: City,
    index: Index,
    places: NamedPlaces,
    known: HashMap<String, usize>,
}

impl Decision {
    /// Builds the city.
    pub fn among(names: &[String]) -> Self {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/norderstedt");
        let mut dataset = folder::read_sound(&data).expect("the shipped dataset is sound");
        let lines = dataset.streets.iter().map(|street| street.lines.clone()).cycle();
        let street =
            |(name, lines): (&String, _)| Street { name: name.clone(), lines, ..Street::default() };
        dataset.streets = names.iter().zip(lines).map(street).collect();
        dataset.points.clear();
        let city = City::build(dataset).expect("a city");
        let index = Index::new([], &city, &|_| Vec::new());
        let places = NamedPlaces::new(&index);
        let known = names.iter().cloned().zip(0..).collect();
        Self { city, index, places, known }
    }

    /// The street that the answer rests on and those that it offers, in this order, whatever number
    /// they have. `number` is put behind the text.
    pub fn find(&self, text: &str, number: &str) -> Vec<usize> {
        let Self { city, index, places, known } = self;
        let day = OnDay { city, edition: &city.editions[0], organisation: &city.organisation };
        let question = Question::Line(format!("{text}{number}"));
        let Ok(answer) = assign_or_place(day, &question, places, index) else { return Vec::new() };
        let own = answer.address.and_then(|address| address.street);
        let offered = answer.candidates.into_iter().map(|candidate| candidate.label);
        let name = |label: String| {
            let bare = label.rsplit_once(' ').and_then(|(street, _)| known.get(street));
            known.get(&label).or(bare).copied()
        };
        own.into_iter().chain(offered).filter_map(name).collect()
    }
}
