//! From words and signs to rules, by the OSM specification of opening hours.
//!
//! Selectors may stand in any order and with any spacing. Where something would have to be
//! guessed – a point in time, two lists of weekdays in one rule – the text is refused.

use super::{
    MAX_CHARS, MAX_RULES,
    bad::{BadHours, Problem},
    syntax::{Anchor, AnchorDay, DAY, DateSelector, Join, Modifier, Rule, TimePoint, TimeSpan},
    token::{Placed, Token, tokens},
};

/// Reads an expression.
pub fn rules(text: &str) -> Result<Vec<Rule>, BadHours> {
    let length = text.chars().count();
    if length > MAX_CHARS {
        return Err(BadHours { column: MAX_CHARS + 1, problem: Problem::TooLong });
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, end: length + 1 };
    let mut rules: Vec<Rule> = Vec::new();
    let mut start = Join::Normal;
    loop {
        match parser.peek(0) {
            None if rules.is_empty() || start == Join::Fallback => {
                return parser.fail(if rules.is_empty() {
                    Problem::Empty
                } else {
                    Problem::EndsEarly
                });
            }
            None => return Ok(rules),
            Some(Token::Sign(';')) if start != Join::Fallback => parser.at += 1,
            Some(_) => {
                let mut join = start;
                while parser.rule(&mut rules, join)? {
                    // What is added to a fallback holds only where the fallback does.
                    join = if start == Join::Fallback { start } else { Join::Additional };
                }
                start = if parser.take(&Token::Fallback) { Join::Fallback } else { Join::Normal };
            }
        }
        if rules.len() > MAX_RULES {
            return parser.fail(Problem::TooLong);
        }
    }
}

/// What a rule already has.
#[derive(Default)]
struct Seen {
    years: bool,
    dates: bool,
    weeks: bool,
    weekdays: bool,
    holidays: bool,
    times: bool,
    modifier: bool,
    comment: bool,
}

struct Parser<'a> {
    tokens: &'a [Placed],
    at: usize,
    /// The column after the text.
    end: usize,
}

