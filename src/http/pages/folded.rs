//! Long notes, folded so that a list stays easy to look over.

/// From so many characters on a note is folded.
const LONG: usize = 120;
/// About so many of them are seen then.
const SEEN: usize = 80;

/// A note of a list.
pub struct Folded {
    /// All of it.
    pub text: String,
    /// How it begins, when it is long.
    pub beginning: Option<String>,
}

impl Folded {
    /// Folds a note that is long, behind one of its commas.
    pub fn new(text: String) -> Self {
        let end = |count: usize| text.char_indices().nth(count).map(|(end, _)| end);
        let seen = end(LONG).and(end(SEEN)).and_then(|end| text.get(..end));
        let beginning = seen.map(|seen| {
            let whole = seen.rfind(", ").and_then(|comma| seen.get(..comma));
            format!("{} …", whole.unwrap_or(seen))
        });
        Self { text, beginning }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_notes_are_folded_and_between_two_numbers() {
        assert_eq!(Folded::new("nah an einer Grenze: 3, 5".into()).beginning, None);
        let long = format!("prüfen: {}", vec!["1234"; 40].join(", "));
        let folded = Folded::new(long.clone());
        let beginning = folded.beginning.unwrap();
        assert_eq!(folded.text, long);
        assert!(beginning.ends_with("1234 …"), "{beginning}");
        assert!(beginning.chars().count() <= SEEN + 2);
        assert!(Folded::new("ä".repeat(LONG + 1)).beginning.is_some(), "without a comma, too");
    }
}
