//! The catalogues of all languages: whole, of one shape, and without words that nobody uses.

use std::{collections::BTreeSet, fs, path::Path};

use sozialraum::locale::{Catalogue, Lang, RESIDENT_GROUPS};

/// Beginnings of keys whose rest the code puts together, each with where it takes the rest from.
/// The last name of such a key still has to stand in the code, quoted or as a name.
const COMPOSED: &[(&str, &str)] = &[
    ("batch.reason.", "codes of `Reason` and of what makes a row invalid"),
    ("batch.", "`text`"),
    ("batch_page.state.", "`state_code`"),
    ("batch_page.way.", "`WAYS`"),
    ("batch_page.", "labels of its form, and what is wrong with it"),
    ("bulk.change.", "the codes of `CHANGES`"),
    ("column.name_of.", "the columns of a file"),
    ("column.name_of.contact.", "the columns of a contact"),
    ("column.value.cost.", "`Cost`"),
    ("column.value.groups.", "`Group`"),
    ("column.value.kind.", "`Kind`"),
    ("column.value.principles.", "`Principle`"),
    ("column.value.reach.", "`Reach`"),
    ("column.value.truth.", "yes and no"),
    ("column.value.visibility.", "`Visibility`"),
    ("column.value.wheelchair.", "`Wheelchair`"),
    ("confirmation.language.", "the languages of its form"),
    ("export.", "labels of its form"),
    ("import.format.", "`FileFormat::code`"),
    ("import.verdict.", "`Verdict::code`"),
    ("import.", "labels of its form"),
    ("address_import.sides_of.", "its choices"),
    ("address_import.group.", "the groups of lines"),
    ("address_import.help.", "the groups of lines"),
    ("houses_import.group.", "the groups of what would happen"),
    ("houses_import.", "labels of its form"),
    ("address_import.", "labels of its form"),
    ("street_admin.", "labels of its form"),
    ("rule_form.", "labels of its form"),
    ("moderation.decided.", "what became of a suggestion"),
    ("moderation.done.", "what was done before"),
    ("moderation.field.", "`ProposedField::code`"),
    ("moderation.state.", "what became of a suggestion"),
    ("moderation.", "what is proposed, in a few words"),
    ("error.", "why a look-up is refused, `Refusal::new`"),
    ("status.", "`status_code`"),
    ("answer.", "`facts`, `border_line`, `preline`"),
    ("sure.", "`sureness`"),
    ("check_next.", "`next_step`"),
    ("reason.", "`Reason::new`, with `_whole` for a street as a whole"),
    ("chain.", "`members`, with `_one` for a single one"),
    ("record.", "the note for the file"),
    ("role.", "`Role::code`"),
    ("category.", "`Category::code`"),
    ("category_words.", "`Category::code`"),
    ("profile.kind.", "`Kind::code`"),
    ("profile.principle.", "`Principle::code`"),
    ("form.error.", "`Refused::new`"),
    ("sign_in.", "labels of its form"),
    ("invitation.", "labels of its form"),
    ("own.", "labels of its form"),
    ("overview.", "areas and facts"),
    ("accounts.", "states and labels of its form"),
    ("tokens.", "labels of its form"),
    ("organisation.", "labels of its form"),
    ("entry.kind.", "`EntryKind::code`"),
    ("entry.kind_one.", "`EntryKind::code`"),
    ("entry.field.", "`fields::label`"),
    ("entry.error.", "`FieldError`"),
    ("entry.", "labels of its form"),
    ("audit.action.", "`Action::code`"),
    ("audit.key.", "keys of details in the record"),
    ("audit.subject.", "kinds of subjects in the record"),
    ("audit.", "labels of its form"),
    ("cli.", "`words`, `Failure`"),
    ("privacy.who.", "`who`"),
    ("privacy.what.", "`what`, `period`"),
    ("settings.meaning.", "the table of settings"),
    ("settings.type.", "kinds of TOML values"),
    ("settings.problem.", "`Problem` of the settings"),
    ("settings.warning.", "warnings of the settings"),
    ("settings.", "settings"),
    ("check.", "`Defect`, each with problem and remedy"),
    ("problem.", "`problem_page`, each with title, text and next"),
    ("places.", "numbers in words, with `_one` for a single one"),
    ("offer.", "tags of an entry"),
    ("offer_page.fact.", "`Gathering::add`"),
    ("offer_page.group.", "codes of `Group`"),
    ("offer_page.cost.", "codes of `Cost`"),
    ("offer_page.wheelchair.", "codes of `Wheelchair`"),
    ("offer_page.kind.", "codes of `Kind`"),
    ("offer_page.principle.", "codes of `Principle`"),
    ("offer_page.reach.", "`reach`"),
    ("holiday.", "codes of `PublicHoliday`"),
    ("suggest.state.", "codes of `SuggestionState`"),
    ("suggest.state_text.", "codes of `SuggestionState`"),
    ("suggest.error.", "`FieldError`"),
    ("suggest.", "labels of its form"),
    ("embed.view_", "`Show::code`"),
    ("filter.chip.", "names of parameters"),
    ("spoken.", "`SPOKEN`"),
    ("doctor.", "`Finding`, each with text and remedy"),
    ("coordination.task.", "`Task::code`"),
    ("coordination.shown.", "`Shown::code`"),
    ("coordination.", "labels of its forms"),
    ("resource_form.part.", "groups of the form"),
    ("resource_form.field.", "`fields::label`"),
    ("resource_form.kind.", "its choices"),
    ("resource_form.cost.", "its choices"),
    ("resource_form.wheelchair.", "its choices"),
    ("resource_form.visibility.", "its choices"),
    ("resource_form.text.", "its choices"),
    ("change_kind.", "`ChangeKind::code`"),
    ("resource_error.", "`FieldError`"),
    ("row_error.", "`RowError`"),
    ("number_list_error.", "`RangeProblem::code`"),
    ("osm.note.", "`Note::of`"),
    ("osm.unnamed.", "the values of rules for places without a name"),
    ("osm.readme.", "its paragraphs"),
    ("osm.pass.", "`Pass::code`"),
    ("osm.error.", "`failure` of the command"),
    ("addresses.format.", "kinds of `Format`"),
    ("addresses.quality_meaning.", "`Quality::meaning`"),
    ("addresses.field.", "`Field::code`"),
    ("register_open.", "`OpenReason::code`"),
    ("register_fact.", "`facts`"),
    ("register_column.", "the columns of a file"),
    ("residence.question.", "the questions of the guide"),
    ("residence.answer.", "the answers of the guide"),
    ("residence.counts.", "`Counts::code`"),
    ("no_address.title_of.", "`RouteKind::code`"),
    ("no_address.when.", "`RouteKind::code`"),
];

