//! Whose residence decides which youth welfare office is responsible: the usual branches of
//! §§ 86 to 86b, 86d, 87 and 88a SGB VIII as questions with two to four answers.
//!
//! It rests on the wording of the law as in [`BASIS`]. Branches that need a lawyer are left out;
//! § 86d is the way out of every one of them: whoever is on the spot acts first.

use super::coded::coded;
use super::organisation::RouteKind;

/// The wording that the guide rests on, as it is cited. Whoever changes the guide compares it with
/// the law that is in force then.
pub const BASIS: &str = "SGB VIII in der Fassung der Bekanntmachung vom 11. September 2012 \
    (BGBl. I S. 2022), zuletzt geändert durch Artikel 5 des Gesetzes vom 21. November 2024 \
    (BGBl. 2024 I Nr. 361)";

/// The duty to act although it is not clear who is responsible.
pub const PROVISIONAL: &str = "§ 86d SGB VIII";

/// What usual residence means (gewöhnlicher Aufenthalt).
pub const USUAL_RESIDENCE: &str = "§ 30 Abs. 3 Satz 2 SGB I";

coded! {
    /// Whose residence or stay decides.
    pub enum Counts {
        /// The usual residence of both parents.
        Parents = "parents",
        /// That of the mother: no father in law.
        Mother = "mother",
        /// That of the parent who is alive.
        Survivor = "survivor",
        /// That of the parent who has custody.
        Custodian = "custodian",
        /// That of the parent with whom the child last had its usual residence.
        LivedWith = "lived_with",
        /// That of the parent with whom the child last actually stayed.
        StayedWith = "stayed_with",
        /// The usual residence of the child itself.
        Child = "child_home",
        /// Where the child actually stays.
        ChildStay = "child_stay",
        /// The usual residence of the foster parent.
        Foster = "foster_home",
        /// The decision on distribution, or where the child actually stays.
        Asylum = "allocation",
        /// Where the child actually is before it is taken into care.
        InCare = "before_care",
        /// The office that has been responsible stays so.
        Previous = "previous",
        /// The usual residence of the young adult, or of the mother or father.
        Own = "own",
        /// The usual residence before moving into an institution.
        BeforeInstitution = "before_institution",
        /// Where the young adult, or the mother or father, actually stays.
        OwnStay = "own_stay",
    }
}

impl Counts {
    /// Whether it is a parent's: where they have none in Germany, that of the child takes its place
    /// (§ 86 Abs. 4).
    pub fn is_of_a_parent(self) -> bool {
        use Counts::{Custodian, LivedWith, Mother, Parents, StayedWith, Survivor};
        matches!(self, Parents | Mother | Survivor | Custodian | LivedWith | StayedWith)
    }
}

/// What to do with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Ask for the team of the address that counts.
    Address,
    /// Go a way that is no address.
    Route(RouteKind),
    /// Turn to the office that has been responsible.
    PreviousOffice,
}

/// Where the questions end.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whose residence counts.
    pub counts: Counts,
    /// The provision, as it is cited.
    pub law: &'static str,
    /// What to do.
    pub next: &'static [Next],
}

/// A question.
#[derive(Debug, PartialEq, Eq)]
pub struct Question {
    /// Its code, for the words.
    pub code: &'static str,
    /// Its answers, two to four.
    pub answers: &'static [Answer],
}

/// An answer and what follows from it.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its code, for the words.
    pub code: &'static str,
    /// What follows.
    pub then: Then,
}

/// What follows from an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Then {
    /// Another question.
    Ask(&'static Question),
    /// The end.
    Found(Finding),
}

const ADDRESS: &[Next] = &[Next::Address];
/// A stay may have an address or none.
const STAY: &[Next] = &[Next::Address, Next::Route(RouteKind::NoFixedAbode)];
const PREVIOUS: &[Next] = &[Next::PreviousOffice];

const fn ask(code: &'static str, question: &'static Question) -> Answer {
    Answer { code, then: Then::Ask(question) }
}

const fn found(code: &'static str, counts: Counts, law: &'static str) -> Answer {
    let next = match counts {
        Counts::ChildStay | Counts::OwnStay => STAY,
        Counts::Asylum => &[Next::Address, Next::Route(RouteKind::UnaccompaniedMinor)],
        Counts::InCare => &[Next::Route(RouteKind::TakenIntoCare)],
        Counts::Previous => PREVIOUS,
        _ => ADDRESS,
    };
    Answer { code, then: Then::Found(Finding { counts, law, next }) }
}

