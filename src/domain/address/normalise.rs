//! Street names brought to a form in which the usual ways of writing one name
//! are equal.

use super::{
    fold::{Folded, fold},
    words,
};

/// A street name made comparable.
///
/// Equal keys mean "written differently, same name": case, `ß`/`ss`,
/// `ä`/`ae`, hyphens, blanks, full stops and the usual abbreviations do not
/// count. Two streets of one directory may still share a key; whoever looks
/// one up has to count them and fall back on `words`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NormalisedStreet {
    /// All words run together, umlauts written out: `ulzburgerstrasse`.
    pub key: String,
    /// The key without the kind: `ulzburger`; the whole key where there is none.
    pub stem: String,
    /// The kind of way the name ends with: `strasse`.
    pub kind: Option<&'static str>,
    /// The words of the key.
    pub words: Vec<String>,
    /// The words with umlauts written as the plain letter: `muhlenweg`, for
    /// those who type without umlauts.
    pub dropped_words: Vec<String>,
    /// Where, in characters of the dropped key, umlauts stood.
    pub umlauts: Vec<usize>,
}

impl NormalisedStreet {
    /// The key with umlauts written as the plain letter.
    pub fn dropped_key(&self) -> String {
        self.dropped_words.concat()
    }

    /// Whether `self` is `other` with some of the umlauts typed as plain
    /// letters. Never the other way round: *Bärgweg* is not *Bargweg*.
    pub fn drops_umlauts_of(&self, other: &Self) -> bool {
        self.dropped_words.concat() == other.dropped_words.concat()
            && self.umlauts.iter().all(|at| other.umlauts.contains(at))
    }
}

/// One word while it is read, in both forms.
#[derive(Default)]
struct Word {
    full: String,
    dropped: String,
    umlauts: Vec<usize>,
    dotted: bool,
}

/// Makes a street name comparable. Cost: linear in its length.
pub fn normalise(name: &str) -> NormalisedStreet {
    build(name, false)
}

/// As [`normalise`] for a name that is still being typed: the last word is
/// taken as it stands, as `st` may yet become *stieg*.
pub fn normalise_partial(name: &str) -> NormalisedStreet {
    build(name, true)
}

fn build(name: &str, partial: bool) -> NormalisedStreet {
    let words = split(name);
    let mut normalised = NormalisedStreet::default();
    let count = words.len();
    let mut offset = 0;
    for (index, word) in words.into_iter().enumerate() {
        let (first, last) = (index == 0, index + 1 == count);
        let long = |form: &str| match partial && last {
            true => None,
            false => words::expand(form, word.dotted, first, last),
        };
        let (full, dropped) =
            (long(&word.full).unwrap_or(word.full), long(&word.dropped).unwrap_or(word.dropped));
        normalised.umlauts.extend(word.umlauts.iter().map(|at| at + offset));
        offset += dropped.chars().count();
        normalised.words.push(full);
        normalised.dropped_words.push(dropped);
    }
    normalised.key = normalised.words.concat();
    normalised.kind = ending(&normalised.words);
    let stem_end = normalised.key.len() - normalised.kind.map_or(0, str::len);
    normalised.stem = normalised.key[..stem_end].to_owned();
    normalised
}

/// The folded letters and digits of a text, with nothing written out.
pub(in crate::domain) fn letters_of(text: &str) -> String {
    split(text).into_iter().map(|word| word.full).collect()
}

/// The kind that a name ends with, unless nothing but little words would be
/// left: *Am Redder* is a name, not a redder called "am".
fn ending(words: &[String]) -> Option<&'static str> {
    let (last, before) = words.split_last()?;
    let kind = words::kind_of(last)?;
    let named = last.len() > kind.len() || before.iter().any(|word| !words::is_particle(word));
    named.then_some(kind)
}

/// The words of a name in their folded forms.
fn split(name: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for letter in fold(name) {
        match letter {
            Folded::Plain(_) | Folded::Umlaut(_) if !open => {
                words.push(Word::default());
                open = true;
            }
            Folded::Dot if open => {
                words.last_mut().into_iter().for_each(|word| word.dotted = true);
                open = false;
            }
            Folded::And => {
                let und = || "und".to_owned();
                words.push(Word { full: und(), dropped: und(), ..Word::default() });
                open = false;
            }
            Folded::Dot | Folded::Gap => open = false,
            _ => {}
        }
        let Some(word) = words.last_mut().filter(|_| open) else { continue };
        match letter {
            Folded::Plain(plain) => {
                word.full.push(plain);
                word.dropped.push(plain);
            }
            Folded::Umlaut(plain) => {
                word.umlauts.push(word.dropped.chars().count());
                word.full.extend([plain, 'e']);
                word.dropped.push(plain);
            }
            _ => {}
        }
    }
    words
}
