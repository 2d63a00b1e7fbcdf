//! A day laid out in spans of one state each.
//!
//! Rules are laid over each other in their order. A normal rule that says open or unknown takes
//! the place of all rules before it on its dates – also of what the evening before left over after
//! midnight; one that says closed only covers the times it names.

use jiff::{Span, civil::Date};

use super::{
    calendar::{Calendar, SchoolDay},
    select::Day,
    syntax::{DAY, Join, Modifier, Rule, TimePoint, TimeSpan},
};

/// State of a stretch of a day, before comments are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Open,
    Closed,
    Unknown,
}

/// A stretch of a day up to a minute; it starts where the one before it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub to: u16,
    pub kind: Kind,
    /// The rule that says so; none: no rule says anything.
    pub rule: Option<usize>,
}

/// The stretches of a day, from midnight to midnight.
pub fn of_day(rules: &[Rule], uses_school: bool, date: Date, calendar: &Calendar) -> Vec<Stretch> {
    let yesterday = date.checked_sub(Span::new().days(1)).ok();
    let assumed = |date: Option<Date>| -> &[bool] {
        match date.filter(|_| uses_school).map(|date| calendar.school_day(date)) {
            None | Some(SchoolDay::Term) => &[false],
            Some(SchoolDay::Holiday(_)) => &[true],
            // Both are looked at; what depends on it stays unknown.
            Some(SchoolDay::Unknown) => &[false, true],
        }
    };
    let mut known: Option<Vec<Stretch>> = None;
    for &school_today in assumed(Some(date)) {
        for &school_yesterday in assumed(yesterday) {
            let today = Day::new(date, school_today, calendar);
            let before = yesterday.map(|date| Day::new(date, school_yesterday, calendar));
            let stretches = laid_out(rules, today, before);
            known = Some(match known {
                None => stretches,
                Some(other) => agreed(&other, &stretches),
            });
        }
    }
    known.unwrap_or_default()
}

/// The stretches of a day of which everything is known or supposed.
pub fn laid_out(rules: &[Rule], today: Day, yesterday: Option<Day>) -> Vec<Stretch> {
    // Where the layers that count start: (rule, whether it is yesterday's).
    let mut layers: Vec<(usize, bool)> = Vec::with_capacity(rules.len());
    for (index, rule) in rules.iter().enumerate() {
        if rule.holds_on(today) {
            if replaces(rules, index) {
                layers.clear();
            }
            layers.push((index, false));
        }
        if rule.times.iter().any(TimeSpan::may_pass_midnight)
            && yesterday.is_some_and(|yesterday| rule.holds_on(yesterday))
        {
            layers.push((index, true));
        }
    }
    let mut stretches = vec![Stretch { to: DAY, kind: Kind::Closed, rule: None }];
    for (index, wrapped) in layers {
        let rule = &rules[index];
        let day = if wrapped { yesterday.unwrap_or(today) } else { today };
        let kind = match rule.modifier {
            Modifier::Open => Kind::Open,
            Modifier::Off => Kind::Closed,
            Modifier::Unknown => Kind::Unknown,
        };
        if rule.times.is_empty() {
            paint(&mut stretches, 0, DAY, kind, index, rule.join);
        }
        for (position, span) in rule.times.iter().enumerate() {
            let (from, mut to, known) = span.on(day);
            if let (true, Some(next)) = (span.open_end, rule.times.get(position + 1)) {
                // `07:00+,12:00-16:00`: what follows in the list ends the open end.
                let (next, ..) = next.on(day);
                if next > from {
                    to = to.min(next);
                }
            }
            let (from, to) = if wrapped {
                (from.saturating_sub(DAY), to.saturating_sub(DAY))
            } else {
                (from, to.min(DAY))
            };
            let kind = match kind {
                Kind::Open if span.open_end => Kind::Unknown,
                _ if !known => Kind::Unknown,
                kind => kind,
            };
            paint(&mut stretches, from, to, kind, index, rule.join);
        }
    }
    stretches
}

/// Whether a rule takes the place of those before it on the dates it holds on.
fn replaces(rules: &[Rule], index: usize) -> bool {
    let rule = &rules[index];
    let dated = !rule.dates.is_empty()
        || (rule.modifier == Modifier::Open
            && index.checked_sub(1).is_some_and(|before| rules[before].dates.is_empty()));
    dated && rule.modifier != Modifier::Off && rule.join == Join::Normal
}

fn paint(all: &mut Vec<Stretch>, from: u16, to: u16, kind: Kind, rule: usize, join: Join) {
    if from >= to {
        return;
    }
    let mut painted = Vec::with_capacity(all.len() + 2);
    let mut start = 0;
    for stretch in all.iter() {
        let end = stretch.to;
        let (low, high) = (from.clamp(start, end), to.clamp(start, end));
        let covers = low < high && !(join == Join::Fallback && stretch.kind != Kind::Closed);
        if !covers {
            painted.push(*stretch);
        } else {
            if start < low {
                painted.push(Stretch { to: low, ..*stretch });
            }
            painted.push(Stretch { to: high, kind, rule: Some(rule) });
            if high < end {
                painted.push(*stretch);
            }
        }
        start = end;
    }
    *all = painted;
}

/// What two versions of a day say alike; everything else is unknown.
fn agreed(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let mut result = Vec::with_capacity(one.len() + other.len());
    let (mut a, mut b) = (0, 0);
    while let (Some(left), Some(right)) = (one.get(a), other.get(b)) {
        let to = left.to.min(right.to);
        result.push(if left.kind == right.kind {
            Stretch { to, ..*left }
        } else {
            Stretch { to, kind: Kind::Unknown, rule: None }
        });
        a += usize::from(left.to == to);
        b += usize::from(right.to == to);
    }
    result
}

impl TimeSpan {
    fn may_pass_midnight(&self) -> bool {
        match (self.from, self.to) {
            (_, TimePoint::Fixed(to)) if to > DAY => true,
            (TimePoint::Fixed(_), TimePoint::Fixed(_)) => false,
            _ => true,
        }
    }

    /// Start and end in minutes since midnight, and whether they are known.
    fn on(&self, day: Day) -> (u16, u16, bool) {
        let at = |point: TimePoint| match point {
            TimePoint::Fixed(minutes) => Some(minutes),
            TimePoint::Sun { event, offset } => {
                let minutes = event.on(day.date, day.calendar?.position()?)?;
                minutes.checked_add_signed(offset)
            }
        };
        match (at(self.from), at(self.to)) {
            (Some(from), Some(to)) if to <= from => (from, to + DAY, true),
            (Some(from), Some(to)) => (from, to, true),
            (from, to) => (from.unwrap_or(0), to.unwrap_or(DAY), false),
        }
    }
}
