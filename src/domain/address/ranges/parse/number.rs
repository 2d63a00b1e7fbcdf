//! One number or the two ends of a range.

use super::{Ends, Parser, Read};
use crate::domain::address::{
    house_number::{HouseNumber, Parity},
    ranges::{
        RangeParity,
        error::RangeProblem,
        lex::{Kind, Token},
    },
};

/// Where a number stands.
#[derive(Clone, Copy)]
enum Role<'n> {
    /// Alone, or at the beginning of a range.
    Alone,
    /// Behind *ab*.
    Open,
    /// At the end of a range that begins with this number.
    End(&'n HouseNumber),
}

impl<'a> Parser<'a> {
    /// *ab 50*, *bis 48*, *Anfang bis 48*, a number, or a number with what follows it.
    pub(super) fn ends(&mut self) -> Read<Ends<'a>> {
        let open = |from, to| Ends { from, to, building: false, doubt: None };
        if self.eat(Kind::From) {
            let (from, _) = self.number(Role::Open)?;
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
            let first = HouseNumber::plain(1).map_err(|_| self.missing())?;
            let (to, doubt) = self.number(Role::End(&first))?;
            return Ok(Ends { from: first, to: Some(to), building: false, doubt });
        }
        if self.eat(Kind::Start) {
            let first = HouseNumber::plain(1).map_err(|_| self.missing())?;
            return match self.is(0, |kind| matches!(kind, Kind::To | Kind::Dash)) {
                true => self.second(first, false),
                false => Err(self.missing()),
            };
        }
        let (from, doubt) = self.number(Role::Alone)?;
        if self.eat(Kind::Onward) || self.eat(Kind::Running) {
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
            _ => self.number(Role::End(&from))?,
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

    /// A house number with its addition, and the letter in it that may be a word for a side.
    fn number(&mut self, role: Role<'_>) -> Read<(HouseNumber, Option<Token<'a>>)> {
        let Some(token) = self.peek() else { return Err(self.missing()) };
        let Kind::Number(plain) = token.kind else { return Err(self.missing()) };
        self.at += 1;
        let number =
            HouseNumber::plain(plain).map_err(|_| token.error(RangeProblem::OutOfRange))?;
        let next = |ahead: usize| self.look(ahead).map(|token| (token.kind, token.gap));
        let (addition, words) = match [next(0), next(1), next(2)] {
            [Some((Kind::Fraction(fraction), _)), ..] => (format!(" {fraction}"), 1),
            [
                Some((Kind::Number(over), true)),
                Some((Kind::Slash, false)),
                Some((Kind::Number(under), false)),
            ] if over < under && under < 10 => (format!(" {over}/{under}"), 3),
            [Some((Kind::Slash, _)), Some((Kind::Number(sub), _)), _] if sub < plain => {
                (format!("/{sub}"), 2)
            }
            [Some((Kind::Letter(letter), _)), ..] => return self.lettered(number, letter, role),
            _ => return Ok((number, None)),
        };
        self.at += words;
        let wrong = |_| token.error(RangeProblem::UnknownWord);
        Ok((format!("{plain}{addition}").parse().map_err(wrong)?, None))
    }

    /// A house number with the letter behind it, or without it where that says the side.
    fn lettered(
        &mut self,
        number: HouseNumber,
        letter: char,
        role: Role<'_>,
    ) -> Read<(HouseNumber, Option<Token<'a>>)> {
        let Some(token) = self.peek() else { return Ok((number, None)) };
        let with_letter = number.with_letter(letter).ok_or_else(|| self.missing())?;
        let side = match letter {
            'g' => Parity::Even,
            'u' => Parity::Odd,
            _ if token.gap && token.dot => return Err(token.error(RangeProblem::UnknownWord)),
            _ => {
                self.at += 1;
                return Ok((with_letter, None));
            }
        };
        let ranged = self.is(1, |kind| matches!(kind, Kind::To | Kind::Dash | Kind::Slash));
        let doubt = match role {
            _ if token.dot => return Ok((number, None)),
            Role::End(first) if first.number() == number.number() => None,
            Role::End(_) | Role::Open if token.gap => return Ok((number, None)),
            Role::End(first) if first.suffix().is_empty() => Some(token),
            Role::Alone if token.gap && self.is_abbreviated_and() => return Ok((number, None)),
            Role::Alone if token.gap && !ranged && number.parity() == side => Some(token),
            _ => None,
        };
        self.at += 1;
        Ok((with_letter, doubt))
    }

    /// A letter that goes on with the number before: `26a, b`, `55+a`.
    pub(super) fn letter_alone(&mut self, before: Option<RangeParity>) -> Option<Ends<'a>> {
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
}
