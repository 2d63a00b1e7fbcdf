//! Words for odd, even and both sides.

use super::{Parser, Read};
use crate::domain::address::{
    house_number::{HouseNumber, Parity},
    ranges::{RangeParity, error::RangeProblem, lex::Kind},
};

impl Parser<'_> {
    /// A word for a side before a range.
    pub(super) fn side_before(&mut self) -> Read<Option<RangeParity>> {
        let alone = self.last.is_none();
        let abbreviated = self.is(0, |kind| matches!(kind, Kind::Letter('g' | 'u')))
            && (self.begins_range(1) || alone);
        if abbreviated || self.is(0, |kind| matches!(kind, Kind::Side(_))) {
            return self.side();
        }
        Ok(None)
    }

    /// A word for a side behind a range, perhaps in parentheses. *alle* behind a range means both.
    pub(super) fn side_behind(&mut self, several: bool) -> Read<Option<RangeParity>> {
        let opened = self.is(0, |kind| kind == Kind::Open)
            && self.is(1, |kind| !matches!(kind, Kind::Except));
        if opened {
            let parenthesis = self.wrong(RangeProblem::Unclosed);
            self.at += 1;
            let all = self.eat(Kind::All) || several && self.eat(Kind::Running);
            let side = match all && self.is(0, |kind| kind == Kind::Close) {
                true => Some(RangeParity::All),
                false => self.side()?,
            };
            if self.eat(Kind::Close) || self.reopened() {
                return Ok(side);
            }
            return Err(parenthesis);
        }
        if several && self.eat(Kind::Running) {
            return Ok(Some(RangeParity::All));
        }
        if self.is(0, |kind| kind == Kind::All) && several {
            self.at += 1;
            let side = self.side_word();
            return Ok(side.or(Some(RangeParity::All)));
        }
        let Some(token) = self.peek() else { return Ok(None) };
        match token.kind {
            Kind::Side(_) => self.side(),
            Kind::Letter('g') => self.side(),
            // „1–9 u. u. 13“: one of them is *und*, and nobody knows which.
            Kind::Letter('u')
                if several
                    && self.is(1, |kind| kind == Kind::Letter('u'))
                    && self.begins_range(2) =>
            {
                Err(token.error(RangeProblem::AmbiguousLetter))
            }
            // Then it is *und*: „ungerade 1–9 u. gerade 2–10“, „12a u. b“.
            Kind::Letter('u') if self.goes_on(1) => Ok(None),
            // „1–9 u. 13“ may mean *und* or a missing comma.
            Kind::Letter('u') if self.begins_range(1) => {
                let number = self.last.as_ref().map(HouseNumber::parity);
                if several && number == Some(Parity::Odd) {
                    return Err(token.error(RangeProblem::AmbiguousLetter));
                }
                Ok(None)
            }
            Kind::Letter('u') => self.side(),
            _ => Ok(None),
        }
    }

    /// Makes of „(ung., außer 7)“, read up to the side, what „(außer 7)“ begins with.
    fn reopened(&mut self) -> bool {
        self.eat(Kind::Comma);
        let excepts = self.is(0, |kind| kind == Kind::Except);
        if excepts && let Some(last) = self.at.checked_sub(1) {
            self.tokens[last].kind = Kind::Open;
            self.at = last;
        }
        excepts
    }

    /// A word for a side, or both joined: *gerade und ungerade*, `g+u`.
    fn side(&mut self) -> Read<Option<RangeParity>> {
        let Some(first) = self.side_word() else { return Err(self.missing()) };
        let joins = |kind| matches!(kind, Kind::And | Kind::Slash | Kind::Letter('u'));
        let is_side = |kind| matches!(kind, Kind::Side(_) | Kind::Letter('g' | 'u'));
        if self.is(0, joins) && self.is(1, is_side) && !self.begins_range(2) {
            self.at += 1;
            let second = self.side_word();
            let both = second.is_some_and(|second| second != first);
            return if both {
                Ok(Some(RangeParity::All))
            } else {
                Err(self.wrong(RangeProblem::ParityContradicts))
            };
        }
        Ok(Some(first))
    }

    fn side_word(&mut self) -> Option<RangeParity> {
        let side = match self.peek()?.kind {
            Kind::Side(side) => side,
            Kind::Letter('g') => RangeParity::Even,
            Kind::Letter('u') => RangeParity::Odd,
            _ => return None,
        };
        self.at += 1;
        Some(side)
    }
}
