//! What a file looks like, before anything is asked.

use std::io::Read;

use super::{BatchError, Kind, Request, Source, head::Head, plan::fit};
use crate::{
    domain::{assign::Question, grid::LonLat},
    formats::table::Records,
};

/// How many rows are shown.
const ROWS: usize = 5;
/// How much of a cell is shown, in characters.
const CELL: usize = 80;

/// The columns of a file and its first rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// How the file is written.
    pub kind: Kind,
    /// The coordinate system that the file names.
    pub epsg: Option<u32>,
    /// The names of the columns; the position of features is none of them.
    pub columns: Vec<String>,
    /// The first rows; long cells are cut off.
    pub rows: Vec<Vec<String>>,
    /// The names of all columns, those of the position included.
    names: Vec<String>,
}

impl Preview {
    /// Reads the beginning of a file; of GeoJSON all of it, as any feature may bring a new column.
    ///
    /// # Errors
    /// When the beginning cannot be read.
    pub fn new<R: Read>(source: Source<R>, kind: Kind) -> Result<Self, BatchError> {
        let head = Head::read(source)?;
        let mut records = Records::new(&head.first, head.delimiter);
        let mut rows = Vec::new();
        while rows.len() < ROWS
            && let Some(record) = records.next()
        {
            let cells = record.cells().take(head.kept);
            let text = |cell: &[u8]| String::from_utf8_lossy(cell).chars().take(CELL).collect();
            rows.push(cells.map(|cell| text(&cell)).collect());
        }
        let columns = head.names[..head.kept].to_vec();
        Ok(Self { kind, epsg: head.epsg, columns, rows, names: head.names })
    }

    /// Whether the file consists of features, which may have a position of their own.
    pub fn has_features(&self) -> bool {
        self.kind != Kind::Csv
    }

    /// Whether a request fits the columns.
    ///
    /// # Errors
    /// When it does not.
    pub fn check(&self, request: &Request) -> Result<(), BatchError> {
        let kept = self.columns.len();
        fit(request, &self.names, kept, self.has_features(), self.epsg)?;
        let position = LonLat { lon: 0.0, lat: 0.0 };
        Question::Position { position, precision_m: request.precision_m }.validate()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::batch::Place;

    fn preview(text: &str) -> Preview {
        Preview::new(Source::csv(text.as_bytes()), Kind::Csv).unwrap()
    }

    #[test]
    fn the_first_rows_are_shown_and_long_cells_cut() {
        let long = "ä".repeat(200);
        let rows: String = (0..9).map(|row| format!("{row};\"a;b\";{long}\n")).collect();
        let seen = preview(&format!("nr; Anschrift ;x\n{rows}"));
        assert_eq!(seen.columns, ["nr", "Anschrift", "x"]);
        assert_eq!(seen.rows.len(), ROWS);
        assert_eq!(seen.rows[4], ["4", "a;b", &"ä".repeat(CELL)]);
        assert!(preview("nr\n").rows.is_empty());
        assert!(matches!(Preview::new(Source::csv(&b""[..]), Kind::Csv), Err(BatchError::Empty)));
    }

    #[test]
    fn a_request_has_to_fit_the_columns() {
        let seen = preview("a,b,b\n1,2,3\n");
        let ask = |place, epsg| seen.check(&Request { place, epsg, precision_m: 0.0 });
        assert!(ask(Place::Address("a".into()), None).is_ok());
        let none = ask(Place::Address("c".into()), None);
        assert!(matches!(none, Err(BatchError::NoColumn { .. })));
        let double = ask(Place::Address("b".into()), None);
        assert!(matches!(double, Err(BatchError::DoubleColumn { .. })));
        assert!(matches!(ask(Place::Geometry, None), Err(BatchError::NoPlace)));
        let bad = ask(Place::Address("a".into()), Some(1));
        assert!(matches!(bad, Err(BatchError::Crs(_))));
    }
}
