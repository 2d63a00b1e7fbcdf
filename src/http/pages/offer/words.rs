//! Texts of an entry in the language of the page.

use crate::{
    domain::resource::{Origin, Resource, TextField},
    locale::Lang,
};

/// A text of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Whether it is the German one on a page in another language.
    pub german: bool,
    /// Whether a machine put it into the language of the page.
    pub by_machine: bool,
}

/// A text of an entry: the translation into the language of the page, else the German text.
pub fn text_of(resource: &Resource, field: TextField, lang: Lang) -> Option<Text> {
    let translations = resource.translations.get(lang.tag());
    if let Some(translation) = translations.and_then(|texts| texts.get(&field)) {
        let by_machine = translation.origin == Origin::Machine;
        return Some(Text { text: translation.text.clone(), german: false, by_machine });
    }
    let german = match field {
        TextField::Name => Some(&resource.name),
        TextField::Description => resource.description.as_ref(),
        TextField::CostNote => resource.cost_note.as_ref(),
    };
    german.map(|text| Text { text: text.clone(), german: !lang.is_german(), by_machine: false })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::{Category, Translation};

    #[test]
    fn a_translation_is_shown_where_there_is_one() {
        let mut treff = Resource::new(Uuid::nil(), "Treff", Category::MeetingPlace);
        treff.description = Some("Für alle.".into());
        let english = Translation { text: "For everybody.".into(), origin: Origin::Machine };
        treff.translations.insert("en".into(), [(TextField::Description, english)].into());
        let of = |field, lang| text_of(&treff, field, lang).unwrap();
        let english = of(TextField::Description, Lang::En);
        assert_eq!(
            (&*english.text, english.german, english.by_machine),
            ("For everybody.", false, true)
        );
        let name = of(TextField::Name, Lang::En);
        assert_eq!((&*name.text, name.german, name.by_machine), ("Treff", true, false));
        assert!(!of(TextField::Description, Lang::Leicht).german);
        assert_eq!(text_of(&treff, TextField::CostNote, Lang::De), None);
    }
}
