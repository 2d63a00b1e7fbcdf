//! The decision: from a question to the responsible team, or to what has to be settled first.
//!
//! The decision never guesses. A team is named only when every believable reading of the question
//! leads to it and the place is far enough from every border.

mod address;
mod answer;
mod between;
mod brief;
mod builder;
mod concern;
mod house_number;
mod memo;
mod named_place;
mod position;
mod positions;
mod quick;
mod rule;
mod shelf;
mod street;
#[cfg(test)]
pub(crate) mod tests;
mod town;

use crate::domain::{address::HouseNumbers, city::OnDay, directory::StreetId, grid::LonLat};

use address::{Parts, TypedNumber};
pub use answer::{
    Answer, BorderNote, Candidate, EditionNote, MatchedAddress, MunicipalityNote, Named, Precision,
    REASONS, Reason, RuleNote, Status,
};
pub use brief::{Addresses, Brief, Places};
use builder::Builder;
pub use concern::{Concerned, concerned};
pub use named_place::assign_or_place;
pub use positions::Positions;
use street::Fit;

/// Longest text that is read, in characters.
pub const MAX_TEXT: usize = 300;

/// How far off a house number's own position may be, in metres: it marks a building, not its
/// door or its parcel.
pub const HOUSE_NUMBER_PRECISION_M: f64 = 10.0;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// An address as one line of text.
    Line(String),
    /// An address in its parts.
    Parts {
        /// Name of the street.
        street: String,
        /// House number, with letter or as a range.
        house_number: Option<String>,
        /// Postcode.
        postcode: Option<String>,
        /// Town or part of town.
        town: Option<String>,
    },
    /// A position that is known to some metres.
    Position {
        /// Degrees of WGS 84.
        position: LonLat,
        /// How far off it may be, in metres.
        precision_m: f64,
    },
}

/// Why a question cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// There is no text.
    #[error("the address is empty; write a street and a house number")]
    Empty,
    /// The text is too long for an address.
    #[error("the text is longer than {limit} characters, too long for an address")]
    TooLong {
        /// The limit in characters.
        limit: usize,
    },
    /// The numbers are no position on earth.
    #[error("lon must lie between -180 and 180, lat between -90 and 90, in degrees")]
    Position,
    /// The precision is negative or no number.
    #[error("the precision must be a number of metres from 0 to 100000")]
    Precision,
}

impl Question {
    /// Whether the question can be asked at all.
    ///
    /// # Errors
    /// When it is empty, too long or no position.
    pub fn validate(&self) -> Result<(), QuestionError> {
        match self {
            Self::Line(text) => check_text(text, text),
            Self::Parts { street, house_number, postcode, town } => {
                let parts = [house_number, postcode, town];
                let rest: String = parts.into_iter().flatten().map(String::as_str).collect();
                check_text(street, &format!("{street}{rest}"))
            }
            Self::Position { position: LonLat { lon, lat }, precision_m } => {
                if !(-180.0..=180.0).contains(lon) || !(-90.0..=90.0).contains(lat) {
                    return Err(QuestionError::Position);
                }
                if !(0.0..=100_000.0).contains(precision_m) {
                    return Err(QuestionError::Precision);
                }
                Ok(())
            }
        }
    }
}

fn check_text(needed: &str, whole: &str) -> Result<(), QuestionError> {
    if !needed.chars().any(char::is_alphanumeric) {
        return Err(QuestionError::Empty);
    }
    if whole.chars().count() > MAX_TEXT {
        return Err(QuestionError::TooLong { limit: MAX_TEXT });
    }
    Ok(())
}

/// Which team is responsible for a house number, or a building with several, of a street that the
/// directory knows.
pub fn assign_number(day: OnDay<'_>, street: StreetId, numbers: &HouseNumbers) -> Answer {
    let OnDay { city, edition, organisation } = day;
    let builder = Builder { city, edition, organisation, memo: None };
    let fit = Fit { score: 1.0, next_score: 0.0 };
    house_number::answer(builder, street, TypedNumber::Numbers(numbers), fit)
}

/// Which team is responsible, by what holds on a day.
///
/// # Errors
/// When the question cannot be asked, see [`Question::validate`].
pub fn assign(day: OnDay<'_>, question: &Question) -> Result<Answer, QuestionError> {
    question.validate()?;
    let OnDay { city, edition, organisation } = day;
    let builder = Builder { city, edition, organisation, memo: None };
    Ok(answer_in(builder, question))
}

/// The answer to a question that can be asked.
fn answer_in(builder: Builder<'_>, question: &Question) -> Answer {
    match question {
        Question::Line(text) => address::line(builder, text),
        Question::Parts { street, house_number, postcode, town } => {
            let [house_number, postcode, town] =
                [house_number, postcode, town].map(Option::as_deref);
            address::parts(builder, Parts { street, house_number, postcode, town })
        }
        Question::Position { position, precision_m } => {
            position::answer(builder, *position, *precision_m)
        }
    }
}
