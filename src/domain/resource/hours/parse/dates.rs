//! Selectors of dates: weekdays, holidays, years, weeks, months, days.

use super::{
    super::{
        bad::{BadHours, Problem},
        syntax::{Anchor, AnchorDay, DateSelector, Rule},
        token::Token,
    },
    Parser, Seen,
};

impl Parser<'_> {
    /// `Mo-Fr,PH`: one of these. `SH Mo-Fr`, without a comma: both of these.
    pub(super) fn days(&mut self, rule: &mut Rule, seen: &mut Seen) -> Result<(), BadHours> {
        let start = self.at;
        let mut group = Vec::new();
        let (mut weekdays, mut holidays) = (false, false);
        loop {
            match self.peek(0) {
                Some(Token::PublicHoliday) => {
                    self.at += 1;
                    let offset = self.day_offset(1)?;
                    group.push(DateSelector::Public { offset });
                    holidays = true;
                }
                Some(Token::SchoolHoliday) => {
                    self.at += 1;
                    group.push(DateSelector::School);
                    holidays = true;
                }
                Some(Token::Weekday(weekday)) => {
                    let weekday = *weekday;
                    group.push(self.weekday(weekday)?);
                    weekdays = true;
                }
                _ => return self.fail(Problem::BrokenList),
            }
            if !self.take_sign(',') {
                break;
            }
        }
        let at = std::mem::replace(&mut self.at, start);
        if weekdays {
            self.once(&mut seen.weekdays)?;
        }
        if holidays {
            self.once(&mut seen.holidays)?;
        }
        self.at = at;
        rule.dates.push(group);
        Ok(())
    }

    pub(super) fn weekday(&mut self, weekday: i8) -> Result<DateSelector, BadHours> {
        self.at += 1;
        if self.take_sign('[') {
            let mut nth = Vec::new();
            loop {
                let from = self.nth()?;
                if from > 0 && self.take_sign('-') {
                    let to = self.nth()?;
                    if to < from {
                        self.at -= 1;
                        return self.fail(Problem::NoSuchDate);
                    }
                    nth.extend(from..=to);
                } else {
                    nth.push(from);
                }
                if !self.take_sign(',') {
                    break;
                }
            }
            self.expect(']')?;
            return Ok(DateSelector::Nth { weekday, nth, offset: self.day_offset(6)? });
        }
        let to = match (self.peek(0), self.peek(1)) {
            (Some(Token::Sign('-')), Some(Token::Weekday(to))) => {
                let to = *to;
                self.at += 2;
                to
            }
            _ => weekday,
        };
        let length = (to - weekday).rem_euclid(7);
        let days = (0..=length).fold(0, |days, ahead| days | 1 << ((weekday + ahead) % 7));
        Ok(DateSelector::Weekdays(days))
    }

    pub(super) fn nth(&mut self) -> Result<i8, BadHours> {
        let sign = if self.take_sign('-') { -1 } else { 1 };
        match self.number(0) {
            Some(value @ 1..=5) => {
                self.at += 1;
                Ok(sign * value as i8)
            }
            Some(_) => self.fail(Problem::NoSuchDate),
            None => self.unexpected(),
        }
    }

    /// `+1 day`, `-2 days`; 0 where there is none.
    pub(super) fn day_offset(&mut self, most: u32) -> Result<i16, BadHours> {
        let sign = match self.peek(0) {
            Some(Token::Sign('+')) => 1,
            Some(Token::Sign('-')) => -1,
            _ => return Ok(0),
        };
        let (Some(days), Some(Token::DayWord)) = (self.number(1), self.peek(2)) else {
            return Ok(0);
        };
        if days > most {
            self.at += 1;
            return self.fail(Problem::NoSuchDate);
        }
        self.at += 3;
        Ok(sign * days as i16)
    }

    pub(super) fn years(&mut self) -> Result<Vec<DateSelector>, BadHours> {
        let mut group = Vec::new();
        loop {
            let Some(Token::Year(from)) = self.peek(0) else {
                return self.fail(Problem::BrokenList);
            };
            let from = *from;
            self.at += 1;
            let mut to = Some(from);
            if let (Some(Token::Sign('-')), Some(Token::Year(end))) = (self.peek(0), self.peek(1)) {
                to = Some(*end);
                self.at += 1;
                if to <= Some(from) {
                    return self.fail(Problem::NoSuchDate);
                }
                self.at += 1;
            } else if self.take_sign('+') || self.is_sign(0, '/') {
                to = None;
            }
            let step = self.step(100)?;
            group.push(DateSelector::Years { from, to, step });
            if !self.take_sign(',') {
                return Ok(group);
            }
        }
    }

    /// `/2`; 1 where there is none.
    pub(super) fn step(&mut self, most: u32) -> Result<i16, BadHours> {
        if !self.take_sign('/') {
            return Ok(1);
        }
        match self.number(0) {
            Some(step) if (1..=most).contains(&step) => {
                self.at += 1;
                Ok(step as i16)
            }
            Some(_) => self.fail(Problem::NoSuchDate),
            None => self.unexpected(),
        }
    }

    pub(super) fn weeks(&mut self) -> Result<Vec<DateSelector>, BadHours> {
        let mut group = Vec::new();
        loop {
            self.take(&Token::Week);
            let from = self.week()?;
            let mut to = from;
            if self.is_sign(0, '-') && self.number(1).is_some() {
                self.at += 1;
                to = self.week()?;
                if to < from {
                    self.at -= 1;
                    return self.fail(Problem::NoSuchDate);
                }
            }
            let step = self.step(26)? as i8;
            group.push(DateSelector::Weeks { from, to, step });
            if !self.take_sign(',') {
                return Ok(group);
            }
        }
    }

    pub(super) fn week(&mut self) -> Result<i8, BadHours> {
        match self.number(0) {
            Some(week @ 1..=53) => {
                self.at += 1;
                Ok(week as i8)
            }
            Some(_) => self.fail(Problem::NoSuchDate),
            None if self.at > 0 && self.peek(0).is_some() => self.fail(Problem::BrokenList),
            None => self.unexpected(),
        }
    }

    pub(super) fn year_belongs_to_a_date(&self) -> bool {
        match (self.peek(1), self.peek(2)) {
            (Some(Token::Easter), _) => true,
            (Some(Token::Month(_)), Some(Token::Number(_))) => !self.is_time(2),
            _ => self.counted_weekday_starts_a_date(1),
        }
    }

    /// Whether a time starts there: `10:00-…`, `10:00+`; in `Dec 24: 10:00-…` the 24 is a day.
    pub(super) fn is_time(&self, ahead: usize) -> bool {
        self.number(ahead).is_some()
            && self.is_sign(ahead + 1, ':')
            && self.number(ahead + 2).is_some()
            && !self.is_sign(ahead + 3, ':')
    }

    pub(super) fn month_days(&mut self) -> Result<Vec<DateSelector>, BadHours> {
        let mut group = Vec::new();
        loop {
            if let Some(months) = self.months()? {
                group.push(months);
            } else {
                let from = self.anchor()?;
                let to = self.range_end(from)?;
                group.push(DateSelector::Dates { from, to });
                // `Dec 24,26-28`: more days of the same month.
                while let (AnchorDay::Date { month, .. }, true, Some(_), false) =
                    (from.day, self.is_sign(0, ','), self.number(1), self.is_time(1))
                {
                    self.at += 1;
                    let day = self.day_of(month)?;
                    let from = Anchor { day: AnchorDay::Date { month, day }, ..from };
                    let to = self.range_end(from)?;
                    group.push(DateSelector::Dates { from, to });
                }
            }
            if !self.take_sign(',') {
                return Ok(group);
            }
        }
    }

    /// `Oct-Mar`, where it is about whole months.
    pub(super) fn months(&mut self) -> Result<Option<DateSelector>, BadHours> {
        let Some(Token::Month(from)) = self.peek(0) else { return Ok(None) };
        let from = *from;
        if self.number(1).is_some() && !self.is_time(1) {
            return Ok(None);
        }
        if self.counted_weekday_starts_a_date(0) {
            return Ok(None);
        }
        self.at += 1;
        let to = match (self.peek(0), self.peek(1)) {
            (Some(Token::Sign('-')), Some(Token::Month(to))) => {
                let to = *to;
                self.at += 2;
                to
            }
            _ => from,
        };
        Ok(Some(DateSelector::Months { from, to }))
    }

    /// In `Mar Su[-1]-Oct Su[-1]` it does, in `Oct Su[-1]` it is a weekday in that month.
    pub(super) fn counted_weekday_starts_a_date(&self, month: usize) -> bool {
        let (Some(Token::Month(_)), Some(Token::Weekday(_)), true) =
            (self.peek(month), self.peek(month + 1), self.is_sign(month + 2, '['))
        else {
            return false;
        };
        let number = month + 3 + usize::from(self.is_sign(month + 3, '-'));
        if self.number(number).is_none() || !self.is_sign(number + 1, ']') {
            return false;
        }
        let end = number + 2;
        let offset = matches!(self.peek(end), Some(Token::Sign('+' | '-')))
            && self.number(end + 1).is_some()
            && self.peek(end + 2) == Some(&Token::DayWord);
        let end = end + if offset { 3 } else { 0 };
        self.is_sign(end, '-')
            && matches!(self.peek(end + 1), Some(Token::Month(_) | Token::Year(_) | Token::Easter))
    }

    pub(super) fn anchor(&mut self) -> Result<Anchor, BadHours> {
        let mut year = None;
        if let Some(Token::Year(value)) = self.peek(0) {
            year = Some(*value);
            self.at += 1;
        }
        match self.peek(0) {
            Some(Token::Easter) => {
                self.at += 1;
                Ok(Anchor { year, day: AnchorDay::Easter, offset: self.day_offset(200)? })
            }
            Some(Token::Month(month)) => {
                let month = *month;
                self.at += 1;
                if let Some(Token::Weekday(weekday)) = self.peek(0) {
                    let weekday = *weekday;
                    self.at += 1;
                    self.expect('[')?;
                    let nth = self.nth()?;
                    self.expect(']')?;
                    let day = AnchorDay::Nth { month, weekday, nth };
                    return Ok(Anchor { year, day, offset: self.day_offset(6)? });
                }
                let day = AnchorDay::Date { month, day: self.day_of(month)? };
                Ok(Anchor { year, day, offset: self.day_offset(200)? })
            }
            Some(_) => self.fail(Problem::BrokenList),
            None => self.unexpected(),
        }
    }

    pub(super) fn day_of(&mut self, month: i8) -> Result<i8, BadHours> {
        let longest = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        match self.number(0) {
            Some(day) if (1..=longest).contains(&day) => {
                self.at += 1;
                Ok(day as i8)
            }
            Some(_) => self.fail(Problem::NoSuchDate),
            None => self.unexpected(),
        }
    }

    pub(super) fn range_end(&mut self, from: Anchor) -> Result<Option<Anchor>, BadHours> {
        if !self.is_sign(0, '-') {
            return Ok(None);
        }
        let start = self.at;
        self.at += 1;
        let to = match (from.day, self.number(0)) {
            (AnchorDay::Date { month, day: first }, Some(_)) => {
                let day = self.day_of(month)?;
                if day < first {
                    self.at -= 1;
                    return self.fail(Problem::NoSuchDate);
                }
                Anchor { day: AnchorDay::Date { month, day }, ..from }
            }
            _ => self.anchor()?,
        };
        let backwards = matches!((from.year, to.year), (Some(from), Some(to)) if to < from);
        if backwards || (from.year.is_none() && to.year.is_some()) {
            self.at = start;
            return self.fail(Problem::NoSuchDate);
        }
        Ok(Some(to))
    }
}
