//! Names as people write them who mistype, shorten, or do not know better. Two generators that share
//! nothing: what is good for one has to be good for the other.

use super::random::Random;

/// Slips by letter: one or two letters wrong, missing, too many or swapped; blanks and hyphens;
/// abbreviations; umlauts and ß; case. Never the name itself.
pub fn by_letter(name: &str, random: &mut Random) -> String {
    loop {
        let text = match random.below(10) {
            0..3 => edit(name, random),
            3..5 => edit(&edit(name, random), random),
            5 => swap(name, random),
            6 => blanks(name, random),
            7 => shortened(name, random),
            8 => umlauts(name, random),
            _ => edit(&shortened(&umlauts(name, random), random), random),
        };
        let text = if random.percent(30) { text.to_lowercase() } else { text };
        if text.to_lowercase() != name.to_lowercase() && !text.trim().is_empty() {
            return text;
        }
    }
}

/// Slips of hands, ears and scanners: neighbouring keys, letters that sound alike, endings that are
/// dropped or put in, compounds that are taken apart or run together, letters that look alike.
pub fn by_nature(name: &str, random: &mut Random) -> String {
    loop {
        let mut text = name.to_owned();
        for _ in 0..=random.below(2) {
            text = match random.below(10) {
                0..3 => keyboard(&text, random),
                3..6 => replaced(&text, SOUNDS, random),
                6 => replaced(&text, LOOKS, random),
                7 => replaced(&text, ENDINGS, random),
                8 => joined(&text, random),
                _ => doubled(&text, random),
            };
        }
        if text.to_lowercase() != name.to_lowercase() {
            return text;
        }
    }
}

/// The beginning of a name, `share` percent of it and at least four letters.
pub fn beginning(name: &str, share: usize) -> String {
    let letters = name.chars().count();
    name.chars().take((letters * share / 100).max(4)).collect()
}

/// One letter replaced, added, left out or swapped.
pub fn edit(name: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz"[random.below(26)]);
    let at = random.below(letters.len().max(1));
    match random.below(4) {
        0 if !letters.is_empty() => letters[at] = letter,
        1 if letters.len() > 1 => drop(letters.remove(at)),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.insert(at, letter),
    }
    letters.into_iter().collect()
}

