//! Our own taxonomies, in the words of HSDS: what an attribute of a service can say.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::formats::resources::id::derived;

/// One of our taxonomies.
#[derive(Debug, PartialEq, Eq)]
struct Taxonomy {
    code: &'static str,
    name: &'static str,
    description: &'static str,
    /// Code, name and description of each.
    terms: &'static [(&'static str, &'static str, &'static str)],
}

/// The taxonomies with their terms, in the order in which people read them.
static TAXONOMIES: [Taxonomy; 8] = [
    Taxonomy {
        code: "category",
        name: "Category",
        description: "What an offer is about",
        terms: &[
            ("counselling", "Counselling", "Advice in questions of upbringing, money and more"),
            ("early_help", "Early help", "Pregnancy to the third birthday (Frühe Hilfen)"),
            ("parenting_support", "Parenting support", "Hilfen zur Erziehung, child protection"),
            (
                "parent_child",
                "Parents and children",
                "Groups and courses for parents with children",
            ),
            ("kita", "Day care", "Kita, crèche, day-care person"),
            ("school", "School", "Schools of all kinds"),
            ("youth_work", "Youth work", "Open youth work and youth associations"),
            ("meeting_place", "Meeting place", "Family, neighbourhood and community centres"),
            ("volunteering", "Volunteering", "Volunteering and mutual help"),
            ("inclusion", "Inclusion", "For people with disabilities, and for taking part"),
            ("health", "Health", "Medical and therapeutic care"),
            ("sport", "Sport", "Sport and movement"),
            ("culture", "Culture", "Culture and learning"),
            ("religion", "Religion", "Churches and other religious communities"),
            ("club", "Club", "Clubs"),
            ("association", "Association", "Associations and welfare organisations"),
            ("institution", "Institution", "Public institutions and offices"),
            ("business", "Business", "Businesses that are a resource for the neighbourhood"),
            ("shopping", "Shopping", "Shops for daily needs"),
            ("playground", "Playground", "Playgrounds"),
            ("stop", "Stop", "Stops of public transport"),
        ],
    },
    Taxonomy {
        code: "kind",
        name: "Kind",
        description: "Who carries an offer",
        terms: &[
            ("professional", "Professional", "Paid staff"),
            ("voluntary", "Voluntary", "Volunteers"),
            ("informal", "Informal", "A place or network that people simply use"),
        ],
    },
    Taxonomy {
        code: "principle",
        name: "Principle",
        description: "How social work uses an offer (Sozialraumorientierung)",
        terms: &[
            ("fallspezifisch", "Case-specific", "For one case (fallspezifisch)"),
            ("falluebergreifend", "Across cases", "On the occasion of a case (fallübergreifend)"),
            ("fallunabhaengig", "Independent of cases", "Independent of cases (fallunabhängig)"),
        ],
    },
    Taxonomy {
        code: "group",
        name: "Group",
        description: "Groups of people that an offer turns to",
        terms: &[
            ("families", "Families", "Families"),
            ("parents", "Parents", "Parents"),
            ("pregnant", "Pregnant", "People who expect a child"),
            ("children", "Children", "Children"),
            ("youth", "Youth", "Young people"),
            ("seniors", "Seniors", "Older people"),
            ("women", "Women", "Women and girls"),
            ("men", "Men", "Men and boys"),
            ("disability", "Disability", "People with disabilities"),
            ("migration", "Migration", "People who came from another country"),
        ],
    },
    Taxonomy {
        code: "cost",
        name: "Cost",
        description: "What an offer costs",
        terms: &[
            ("free", "Free", "Costs nothing"),
            ("reduced", "Reduced", "Less or nothing for people with little money"),
            ("paid", "Paid", "Costs something"),
        ],
    },
    Taxonomy {
        code: "wheelchair",
        name: "Wheelchair",
        description: "How far a wheelchair gets",
        terms: &[
            ("yes", "Wheelchair: yes", "Everywhere"),
            ("limited", "Wheelchair: limited", "To some rooms, or with help"),
            ("no", "Wheelchair: no", "Not in"),
        ],
    },
    Taxonomy {
        code: "feature",
        name: "Feature",
        description: "What an offer has or asks for; the value says true or false",
        terms: &[
            ("all_ages", "All ages", "Every age is welcome"),
            ("appointment_only", "Appointment only", "People come by appointment only"),
            ("toilet", "Accessible toilet", "A toilet for wheelchair users"),
            ("induction_loop", "Induction loop", "An induction loop for hearing aids"),
        ],
    },
    Taxonomy {
        code: "field",
        name: "Field",
        description: "A field of an entry that HSDS has none for; the value is its content",
        terms: &[
            ("reach", "Reach", "For which part of the city: sozialraum:<id>, region:<id> or city"),
            ("hours", "Opening hours", "In the syntax of OpenStreetMap"),
            ("contact_hours", "Contact hours", "In the syntax of OpenStreetMap"),
            ("street", "Street", "Street and house number, where the address is incomplete"),
            ("postcode", "Postcode", "Postcode, where the address is incomplete"),
            ("town", "Town", "Town, where the address is incomplete"),
            ("address_note", "How to find it", "Floor, entrance, where the address is incomplete"),
            ("stop", "Next stop", "The next stop of public transport"),
            ("website", "Website", "A page whose address has characters beyond those of a URI"),
            ("source", "Source", "Where this is written, and how old it is"),
            ("licence", "Licence", "The licence of that source"),
            (
                "translation",
                "Translation",
                "The label says field, language and translator: name:tr:machine",
            ),
            ("email", "E-mail address", "An address with characters beyond those of RFC 5321"),
        ],
    },
];

