//! Reading a list of house numbers.

mod between;
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
    let tokens = outside_parentheses(lex::tokens(text)?);
    if tokens.is_empty() && text.trim().is_empty() {
        return Ok(NumberRanges::whole());
    }
    if let [Token { kind: Kind::Nothing, .. }] = tokens[..] {
        return Ok(NumberRanges::default());
    }
    let length = text.chars().count();
    let mut parser = Parser {
        tokens,
        at: 0,
        length,
        convention,
        carried: Carried::None,
        last: None,
        unsaid: Vec::new(),
        bare: None,
        is_unsaid: false,
    };
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
        None => match parser.bare.filter(|_| parser.is_unsaid) {
            Some(bare) => Err(bare),
            None => Ok(NumberRanges::from_parts(parts)),
        },
    }
}

/// The list without parentheses around all of it.
fn outside_parentheses(mut tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    if let [Token { kind: Kind::Open, .. }, inner @ .., Token { kind: Kind::Close, .. }] =
        &tokens[..]
        && !inner.iter().any(|token| matches!(token.kind, Kind::Open | Kind::Close))
    {
        tokens = inner.to_vec();
    }
    tokens
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
    /// The ranges before, up to the last one with a word, whose side no word says: the side of their
    /// ends, and what is wrong when a word behind a later range may be about them, too.
    unsaid: Vec<(RangeParity, RangeError)>,
    /// What is wrong with the first word for a side without a number when it may be about others.
    bare: Option<RangeError>,
    /// Whether there is an entry whose side no word says.
    is_unsaid: bool,
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
        self.unsaid.clear();
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

    /// The numbers behind *außer*, up to a semicolon, a parenthesis or the end.
    fn exceptions(&mut self, of: &[NumberRange]) -> Read<Vec<NumberRange>> {
        self.at += 1;
        let mut except = Vec::new();
        if of.is_empty() {
            self.at -= 1;
            return Err(self.missing());
        }
        self.carried = Carried::None;
        self.unsaid.clear();
        // What sides the exceptions mean says nothing of the entries.
        let entries = (self.bare.clone(), self.is_unsaid);
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
                None | Some(Kind::Semicolon | Kind::Close) => {
                    (self.bare, self.is_unsaid) = entries;
                    return Ok(except);
                }
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
            if !all {
                self.bare.get_or_insert(begin.error(RangeProblem::AmbiguousParity));
            }
            self.is_unsaid |= side.is_none();
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
        // Once a side is said before, a word behind is about what comes next.
        if before.is_some()
            && self.is(0, |kind| matches!(kind, Kind::Side(_)))
            && self.begins_range(1)
        {
            return Err(self.wrong(RangeProblem::MissingSeparator));
        }
        let after = match before.is_some() && self.is_abbreviated_and() {
            true => None,
            false => self.side_behind(several)?,
        };
        let stated = agree(before, after).map_err(|problem| begin.error(problem))?;
        if stated.is_none()
            && let Some(doubt) = ends.doubt
        {
            return Err(doubt.error(RangeProblem::AmbiguousLetter));
        }
        self.unsaid(&ends, stated, after, begin)?;
        let range = self.settle(ends, stated).map_err(|problem| begin.error(problem))?;
        match (before, after) {
            (Some(RangeParity::All), _) => self.carried = Carried::None,
            (Some(side), _) => self.carried = Carried::Side(side),
            (None, Some(_)) if self.carried != Carried::None => self.carried = Carried::Mixed,
            _ => {}
        }
        Ok(range)
    }

    /// Keeps in mind what no word says the side of.
    ///
    /// # Errors
    /// When a word behind this range may be about one before, too: `1–9, 11–15 ung.`
    fn unsaid(
        &mut self,
        ends: &Ends<'_>,
        stated: Option<RangeParity>,
        behind: Option<RangeParity>,
        begin: Token<'_>,
    ) -> Read<()> {
        if stated.is_some() {
            let all = RangeParity::All;
            let before = std::mem::take(&mut self.unsaid).into_iter();
            let mut doubtful = before.filter(|(side, _)| *side != all && Some(*side) == behind);
            return doubtful.next().map_or(Ok(()), |(_, error)| Err(error));
        }
        if self.carried == Carried::None {
            self.is_unsaid = true;
            if !ends.building && self.convention.sides == Sides::BothSides {
                let side =
                    ends.to.as_ref().map_or(RangeParity::All, |to| side_of_ends(&ends.from, to));
                self.unsaid.push((side, begin.error(RangeProblem::AmbiguousParity)));
            }
        }
        Ok(())
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