/// The first question.
pub static GUIDE: Question = Question {
    code: "matter",
    answers: &[
        ask("child", &SPECIAL),
        ask("young_adult", &YOUNG_ADULT),
        ask("shared_home", &SHARED_HOME),
        found("in_care", Counts::InCare, "§ 87 Satz 1 SGB VIII"),
    ],
};

static SPECIAL: Question = Question {
    code: "special",
    answers: &[
        ask("nothing_special", &PARENTS),
        found("foster", Counts::Foster, "§ 86 Abs. 6 Satz 1 SGB VIII"),
        found("asylum", Counts::Asylum, "§ 86 Abs. 7 SGB VIII; unbegleitet: § 88a SGB VIII"),
        ask("separated_since", &SEPARATED),
    ],
};

static PARENTS: Question = Question {
    code: "parents",
    answers: &[
        found("together", Counts::Parents, "§ 86 Abs. 1 Satz 1 SGB VIII"),
        ask("apart", &CUSTODY),
        ask("one_parent", &ONE_PARENT),
        ask("no_parent", &NO_PARENT),
    ],
};

static ONE_PARENT: Question = Question {
    code: "why_one",
    answers: &[
        found("no_father", Counts::Mother, "§ 86 Abs. 1 Satz 2 SGB VIII"),
        found("one_died", Counts::Survivor, "§ 86 Abs. 1 Satz 3 SGB VIII"),
    ],
};

static CUSTODY: Question = Question {
    code: "custody",
    answers: &[
        found("sole", Counts::Custodian, "§ 86 Abs. 2 Satz 1 SGB VIII"),
        ask("joint", &JOINT),
        ask("nobody", &NOBODY),
    ],
};

static JOINT: Question = Question {
    code: "last_home",
    answers: &[
        found("with_one", Counts::LivedWith, "§ 86 Abs. 2 Satz 2 SGB VIII"),
        found("with_both", Counts::StayedWith, "§ 86 Abs. 2 Satz 3 SGB VIII"),
        ask("with_neither", &JOINT_NEITHER),
    ],
};

static JOINT_NEITHER: Question = Question {
    code: "home",
    answers: &[
        found("yes", Counts::Child, "§ 86 Abs. 2 Satz 4 Halbsatz 1 SGB VIII"),
        found("no", Counts::ChildStay, "§ 86 Abs. 2 Satz 4 Halbsatz 2 SGB VIII"),
    ],
};

// Abs. 3 refers to Abs. 2 Satz 2 and 4, not to Satz 3.
static NOBODY: Question = Question {
    code: "last_home",
    answers: &[
        found("with_one", Counts::LivedWith, "§ 86 Abs. 3 mit Abs. 2 Satz 2 SGB VIII"),
        ask("with_neither", &NOBODY_NEITHER),
    ],
};

static NOBODY_NEITHER: Question = Question {
    code: "home",
    answers: &[
        found("yes", Counts::Child, "§ 86 Abs. 3 mit Abs. 2 Satz 4 Halbsatz 1 SGB VIII"),
        found("no", Counts::ChildStay, "§ 86 Abs. 3 mit Abs. 2 Satz 4 Halbsatz 2 SGB VIII"),
    ],
};

static NO_PARENT: Question = Question {
    code: "home",
    answers: &[
        found("yes", Counts::Child, "§ 86 Abs. 4 Satz 1 SGB VIII"),
        found("no", Counts::ChildStay, "§ 86 Abs. 4 Satz 2 SGB VIII"),
    ],
};

static SEPARATED: Question = Question {
    code: "custody",
    answers: &[
        found("sole", Counts::Custodian, "§ 86 Abs. 5 Satz 1 SGB VIII"),
        found("joint", Counts::Previous, "§ 86 Abs. 5 Satz 2 SGB VIII"),
        found("nobody", Counts::Previous, "§ 86 Abs. 5 Satz 2 SGB VIII"),
    ],
};

static YOUNG_ADULT: Question = Question {
    code: "first_that_fits",
    answers: &[
        found("continued_adult", Counts::Previous, "§ 86a Abs. 4 SGB VIII"),
        found("institution", Counts::BeforeInstitution, "§ 86a Abs. 2 SGB VIII"),
        found("own_home", Counts::Own, "§ 86a Abs. 1 SGB VIII"),
        found("no_own_home", Counts::OwnStay, "§ 86a Abs. 3 SGB VIII"),
    ],
};

