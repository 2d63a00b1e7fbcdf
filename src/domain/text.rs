//! What every text that people fill in has in common: lengths, blanks, and what a telephone number,
//! an e-mail address and a page on the web look like.

/// Longest name or short field, in characters.
pub const MAX_LINE: usize = 200;

/// The text without blanks around it, with plain line ends, and without signs that nobody sees:
/// files with them cannot be read again, and some turn around the text behind them.
pub fn tidy(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t') || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(hidden, "");
    text.trim().to_owned()
}

/// The same for a field: an empty text is none.
pub fn tidy_field(field: &mut Option<String>) {
    *field = field.as_deref().map(tidy).filter(|text| !text.is_empty());
}

/// A small letter without its accent, for the Latin letters of Europe; Russian is often typed
/// without the two dots. Umlauts become their plain letters.
pub const fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ō' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        other => other,
    }
}

/// Whether a text can be a telephone number.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && text.chars().all(|c| c.is_ascii_digit() || " +-/().–".contains(c))
}

/// Whether a text can be an e-mail address.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains(|c: char| {
            c.is_whitespace() || c.is_control() || "<>,;\"@".contains(c) && c != '@'
        })
        && !host.contains('@')
}

/// Whether a text is the address of a page on the web: `http` or `https`, nothing else.
pub fn is_web_page(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_nobody_sees_do_not_get_in() {
        assert_eq!(tidy(" A\0B\u{202e}\u{7}\r\nC\rD\tE\u{1b} "), "AB\nC\nD\tE");
        // These two belong to how Arabic and Hebrew are written.
        assert_eq!(tidy("\u{200f}مركز\u{200e}"), "\u{200f}مركز\u{200e}");
        assert_eq!(tidy("\0"), "");
    }

    #[test]
    fn numbers_mails_and_pages_are_told_from_other_texts() {
        for good in ["040 53595-0", "+49 (40) 535 95 0", "110"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["im Sekretariat", "04", "040 535 95 <script>"] {
            assert!(!is_phone(bad), "{bad}");
        }
        for good in ["team@stadt.example", "nord.a@jugend.stadt.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["stadt.example", "a@b", "a@b@c.de", "a b@c.de", "@c.de", "a@c.", "x@y.de, z@y.de"]
        {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_web_page("https://stadt.example/jugend?x=1"));
        for bad in ["stadt.example", "javascript:alert(1)", "https://", "https://a b"] {
            assert!(!is_web_page(bad), "{bad}");
        }
    }
}
