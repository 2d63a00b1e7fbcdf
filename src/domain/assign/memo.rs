//! What is looked up again and again while many addresses are answered.

use std::{cell::RefCell, collections::HashMap, fmt, rc::Rc};

use crate::domain::{
    address::{AddressLine, Gazetteer, Towns, Within, read_line_among},
    city::City,
    directory::{Directory, Resolution},
};

/// How many texts of one kind are kept; then all are forgotten.
const MOST: usize = 20_000;

/// Remembers what texts mean: streets repeat themselves from row to row. For one thread.
pub(super) struct Memo<'a> {
    directory: &'a Directory,
    gazetteer: &'a Gazetteer,
    towns: Towns,
    resolved: RefCell<HashMap<String, Rc<Resolution>>>,
    streets: RefCell<HashMap<String, bool>>,
}

impl<'a> Memo<'a> {
    pub fn new(city: &'a City) -> Self {
        Self {
            directory: &city.directory,
            gazetteer: &city.gazetteer,
            towns: Towns::of(&city.gazetteer),
            resolved: RefCell::default(),
            streets: RefCell::default(),
        }
    }

    /// As [`Directory::resolve_within`].
    pub fn resolve(&self, street: &str, within: &Within<'_>) -> Rc<Resolution> {
        let found = || Rc::new(self.directory.resolve_within(street, within));
        let (postcode, place) = (within.postcode.unwrap_or(""), within.place.unwrap_or(""));
        if [street, postcode, place].iter().any(|text| text.contains('\n')) {
            return found();
        }
        let question = format!("{street}\n{postcode}\n{place}");
        remembered(&mut self.resolved.borrow_mut(), &question, found)
    }

    /// As [`read_line`](crate::domain::address::read_line).
    pub fn read_line(&self, text: &str) -> AddressLine {
        let is_street = |text: &str| {
            let found = || self.directory.is_street(text);
            // House numbers would fill the memory with texts that do not come back.
            if text.contains(|letter: char| letter.is_ascii_digit()) {
                return found();
            }
            remembered(&mut self.streets.borrow_mut(), text, found)
        };
        read_line_among(text, self.gazetteer, &self.towns, &is_street)
    }
}

fn remembered<T: Clone>(known: &mut HashMap<String, T>, text: &str, find: impl FnOnce() -> T) -> T {
    if let Some(found) = known.get(text) {
        return found.clone();
    }
    if known.len() >= MOST {
        known.clear();
    }
    let found = find();
    known.insert(text.to_owned(), found.clone());
    found
}

impl fmt::Debug for Memo<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Memo")
            .field("streets", &self.streets.borrow().len())
            .finish_non_exhaustive()
    }
}
