//! How well a typed name fits a known one, from 0 to 1.

/// The score of a name typed with umlauts as plain letters.
pub const VARIANT_SCORE: f64 = 0.98;

/// What a name scores at most when the kind of way differs. *Buchenstraße* is
/// not *Buchenweg*: far below anything that is offered as "did you mean".
const OTHER_KIND: f64 = 0.6;

/// How much a resembling kind (*steig*, *stieg*) adds to that.
const RESEMBLING_KIND: f64 = 0.08;

/// A name without its kind (*Ulzburger*) is a good hint, not more.
const WITHOUT_KIND: f64 = 0.85;

/// An edit in the kind counts this often, as it may make another kind of it.
const KIND_WEIGHT: f64 = 2.0;

/// What a wrong first letter adds to the number of edits: people rarely get
/// the first letter wrong.
const FIRST_LETTER: f64 = 0.5;

/// A name that is only a part of the other starts here.
const PART_OF: f64 = 0.5;

/// One written form of a name, with its kind taken off.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) key: String,
    pub(super) stem: String,
    pub(super) kind: Option<&'static str>,
}

impl Form {
    pub(super) fn of(key: String, kind: Option<&'static str>) -> Self {
        let stem = kind.and_then(|kind| key.strip_suffix(kind)).map(str::to_owned);
        match stem {
            Some(stem) => Self { key, stem, kind },
            None => Self { stem: key.clone(), key, kind: None },
        }
    }
}

/// How well `typed` fits `known`. 1 only for equal keys. Cost: the product of
/// the lengths.
pub(super) fn score(typed: &Form, known: &Form) -> f64 {
    if typed.key == known.key {
        return 1.0;
    }
    let length = typed.key.chars().count().max(known.key.chars().count()).max(1) as f64;
    let whole = || {
        let edits = strsim::osa_distance(&typed.key, &known.key) as f64;
        (1.0 - KIND_WEIGHT * edits / length).max(0.0)
    };
    let score = match (typed.kind, known.kind) {
        (typed_kind, known_kind) if typed_kind == known_kind => alike(&typed.stem, &known.stem),
        (Some(typed_kind), Some(known_kind)) => {
            let kinds = RESEMBLING_KIND * strsim::normalized_levenshtein(typed_kind, known_kind);
            ((OTHER_KIND + kinds) * alike(&typed.stem, &known.stem))
                .max(WITHOUT_KIND * alike(&typed.key, &known.stem))
        }
        (None, _) => whole().max(WITHOUT_KIND * alike(&typed.key, &known.stem)),
        (Some(_), None) => whole().max(OTHER_KIND * alike(&typed.stem, &known.key)),
    };
    score.max(part_of(&typed.key, &known.key)).min(0.99)
}

/// One minus the edits per letter.
fn alike(typed: &str, known: &str) -> f64 {
    let length = typed.chars().count().max(known.chars().count());
    if length == 0 {
        return 1.0;
    }
    let first = if typed.chars().next() == known.chars().next() { 0.0 } else { FIRST_LETTER };
    let edits = strsim::osa_distance(typed, known) as f64 + first;
    (1.0 - edits / length as f64).max(0.0)
}

/// *Ebertstraße* in *Friedrich-Ebert-Straße*, or the other way round.
fn part_of(typed: &str, known: &str) -> f64 {
    let (short, long) = if typed.len() < known.len() { (typed, known) } else { (known, typed) };
    if short.len() < 5 || !(long.starts_with(short) || long.ends_with(short)) {
        return 0.0;
    }
    PART_OF + 0.2 * short.len() as f64 / long.len() as f64
}
