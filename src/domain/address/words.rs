//! The words that German street names are built with.

/// Writes a list of words without a forest of quotation marks.
macro_rules! words {
    ($($word:ident)*) => { [$(stringify!($word)),*] };
}

/// Last parts that say what kind of way it is. Changing one names another
/// street: *Birkenweg* and *Birkenstieg* have nothing to do with each other.
const KINDS: &[&str] = &words![
    strasse chaussee allee promenade passage gasse platz markt weg damm stieg steig steg treppe
    pfad twiete gang ring bogen kehre schleife winkel kreis rondell rondeel redder reihe zeile
    ufer deich siel kai bruecke tor wall graben koppel kamp barg berg brook moor wisch wiese
    wiesen anger garten gaerten park hof hoefe horst hagen hain heide holz wald feld felde grund
    tal born bek bach teich see lauf loop loh stuecken stedt dorf siedlung blick sicht aussicht
    rain schneise stueck hoehe eck
];

/// Little words; changing one (*Am Hang*, *Im Hang*) may name another street.
const PARTICLES: &[&str] = &words![
    am an ann auf aufm beim bei bis das de dem den der des die hinter hinterm im in langs nach
    neben ob op to tom ueber um und unter unterm up van vom von vor vorm zu zum zur zwischen
    achter achtern ut vun la le
];

/// Whole words that are shortened, with whether they may stand last.
const SHORT: [(&str, &str); 27] = [
    ("dr", "doktor"),
    ("prof", "professor"),
    ("st", "sankt"),
    ("skt", "sankt"),
    ("bgm", "buergermeister"),
    ("bgmstr", "buergermeister"),
    ("bgmst", "buergermeister"),
    ("buergerm", "buergermeister"),
    ("buergermstr", "buergermeister"),
    ("burgerm", "burgermeister"),
    ("burgermstr", "burgermeister"),
    ("frhr", "freiherr"),
    ("frh", "freiherr"),
    ("v", "von"),
    ("gebr", "gebrueder"),
    ("geschw", "geschwister"),
    ("u", "und"),
    ("and", "und"),
    ("et", "und"),
    ("nummer", "nr"),
    ("no", "nr"),
    ("friedr", "friedrich"),
    ("wilh", "wilhelm"),
    ("ludw", "ludwig"),
    ("heinr", "heinrich"),
    ("gen", "general"),
    ("grossh", "grossherzog"),
];

/// Writes out the abbreviation that a word is; `dotted` says that a full stop
/// follows it, `first` and `last` where it stands in the name.
pub(super) fn expand(word: &str, dotted: bool, first: bool, last: bool) -> Option<String> {
    if !last && let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == word) {
        // Behind a beginning only: a street may be called "U".
        let joins = ["u", "and", "et"].contains(&word);
        return (!(joins && first)).then(|| (*long).to_owned());
    }
    // No German word but Straße ends in "str", and none in "wg".
    if let Some(stem) = word.strip_suffix("str") {
        return Some(format!("{stem}strasse"));
    }
    if !last {
        return None;
    }
    if let Some(stem) = word.strip_suffix("wg") {
        return Some(format!("{stem}weg"));
    }
    let whole = match word {
        "pl" => "platz",
        "ch" | "chs" | "chauss" => "chaussee",
        "al" if dotted => "allee",
        "w" if dotted => "weg",
        _ => "",
    };
    if !whole.is_empty() && !first {
        return Some(whole.to_owned());
    }
    if dotted && word.len() > 3 && word.is_ascii() {
        if let Some(stem) = word.strip_suffix("pl") {
            return Some(format!("{stem}platz"));
        }
        // Names in -ow are whole words.
        if let Some(stem) = word.strip_suffix('w').filter(|stem| !stem.ends_with('o')) {
            return Some(format!("{stem}weg"));
        }
    }
    None
}

/// The kind that a folded word ends with.
pub(super) fn kind_of(word: &str) -> Option<&'static str> {
    KINDS.iter().filter(|kind| word.ends_with(**kind)).max_by_key(|kind| kind.len()).copied()
}

/// Whether a folded word is, or ends with, one of the words for a way that
/// nothing but streets are called by.
pub(in crate::domain) fn ends_as_way(word: &str) -> bool {
    let ways = ["strasse", "weg", "allee", "gasse", "platz", "chaussee", "stieg", "twiete", "ring"];
    ways.iter().any(|way| word.ends_with(way))
}

/// Whether a folded word is a kind by itself (*Straße*, *Weg*).
pub(in crate::domain) fn is_kind(word: &str) -> bool {
    KINDS.contains(&word)
}

/// Whether a folded word is one of the little words (*am*, *an der*).
pub(in crate::domain) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}
