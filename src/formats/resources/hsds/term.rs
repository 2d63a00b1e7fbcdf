//! Our own taxonomies, in the words of HSDS: what an attribute of a service can say.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::formats::resources::id::derived;

/// A term of one of our taxonomies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Code of the taxonomy.
    pub taxonomy: &'static str,
    /// Code of the term in it.
    pub code: &'static str,
    name: &'static str,
    description: &'static str,
}

/// The taxonomies: code, name, description.
const TAXONOMIES: [(&str, &str, &str); 8] = [
    ("category", "Category", "What an offer is about"),
    ("kind", "Kind", "Who carries an offer"),
    ("principle", "Principle", "How social work uses an offer (Sozialraumorientierung)"),
    ("group", "Group", "Groups of people that an offer turns to"),
    ("cost", "Cost", "What an offer costs"),
    ("wheelchair", "Wheelchair", "How far a wheelchair gets"),
    ("feature", "Feature", "What an offer has or asks for; the value says true or false"),
    ("field", "Field", "A field of an entry that HSDS has none for; the value is its content"),
];

const fn term(
    taxonomy: &'static str,
    code: &'static str,
    name: &'static str,
    description: &'static str,
) -> Term {
    Term { taxonomy, code, name, description }
}

/// All terms, in the order in which people read them.
pub const TERMS: [Term; 59] = [
    term(
        "category",
        "counselling",
        "Counselling",
        "Advice in questions of upbringing, money and more",
    ),
    term("category", "early_help", "Early help", "Pregnancy to the third birthday (Frühe Hilfen)"),
    term(
        "category",
        "parenting_support",
        "Parenting support",
        "Hilfen zur Erziehung, child protection",
    ),
    term(
        "category",
        "parent_child",
        "Parents and children",
        "Groups and courses for parents with children",
    ),
    term("category", "kita", "Day care", "Kita, crèche, day-care person"),
    term("category", "school", "School", "Schools of all kinds"),
    term("category", "youth_work", "Youth work", "Open youth work and youth associations"),
    term(
        "category",
        "meeting_place",
        "Meeting place",
        "Family, neighbourhood and community centres",
    ),
    term("category", "volunteering", "Volunteering", "Volunteering and mutual help"),
    term("category", "inclusion", "Inclusion", "For people with disabilities, and for taking part"),
    term("category", "health", "Health", "Medical and therapeutic care"),
    term("category", "sport", "Sport", "Sport and movement"),
    term("category", "culture", "Culture", "Culture and learning"),
    term("category", "religion", "Religion", "Churches and other religious communities"),
    term("category", "club", "Club", "Clubs"),
    term("category", "association", "Association", "Associations and welfare organisations"),
    term("category", "institution", "Institution", "Public institutions and offices"),
    term(
        "category",
        "business",
        "Business",
        "Businesses that are a resource for the neighbourhood",
    ),
    term("category", "shopping", "Shopping", "Shops for daily needs"),
    term("category", "playground", "Playground", "Playgrounds"),
    term("category", "stop", "Stop", "Stops of public transport"),
    term("kind", "professional", "Professional", "Paid staff"),
    term("kind", "voluntary", "Voluntary", "Volunteers"),
    term("kind", "informal", "Informal", "A place or network that people simply use"),
    term("principle", "fallspezifisch", "Case-specific", "For one case (fallspezifisch)"),
    term(
        "principle",
        "falluebergreifend",
        "Across cases",
        "On the occasion of a case (fallübergreifend)",
    ),
    term(
        "principle",
        "fallunabhaengig",
        "Independent of cases",
        "Independent of cases (fallunabhängig)",
    ),
    term("group", "families", "Families", "Families"),
    term("group", "parents", "Parents", "Parents"),
    term("group", "pregnant", "Pregnant", "People who expect a child"),
    term("group", "children", "Children", "Children"),
    term("group", "youth", "Youth", "Young people"),
    term("group", "seniors", "Seniors", "Older people"),
    term("group", "women", "Women", "Women and girls"),
    term("group", "men", "Men", "Men and boys"),
    term("group", "disability", "Disability", "People with disabilities"),
    term("group", "migration", "Migration", "People who came from another country"),
    term("cost", "free", "Free", "Costs nothing"),
    term("cost", "reduced", "Reduced", "Less or nothing for people with little money"),
    term("cost", "paid", "Paid", "Costs something"),
    term("wheelchair", "yes", "Wheelchair: yes", "Everywhere"),
    term("wheelchair", "limited", "Wheelchair: limited", "To some rooms, or with help"),
    term("wheelchair", "no", "Wheelchair: no", "Not in"),
    term("feature", "all_ages", "All ages", "Every age is welcome"),
    term("feature", "appointment_only", "Appointment only", "People come by appointment only"),
    term("feature", "toilet", "Accessible toilet", "A toilet for wheelchair users"),
    term("feature", "induction_loop", "Induction loop", "An induction loop for hearing aids"),
    term(
        "field",
        "reach",
        "Reach",
        "For which part of the city: sozialraum:<id>, region:<id> or city",
    ),
    term("field", "hours", "Opening hours", "In the syntax of OpenStreetMap"),
    term("field", "contact_hours", "Contact hours", "In the syntax of OpenStreetMap"),
    term("field", "street", "Street", "Street and house number, where the address is incomplete"),
    term("field", "postcode", "Postcode", "Postcode, where the address is incomplete"),
    term("field", "town", "Town", "Town, where the address is incomplete"),
    term(
        "field",
        "address_note",
        "How to find it",
        "Floor, entrance, where the address is incomplete",
    ),
    term("field", "stop", "Next stop", "The next stop of public transport"),
    term(
        "field",
        "website",
        "Website",
        "A page whose address has characters beyond those of a URI",
    ),
    term("field", "source", "Source", "Where this is written, and how old it is"),
    term("field", "licence", "Licence", "The licence of that source"),
    term(
        "field",
        "translation",
        "Translation",
        "The label says field, language and translator: name:tr:machine",
    ),
];

