//! Lines as people type and paste them.

use proptest::prelude::*;

use super::*;

const STREETS: [&str; 14] = [
    "Ulzburger Straße",
    "Rathausallee",
    "Am Knick",
    "Oadby-and-Wigston-Straße",
    "Straße des 17. Juni",
    "Weg Nr. 4",
    "Quickborner Straße",
    "Hamburger Straße",
    "Friedrichsgaber Weg",
    "Garstedter Weg",
    "Bönningstedt",
    "Birkenweg",
    "Lohe",
    "Aufgang zum Parkdeck, Getränkemarkt und Crunch Fit",
];

fn gazetteer() -> Gazetteer {
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let neighbour =
        |name: &str, aliases: &[&str]| Neighbour { name: name.to_owned(), aliases: list(aliases) };
    Gazetteer {
        town: list(&["Norderstedt"]),
        parts: list(&["Friedrichsgabe", "Garstedt", "Harksheide", "Glashütte", "Mitte"]),
        postcodes: list(&["22844", "22846", "22848"]),
        surroundings: list(&["Kreis Segeberg"]),
        neighbours: vec![
            neighbour("Henstedt-Ulzburg", &["Ulzburg", "Henstedt"]),
            neighbour("Quickborn", &[]),
            neighbour("Hamburg", &["Langenhorn"]),
            neighbour("Bönningstedt", &[]),
        ],
    }
}

fn read(text: &str) -> AddressLine {
    let keys: Vec<_> = STREETS.iter().map(|name| normalise(name)).collect();
    let known = |text: &str| {
        let typed = normalise(text);
        keys.iter().any(|key| key.key == typed.key || typed.drops_umlauts_of(key))
    };
    read_line(text, &gazetteer(), &known)
}

/// Street | number | postcode | town | rest, to be compared at a glance.
fn brief(text: &str) -> String {
    let line = read(text);
    let town = match &line.town {
        TownMention::None => String::new(),
        TownMention::Own(name) => format!("={name}"),
        TownMention::Part(name) => format!("~{name}"),
        TownMention::Neighbour(index) => format!("!{}", gazetteer().neighbours[*index].name),
    };
    let number = line.house_number.map(|number| number.to_string());
    let unreadable = line.unreadable_number.map(|text| format!("?{text}"));
    [
        line.street,
        number.or(unreadable).unwrap_or_default(),
        line.postcode.unwrap_or_default(),
        town,
        line.rest.join(";"),
    ]
    .join("|")
}

#[test]
fn reads_street_number_postcode_and_town_in_any_order() {
    for (text, expected) in [
        ("Ulzburger Str. 308", "Ulzburger Str.|308|||"),
        ("ulzburgerstrasse 308b", "ulzburgerstrasse|308b|||"),
        ("22846 Norderstedt, Rathausallee 50", "Rathausallee|50|22846|=Norderstedt|"),
        ("Rathausallee 50, 22846 Norderstedt", "Rathausallee|50|22846|=Norderstedt|"),
        ("Rathausallee 50 22846 Norderstedt", "Rathausallee|50|22846|=Norderstedt|"),
        ("22846 Norderstedt Rathausallee 50", "Rathausallee|50|22846|=Norderstedt|"),
        ("Oadby and Wigston Str 12", "Oadby and Wigston Str|12|||"),
        ("Am Knick 20, Norderstedt", "Am Knick|20||=Norderstedt|"),
        ("Am Knick 20 Norderstedt", "Am Knick|20||=Norderstedt|"),
        ("Norderstedt, Am Knick 20", "Am Knick|20||=Norderstedt|"),
        ("Norderstedt Am Knick 20", "Am Knick|20||=Norderstedt|"),
        ("Am Knick 20 Garstedt", "Am Knick|20||~Garstedt|"),
        ("Am Knick 20 in Norderstedt-Garstedt", "Am Knick|20||~Garstedt|"),
        ("Am Knick 20, Norderstedt OT Garstedt", "Am Knick|20||~Garstedt|"),
        ("Rathausallee 50, D-22846 Norderstedt", "Rathausallee|50|22846|=Norderstedt|"),
        ("Rathausallee 50 D 22846 Norderstedt", "Rathausallee|50|22846|=Norderstedt|"),
        ("22846 Stadt Norderstedt, Rathausallee 50", "Rathausallee|50|22846|=Norderstedt|"),
        ("50 Rathausallee", "Rathausallee|50|||"),
        ("Rathausallee, 50", "Rathausallee|50|||"),
        ("Rathausallee", "Rathausallee||||"),
        ("Norderstedt", "|||=Norderstedt|"),
        ("", "||||"),
        (" ,;. - ", "||||"),
        ("Rathausallee 50 - Norderstedt, Kreis Segeberg", "Rathausallee|50||=Norderstedt|"),
    ] {
        assert_eq!(brief(text), expected, "{text}");
    }
}

