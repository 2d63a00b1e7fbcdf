//! Which street a name means, and above all when none.

use proptest::prelude::*;

use super::*;
use crate::domain::address::normalise;

const NAMES: [&str; 34] = [
    "Ulzburger Straße",
    "Asselweg",
    "Buchenweg",
    "Buschweg",
    "Birkenweg",
    "Linnenweg",
    "Oadby-and-Wigston-Straße",
    "Bahnhofstraße",
    "Alter Kirchenweg",
    "Kirchenstraße",
    "Poppenbütteler Straße",
    "Schleswig-Holstein-Straße",
    "Mühlenweg",
    "Windmöhlenstieg",
    "Lärchenstieg",
    "Henstedter Weg",
    "Friedrichsgaber Weg",
    "Waldenburger Kehre",
    "Schumanstraße",
    "Robert-Schumann-Straße",
    "Moorbekstraße",
    "Am Knick",
    "Im Grunde",
    "Straße des 17. Juni",
    "Siedlerweg",
    "Kastanienweg",
    "Hummelsbütteler Steindamm",
    "Tannenallee",
    "Tannenstieg",
    "Segeberger Chaussee",
    "Bürgermeister-Klute-Straße",
    "An'n Slagboom",
    "Rathausmarkt",
    "Sauerampferweg",
];

fn directory_of(names: &[&str]) -> Directory {
    let street = |name: &&str| Street { name: (*name).to_owned(), ..Street::default() };
    Directory::new(names.iter().map(street).collect(), Vec::new())
}

fn directory() -> Directory {
    directory_of(&NAMES)
}

/// The verdict and the best name.
fn verdict(directory: &Directory, text: &str) -> String {
    let resolution = directory.resolve(text);
    let verdict = match &resolution {
        Resolution::Exact { .. } => "exact",
        Resolution::SafeTypo { .. } => "safe",
        Resolution::Ambiguous(_) => "ambiguous",
        Resolution::Unknown(_) => "unknown",
    };
    let best = resolution.matches().first().map_or("", |found| &found.matched_name);
    format!("{verdict} {best}")
}

#[test]
fn usual_writings_are_the_same_name() {
    let directory = directory();
    for (text, name) in [
        ("ulzburgerstrasse", "Ulzburger Straße"),
        ("ULZBURGER STR.", "Ulzburger Straße"),
        ("Ulzburger Str", "Ulzburger Straße"),
        ("Ulzburger-Straße", "Ulzburger Straße"),
        ("Bahnhof Str.", "Bahnhofstraße"),
        ("Oadby and Wigston Str", "Oadby-and-Wigston-Straße"),
        ("Oadby & Wigston-Straße", "Oadby-and-Wigston-Straße"),
        ("OadbyandWigstonStraße", "Oadby-and-Wigston-Straße"),
        ("Oadby u. Wigston Straße", "Oadby-and-Wigston-Straße"),
        ("Poppenbuetteler Str.", "Poppenbütteler Straße"),
        ("Poppenbutteler Strasse", "Poppenbütteler Straße"),
        ("Poppenbu\u{308}tteler Straße", "Poppenbütteler Straße"),
        ("Muhlenweg", "Mühlenweg"),
        ("Segeberger Ch.", "Segeberger Chaussee"),
        ("Buchenw.", "Buchenweg"),
        ("Friedrichsgaber W.", "Friedrichsgaber Weg"),
        ("Bgm.-Klute-Str.", "Bürgermeister-Klute-Straße"),
        ("Buergermeister Klute Strasse", "Bürgermeister-Klute-Straße"),
        ("Ann Slagboom", "An'n Slagboom"),
        ("Straße des 17.Juni", "Straße des 17. Juni"),
    ] {
        assert_eq!(verdict(&directory, text), format!("exact {name}"), "{text}");
    }
}

#[test]
fn a_street_from_elsewhere_is_never_one_of_ours() {
    let directory = directory();
    for text in [
        "Amselweg",
        "Buchweg",
        "Birkenallee",
        "Lindenweg",
        "Buchenstraße",
        "Alter Kirschenweg",
        "Windmühlenstieg",
        "Lerchenstieg",
        "Hanstedter Weg",
        "Waldenberger Kehre",
        "Schumannstraße",
        "Robert-Schuman-Straße",
        "Moorbeekstraße",
        "Im Knick",
        "Am Grunde",
        "Straße des 18. Juni",
        "Seidlerweg",
        "Tannenweg",
        "Segeberger Straße",
        "Rathausplatz",
        "Bahnhofsstraße",
        "Kirchstraße",
        "Neuer Kirchenweg",
        "Bürgermeister-Kluge-Straße",
        "Märchenstieg",
        "Henstedter Weg Nord",
        "Kastanienallee",
        "Schleswiger Straße",
        "Weg",
        "Straße",
        "Reeperbahn",
        "Jägerweg",
        "Mohlenweg",
        "Bühnenweg",
    ] {
        let resolution = directory.resolve(text);
        assert_eq!(resolution.street(), None, "{text}: {resolution:?}");
    }
}

#[test]
fn names_that_are_real_elsewhere_are_no_slips() {
    let directory = directory_of(&[
        "Hermann-Klingenberg-Ring",
        "Lehmkuhlen",
        "Matthias-Claudius-Weg",
        "Gottfried-Keller-Straße",
        "Coppernicusstraße",
        "Speckenkamp",
        "Harckesheyde",
        "Moorbekstraße",
        "Gutenbergring",
        "Arne-Jacobsen-Stieg",
        "Max-Planck-Straße",
        "Schmiedegang",
    ]);
    for text in [
        "Hermann-Klinkenberg-Ring",
        "Lehmsuhlen",
        "Mathias-Claudius-Weg",
        "Gotfried-Keller-Straße",
        "Copernicusstraße",
        "Spekenkamp",
        "Harkesheyde",
        "Moorbeckstraße",
        "Guttenbergring",
        "Arne-Jakobsen-Stieg",
        "Max-Plank-Straße",
        "Schmidegang",
    ] {
        let resolution = directory.resolve(text);
        assert_eq!(resolution.street(), None, "{text}: {resolution:?}");
        assert!(matches!(resolution, Resolution::Ambiguous(_)), "{text} is offered");
    }
}

