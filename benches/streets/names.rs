//! Names of streets as they are made all over Germany, from the parts that real ones are made of.

use std::collections::HashSet;

use super::random::Random;

const PARTS: &str = include_str!("parts.txt");

/// The words of one list; `|` joins words that belong together.
fn list(name: &str) -> Vec<&'static str> {
    let line = PARTS.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.expect("the list is there").split(' ').collect()
}

struct Parts {
    kinds: Vec<&'static str>,
    ways: Vec<&'static str>,
    nature: Vec<&'static str>,
    things: Vec<&'static str>,
    fields: Vec<&'static str>,
    before: Vec<&'static str>,
    old: Vec<&'static str>,
    places: Vec<&'static str>,
    first: Vec<&'static str>,
    last: Vec<&'static str>,
    titles: Vec<&'static str>,
}

/// `count` different names, the same for the same seed.
pub fn names(count: usize, seed: u64) -> Vec<String> {
    different(count, seed, Parts::name)
}

/// As [`names()`], of more different people and places and fewer kinds of way: few names share more
/// than half of their letters. So it is with those of all Germany, where people and places are many
/// and three of four streets end in *straße* or *weg*.
#[allow(dead_code, reason = "the tests that share this file need one list")]
pub fn rare_names(count: usize, seed: u64) -> Vec<String> {
    different(count, seed, Parts::rare_name)
}

fn different(count: usize, seed: u64, make: impl Fn(&Parts, &mut Random) -> String) -> Vec<String> {
    let parts = Parts::read();
    let mut random = Random::new(seed);
    let mut known = HashSet::new();
    let mut names = Vec::with_capacity(count);
    while names.len() < count {
        let name = make(&parts, &mut random).replace('|', " ");
        if known.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}

impl Parts {
    fn read() -> Self {
        Self {
            kinds: list("kinds"),
            ways: list("ways"),
            nature: ["trees", "birds", "plants"].into_iter().flat_map(list).collect(),
            things: list("things"),
            fields: list("fields"),
            before: list("before"),
            old: list("old"),
            places: list("places"),
            first: list("first"),
            last: list("last"),
            titles: list("titles"),
        }
    }

    fn rare_name(&self, random: &mut Random) -> String {
        let kind = match random.below(100) {
            0..60 => "straße",
            60..85 => "weg",
            _ => random.of(&self.kinds),
        };
        match random.below(100) {
            0..30 => format!("{}er {}", self.village(random), capital(kind)),
            30..50 => format!("{}{kind}", self.person(random)),
            50..70 => {
                format!("{}-{}-{}", random.of(&self.first), self.person(random), capital(kind))
            }
            70..80 => format!("{}{kind}", self.village(random)),
            80..84 => self.village(random),
            _ => self.name(random),
        }
    }

    /// *Wiesenhausen*: a place that no list has.
    fn village(&self, random: &mut Random) -> String {
        const ENDS: [&str; 16] = [
            "hausen", "dorf", "bach", "feld", "ing", "rod", "stedt", "heim", "kirchen", "bruch",
            "berg", "hof", "wald", "born", "büttel", "au",
        ];
        let stems = [&self.nature, &self.things, &self.last, &self.first];
        let stem = stems[random.below(stems.len())];
        format!("{}{}", random.of(stem), random.of(&ENDS))
    }

    /// *Steinmann*: a surname that no list has.
    fn person(&self, random: &mut Random) -> String {
        const ENDS: [&str; 10] =
            ["", "", "mann", "meyer", "hardt", "bauer", "bach", "stein", "hoff", "müller"];
        let stems = [&self.last, &self.things, &self.nature];
        let stem = stems[random.below(stems.len())];
        format!("{}{}", random.of(stem), random.of(&ENDS))
    }

    fn name(&self, random: &mut Random) -> String {
        let last = random.of(&self.last);
        match random.below(100) {
            0..16 => self.compound(random),
            16..24 => format!("{last}{}", random.of(&self.kinds)),
            24..34 => format!("{}er {}", random.of(&self.places), random.of(&self.ways)),
            34..54 => {
                let kind = capital(random.of(&self.kinds));
                format!("{}-{last}-{kind}", random.of(&self.first))
            }
            54..58 => format!("{}-{last}-{}", random.of(&self.titles), random.of(&self.ways)),
            58..66 => format!("{} {}", random.of(&self.before), random.of(&self.fields)),
            66..74 => format!("{} {}", random.of(&self.before), self.compound(random)),
            74..80 => format!("{} {}", random.of(&self.old), self.compound(random)),
            80..83 => random.of(&self.fields).to_owned(),
            83..88 => {
                let kind = random.of(&self.kinds);
                format!("{}{}", random.of(&self.fields), kind)
            }
            88..90 => format!("{} {}", random.of(&self.old), random.of(&self.fields)),
            90..92 => format!("{}. {}", random.below(12) + 1, self.compound(random)),
            92..94 => {
                format!("{} {}", self.compound(random), random.of(&["Nord", "Süd", "Ost", "West"]))
            }
            94..96 => {
                let (one, two) = (random.of(&self.first), random.of(&self.first));
                format!("{one}-{two}-{last}-{}", capital(random.of(&self.kinds)))
            }
            96..98 => format!(
                "{} von {} {}",
                random.of(&self.titles[4..]),
                random.of(&self.places),
                random.of(&self.ways)
            ),
            _ => format!("{}er {}", random.of(&self.places), capital(&self.compound(random))),
        }
    }

    /// *Birkenweg*, *Mühlenstraße*.
    fn compound(&self, random: &mut Random) -> String {
        let stem = if random.percent(50) { &self.nature } else { &self.things };
        let stem = random.of(stem);
        let middle =
            if random.percent(25) { random.of(&self.fields).to_lowercase() } else { String::new() };
        format!("{stem}{middle}{}", random.of(&self.kinds))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
