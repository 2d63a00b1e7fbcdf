//! „By appointment“, as people write it.

/// What makes a comment mean that a time is agreed beforehand.
const SIGNS: [&str; 22] = [
    "vereinbarung",
    "vereinbart",
    "absprache",
    "anmeldung",
    "angemeldet",
    "voranmeldung",
    "anfrage",
    "verabredung",
    "termin",
    "rücksprache",
    "telefonisch vereinbar",
    "appointment",
    "by arrangement",
    "on request",
    "upon request",
    "by request",
    "reservation",
    "reservierung",
    "nach bedarf anrufen",
    "prior booking",
    "vorbestellung",
    "voranfrage",
];

/// What takes that meaning away again.
const DENIALS: [&str; 10] = [
    "ohne",
    "without",
    "no appointment",
    "kein termin",
    "keine termin",
    "keine anmeldung",
    "keine voranmeldung",
    "keine reservierung",
    "nicht erforderlich",
    "nicht nötig",
];

/// What is also understood without quotes around it.
const BARE: [&str; 17] = [
    "termine nach vereinbarung",
    "termin nach vereinbarung",
    "nach telefonischer vereinbarung",
    "nach telefonischer absprache",
    "nach telefonischer anmeldung",
    "nach terminvereinbarung",
    "nach terminabsprache",
    "nach vereinbarung",
    "nach absprache",
    "nach anmeldung",
    "nur nach vereinbarung",
    "nur mit termin",
    "nur nach terminvereinbarung",
    "mit termin",
    "auf anfrage",
    "by appointment",
    "on appointment",
];

/// Whether a comment says that a time has to be agreed.
pub fn says_so(comment: &str) -> bool {
    let lower = comment.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    has(&SIGNS) && !has(&DENIALS)
}

/// How many characters at the start say so without quotes; they must end with a word.
pub fn phrase_at(text: &[char]) -> Option<usize> {
    BARE.iter().find_map(|phrase| {
        let length = phrase.chars().count();
        let start = text.get(..length)?;
        let same = start.iter().flat_map(|c| c.to_lowercase()).eq(phrase.chars());
        let ends = text.get(length).is_none_or(|c| !c.is_alphanumeric());
        (same && ends).then_some(length)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_wordings_are_recognised() {
        for comment in [
            "nach Vereinbarung",
            "nur mit Termin",
            "Termine nach telefonischer Absprache",
            "auf Anfrage",
            "by appointment",
            "By Appointment only",
            "nach vorheriger Anmeldung",
            "on request",
        ] {
            assert!(says_so(comment), "{comment}");
        }
    }

    #[test]
    fn other_comments_and_denials_are_not() {
        for comment in ["", "nur im Sommer", "ohne Termin", "Offene Sprechstunde ohne Anmeldung"] {
            assert!(!says_so(comment), "{comment}");
        }
    }
}
