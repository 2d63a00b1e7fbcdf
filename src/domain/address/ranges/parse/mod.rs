//! Reading a list of house numbers.

mod number;
mod side;

use super::{
    Convention, Membership, NumberRange, NumberRanges, Part, RangeParity, Sides,
    error::{RangeError, RangeProblem},
    lex::{self, Kind, Token},
    side_of_ends,
};
use crate::domain::address::house_number::HouseNumber;

/// Numbers from here on stand for the end of a street where the convention says so.
const LAST_NUMBERS: std::ops::RangeInclusive<u32> = 997..=999;

/// Reads a list; a text without any word means the whole street.
pub(super) fn parse(text: &str, convention: Convention) -> Result<NumberRanges, RangeError> {
    let tokens = lex::tokens(text)?;
    if tokens.is_empty() && text.trim().is_empty() {
        return Ok(NumberRanges::whole());
    }
    if let [Token { kind: Kind::Nothing, .. }] = tokens[..] {
        return Ok(NumberRanges::default());
    }
    let length = text.chars().count();
    let mut parser =
        Parser { tokens, at: 0, length, convention, carried: Carried::None, last: None };
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.part()?);
        if !parser.eat(Kind::Semicolon) {
            break;
        }
    }
    match parser.peek() {
        Some(left) if matches!(left.kind, Kind::Close | Kind::Open) => {
            Err(left.error(RangeProblem::Unclosed))
        }
        Some(left) => Err(left.error(RangeProblem::MissingSeparator)),
        None if parts.is_empty() => Err(parser.missing()),
        None => Ok(NumberRanges::from_parts(parts)),
    }
}

/// The side that a word before earlier ranges said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carried {
    None,
    Side(RangeParity),
    /// Words before and behind ranges are mixed: whom they are about is not clear any more.
    Mixed,
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    /// Characters of the text, which is the place of its end.
    length: usize,
    convention: Convention,
    carried: Carried,
    /// The number that a letter alone belongs to: `26a, b`.
    last: Option<HouseNumber>,
}

/// A range before its side is settled.
struct Ends<'a> {
    from: HouseNumber,
    to: Option<HouseNumber>,
    /// Whether a slash joined them.
    building: bool,
    /// A `g` or `u` at the end which may as well be a side.
    doubt: Option<Token<'a>>,
}