/// Beginnings of keys that end in a number.
const COUNTED: [(&str, u8); 3] = [("month.", 12), ("weekday.", 7), ("weekday_short.", 7)];

/// The code under some folders, without what tests say.
fn code(folders: &[&str], endings: &[&str]) -> String {
    fn walk(path: &Path, endings: &[&str], text: &mut String) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                walk(&path, endings, text);
            } else if endings.iter().any(|ending| name.ends_with(ending)) && !name.contains("test")
            {
                let source = fs::read_to_string(&path).unwrap();
                text.push_str(source.split("#[cfg(test)]\nmod tests {").next().unwrap());
            }
        }
    }
    let mut text = String::new();
    for folder in folders {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), endings, &mut text);
    }
    text
}

fn keys(lang: Lang) -> BTreeSet<&'static str> {
    Catalogue::of(lang).unwrap().entries().map(|(key, _)| key).collect()
}

fn group(key: &str) -> &str {
    key.split('.').next().unwrap()
}

/// The languages that have a file.
fn there() -> impl Iterator<Item = (Lang, &'static Catalogue)> {
    Lang::ALL.into_iter().filter_map(|lang| Some((lang, Catalogue::of(lang)?)))
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_has_what_its_readers_need_and_nothing_else() {
    let german = keys(Lang::De);
    let groups: BTreeSet<&str> = german.iter().map(|key| group(key)).collect();
    for name in RESIDENT_GROUPS {
        assert!(groups.contains(name), "there is no group {name}");
    }
    for (lang, _) in there() {
        let wanted: BTreeSet<&str> = match lang {
            Lang::De | Lang::En => german.clone(),
            _ => {
                german.iter().copied().filter(|key| RESIDENT_GROUPS.contains(&group(key))).collect()
            }
        };
        let own = keys(lang);
        let missing: Vec<_> = wanted.difference(&own).collect();
        assert!(missing.is_empty(), "{} lacks {missing:#?}", lang.file());
        let more: Vec<_> = own.difference(&wanted).collect();
        assert!(more.is_empty(), "{} has too much: {more:#?}", lang.file());
    }
    assert!(Catalogue::of(Lang::En).is_some(), "English is part of the service");
}

#[test]
fn every_file_belongs_to_a_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/locales");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(Lang::ALL.iter().any(|lang| lang.file() == name), "{name} is no language's file");
    }
}

