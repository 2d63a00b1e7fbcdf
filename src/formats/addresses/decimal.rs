//! Coordinates as text.

/// Millionths of a metre in a centimetre.
const CENTIMETRE: i64 = 10_000;

/// A number, and its first six decimals exactly: the same position written with and without its
/// zone has to come out the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Decimal {
    millionths: i64,
    float: f64,
}

impl Decimal {
    /// Reads digits with at most one decimal point or comma.
    /// `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, rest) = digits.split_once([',', '.']).unwrap_or((digits, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || !plain(whole) || !plain(rest) {
            return None;
        }
        let mut value: i64 = whole.parse().ok()?;
        let mut decimals = rest.bytes();
        for _ in 0..6 {
            value = value * 10 + i64::from(decimals.next().unwrap_or(b'0') - b'0');
        }
        let float: f64 = digits.replacen(',', ".", 1).parse().ok()?;
        let sign = if negative { -1 } else { 1 };
        Some(Self { millionths: value * sign, float: float * sign as f64 })
    }

    /// The number without its decimals.
    pub fn whole(self) -> i64 {
        self.millionths / 1_000_000
    }

    /// The number less millions, which zones are written as.
    pub fn less_millions(self, millions: i64) -> Self {
        let millionths = self.millionths - millions * 1_000_000_000_000;
        Self { millionths, float: millionths as f64 / 1e6 }
    }

    /// The nearest whole centimetre, of a number in metres; halves go up.
    pub fn centimetres(self) -> i64 {
        (self.millionths + CENTIMETRE / 2).div_euclid(CENTIMETRE)
    }

    /// The number as a float.
    pub fn float(self) -> f64 {
        self.float
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_to_the_last_digit() {
        let cm = |text: &str| Decimal::read(text).map(Decimal::centimetres);
        assert_eq!(cm("565465,805"), Some(56_546_581));
        assert_eq!(cm("565465.804999"), Some(56_546_580));
        assert_eq!(cm("-0,005"), Some(0));
        assert_eq!(cm("+12"), Some(1200));
        let long = Decimal::read("32565465,805").unwrap().less_millions(32);
        assert_eq!(long, Decimal::read("565465,805").unwrap());
        for text in ["", "-", ",5", "565.465,80", "1e5", "5 6", "NaN", "1234567890123", "12°"] {
            assert_eq!(cm(text), None, "{text}");
        }
    }
}