type Read<T> = Result<T, RangeError>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.look(0)
    }

    fn look(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn is(&self, ahead: usize, is: fn(Kind) -> bool) -> bool {
        self.look(ahead).is_some_and(|token| is(token.kind))
    }

    fn eat(&mut self, kind: Kind) -> bool {
        let there = self.peek().is_some_and(|token| token.kind == kind);
        self.at += usize::from(there);
        there
    }

    /// The error that something is missing at the next place.
    fn missing(&self) -> RangeError {
        self.wrong(RangeProblem::MissingNumber)
    }

    fn wrong(&self, problem: RangeProblem) -> RangeError {
        match self.peek() {
            Some(token) => token.error(problem),
            None => RangeError { at: self.length + 1, found: String::new(), problem },
        }
    }

    /// Everything up to a semicolon or the end.
    fn part(&mut self) -> Read<Vec<Part>> {
        self.carried = Carried::None;
        self.last = None;
        let mut open = Part { ranges: Vec::new(), except: Vec::new() };
        let mut closed: Vec<Part> = Vec::new();
        while self.peek().is_some_and(|token| token.kind != Kind::Semicolon) {
            if self.separator() {
                continue;
            }
            if self.is(0, |kind| kind == Kind::Except) {
                open.except = self.exceptions(&open.ranges)?;
                break;
            }
            let range = self.entry()?;
            let excepts =
                self.is(0, |kind| kind == Kind::Open) && self.is(1, |kind| kind == Kind::Except);
            if excepts {
                let parenthesis = self.wrong(RangeProblem::Unclosed);
                self.at += 1;
                let ranges = vec![range];
                let except = self.exceptions(&ranges)?;
                if !self.eat(Kind::Close) {
                    return Err(parenthesis);
                }
                closed.push(Part { ranges, except });
            } else {
                open.ranges.push(range);
            }
            match self.peek().map(|token| token.kind) {
                None | Some(Kind::Semicolon | Kind::Except) => {}
                Some(Kind::Open | Kind::Close) => return Err(self.wrong(RangeProblem::Unclosed)),
                _ if self.separator() => {}
                _ => return Err(self.wrong(RangeProblem::MissingSeparator)),
            }
        }
        if !open.ranges.is_empty() {
            closed.insert(0, open);
        }
        Ok(closed)
    }

    /// What stands between two entries: a comma or *und*.
    fn separator(&mut self) -> bool {
        let is = |kind| matches!(kind, Kind::Comma | Kind::And | Kind::Including);
        let found = self.is(0, is) || self.is_abbreviated_and();
        self.at += usize::from(found);
        found
    }

    /// Whether *u.* stands here for *und*: another entry follows, and no comma.
    fn is_abbreviated_and(&self) -> bool {
        self.at > 0 && self.is(0, |kind| kind == Kind::Letter('u')) && self.begins_range(1)
    }

    fn begins_range(&self, ahead: usize) -> bool {
        self.is(ahead, |kind| matches!(kind, Kind::Number(_) | Kind::From | Kind::To))
    }

    /// The numbers behind *außer*, up to a semicolon, a parenthesis or the end.
    fn exceptions(&mut self, of: &[NumberRange]) -> Read<Vec<NumberRange>> {
        self.at += 1;
        let mut except = Vec::new();
        if of.is_empty() {
            self.at -= 1;
            return Err(self.missing());
        }
        self.carried = Carried::None;
        loop {
            let begin = self.wrong(RangeProblem::ExceptionOutside);
            let range = self.entry()?;
            let included = |end: &HouseNumber| {
                of.iter().any(|range| range.membership(end) != Membership::Outside)
            };
            if !included(&range.from) || !range.to.as_ref().is_none_or(included) {
                return Err(begin);
            }
            except.push(range);
            match self.peek().map(|token| token.kind) {
                None | Some(Kind::Semicolon | Kind::Close) => return Ok(except),
                _ if self.separator() => {}
                _ => return Err(self.wrong(RangeProblem::MissingSeparator)),
            }
        }
    }

    /// One number or range with the words that belong to it.
    fn entry(&mut self) -> Read<NumberRange> {
        let begin = self.peek().ok_or_else(|| self.missing())?;
        let mut before = self.side_before()?;
        let all = self.is(0, |kind| matches!(kind, Kind::All | Kind::Whole));
        if all {
            let whole = self.is(0, |kind| kind == Kind::Whole);
            self.at += 1;
            let side = self.side_before()?;
            if before.is_some() && side.is_some() {
                return Err(begin.error(RangeProblem::ParityContradicts));
            }
            before = side.or(before);
            if !whole && self.begins_range(0) {
                before = before.or(Some(RangeParity::All));
            }
        }
        let ends = if self.begins_range(0) {
            self.ends()?
        } else if let Some(letter) = self.letter_alone(before) {
            letter
        } else if all || before.is_some() {
            let after = self.side_behind(true)?;
            let side = agree(before, after).map_err(|problem| begin.error(problem))?;
            return Ok(NumberRange::whole(side.unwrap_or(RangeParity::All)));
        } else {
            let problem = match begin.kind {
                Kind::Open | Kind::Close => RangeProblem::Unclosed,
                _ => RangeProblem::MissingNumber,
            };
            return Err(self.wrong(problem));
        };
        self.last = Some(ends.to.clone().unwrap_or_else(|| ends.from.clone()));
        let several = ends.to.as_ref().is_none_or(|to| to.number() != ends.from.number());
        let after = self.side_behind(several)?;
        let stated = agree(before, after).map_err(|problem| begin.error(problem))?;
        if stated.is_none()
            && let Some(doubt) = ends.doubt
        {
            return Err(doubt.error(RangeProblem::AmbiguousLetter));
        }
        let range = self.settle(ends, stated).map_err(|problem| begin.error(problem))?;
        match (before, after) {
            (Some(RangeParity::All), _) => self.carried = Carried::None,
            (Some(side), _) => self.carried = Carried::Side(side),
            (None, Some(_)) if self.carried != Carried::None => self.carried = Carried::Mixed,
            _ => {}
        }
        Ok(range)
    }

    /// Settles which side a range means.
    fn settle(
        &self,
        ends: Ends<'_>,
        stated: Option<RangeParity>,
    ) -> Result<NumberRange, RangeProblem> {
        let Ends { from, mut to, building, .. } = ends;
        let single = to.as_ref().is_some_and(|to| to.number() == from.number());
        let side_of = RangeParity::of;
        let natural = to.as_ref().map_or(RangeParity::All, |to| side_of_ends(&from, to));
        if self.convention.last_numbers
            && let Some(last) = &to
            && last.suffix().is_empty()
            && LAST_NUMBERS.contains(&last.number())
            && !LAST_NUMBERS.contains(&from.number())
        {
            to = None;
        }
        let parity = match (stated, self.carried) {
            (Some(side @ (RangeParity::Odd | RangeParity::Even)), _) if single => {
                if side != side_of(&from) {
                    return Err(RangeProblem::ParityContradicts);
                }
                RangeParity::All
            }
            (Some(side), _) => side,
            (None, Carried::Side(side)) => {
                let fits =
                    side_of(&from) == side && to.as_ref().is_none_or(|to| side_of(to) == side);
                if !fits {
                    return Err(RangeProblem::AmbiguousParity);
                }
                if single { RangeParity::All } else { side }
            }
            (None, Carried::Mixed) if natural != RangeParity::All => {
                return Err(RangeProblem::AmbiguousParity);
            }
            (None, _) if building || self.convention.sides == Sides::SideOfEnds => natural,
            (None, _) => RangeParity::All,
        };
        Ok(NumberRange { from, to, parity })
    }
}

/// The side that words before and behind a range say.
fn agree(
    before: Option<RangeParity>,
    after: Option<RangeParity>,
) -> Result<Option<RangeParity>, RangeProblem> {
    match (before, after) {
        (Some(before), Some(after)) if before != after => Err(RangeProblem::ParityContradicts),
        _ => Ok(after.or(before)),
    }
}