/// Two neighbouring letters swapped.
pub fn swap(name: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() > 1 {
        let at = random.below(letters.len() - 1);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

/// Blanks and hyphens left out or replaced, or a blank put in.
pub fn blanks(name: &str, random: &mut Random) -> String {
    match random.below(3) {
        0 => name.replace([' ', '-'], ""),
        1 => name.replace('-', " "),
        _ => {
            let mut letters: Vec<char> = name.chars().collect();
            letters.insert(random.below(letters.len()), ' ');
            letters.into_iter().collect()
        }
    }
}

/// Abbreviated as usual.
pub fn shortened(name: &str, random: &mut Random) -> String {
    let dot = if random.percent(60) { "." } else { "" };
    let short = [
        ("Straße", "Str"),
        ("straße", "str"),
        ("Bürgermeister", "Bgm"),
        ("Doktor", "Dr"),
        ("Sankt", "St"),
        ("Professor", "Prof"),
        ("Platz", "Pl"),
        ("platz", "pl"),
        ("Chaussee", "Ch"),
        ("weg", "w"),
    ];
    short.iter().fold(name.to_owned(), |name, (long, short)| {
        // Nobody writes "w" without a full stop for "weg".
        let dot = if *short == "w" { "." } else { dot };
        name.replace(long, &format!("{short}{dot}"))
    })
}

/// Umlauts and ß as those write who do not have the keys.
pub fn umlauts(name: &str, random: &mut Random) -> String {
    let long = random.percent(60);
    let put = |letter: char| match (letter, long) {
        ('ä', true) => "ae".to_owned(),
        ('ö', true) => "oe".to_owned(),
        ('ü', true) => "ue".to_owned(),
        ('ä', false) => "a".to_owned(),
        ('ö', false) => "o".to_owned(),
        ('ü', false) => "u".to_owned(),
        ('ß', _) => "ss".to_owned(),
        (other, _) => other.to_string(),
    };
    name.chars().map(put).collect()
}

const ROWS: [&str; 3] = ["qwertzuiopü", "asdfghjklöä", "yxcvbnm"];

fn keyboard(name: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = random.below(letters.len());
    for row in ROWS {
        let row: Vec<char> = row.chars().collect();
        if let Some(key) = row.iter().position(|key| *key == letters[at].to_ascii_lowercase()) {
            let beside = if random.percent(50) { key + 1 } else { key.wrapping_sub(1) };
            if let Some(beside) = row.get(beside) {
                // Hit instead of the key, or with it.
                if random.percent(70) { letters[at] = *beside } else { letters.insert(at, *beside) }
            }
            break;
        }
    }
    letters.into_iter().collect()
}

const SOUNDS: &[(&str, &str)] = &[
    ("ei", "ai"),
    ("ai", "ei"),
    ("eu", "äu"),
    ("äu", "eu"),
    ("ie", "i"),
    ("th", "t"),
    ("t", "th"),
    ("ck", "k"),
    ("k", "ck"),
    ("dt", "t"),
    ("d", "t"),
    ("t", "d"),
    ("b", "p"),
    ("p", "b"),
    ("g", "k"),
    ("v", "f"),
    ("f", "v"),
    ("w", "v"),
    ("ph", "f"),
    ("f", "ph"),
    ("z", "tz"),
    ("tz", "z"),
    ("ss", "s"),
    ("ß", "s"),
    ("s", "ss"),
    ("c", "k"),
    ("y", "i"),
    ("i", "y"),
    ("ä", "e"),
    ("e", "ä"),
    ("ü", "i"),
    ("ah", "a"),
    ("oh", "o"),
    ("eh", "e"),
    ("oo", "o"),
    ("ee", "e"),
    ("sch", "sh"),
    ("qu", "kw"),
];

const LOOKS: &[(&str, &str)] = &[
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("l", "i"),
    ("i", "l"),
    ("o", "0"),
    ("O", "0"),
    ("cl", "d"),
    ("d", "cl"),
    ("ii", "ü"),
    ("ü", "ii"),
    ("ß", "B"),
    ("e", "c"),
    ("c", "e"),
    ("h", "b"),
    ("S", "5"),
    ("B", "8"),
    ("u", "n"),
    ("n", "u"),
    ("vv", "w"),
    ("w", "vv"),
    ("ä", "a"),
    ("ö", "6"),
];

const ENDINGS: &[(&str, &str)] = &[
    ("Straße", "Strasse"),
    ("straße", "str"),
    ("Straße", "Strase"),
    ("straße", "strase"),
    ("Straße", "Str."),
    ("er ", "e "),
    ("er ", "er-"),
    ("en", "n"),
    ("en", "e"),
    ("n", ""),
    ("s", ""),
    ("weg", "wg"),
    ("weg", "wge"),
    ("straße", "srtaße"),
    ("Weg", "Wg."),
    ("platz", "pl."),
    ("str", "st"),
    ("straße", "sraße"),
    ("Straße", "Staße"),
    ("allee", "alle"),
    ("gasse", "gase"),
    ("Am ", "An "),
    ("-", " "),
    (" ", "-"),
];

/// One place where the first of a pair stands is written like the second.
fn replaced(name: &str, pairs: &[(&str, &str)], random: &mut Random) -> String {
    let fits: Vec<(usize, &(&str, &str))> = pairs
        .iter()
        .flat_map(|pair| name.match_indices(pair.0).map(move |(at, _)| (at, pair)))
        .collect();
    if fits.is_empty() {
        return name.to_owned();
    }
    let (at, (from, to)) = fits[random.below(fits.len())];
    format!("{}{to}{}", &name[..at], &name[at + from.len()..])
}

fn joined(name: &str, random: &mut Random) -> String {
    let kinds = ["straße", "weg", "platz", "allee", "ring", "gasse", "berg", "kamp", "hof"];
    let kind = kinds.iter().find(|kind| name.ends_with(**kind));
    match kind {
        Some(kind) if random.percent(60) => {
            format!("{} {}", &name[..name.len() - kind.len()], kind)
        }
        _ => name.replace(" Straße", "str.").replace([' ', '-'], ""),
    }
}

fn doubled(name: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = random.below(letters.len());
    match letters.windows(2).position(|pair| pair[0] == pair[1]) {
        Some(double) if random.percent(50) => drop(letters.remove(double)),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}
