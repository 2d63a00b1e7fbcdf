//! Coordinates as files write them.

/// So many digits always fit into the mantissa of a double.
const EXACT_DIGITS: usize = 15;
/// Powers of ten up to that; doubles hold them exactly.
const POWERS: [u64; EXACT_DIGITS + 1] = {
    let mut powers = [1; EXACT_DIGITS + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// A coordinate and how it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Coordinate {
    pub value: f64,
    /// Whether others read it as well: digits with at most one decimal point.
    pub plain: bool,
}

/// A number with a decimal point or comma; neither an infinite one nor one in words.
pub(super) fn coordinate(cell: &[u8]) -> Option<Coordinate> {
    if let Some(value) = short(cell) {
        return Some(Coordinate { value, plain: true });
    }
    let text = std::str::from_utf8(cell.trim_ascii()).ok()?;
    let number = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
    let value = match text.contains(',') && !text.contains('.') {
        true => number(&text.replacen(',', ".", 1)),
        false => number(text),
    };
    Some(Coordinate { value: value?, plain: is_plain(cell) })
}

/// A plain number of few digits: whole number and power of ten are exact, so that their quotient is
/// the double nearest to the number, as `parse` gives it.
fn short(cell: &[u8]) -> Option<f64> {
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    // The point may be one of them.
    if digits.len() > EXACT_DIGITS + 1 {
        return None;
    }
    let before = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = match &digits[before..] {
        [] => 0,
        [b'.', behind @ ..] if !behind.is_empty() => behind.len(),
        _ => return None,
    };
    if before == 0 || before + behind > EXACT_DIGITS {
        return None;
    }
    let one_by_one = |bytes: &[u8]| {
        bytes.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0'))
        })
    };
    let fraction = match digits.last_chunk() {
        Some(last) if behind <= last.len() => last_of(last, behind)?,
        _ => one_by_one(&digits[digits.len() - behind..])?,
    };
    let whole = one_by_one(&digits[..before])? * POWERS[behind] + fraction;
    let value = whole as i64 as f64 / POWERS[behind] as i64 as f64;
    Some(if digits.len() < cell.len() { -value } else { value })
}

/// The number that the last few of eight bytes are, all at once; `None` when one is no digit.
fn last_of(bytes: &[u8; 8], digits: usize) -> Option<u64> {
    const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    // The first byte is the lowest one; those before the digits count as zeros.
    let kept = u64::MAX.checked_shl(8 * (8 - digits as u32)).unwrap_or(0);
    let word = (u64::from_le_bytes(*bytes) & kept) | (ZEROS & !kept);
    // Beyond 9 the one has its high bit, below 0 the other.
    let above = word.wrapping_add(u64::from_le_bytes([0x46; 8]));
    let word = word.wrapping_sub(ZEROS);
    if (above | word) & HIGH != 0 {
        return None;
    }
    // Neighbours are put together: two digits, four, eight.
    let pairs = (word.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000 << 32 | 1) >> 32)
}

fn is_plain(cell: &[u8]) -> bool {
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    let inner = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    match memchr::memchr(b'.', digits) {
        Some(point) => inner(&digits[..point]) && inner(&digits[point + 1..]),
        None => inner(digits),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(text: &str) -> Option<f64> {
        coordinate(text.as_bytes()).map(|coordinate| coordinate.value)
    }

    #[test]
    fn coordinates_are_numbers_with_point_or_comma() {
        for (text, number) in [
            ("9.99", Some(9.99)),
            (" 53,7 ", Some(53.7)),
            ("-0.5", Some(-0.5)),
            ("5.9e6", Some(5.9e6)),
            ("565.465,80", None),
            ("1,2,3", None),
            ("1.2.3", None),
            ("inf", None),
            ("NaN", None),
            ("1e999", None),
            ("", None),
            (".", None),
            ("-", None),
            ("53° 42'", None),
        ] {
            assert_eq!(value(text), number, "{text}");
        }
        assert!(value("-0").unwrap().is_sign_negative());
    }

    #[test]
    fn plain_numbers_are_kept_as_they_are_written() {
        let plain = |text: &'static str| coordinate(text.as_bytes()).is_some_and(|c| c.plain);
        assert!(["9", "9.990", "-53.7", "9.12345678901234567890"].into_iter().all(plain));
        let others =
            ["", ".5", "9,9", "1e3", "+1", " 9", "1.", "-", "1.2.3", "0.12345678901234567e1"];
        assert!(!others.into_iter().any(plain));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_number_is_what_parse_makes_of_it(
            text in "-?[0-9]{0,17}(\\.[0-9]{0,18})?|[-+.,0-9e]{0,12}",
        ) {
            let point = text.replacen(',', ".", usize::from(!text.contains('.')));
            let parsed = point.parse().ok().filter(|number: &f64| number.is_finite());
            prop_assert_eq!(value(&text).map(f64::to_bits), parsed.map(f64::to_bits), "{}", text);
            let plain = coordinate(text.as_bytes()).is_some_and(|c| c.plain);
            prop_assert_eq!(plain, parsed.is_some() && is_plain(text.as_bytes()));
        }
    }
}
