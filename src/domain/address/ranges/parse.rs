//! Reading a list of house numbers.

use super::{
    Convention, Membership, NumberRange, NumberRanges, Part, RangeParity, Sides,
    error::{RangeError, RangeProblem},
    lex::{self, Kind, Token},
    side_of_ends,
};
use crate::domain::address::house_number::{HouseNumber, Parity};

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

    /// *ab 50*, *bis 48*, a number, or a number with what follows it.
    fn ends(&mut self) -> Read<Ends<'a>> {
        let open = |from, to| Ends { from, to, building: false, doubt: None };
        if self.eat(Kind::From) {
            let (from, _) = self.number(false)?;
            // *ab 50 bis Ende*
            let closes = self.is(0, |kind| matches!(kind, Kind::To | Kind::Dash));
            if !closes {
                self.eat(Kind::Onward);
                return Ok(open(from, None));
            }
            return self.second(from, false);
        }
        if self.eat(Kind::To) {
            self.eat(Kind::Including);
            let (to, _) = self.number(false)?;
            let first = HouseNumber::plain(1).map_err(|_| self.missing())?;
            return Ok(open(first, Some(to)));
        }
        let (from, doubt) = self.number(true)?;
        if self.eat(Kind::Onward) {
            return Ok(open(from, None));
        }
        match self.peek().map(|token| token.kind) {
            Some(Kind::To | Kind::Dash) => self.second(from, false),
            Some(Kind::Slash) => self.second(from, true),
            _ => Ok(Ends { to: Some(from.clone()), from, building: false, doubt }),
        }
    }

    /// What stands behind the dash or slash of a range.
    fn second(&mut self, from: HouseNumber, building: bool) -> Read<Ends<'a>> {
        let begin = self.look(0);
        self.at += 1;
        if !building && self.eat(Kind::End) {
            return Ok(Ends { from, to: None, building, doubt: None });
        }
        self.eat(Kind::Including);
        let (to, doubt) = match self.peek().map(|token| token.kind) {
            // 12a–d; 12–d may mean 12d or 12 to 12d.
            Some(Kind::Letter(letter)) if !from.suffix().is_empty() => {
                self.at += 1;
                (from.with_letter(letter).ok_or_else(|| self.missing())?, None)
            }
            _ => self.number_of(Some(&from))?,
        };
        let wrong = |problem| begin.map_or(self.wrong(problem), |token| token.error(problem));
        if to == from {
            return Err(wrong(RangeProblem::EmptyRange));
        }
        if to < from {
            return Err(wrong(RangeProblem::Reversed));
        }
        Ok(Ends { from, to: Some(to), building, doubt })
    }

    fn number(&mut self, single: bool) -> Read<(HouseNumber, Option<Token<'a>>)> {
        let (number, doubt) = self.number_of(None)?;
        Ok((number, doubt.filter(|_| single)))
    }

    /// A house number with its addition; `first` is the first end of a range that it ends. Beside
    /// it the letter in it that may be a word for a side.
    fn number_of(&mut self, first: Option<&HouseNumber>) -> Read<(HouseNumber, Option<Token<'a>>)> {
        let Some(token) = self.peek() else { return Err(self.missing()) };
        let Kind::Number(plain) = token.kind else { return Err(self.missing()) };
        self.at += 1;
        let number =
            HouseNumber::plain(plain).map_err(|_| token.error(RangeProblem::OutOfRange))?;
        let read = |text: String| text.parse::<HouseNumber>().ok();
        let next = |ahead: usize| self.look(ahead).map(|token| (token.kind, token.gap));
        match [next(0), next(1), next(2)] {
            [Some((Kind::Fraction(fraction), _)), ..] => {
                self.at += 1;
                Ok((read(format!("{plain} {fraction}")).unwrap_or(number), None))
            }
            [
                Some((Kind::Number(over), true)),
                Some((Kind::Slash, false)),
                Some((Kind::Number(under), false)),
            ] if over < under && under < 10 => {
                self.at += 3;
                Ok((read(format!("{plain} {over}/{under}")).unwrap_or(number), None))
            }
            [Some((Kind::Slash, _)), Some((Kind::Number(sub), _)), _] if sub < plain => {
                self.at += 2;
                Ok((number.with_sub_number(sub), None))
            }
            [Some((Kind::Letter(letter), gap)), following, _] => {
                let Some(token) = self.peek() else { return Ok((number, None)) };
                let side = match letter {
                    'g' => Some(Parity::Even),
                    'u' => Some(Parity::Odd),
                    _ => None,
                };
                let same_number = first.is_some_and(|first| first.number() == plain);
                let with_letter = number.with_letter(letter).unwrap_or_else(|| number.clone());
                let glued_range = first.is_some_and(|first| first.suffix().is_empty());
                let ranged = matches!(following, Some((Kind::To | Kind::Dash | Kind::Slash, _)));
                let reads_letter = |parser: &mut Self, doubt: Option<Token<'a>>| {
                    parser.at += 1;
                    Ok((with_letter.clone(), doubt))
                };
                match side {
                    None if gap && token.dot => Err(token.error(RangeProblem::UnknownWord)),
                    None => reads_letter(self, None),
                    Some(_) if same_number && !token.dot => reads_letter(self, None),
                    // The side of the range; *u* may be *und*.
                    Some(_) if token.dot || gap && first.is_some() => Ok((number, None)),
                    Some(_) if gap && self.is_abbreviated_and() => Ok((number, None)),
                    Some(_) if !gap && glued_range => reads_letter(self, Some(token)),
                    Some(side) if gap && !ranged && number.parity() == side => {
                        reads_letter(self, Some(token))
                    }
                    Some(_) => reads_letter(self, None),
                }
            }
            _ => Ok((number, None)),
        }
    }

    /// A letter that goes on with the number before: `26a, b`, `55+a`.
    fn letter_alone(&mut self, before: Option<RangeParity>) -> Option<Ends<'a>> {
        let Some(Kind::Letter(letter)) = self.peek().map(|token| token.kind) else { return None };
        let last = self.last.as_ref().filter(|_| before.is_none())?;
        let lettered = !last.suffix().is_empty() && !last.suffix().contains('/');
        if !(lettered || last.suffix().is_empty() && !['g', 'u'].contains(&letter)) {
            return None;
        }
        let number = last.with_letter(letter)?;
        self.at += 1;
        Some(Ends { to: Some(number.clone()), from: number, building: false, doubt: None })
    }

    /// A word for a side before a range.
    fn side_before(&mut self) -> Read<Option<RangeParity>> {
        let alone = self.last.is_none();
        let abbreviated = self.is(0, |kind| matches!(kind, Kind::Letter('g' | 'u')))
            && (self.begins_range(1) || alone);
        if abbreviated || self.is(0, |kind| matches!(kind, Kind::Side(_))) {
            return self.side();
        }
        Ok(None)
    }

    /// A word for a side behind a range, perhaps in parentheses. *alle* behind a range means both.
    fn side_behind(&mut self, several: bool) -> Read<Option<RangeParity>> {
        let opened = self.is(0, |kind| kind == Kind::Open)
            && self.is(1, |kind| !matches!(kind, Kind::Except));
        if opened {
            let parenthesis = self.wrong(RangeProblem::Unclosed);
            self.at += 1;
            self.eat(Kind::All);
            let side = self.side()?;
            if !self.eat(Kind::Close) {
                return Err(parenthesis);
            }
            return Ok(side);
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