/// A term of one of our taxonomies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Code of the taxonomy.
    pub taxonomy: &'static str,
    /// Code of the term in it.
    pub code: &'static str,
    name: &'static str,
    description: &'static str,
    of: &'static Taxonomy,
}

/// All terms, in the order in which people read them.
pub fn terms() -> impl Iterator<Item = Term> + Clone {
    let of =
        |of: &'static Taxonomy| {
            let term =
                move |&(code, name, description): &(&'static str, &'static str, &'static str)| {
                    Term { taxonomy: of.code, code, name, description, of }
                };
            of.terms.iter().map(term)
        };
    TAXONOMIES.iter().flat_map(of)
}

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
        json!({
            "id": self.id(),
            "code": self.code,
            "name": self.name,
            "description": self.description,
            "taxonomy": self.of.name,
            "taxonomy_id": taxonomy_id(self.taxonomy),
            "taxonomy_detail": self.of.to_json(),
            "language": "en"
        })
    }

    /// Its name, in English.
    pub fn name(self) -> &'static str {
        self.name
    }
}

impl Taxonomy {
    fn to_json(&self) -> Value {
        json!({
            "id": taxonomy_id(self.code), "name": self.name, "description": self.description
        })
    }
}

/// All taxonomies as HSDS writes them.
pub fn taxonomies() -> Vec<Value> {
    TAXONOMIES.iter().map(Taxonomy::to_json).collect()
}

/// The term with this code.
pub(super) fn find(taxonomy: &str, code: &str) -> Option<Term> {
    terms().find(|term| term.taxonomy == taxonomy && term.code == code)
}

/// The term of ours that an attribute has.
pub(super) fn of_attribute(attribute: &Value) -> Option<Term> {
    let id = attribute["taxonomy_term"]["id"].as_str();
    id.or_else(|| attribute["taxonomy_term_id"].as_str()).and_then(of_id)
}

/// The term with this id.
fn of_id(id: &str) -> Option<Term> {
    let id = Uuid::parse_str(id).ok()?;
    terms().find(|term| term.id() == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{domain::resource::*, formats::resources::text::codes};

    #[test]
    fn every_code_of_the_model_has_a_term_and_no_term_is_left_over() {
        let all = |taxonomy: &str| -> String {
            let terms = terms().filter(|term| term.taxonomy == taxonomy);
            terms.map(|term| term.code).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(all("category"), codes::<Category>());
        assert_eq!(all("kind"), codes::<Kind>());
        assert_eq!(all("principle"), codes::<Principle>());
        assert_eq!(all("group"), codes::<Group>());
        assert_eq!(all("cost"), codes::<Cost>());
        assert_eq!(all("wheelchair"), codes::<Wheelchair>());
        let ids: HashSet<Uuid> = terms().map(Term::id).collect();
        assert_eq!(ids.len(), terms().count());
        for term in terms() {
            assert_eq!(of_id(&term.id().to_string()), Some(term));
        }
    }
}
