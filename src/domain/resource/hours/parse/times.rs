//! Selectors of times.

use super::{
    super::{
        bad::{BadHours, Problem},
        syntax::{DAY, TimePoint, TimeSpan},
        token::Token,
    },
    Parser,
};

impl Parser<'_> {
    /// Reads a list of times; whether a comma led on to an additional rule.
    pub(super) fn times(&mut self, times: &mut Vec<TimeSpan>) -> Result<bool, BadHours> {
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

    pub(super) fn time_span(&mut self, times: &mut Vec<TimeSpan>) -> Result<(), BadHours> {
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

    pub(super) fn hour(&mut self, last: u32) -> Result<TimePoint, BadHours> {
        match self.number(0) {
            Some(hour) if hour <= last => {
                self.at += 1;
                Ok(TimePoint::Fixed(hour as u16 * 60))
            }
            Some(_) => self.fail(Problem::NoSuchTime),
            None => self.unexpected(),
        }
    }

    pub(super) fn time_point(&mut self, last: u16) -> Result<TimePoint, BadHours> {
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

    pub(super) fn clock(&mut self, last: u16) -> Result<u16, BadHours> {
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