#[test]
fn reads_house_numbers_as_written() {
    for (text, expected) in [
        ("Ulzburger Straße 116 c", "116c"),
        ("Ulzburger Straße 35/39", "35/39"),
        ("Ulzburger Straße 35 / 39, Norderstedt", "35/39"),
        ("Ulzburger Straße 72 – 74 Norderstedt", "72-74"),
        ("Ulzburger Straße 12 a - 14 d", "12a-14d"),
        ("Ulzburger Straße 72 bis 74", "72-74"),
        ("Ulzburger Str.308", "308"),
        ("Ulzburger Str.308b", "308b"),
        ("Ulzburgerstr308b", "308b"),
        ("Ulzburger Straße Nr. 308", "308"),
        ("Ulzburger Straße Nr.308", "308"),
        ("Ulzburger Straße, Hausnr. 308", "308"),
        ("Ulzburger Straße Hs.-Nr. 308", "308"),
        ("Ulzburger Straße 308.", "308"),
        ("Ulzburger Straße #308", "308"),
        ("Ulzburger Straße 12 1/2", "12 1/2"),
        ("Ulzburger Straße 5o0", "?5o0"),
        ("Ulzburger Straße 308-", "?308-"),
        ("Ulzburger Straße 99999999", "?99999999"),
        ("Ulzburger Straße 0", "?0"),
    ] {
        assert_eq!(
            brief(text),
            brief("Ulzburger Straße 1")
                .replace("|1|", &format!("|{expected}|"))
                .replace("Ulzburger Straße", &read(text).street)
                .replace(
                    "|||",
                    if text.contains("Norderstedt") { "||=Norderstedt|" } else { "|||" }
                ),
            "{text}"
        );
    }
}

#[test]
fn another_town_is_named_only_as_a_whole() {
    for (text, expected) in [
        ("Ulzburger Straße 10, Henstedt-Ulzburg", "Ulzburger Straße|10||!Henstedt-Ulzburg|"),
        ("Ulzburger Straße 10 Henstedt Ulzburg", "Ulzburger Straße|10||!Henstedt-Ulzburg|"),
        ("Ulzburger Straße 10 Quickborn", "Ulzburger Straße|10||!Quickborn|"),
        ("Ulzburger Straße 10 Ulzburg", "Ulzburger Straße|10||!Henstedt-Ulzburg|"),
        ("Reeperbahn 1, Hamburg", "Reeperbahn|1||!Hamburg|"),
        ("Hamburg, Reeperbahn 1", "Reeperbahn|1||!Hamburg|"),
        ("Hamburg Reeperbahn 1", "Reeperbahn|1||!Hamburg|"),
        (
            "Ulzburger Straße 10, 24558 Henstedt-Ulzburg",
            "Ulzburger Straße|10|24558|!Henstedt-Ulzburg|",
        ),
        ("Quickborner Straße 3", "Quickborner Straße|3|||"),
        ("Hamburger Straße 3 Norderstedt", "Hamburger Straße|3||=Norderstedt|"),
        ("Friedrichsgaber Weg 367b", "Friedrichsgaber Weg|367b|||"),
        ("Friedrichsgabe Weg 367b", "Friedrichsgabe Weg|367b|||"),
        ("Hamburg Straße 5", "Hamburg Straße|5|||"),
        ("Garstedter Weg", "Garstedter Weg||||"),
        ("Bönningstedt 5, Norderstedt", "Bönningstedt|5||=Norderstedt|"),
        ("Bönningstedt", "Bönningstedt||||"),
        ("Hauptstraße 5, Bönningstedt", "Hauptstraße|5||!Bönningstedt|"),
        ("Birkenweg 5 Bonningstedt", "Birkenweg|5||!Bönningstedt|"),
        ("25474 Bönningstedt, Birkenweg 5", "Birkenweg|5|25474|!Bönningstedt|"),
        ("Birkenweg 5, Norderstedt, Hamburg", "Birkenweg|5||=Norderstedt|Hamburg"),
    ] {
        assert_eq!(brief(text), expected, "{text}");
    }
    assert!(read("Rathausallee 50, 24103").foreign_postcode);
    assert!(!read("Rathausallee 50, 24103").is_clear());
    assert!(read("Rathausallee 50, 22846").is_clear());
}

