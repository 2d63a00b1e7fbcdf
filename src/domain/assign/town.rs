//! What the town and the postcode of an address say: here, elsewhere, or a contradiction.

use super::{
    answer::{MunicipalityNote, Reason},
    builder::Builder,
};
use crate::domain::address::{AddressLine, TownMention};

/// Where an address says it is.
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub(super) enum Locality {
    /// In the city, or it says nothing.
    Here,
    /// In another town.
    Elsewhere {
        /// The municipality, when the text names one that is on file.
        municipality: Option<MunicipalityNote>,
        /// Why.
        reason: Reason,
    },
    /// It contradicts itself or holds text that was not understood.
    Doubtful(Reason),
}

/// Reads town, postcode and the text that is left over.
pub(super) fn locality(builder: Builder<'_>, line: &AddressLine) -> Locality {
    let postcode = line.postcode.as_deref().unwrap_or_default();
    match line.town {
        TownMention::Neighbour(index) => {
            let Some(municipality) = builder.city.municipalities.get(index) else {
                return Locality::Here;
            };
            if !postcode.is_empty() && !line.foreign_postcode {
                return Locality::Doubtful(
                    Reason::new("town_contradicts_postcode")
                        .with("town", municipality.name.clone())
                        .with("postcode", postcode),
                );
            }
            Locality::Elsewhere {
                municipality: Some(builder.municipality_note(municipality)),
                reason: Reason::new("outside").with("municipality", municipality.name.clone()),
            }
        }
        TownMention::Own(_) | TownMention::Part(_) if line.foreign_postcode => Locality::Doubtful(
            Reason::new("town_contradicts_postcode")
                .with("town", builder.city.info.name.clone())
                .with("postcode", postcode),
        ),
        TownMention::None if line.foreign_postcode => Locality::Elsewhere {
            municipality: None,
            reason: Reason::new("postcode_elsewhere").with("postcode", postcode),
        },
        _ if !line.rest.is_empty() => {
            Locality::Doubtful(Reason::new("unread_text").with("text", line.rest.join(", ")))
        }
        _ => Locality::Here,
    }
}