impl Parser<'_> {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(token, _)| token)
    }

    fn is_sign(&self, ahead: usize, sign: char) -> bool {
        self.peek(ahead) == Some(&Token::Sign(sign))
    }

    fn number(&self, ahead: usize) -> Option<u32> {
        match self.peek(ahead) {
            Some(Token::Number(value)) => Some(*value),
            _ => None,
        }
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek(0) == Some(token);
        self.at += usize::from(found);
        found
    }

    fn take_sign(&mut self, sign: char) -> bool {
        self.take(&Token::Sign(sign))
    }

    fn fail<T>(&self, problem: Problem) -> Result<T, BadHours> {
        let column = self.tokens.get(self.at).map_or(self.end, |(_, column)| *column);
        Err(BadHours { column, problem })
    }

    fn unexpected<T>(&self) -> Result<T, BadHours> {
        match self.peek(0) {
            None => self.fail(Problem::EndsEarly),
            Some(token) => self.fail(Problem::Unexpected { found: spelled(token) }),
        }
    }

    fn expect(&mut self, sign: char) -> Result<(), BadHours> {
        if self.take_sign(sign) { Ok(()) } else { self.unexpected() }
    }

    /// Reads one rule; whether an additional one follows.
    fn rule(&mut self, rules: &mut Vec<Rule>, join: Join) -> Result<bool, BadHours> {
        let mut rule = Rule { join, ..Rule::default() };
        let mut seen = Seen::default();
        let start = self.at;
        let mut more = false;
        while let Some(token) = self.peek(0) {
            match token {
                Token::Sign(';') | Token::Fallback => break,
                Token::Sign(':') if self.at > start && !seen.times => self.at += 1,
                Token::Weekday(_) | Token::PublicHoliday | Token::SchoolHoliday => {
                    self.days(&mut rule, &mut seen)?;
                }
                Token::Week => {
                    self.once(&mut seen.weeks)?;
                    rule.dates.push(self.weeks()?);
                }
                Token::Year(_) if !self.year_belongs_to_a_date() => {
                    self.once(&mut seen.years)?;
                    rule.dates.push(self.years()?);
                }
                Token::Year(_) | Token::Month(_) | Token::Easter => {
                    self.once(&mut seen.dates)?;
                    rule.dates.push(self.month_days()?);
                }
                Token::Always => {
                    self.once(&mut seen.times)?;
                    rule.times.push(TimeSpan::WHOLE_DAY);
                    self.at += 1;
                }
                Token::Number(_) | Token::Sun(_) | Token::Sign('(') => {
                    self.once(&mut seen.times)?;
                    if self.times(&mut rule.times)? {
                        more = true;
                        break;
                    }
                }
                Token::Modifier(modifier) => {
                    rule.modifier = *modifier;
                    self.once(&mut seen.modifier)?;
                    self.at += 1;
                    if self.take_sign(',') {
                        more = true;
                        break;
                    }
                }
                Token::Comment(comment) => {
                    rule.comment = Some(comment.trim().to_owned());
                    self.once(&mut seen.comment)?;
                    self.at += 1;
                    if self.take_sign(',') {
                        more = true;
                        break;
                    }
                }
                Token::Sign(_) | Token::DayWord => return self.unexpected(),
            }
        }
        if seen.comment && !seen.modifier {
            rule.modifier = Modifier::Unknown;
        }
        if self.at == start {
            return self.unexpected();
        }
        rules.push(rule);
        // A comma at the very end is forgiven.
        let ended = matches!(self.peek(0), None | Some(Token::Sign(';') | Token::Fallback));
        Ok(more && !ended && rules.len() <= MAX_RULES)
    }

    fn once(&self, seen: &mut bool) -> Result<(), BadHours> {
        if *seen {
            return self.fail(Problem::MissingSeparator);
        }
        *seen = true;
        Ok(())
    }

    /// `Mo-Fr,PH`: one of these. `SH Mo-Fr`, without a comma: both of these.
    fn days(&mut self, rule: &mut Rule, seen: &mut Seen) -> Result<(), BadHours> {
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

    fn weekday(&mut self, weekday: i8) -> Result<DateSelector, BadHours> {
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

    fn nth(&mut self) -> Result<i8, BadHours> {
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
    fn day_offset(&mut self, most: u32) -> Result<i16, BadHours> {
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

    fn years(&mut self) -> Result<Vec<DateSelector>, BadHours> {
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
            } else if self.take_sign('+') {
                to = None;
            } else if self.is_sign(0, '/') {
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
    fn step(&mut self, most: u32) -> Result<i16, BadHours> {
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

    fn weeks(&mut self) -> Result<Vec<DateSelector>, BadHours> {
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

    fn week(&mut self) -> Result<i8, BadHours> {
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

    fn year_belongs_to_a_date(&self) -> bool {
        match (self.peek(1), self.peek(2)) {
            (Some(Token::Easter), _) => true,
            (Some(Token::Month(_)), Some(Token::Number(_))) => !self.is_time(2),
            _ => self.counted_weekday_starts_a_date(1),
        }
    }

    /// Whether a time starts there: `10:00-…`, `10:00+`; in `Dec 24: 10:00-…` the 24 is a day.
    fn is_time(&self, ahead: usize) -> bool {
        self.number(ahead).is_some()
            && self.is_sign(ahead + 1, ':')
            && self.number(ahead + 2).is_some()
            && !self.is_sign(ahead + 3, ':')
    }

    fn month_days(&mut self) -> Result<Vec<DateSelector>, BadHours> {
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
    fn months(&mut self) -> Result<Option<DateSelector>, BadHours> {
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
    fn counted_weekday_starts_a_date(&self, month: usize) -> bool {
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

    fn anchor(&mut self) -> Result<Anchor, BadHours> {
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

    fn day_of(&mut self, month: i8) -> Result<i8, BadHours> {
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

    fn range_end(&mut self, from: Anchor) -> Result<Option<Anchor>, BadHours> {
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

    /// Reads a list of times; whether a comma led on to an additional rule.
    fn times(&mut self, times: &mut Vec<TimeSpan>) -> Result<bool, BadHours> {
        loop {
            self.time_span(times)?;
            if !self.take_sign(',') {
                return Ok(false);
            }
            let goes_on = match self.peek(0) {
                Some(Token::Sun(_) | Token::Sign('(')) => true,
                Some(Token::Number(_)) => self.is_sign(1, ':') || self.is_sign(1, '-'),
                _ => false,
            };
            if !goes_on {
                return Ok(true);
            }
        }
    }

    fn time_span(&mut self, times: &mut Vec<TimeSpan>) -> Result<(), BadHours> {
        let start = self.at;
        let whole_hours = self.number(0).is_some() && self.is_sign(1, '-');
        let from = if whole_hours { self.hour(23)? } else { self.time_point(DAY - 1)? };
        if self.take_sign('+') {
            times.push(open_end(from, false));
            return Ok(());
        }
        if !self.is_sign(0, '-') {
            self.at = start;
            return self.fail(Problem::PointInTime);
        }
        self.at += 1;
        let to = if whole_hours && !self.is_sign(1, ':') {
            self.hour(48)?
        } else {
            self.time_point(2 * DAY)?
        };
        if self.is_sign(0, '/') {
            return self.fail(Problem::PointInTime);
        }
        let mut span = TimeSpan { from, to, open_end: false };
        let (start, end) = (usual(from), usual(to));
        let fixed = matches!((from, to), (TimePoint::Fixed(_), TimePoint::Fixed(_)));
        if let (TimePoint::Fixed(end), true) = (to, fixed && end <= start) {
            span.to = TimePoint::Fixed(end + DAY);
        }
        if self.take_sign('+') {
            times.push(open_end(to, end < start));
        }
        times.push(span);
        Ok(())
    }

    fn hour(&mut self, last: u32) -> Result<TimePoint, BadHours> {
        match self.number(0) {
            Some(hour) if hour <= last => {
                self.at += 1;
                Ok(TimePoint::Fixed(hour as u16 * 60))
            }
            Some(_) => self.fail(Problem::NoSuchTime),
            None => self.unexpected(),
        }
    }

    fn time_point(&mut self, last: u16) -> Result<TimePoint, BadHours> {
        match self.peek(0) {
            Some(Token::Sun(event)) => {
                let event = *event;
                self.at += 1;
                Ok(TimePoint::Sun { event, offset: 0 })
            }
            Some(Token::Sign('(')) => {
                self.at += 1;
                let Some(Token::Sun(event)) = self.peek(0) else { return self.unexpected() };
                let event = *event;
                self.at += 1;
                let sign = match self.peek(0) {
                    Some(Token::Sign('+')) => 1,
                    Some(Token::Sign('-')) => -1,
                    _ => return self.unexpected(),
                };
                self.at += 1;
                let offset = sign * self.clock(12 * 60)? as i16;
                self.expect(')')?;
                Ok(TimePoint::Sun { event, offset })
            }
            Some(Token::Number(_)) => Ok(TimePoint::Fixed(self.clock(last)?)),
            _ => self.unexpected(),
        }
    }

    fn clock(&mut self, last: u16) -> Result<u16, BadHours> {
        let Some(hour) = self.number(0) else { return self.unexpected() };
        if !self.is_sign(1, ':') {
            return self.fail(Problem::PointInTime);
        }
        let Some(minute) = self.number(2) else {
            self.at += 2;
            return self.unexpected();
        };
        let minutes = hour * 60 + minute;
        if minute > 59 || minutes > u32::from(last) {
            return self.fail(Problem::NoSuchTime);
        }
        self.at += 3;
        Ok(minutes as u16)
    }
}

/// When it happens over the year, roughly.
fn usual(point: TimePoint) -> u16 {
    match point {
        TimePoint::Fixed(minutes) => minutes,
        TimePoint::Sun { event, offset } => event.usual().saturating_add_signed(offset),
    }
}

/// A time with an open end. How long that stays unknown is a convention: what starts in the
/// evening may last into the night, everything else ends at midnight.
fn open_end(from: TimePoint, next_day: bool) -> TimeSpan {
    let shift = |point| match point {
        TimePoint::Fixed(minutes) if next_day => TimePoint::Fixed(minutes + DAY),
        point => point,
    };
    let from = shift(from);
    let start = usual(from);
    let to = match start {
        1320.. => start + 8 * 60,
        1020.. => start + 10 * 60,
        _ => DAY,
    };
    TimeSpan { from, to: TimePoint::Fixed(to), open_end: true }
}

fn spelled(token: &Token) -> String {
    match token {
        Token::Number(value) => value.to_string(),
        Token::Year(year) => year.to_string(),
        Token::Sign(sign) => sign.to_string(),
        Token::DayWord => "day".to_owned(),
        Token::Fallback => "||".to_owned(),
        Token::Week => "week".to_owned(),
        Token::Easter => "easter".to_owned(),
        Token::Always => "24/7".to_owned(),
        Token::PublicHoliday => "PH".to_owned(),
        Token::SchoolHoliday => "SH".to_owned(),
        Token::Comment(comment) => comment.clone(),
        Token::Weekday(day) => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
            [usize::from(day.unsigned_abs()) % 7]
            .to_owned(),
        Token::Month(month) => {
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
                [usize::from(month.unsigned_abs() - 1) % 12]
                .to_owned()
        }
        Token::Sun(event) => format!("{event:?}").to_lowercase(),
        Token::Modifier(modifier) => format!("{modifier:?}").to_lowercase(),
    }
}
