//! From words and signs to rules, by the OSM specification of opening hours.
//!
//! Selectors may stand in any order and with any spacing. Where something would have to be
//! guessed – a point in time, two lists of weekdays in one rule – the text is refused.

mod dates;
mod times;

use super::{
    MAX_CHARS, MAX_RULES,
    bad::{BadHours, Problem},
    syntax::{Join, Modifier, Rule, TimeSpan},
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