#[test]
fn slips_of_the_keyboard_are_forgiven() {
    let directory = directory();
    for (text, name) in [
        ("Poppenbüteler Straße", "Poppenbütteler Straße"),
        ("Poppenbuteler Strasse", "Poppenbütteler Straße"),
        ("Friedrichsgaaber Weg", "Friedrichsgaber Weg"),
        ("Friedrixhsgaber Weg", "Friedrichsgaber Weg"),
        ("Kastannienweg", "Kastanienweg"),
        ("Hummelsbüteler Steindamm", "Hummelsbütteler Steindamm"),
        ("Sauerampverweg", "Sauerampferweg"),
    ] {
        assert_eq!(verdict(&directory, text), format!("safe {name}"), "{text}");
    }
    let resolution = directory.resolve("Poppenbüteler Straße");
    assert!(resolution.score() > 0.85 && resolution.next_score() < 0.7);
}

#[test]
fn what_may_be_meant_is_offered_and_not_chosen() {
    let directory = directory();
    for (text, expected) in [
        ("Ulzburger", "ambiguous Ulzburger Straße"),
        ("Ulzbugrer Straße", "ambiguous Ulzburger Straße"),
        ("Ulzburger Strase", "ambiguous Ulzburger Straße"),
        ("Bahnhofsstraße", "ambiguous Bahnhofstraße"),
        ("Buchweg", "ambiguous Buschweg"),
        ("Buchenstraße", "unknown Buchenweg"),
        ("Birkenallee", "unknown Birkenweg"),
        ("Schumannstraße", "ambiguous Schumanstraße"),
        ("Klute-Straße", "unknown Bürgermeister-Klute-Straße"),
        ("", "unknown "),
        ("...", "unknown "),
    ] {
        assert_eq!(verdict(&directory, text), expected, "{text}");
    }
    assert!(directory.resolve("Buchenstraße").score() < 0.7);
}

#[test]
fn an_abbreviation_may_be_a_slip_and_then_is_offered() {
    let directory = directory_of(&["An der Burg", "In der Burg", "Bramhorster Damm", "Dorfweg"]);
    assert_eq!(verdict(&directory, "An dr Burg"), "ambiguous An der Burg");
    assert_eq!(verdict(&directory, "Bramhorstr Dkamm"), "unknown Bramhorster Damm");
}

#[test]
fn two_streets_of_one_key_are_told_apart_by_their_writing() {
    let directory =
        directory_of(&["Am Born", "Amborn", "Munsterweg", "Münsterweg", "Lohe", "Lohe"]);
    assert_eq!(verdict(&directory, "am born"), "exact Am Born");
    assert_eq!(verdict(&directory, "AMBORN"), "exact Amborn");
    assert_eq!(verdict(&directory, "Am-Born"), "exact Am Born");
    assert_eq!(verdict(&directory, "Munsterweg"), "exact Munsterweg");
    assert_eq!(verdict(&directory, "Muensterweg"), "exact Münsterweg");
    let both = directory.resolve("Lohe");
    assert!(matches!(&both, Resolution::Ambiguous(list) if list.len() == 2), "{both:?}");
    let folded = directory_of(&["Böckweg", "Bockweg", "Bärenweg", "Bäreñweg"]);
    assert_eq!(verdict(&folded, "Bockweg"), "exact Bockweg");
    assert_eq!(folded.resolve("Barenweg").street(), None);
}

#[test]
fn other_names_lead_to_the_street() {
    let market = Street {
        name: "Marktplatz".to_owned(),
        other_names: vec!["Harksheider Markt".to_owned()],
        ..Street::default()
    };
    let directory = Directory::new(vec![market], Vec::new());
    let resolution = directory.resolve("Harksheider Markt");
    assert_eq!(resolution.street(), Some(StreetId(0)));
    assert_eq!(resolution.matches()[0].matched_name, "Harksheider Markt");
    assert_eq!(resolution.next_score(), 0.0);
}

proptest! {
    #[test]
    fn any_text_is_answered(letters in prop::collection::vec(any::<char>(), 0..2000)) {
        let text: String = letters.into_iter().collect();
        let _ = directory().resolve(&text);
    }

    #[test]
    fn any_names_can_be_loaded(names in prop::collection::vec("\\PC{0,20}", 0..8), text in "\\PC{0,20}") {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let directory = directory_of(&names);
        for name in &names {
            let resolution = directory.resolve(name);
            prop_assert!(normalise(name).key.is_empty() || resolution.score() >= 1.0);
        }
        for found in directory.search(&text, 5) {
            prop_assert!((0.0..=1.0).contains(&found.score));
        }
    }

    #[test]
    fn only_equal_keys_are_exact(at in 0..NAMES.len(), cut in 0..40_usize, letter in "[a-zäöüß ]") {
        let name: Vec<char> = NAMES[at].chars().collect();
        let mut typed = name.clone();
        typed[cut % name.len()] = letter.chars().next().unwrap_or('x');
        let typed: String = typed.into_iter().collect();
        if let Resolution::Exact { found, .. } = directory().resolve(&typed) {
            let known = normalise(&found.matched_name);
            let typed = normalise(&typed);
            prop_assert!(typed.key == known.key || typed.drops_umlauts_of(&known));
        }
    }
}