/// The id of a taxonomy.
fn taxonomy_id(code: &str) -> Uuid {
    derived(&["taxonomy", code])
}

impl Term {
    /// Its permanent id.
    pub fn id(self) -> Uuid {
        derived(&["taxonomy_term", self.taxonomy, self.code])
    }

    /// The term as HSDS writes it.
    pub fn to_json(self) -> Value {
        let taxonomy = TAXONOMIES.iter().find(|(code, ..)| *code == self.taxonomy);
        let (_, taxonomy_name, _) = taxonomy.expect("every term is of a taxonomy");
        json!({
            "id": self.id(),
            "code": self.code,
            "name": self.name,
            "description": self.description,
            "taxonomy": taxonomy_name,
            "taxonomy_id": taxonomy_id(self.taxonomy),
            "taxonomy_detail": taxonomy.map(to_json),
            "language": "en"
        })
    }

    /// Its name, in English.
    pub fn name(self) -> &'static str {
        self.name
    }
}

fn to_json((code, name, description): &(&str, &str, &str)) -> Value {
    json!({"id": taxonomy_id(code), "name": name, "description": description})
}

/// All taxonomies as HSDS writes them.
pub fn taxonomies() -> Vec<Value> {
    TAXONOMIES.iter().map(to_json).collect()
}

/// The term with this code.
pub(super) fn find(taxonomy: &str, code: &str) -> Option<Term> {
    TERMS.into_iter().find(|term| term.taxonomy == taxonomy && term.code == code)
}

/// The term of ours that an attribute has.
pub(super) fn of_attribute(attribute: &Value) -> Option<Term> {
    let id = attribute["taxonomy_term"]["id"].as_str();
    id.or_else(|| attribute["taxonomy_term_id"].as_str()).and_then(of_id)
}

/// The term with this id.
fn of_id(id: &str) -> Option<Term> {
    let id = Uuid::parse_str(id).ok()?;
    TERMS.into_iter().find(|term| term.id() == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{domain::resource::*, formats::resources::text::codes};

    #[test]
    fn every_code_of_the_model_has_a_term_and_no_term_is_left_over() {
        let all = |taxonomy: &str| -> String {
            let terms = TERMS.iter().filter(|term| term.taxonomy == taxonomy);
            terms.map(|term| term.code).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(all("category"), codes::<Category>());
        assert_eq!(all("kind"), codes::<Kind>());
        assert_eq!(all("principle"), codes::<Principle>());
        assert_eq!(all("group"), codes::<Group>());
        assert_eq!(all("cost"), codes::<Cost>());
        assert_eq!(all("wheelchair"), codes::<Wheelchair>());
        let ids: HashSet<Uuid> = TERMS.iter().map(|term| term.id()).collect();
        assert_eq!(ids.len(), TERMS.len());
        assert_eq!(of_id(&TERMS[3].id().to_string()), Some(TERMS[3]));
    }
}
