//! The street rules.

use super::{Reader, STREET_RULES};
use crate::{
    domain::{
        city::EditionData,
        directory::{AddressPoint, Directory, Street},
    },
    formats::street_rules,
};

/// Gives the editions their rules; none when the file is missing.
pub(super) fn read(
    reader: &mut Reader,
    editions: &mut [EditionData],
    streets: &[Street],
    points: &[AddressPoint],
) {
    if !reader.exists(STREET_RULES) {
        return;
    }
    let Some(bytes) = reader.bytes(STREET_RULES) else { return };
    let (rows, defects) = street_rules::read(&bytes, STREET_RULES);
    reader.defects.extend(defects);
    if streets.is_empty() {
        // Said already; without streets every rule would be a defect of its own.
        return;
    }
    let directory = Directory::new(streets.to_vec(), points.to_vec());
    let (defects, hints) = street_rules::check(&rows, STREET_RULES, editions, &directory);
    reader.defects.extend(defects);
    reader.hints.extend(hints);
    for data in editions {
        data.rules = street_rules::of_edition(&rows, data.edition.number);
    }
}
