//! What a list needs of an answer, for millions of them.

use std::borrow::Cow;

use super::{
    Answer, Question, QuestionError, Status, address::Parts, builder::Builder, memo::Memo,
    named_place::answer_or_place, quick::Quick,
};
use crate::domain::{
    city::OnDay,
    grid::LonLat,
    resource::{NamedPlaces, search::Index},
};

/// An answer without what only a person reads. Every field says the same as that of the [`Answer`].
#[derive(Debug, Clone, PartialEq)]
pub struct Brief<'a> {
    /// How safe the answer is.
    pub status: Status,
    /// The code of the reason; `outside` for every position outside.
    pub reason: &'static str,
    /// The id of the responsible team, when it is safe to act on it.
    pub team: Option<Cow<'a, str>>,
    /// The id of the Sozialraum.
    pub sozialraum: Option<Cow<'a, str>>,
    /// The id of its region.
    pub region: Option<Cow<'a, str>>,
    /// The street as the directory writes it.
    pub street: Option<Cow<'a, str>>,
    /// The house number as it was asked, in canonical writing.
    pub house_number: Option<Cow<'a, str>>,
    /// Where the place is, in degrees.
    pub position: Option<LonLat>,
    /// How well the text fits, from 0 to 1; `None` where nothing was looked up.
    pub score: Option<f64>,
    /// How well the next best street fits, from 0 to 1.
    pub next_score: Option<f64>,
    /// Metres to the nearest border, to the decimetre.
    pub border_m: Option<f64>,
    /// The number of the edition; `None` where no edition says so.
    pub edition: Option<u32>,
}

impl From<Answer> for Brief<'static> {
    fn from(answer: Answer) -> Self {
        let id = |named: Option<super::Named>| named.map(|named| Cow::Owned(named.id));
        let address = answer.address;
        Self {
            status: answer.status,
            reason: reason(answer.status, answer.reason.code),
            team: id(answer.team),
            sozialraum: id(answer.sozialraum),
            region: id(answer.region),
            position: address.as_ref().and_then(|address| address.position),
            score: address.as_ref().map(|address| address.score),
            next_score: address.as_ref().map(|address| address.next_score),
            border_m: answer.border.map(|border| border.distance_m),
            edition: Some(answer.edition.number),
            house_number: address
                .as_ref()
                .and_then(|address| address.house_number.clone().map(Cow::Owned)),
            street: address.and_then(|address| address.street.map(Cow::Owned)),
        }
    }
}

/// Where a place is outside, the municipality makes no difference to a list.
fn reason(status: Status, code: &'static str) -> &'static str {
    match (status, code) {
        (Status::Outside, "outside_far") => "outside",
        (_, code) => code,
    }
}

/// A city made ready for many addresses, for all threads: what streets are called is looked up once.
pub struct Addresses<'a> {
    day: OnDay<'a>,
    places: Places<'a>,
    memo: Memo<'a>,
    quick: Quick<'a>,
}

/// The places of the resource map, by name and whole.
pub type Places<'a> = (&'a NamedPlaces, &'a Index);

impl<'a> Addresses<'a> {
    /// Prepares what holds on a day.
    pub fn new(day: OnDay<'a>, places: Places<'a>) -> Self {
        Self { day, places, memo: Memo::new(day.city), quick: Quick::new(day) }
    }

    /// The answer in brief: as [`assign_or_place`](super::assign_or_place) gives it, in a fraction of
    /// the time.
    ///
    /// # Errors
    /// As there.
    pub fn brief(&self, question: &Question) -> Result<Brief<'a>, QuestionError> {
        question.validate()?;
        let OnDay { city, edition, organisation } = self.day;
        let builder = Builder { city, edition, organisation, memo: Some(&self.memo) };
        let quick = match question {
            Question::Line(text) => self.quick.line(builder, text),
            Question::Parts { street, house_number, postcode, town } => {
                let [house_number, postcode, town] =
                    [house_number, postcode, town].map(Option::as_deref);
                self.quick.parts(builder, Parts { street, house_number, postcode, town })
            }
            Question::Position { .. } => None,
        };
        if let Some(brief) = quick {
            return Ok(brief);
        }
        let (places, index) = self.places;
        Ok(answer_or_place(builder, question, places, index).into())
    }
}
