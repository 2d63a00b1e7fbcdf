//! What stands between two entries.

use super::Parser;
use crate::domain::address::ranges::lex::Kind;

impl Parser<'_> {
    /// What stands between two entries: a comma or *und*.
    pub(super) fn separator(&mut self) -> bool {
        let is = |kind| matches!(kind, Kind::Comma | Kind::And | Kind::Including);
        let found = self.is(0, is) || self.is_abbreviated_and() || self.is_slash_between();
        self.at += usize::from(found);
        found
    }

    /// Whether *u.* stands here for *und*: another entry follows, and no comma.
    pub(super) fn is_abbreviated_and(&self) -> bool {
        let ended = |kind| {
            !matches!(
                kind,
                Kind::Comma | Kind::And | Kind::Including | Kind::Semicolon | Kind::Slash
            )
        };
        let behind = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        self.is(0, |kind| kind == Kind::Letter('u'))
            && behind.is_some_and(|last| ended(last.kind))
            && (self.begins_range(1) || self.goes_on(1))
    }

    /// Whether a range with its side before it follows, or a letter of the number before.
    pub(super) fn goes_on(&self, ahead: usize) -> bool {
        let lettered = self.last.as_ref().is_some_and(|last| !last.suffix().is_empty());
        match self.look(ahead).map(|token| token.kind) {
            Some(Kind::Side(_)) => self.begins_range(ahead + 1),
            Some(Kind::Letter(letter)) if ['g', 'u'].contains(&letter) => {
                self.begins_range(ahead + 1)
            }
            Some(Kind::Letter(_)) => lettered,
            _ => false,
        }
    }

    pub(super) fn begins_range(&self, ahead: usize) -> bool {
        let begins = |kind| matches!(kind, Kind::Number(_) | Kind::From | Kind::To | Kind::Start);
        self.is(ahead, begins)
    }

    /// Whether a slash stands between entries: behind or before a word for a side, where no number
    /// goes on.
    fn is_slash_between(&self) -> bool {
        let ended = |kind| matches!(kind, Kind::Side(_) | Kind::Letter('g' | 'u') | Kind::Close);
        let behind = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        let behind = behind.is_some_and(|last| ended(last.kind));
        let before = self.is(1, |kind| matches!(kind, Kind::Side(_) | Kind::Letter('g' | 'u')));
        let entry = if before { self.begins_range(2) } else { behind && self.begins_range(1) };
        self.is(0, |kind| kind == Kind::Slash) && entry
    }
}