#[test]
fn small_slips_in_the_own_town_count_and_in_no_other() {
    for (text, expected) in [
        ("Rathausallee 50, Norderstdt", "Rathausallee|50||=Norderstedt|"),
        ("Rathausallee 50 Nordersted", "Rathausallee|50||=Norderstedt|"),
        ("22846 Nordestedt, Rathausallee 50", "Rathausallee|50|22846|=Norderstedt|"),
        ("Rathausallee 50, Quickbron", "Rathausallee|50|||Quickbron"),
        ("Rathausallee 50, Hamburk", "Rathausallee|50|||Hamburk"),
    ] {
        assert_eq!(brief(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_handed_back() {
    for (text, expected) in [
        ("Rathausallee 50, Kiel", "Rathausallee|50|||Kiel"),
        ("Rathausallee 50 Berlin", "Rathausallee|50|||Berlin"),
        ("Rathausallee 35 + 39", "Rathausallee|35|||39"),
        ("Rathausallee 5, Birkenweg 7", "Rathausallee|5|||Birkenweg 7"),
        ("Rathausallee 50 bei Kiel", "Rathausallee|50|||bei Kiel"),
        ("Kiel\nRathausallee 50", "Rathausallee|50|||Kiel"),
        ("Rathausallee 50 22846 22848", "Rathausallee|50|22846||22848"),
        ("Rathausalee 50 Berlin", "Rathausalee|50|||Berlin"),
        ("Hauptstraße 5, Lohe", "Hauptstraße|5|||Lohe"),
        ("Hauptstraße 5 Lohe", "Hauptstraße|5|||Lohe"),
        ("Am Horn 5 Lohe", "Lohe||||Am Horn 5"),
        ("Neuer Birkenweg 5", "Neuer Birkenweg|5|||"),
        ("Birkenweg Nord 5", "Birkenweg Nord|5|||"),
        // Another town, abbreviated as on its number plates, is no letter of a house number.
        ("Rathausallee 50 H-U", "Rathausallee|50|||H-U"),
        ("Rathausallee 50 A-C", "Rathausallee|50a-50c|||"),
    ] {
        assert_eq!(brief(text), expected, "{text}");
    }
    assert!(!read("Neuer Birkenweg 5").known_street);
    let long = format!("Rathausallee 50 {}", "x ".repeat(400));
    assert!(!read(&long).rest.is_empty());
}

#[test]
fn the_street_and_the_unread_words_that_touch_it_may_be_one_name() {
    for (text, whole) in [
        ("Lohe Pferdreeihe", Some("Lohe Pferdreeihe")),
        ("Birkenweg Nzord, 22846 Norderstedt", Some("Birkenweg Nzord")),
        ("5 Birkenweg Nzord", Some("Birkenweg Nzord")),
        ("Am 0berg", Some("Am 0berg")),
        ("8erliner Straße 5", Some("8erliner Straße")),
        ("8ergstraße", Some("8ergstraße")),
        ("Rathausallee 50 Nord", None),
        ("Rathausallee, Nord", None),
        ("Rathausalle Mitte", Some("Rathausalle Mitte")),
        ("Rathausalle Mitte 5", Some("Rathausalle Mitte")),
        ("Birkenweg Nzord Norderstedt", Some("Birkenweg Nzord")),
        ("8ergstraße Norderstedt", Some("8ergstraße")),
        ("Mitte Rathausallee", None),
        ("Rathausallee, Norderstedt", None),
        ("Rathausallee 50 Norderstedt", None),
        ("Neuer Birkenweg 5", None),
        ("Rathausallee 5o0", None),
        ("", None),
    ] {
        assert_eq!(read(text).whole_name.as_deref(), whole, "{text}");
    }
}

#[test]
fn streets_may_hold_digits_and_commas() {
    for (text, expected) in [
        ("Straße des 17. Juni 5", "Straße des 17. Juni|5|||"),
        ("Str. des 17.Juni 5", "Str. des 17.Juni|5|||"),
        ("Straße des 18. Juni 5", "Straße des 18. Juni|5|||"),
        ("Weg Nr. 4 12", "Weg Nr. 4|12|||"),
        ("Weg Nr. 4", "Weg Nr. 4||||"),
        (
            "Aufgang zum Parkdeck, Getränkemarkt und Crunch Fit 2",
            "Aufgang zum Parkdeck, Getränkemarkt und Crunch Fit|2|||",
        ),
    ] {
        assert_eq!(brief(text), expected, "{text}");
    }
}

#[test]
fn additions_do_not_change_the_place() {
    for text in [
        "Rathausallee 50, 2. OG",
        "Rathausallee 50 2.OG",
        "Rathausallee 50 EG links",
        "Rathausallee 50 / 3. Stock",
        "Rathausallee 50, Whg. 12",
        "Rathausallee 50 Wohnung 5",
        "Rathausallee 50 App. 3",
        "Rathausallee 50 Hinterhaus",
        "Rathausallee 50, c/o Müller",
        "c/o Müller, Rathausallee 50",
        "Rathausallee 50, Deutschland",
        "Herrn Max, Rathausallee 50",
        "EG rechts, Rathausallee 50",
        "Rathausallee 50, 1. Etage rechts",
        "Rathausallee 50 (Whg. Nr. 3)",
    ] {
        assert_eq!(brief(text), "Rathausallee|50|||", "{text}");
        assert!(read(text).is_clear(), "{text}");
    }
    assert_eq!(read("Rathausallee 50 c/o Müller, EG").additions, ["c/o Müller", "EG"]);
    assert_eq!(brief("Rathausallee 2. OG"), "Rathausallee||||");
}

#[test]
fn letter_blocks_are_read() {
    for text in [
        "Max Mustermann\nRathausallee 50\n22846 Norderstedt\nDeutschland",
        "Familie Muster\r\nbei Schmidt\r\nRathausallee 50\r\nD-22846 Norderstedt\r\nGermany",
        "Muster GmbH; Rathausallee 50; 22846 Norderstedt",
        "Rathausallee 50\n2. OG\n22846 Norderstedt",
    ] {
        assert_eq!(brief(text), "Rathausallee|50|22846|=Norderstedt|", "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_none_of_it_is_lost(text in "\\PC{0,400}") {
        let _ = read(&text);
    }

    #[test]
    fn any_characters_are_survived(letters in prop::collection::vec(any::<char>(), 0..3000)) {
        let text: String = letters.into_iter().collect();
        let _ = read(&text);
        let _ = normalise(&text);
        let _ = normalise_partial(&text);
    }

    #[test]
    fn the_work_is_bounded(letters in prop::collection::vec("[a-z]|[0-9]|[ ,.\n-]|straße|\\PC", 0..400)) {
        let asked = std::cell::Cell::new(0);
        let question = |_: &str| {
            asked.set(asked.get() + 1);
            false
        };
        let _ = read_line(&letters.concat(), &gazetteer(), &question);
        // Nine names begin at each token; a token has a letter and a blank at least.
        prop_assert!(asked.get() <= MAX_LINE_CHARS.div_ceil(2) * 10, "{} questions", asked.get());
    }

    #[test]
    fn words_and_numbers_reappear(words in prop::collection::vec("[a-zäöüß]{1,8}|[0-9]{1,6}[a-z]?|[,;./-]|Rathausallee|Am Knick|Norderstedt|22846|2\\.|OG|c/o|bei|Hamburg|D", 0..12)) {
        let text = words.join(" ");
        let line = read(&text);
        let mut all = vec![line.street.clone()];
        all.extend(line.house_number.iter().map(ToString::to_string));
        all.extend(line.unreadable_number.iter().cloned());
        all.extend(line.additions.iter().cloned());
        all.extend(line.rest.iter().cloned());
        let all = all.join(" ");
        // Every word of three letters that is no place, country or announcing
        // word is in one of the parts.
        for word in words.iter().filter(|word| word.chars().count() >= 3) {
            let named = ["norderstedt", "hamburg", "22846", "garstedt", "mitte", "henstedt", "bis"];
            let dropped = named.iter().any(|name| strsim::osa_distance(name, &word.to_lowercase()) <= 1)
                || ["brd", "hnr"].contains(&word.as_str())
                || word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase()) && word.starts_with(|c: char| c.is_ascii_digit());
            prop_assert!(dropped || all.contains(word.as_str()), "{word:?} of {text:?} is lost: {all:?}");
        }
    }
}
