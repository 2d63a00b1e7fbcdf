//! Lists of house numbers in words.

use super::Lang;
use crate::domain::address::{NumberRanges, RangeError, RangeWords};

impl Lang {
    /// House numbers such as `1–41 odd, 44` in the words of the language.
    pub fn house_numbers(self, numbers: &str) -> String {
        let Ok(ranges) = numbers.parse::<NumberRanges>() else { return numbers.to_owned() };
        let text = self.with_range_words(|words| ranges.display_with(words));
        // Between texts from right to left the lower number stays on the left.
        let part = |part: &str| match part.split_once(" (") {
            Some((range, side)) => format!("{} ({side}", self.apart(range)),
            None => part.to_owned(),
        };
        self.list(text.split(", ").map(part))
    }

    /// House numbers so that it is plain which are meant: `1, 3, 5 … 41 (ungerade), 44`.
    pub fn spelled_numbers(self, numbers: &NumberRanges) -> String {
        self.with_range_words(|words| numbers.spelled_with(words))
    }

    fn with_range_words(self, write: impl FnOnce(&RangeWords<'_>) -> String) -> String {
        let word = |key| self.t(key, &[]);
        let side = |key| format!("({})", self.t(key, &[]));
        write(&RangeWords {
            odd: &side("answer.odd"),
            even: &side("answer.even"),
            both: &side("number_list.both"),
            from: &word("number_list.from"),
            all: &word("number_list.all"),
            except: &word("number_list.except"),
            none: &word("number_list.none"),
        })
    }

    /// What is wrong with a list of house numbers, where, and what would be right.
    pub fn range_error(self, error: &RangeError) -> String {
        let problem = self.t(&format!("number_list_error.{}", error.problem.code()), &[]);
        if error.found.is_empty() {
            return self.t("number_list_error.at_end", &[("problem", &problem)]);
        }
        let at = error.at.to_string();
        let values = [("at", &*at), ("found", &*error.found), ("problem", &*problem)];
        self.t("number_list_error.at", &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::address::RangeProblem;

    #[test]
    fn lists_are_in_the_words_of_the_reader() {
        assert_eq!(Lang::De.house_numbers("1–41 odd, 44"), "1–41 (ungerade), 44");
        assert_eq!(Lang::De.house_numbers("2–8 even"), "2–8 (gerade)");
        assert_eq!(Lang::De.house_numbers("all except 12a"), "alle außer 12a");
        assert_eq!(Lang::En.house_numbers("from 51 odd"), "from 51 (odd)");
        assert_eq!(Lang::De.house_numbers("somewhere"), "somewhere");
        let spelled = |list: &str| Lang::De.spelled_numbers(&list.parse().unwrap());
        assert_eq!(spelled("1-41 ung., 44"), "1, 3, 5 … 41 (ungerade), 44");
        assert_eq!(spelled("2-8 ger., 12-14"), "2, 4, 6, 8 (gerade), 12, 13, 14");
        assert_eq!(
            spelled("ab 50 ger. ohne 52a; 12a-14"),
            "12a–14 (beide Seiten); ab 50 (gerade) außer 52a"
        );
        assert_eq!(spelled("1-100"), "1, 2, 3 … 100");
    }

    #[test]
    fn every_problem_has_words() {
        for problem in RangeProblem::ALL {
            let error = RangeError { at: 3, found: "x".into(), problem };
            for lang in [Lang::De, Lang::En] {
                let text = lang.range_error(&error);
                assert!(text.contains('3') && !text.contains("number_list"), "{text}");
            }
        }
    }
}
