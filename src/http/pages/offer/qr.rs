//! The QR code that leads to a page, as a drawing inside it.

use fast_qr::{ECL, QRBuilder};

/// Blank modules around a code, which readers need (ISO/IEC 18004).
const QUIET: usize = 4;

/// A code as a drawing.
#[derive(Debug)]
pub struct Qr {
    /// Modules of one side, the blank ones included.
    pub side: usize,
    /// The dark modules as an SVG path.
    pub path: String,
}

/// The code of a text; `None` when the text is too long for one, from some 2,000 characters on.
pub fn qr(text: &str) -> Option<Qr> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        // Neighbours in one stroke, so that no hairline runs between them.
        let mut x = 0;
        while x < code.size {
            let dark = |x: usize| code[y][x].value();
            let length = (x..code.size).take_while(|x| dark(*x)).count();
            if length > 0 {
                path.push_str(&format!("M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET));
            }
            x += length + 1;
        }
    }
    Some(Qr { side: code.size + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_fits_and_a_novel_does_not() {
        let code = qr("https://sozialraum.example/angebot/1051e832-3376-59c4").unwrap();
        assert_eq!(code.side, 33 + 2 * QUIET);
        // The finder in the corner: seven dark modules.
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", &code.path[..20]);
        assert!(qr(&"x".repeat(5_000)).is_none());
    }
}
