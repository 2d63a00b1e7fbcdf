//! Which of our categories a term of somebody else's taxonomy is.
//!
//! Terms are compared by name, in the words of Open Eligibility, of the English local-government
//! lists and of German directories. Only names that mean one category and no other are here; a
//! service with none of them needs a default.

use super::term::terms;
use crate::domain::resource::Category;

/// Names in lower case, with their category.
const NAMES: [(&str, Category); 58] = [
    ("advice and counselling", Category::Counselling),
    ("beratung", Category::Counselling),
    ("beratungsstelle", Category::Counselling),
    ("beratungsstellen", Category::Counselling),
    ("counseling", Category::Counselling),
    ("debt advice", Category::Counselling),
    ("schuldnerberatung", Category::Counselling),
    ("erziehungsberatung", Category::Counselling),
    ("frühe hilfen", Category::EarlyHelp),
    ("prenatal care", Category::EarlyHelp),
    ("postnatal care", Category::EarlyHelp),
    ("hilfen zur erziehung", Category::ParentingSupport),
    ("child welfare", Category::ParentingSupport),
    ("parenting support", Category::ParentingSupport),
    ("parenting education", Category::ParentChild),
    ("parent and toddler groups", Category::ParentChild),
    ("eltern-kind-gruppen", Category::ParentChild),
    ("krabbelgruppe", Category::ParentChild),
    ("childcare", Category::Kita),
    ("child care", Category::Kita),
    ("daycare", Category::Kita),
    ("preschool", Category::Kita),
    ("kindertagesstätte", Category::Kita),
    ("kindergarten", Category::Kita),
    ("kindertagespflege", Category::Kita),
    ("schools", Category::School),
    ("schule", Category::School),
    ("schulen", Category::School),
    ("youth development", Category::YouthWork),
    ("youth services", Category::YouthWork),
    ("youth clubs", Category::YouthWork),
    ("jugendarbeit", Category::YouthWork),
    ("jugendzentrum", Category::YouthWork),
    ("jugendtreff", Category::YouthWork),
    ("community centre", Category::MeetingPlace),
    ("community centres", Category::MeetingPlace),
    ("community center", Category::MeetingPlace),
    ("family centres", Category::MeetingPlace),
    ("familienzentrum", Category::MeetingPlace),
    ("nachbarschaftstreff", Category::MeetingPlace),
    ("begegnungsstätte", Category::MeetingPlace),
    ("volunteer opportunities", Category::Volunteering),
    ("ehrenamt", Category::Volunteering),
    ("selbsthilfe", Category::Volunteering),
    ("inklusion", Category::Inclusion),
    ("eingliederungshilfe", Category::Inclusion),
    ("medical care", Category::Health),
    ("mental health care", Category::Health),
    ("gesundheit", Category::Health),
    ("sports and recreation", Category::Sport),
    ("sportverein", Category::Sport),
    ("libraries", Category::Culture),
    ("bibliothek", Category::Culture),
    ("kultur", Category::Culture),
    ("places of worship", Category::Religion),
    ("kirche", Category::Religion),
    ("verein", Category::Club),
    ("spielplatz", Category::Playground),
];

/// The category of a term with this name; also our own names and codes, from whoever uses them.
pub(super) fn category(name: &str) -> Option<Category> {
    let name = name.trim().to_lowercase();
    let own = || {
        let mut terms = terms().filter(|term| term.taxonomy == "category");
        let term = terms.find(|term| term.code == name || term.name().to_lowercase() == name)?;
        Category::of_code(term.code)
    };
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, category)| *category).or_else(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_and_of_ours_are_known_and_nothing_is_guessed() {
        assert_eq!(category(" Youth Development"), Some(Category::YouthWork));
        assert_eq!(category("Day care"), Some(Category::Kita));
        assert_eq!(category("early_help"), Some(Category::EarlyHelp));
        assert_eq!(category("Support"), None);
        assert!(NAMES.iter().all(|(name, _)| *name == name.to_lowercase()));
    }
}