static SHARED_HOME: Question = Question {
    code: "first_that_fits",
    answers: &[
        found("continued_shared", Counts::Previous, "§ 86b Abs. 3 SGB VIII"),
        found(
            "institution",
            Counts::BeforeInstitution,
            "§ 86b Abs. 1 Satz 2 mit § 86a Abs. 2 SGB VIII",
        ),
        found("own_home", Counts::Own, "§ 86b Abs. 1 Satz 1 SGB VIII"),
        found("no_own_home", Counts::OwnStay, "§ 86b Abs. 2 SGB VIII"),
    ],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every way through the questions: the answers given, and the finding.
    fn walks(
        question: &'static Question,
        given: &[&'static str],
    ) -> Vec<(String, &'static Finding)> {
        let mut found = Vec::new();
        for answer in question.answers {
            let given = [given, &[answer.code]].concat();
            match &answer.then {
                Then::Ask(next) => found.extend(walks(next, &given)),
                Then::Found(finding) => found.push((given.join(" "), finding)),
            }
        }
        found
    }

    fn law(given: &str) -> (&'static str, Counts) {
        let all = walks(&GUIDE, &[]);
        let finding = all.into_iter().find(|(own, _)| own == given).expect(given).1;
        (finding.law, finding.counts)
    }

    #[test]
    fn every_question_has_two_to_four_answers_and_every_way_ends() {
        fn check(question: &Question, depth: usize) {
            assert!((2..=4).contains(&question.answers.len()), "{}", question.code);
            let codes: BTreeSet<_> = question.answers.iter().map(|answer| answer.code).collect();
            assert_eq!(codes.len(), question.answers.len(), "{}", question.code);
            assert!(depth < 7, "{} is asked too late", question.code);
            for answer in question.answers {
                if let Then::Ask(next) = answer.then {
                    check(next, depth + 1);
                }
            }
        }
        check(&GUIDE, 1);
        let findings = walks(&GUIDE, &[]);
        assert_eq!(findings.len(), 27);
        for (given, finding) in &findings {
            assert!(!finding.next.is_empty(), "{given}");
            let cited = finding.law.starts_with("§ 8") && finding.law.ends_with(" SGB VIII");
            assert!(cited, "{given}: {}", finding.law);
        }
        let used: BTreeSet<_> = findings.iter().map(|(_, finding)| finding.counts).collect();
        assert_eq!(used, BTreeSet::from(Counts::ALL));
    }

    #[test]
    fn the_usual_branches_end_where_the_law_says() {
        let cases = [
            ("together", "Abs. 1 Satz 1", Counts::Parents),
            ("one_parent no_father", "Abs. 1 Satz 2", Counts::Mother),
            ("one_parent one_died", "Abs. 1 Satz 3", Counts::Survivor),
            ("apart sole", "Abs. 2 Satz 1", Counts::Custodian),
            ("apart joint with_one", "Abs. 2 Satz 2", Counts::LivedWith),
            ("apart joint with_both", "Abs. 2 Satz 3", Counts::StayedWith),
            ("apart joint with_neither yes", "Abs. 2 Satz 4 Halbsatz 1", Counts::Child),
            ("apart joint with_neither no", "Abs. 2 Satz 4 Halbsatz 2", Counts::ChildStay),
            ("apart nobody with_one", "Abs. 3 mit Abs. 2 Satz 2", Counts::LivedWith),
            ("no_parent yes", "Abs. 4 Satz 1", Counts::Child),
            ("no_parent no", "Abs. 4 Satz 2", Counts::ChildStay),
        ];
        for (given, cited, counts) in cases {
            let wanted = (format!("§ 86 {cited} SGB VIII"), counts);
            let (law, counts) = law(&format!("child nothing_special {given}"));
            assert_eq!((law.to_owned(), counts), wanted, "{given}");
        }
        assert_eq!(law("in_care"), ("§ 87 Satz 1 SGB VIII", Counts::InCare));
    }

    #[test]
    fn a_stay_needs_no_address() {
        for (given, finding) in walks(&GUIDE, &[]) {
            let stay = matches!(finding.counts, Counts::ChildStay | Counts::OwnStay);
            let no_abode = finding.next.contains(&Next::Route(RouteKind::NoFixedAbode));
            assert_eq!(stay, no_abode, "{given}");
        }
    }
}