#[test]
fn translations_fill_in_the_same_values() {
    for (lang, catalogue) in there() {
        for (key, text) in catalogue.entries() {
            let german = Catalogue::german().entries().find(|(other, _)| *other == key);
            let german = placeholders(german.map_or("", |(_, text)| text));
            let own = placeholders(text);
            // Where one is counted, a language may say it without the number.
            let may = key.ends_with("_one") && own.is_subset(&german);
            assert!(own == german || may, "{key} in {}: {own:?}, not {german:?}", lang.file());
        }
    }
}

#[test]
fn texts_are_plain() {
    for (lang, catalogue) in there() {
        for (key, text) in catalogue.entries() {
            let at = format!("{key} in {}", lang.file());
            assert!(
                !text.trim().is_empty() && text.trim() == text,
                "{at} is empty or has blanks around"
            );
            assert!(!text.contains(['<', '>']) && !text.contains("&#"), "{at} has markup");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{at}");
            let digits = text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit() && c != '²');
            assert!(!digits, "{at} has other digits than 0 to 9");
        }
    }
}

#[test]
fn every_text_is_used() {
    let rust = code(&["src", "web/templates"], &[".rs", ".html"]);
    let scripts = code(&["web/src"], &[".ts"]);
    // A code is a literal, a field, or the name of a variant that serde writes in small letters.
    let named = |name: &str| {
        let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
        let variant: String = name.split('_').filter(|p| !p.is_empty()).map(capital).collect();
        rust.contains(&format!("\"{name}\""))
            || rust.contains(&format!(" {name}:"))
            || rust.contains(&format!(" {variant},"))
    };
    for key in keys(Lang::De) {
        let (group, name) = key.split_once('.').unwrap();
        let literal = rust.contains(&format!("\"{key}\""));
        let script = ["script", "map", "map_offers", "placing", "intake"].contains(&group)
            && scripts.contains(&format!(".{name}"));
        let counted = COUNTED.iter().any(|(beginning, most)| {
            let number = key.strip_prefix(beginning).and_then(|rest| rest.parse().ok());
            number.is_some_and(|number: u8| (1..=*most).contains(&number))
        });
        let composed = COMPOSED.iter().any(|(beginning, _)| {
            let Some(rest) = key.strip_prefix(beginning) else { return false };
            let plain = rest.trim_end_matches("_whole").trim_end_matches("_one");
            let mut parts = plain.split('.');
            named(plain) || parts.all(named)
        });
        assert!(literal || script || counted || composed, "{key} is not used");
    }
}

#[test]
fn every_beginning_is_needed() {
    let code = code(&["src", "web/templates"], &[".rs", ".html"]);
    for (beginning, _) in COMPOSED {
        let composed =
            |key: &&str| key.starts_with(beginning) && !code.contains(&format!("\"{key}\""));
        assert!(keys(Lang::De).iter().any(composed), "{beginning} is not needed");
    }
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let code = code(&["src", "web/templates"], &[".rs", ".html"]);
    let german = Catalogue::german();
    let mut asked: Vec<&str> = Vec::new();
    for beginning in ["t(\"", "t(\n"] {
        let calls =
            code.split(beginning).skip(1).map(|rest| rest.trim_start().trim_start_matches('"'));
        asked.extend(calls.filter_map(|rest| rest.split('"').next()));
    }
    for ending in ["\"|t ", "\"|tx(", "\"|t_german(", "\"|t}", "\"|t,", "\"|t)"] {
        let uses = code.split(ending).filter_map(|before| before.rsplit('"').next());
        asked.extend(uses);
    }
    let key = |text: &&str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        text.contains('.') && text.chars().all(plain)
    };
    let groups: BTreeSet<&str> = german.entries().map(|(key, _)| group(key)).collect();
    for key in asked.into_iter().filter(key).filter(|key| groups.contains(group(key))) {
        assert!(german.has(key), "{key} is missing");
    }
}
