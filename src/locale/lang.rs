//! The languages of the pages.

/// A language of the pages. Which texts it has is a matter of its file in `web/locales/`; what is
/// missing there is shown in German.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// German, in which all data is.
    #[default]
    De,
    /// English.
    En,
    /// German in Leichte Sprache, by its own rules for people who find reading hard.
    Leicht,
    /// Turkish.
    Tr,
    /// Arabic.
    Ar,
    /// Ukrainian.
    Uk,
    /// Russian.
    Ru,
    /// Polish.
    Pl,
}

impl Lang {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Self; 8] =
        [Self::De, Self::En, Self::Leicht, Self::Tr, Self::Ar, Self::Uk, Self::Ru, Self::Pl];

    /// The languages of the pages for staff.
    pub const OF_STAFF: [Self; 2] = [Self::De, Self::En];

    /// What stands in an address: `?lang=tr`.
    pub fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
            Self::Leicht => "leicht",
            Self::Tr => "tr",
            Self::Ar => "ar",
            Self::Uk => "uk",
            Self::Ru => "ru",
            Self::Pl => "pl",
        }
    }

    /// The language with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The tag for `lang` and `hreflang` (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::Leicht => "de-x-leicht",
            other => other.code(),
        }
    }

    /// The name of its file in `web/locales/`.
    pub fn file(self) -> &'static str {
        match self {
            Self::De => "de.json",
            Self::En => "en.json",
            Self::Leicht => "de-leicht.json",
            Self::Tr => "tr.json",
            Self::Ar => "ar.json",
            Self::Uk => "uk.json",
            Self::Ru => "ru.json",
            Self::Pl => "pl.json",
        }
    }

    /// Its name, as those call it who speak it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::En => "English",
            Self::Leicht => "Leichte Sprache",
            Self::Tr => "Türkçe",
            Self::Ar => "العربية",
            Self::Uk => "Українська",
            Self::Ru => "Русский",
            Self::Pl => "Polski",
        }
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(self) -> bool {
        self == Self::Ar
    }

    /// The direction of its writing, for `dir`.
    pub fn dir(self) -> &'static str {
        if self.is_rtl() { "rtl" } else { "ltr" }
    }

    /// Whether native readers have checked its texts; pages in any other say that none has.
    pub fn is_checked(self) -> bool {
        matches!(self, Self::De | Self::En)
    }

    /// Whether German names and sentences of the data can stand in its texts as they are.
    pub fn is_german(self) -> bool {
        matches!(self, Self::De | Self::Leicht)
    }

    /// The language of the pages for staff to whoever chose this one.
    #[must_use]
    pub fn of_staff(self) -> Self {
        if Self::OF_STAFF.contains(&self) { self } else { Self::De }
    }

    /// The sign between the thousands.
    pub(super) fn thousands_sign(self) -> &'static str {
        match self {
            Self::En | Self::Ar => ",",
            Self::Uk | Self::Ru | Self::Pl => "\u{a0}",
            _ => ".",
        }
    }

    /// The sign between whole and decimals. All write with the digits 0 to 9.
    pub(super) fn decimal_sign(self) -> &'static str {
        match self {
            Self::En | Self::Ar => ".",
            _ => ",",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_found_by_its_code_and_no_other() {
        for lang in Lang::ALL {
            assert_eq!(Lang::of_code(lang.code()), Some(lang));
        }
        for code in ["", "DE", "fr", "de-x-leicht", "de.json"] {
            assert_eq!(Lang::of_code(code), None, "{code}");
        }
    }

    #[test]
    fn staff_read_german_or_english() {
        assert_eq!(Lang::En.of_staff(), Lang::En);
        assert_eq!(Lang::Ar.of_staff(), Lang::De);
    }
}
