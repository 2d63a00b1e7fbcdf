//! How long an official register of house numbers takes to be read and compared. Without arguments
//! one of 100,000 rows; `cargo bench --bench addresses -- ROWS FILE` writes one of any size to a file
//! instead, for `sozialraum import addresses`. `SEED` makes another one.

#[path = "streets/names.rs"]
mod names;
#[path = "streets/random.rs"]
mod random;
#[path = "addresses/register.rs"]
mod register;

use std::{env, fs, time::Instant};

use register::{Layout, Register};
use sozialraum::{
    domain::{
        grid::{Grid, GridPoint},
        house_register::compare,
    },
    formats::addresses::{ColumnNames, Expected, Input, Wanted, read},
};

fn main() {
    let seed = env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let rows = arguments.next().and_then(|rows| rows.parse().ok()).unwrap_or(100_000);
    let text = Register::new(rows, seed).text(Layout::Older, true);
    if let Some(file) = arguments.next() {
        fs::write(file, text).expect("the file can be written");
        return;
    }
    let grid = Grid::new(25832).expect("a grid");
    let corner = |x: i64, y: i64| GridPoint::new(x * 100, y * 100);
    let columns = ColumnNames::default();
    let expected = Expected {
        grid: &grid,
        bounds: (corner(560_000, 5_946_000), corner(570_000, 5_958_000)),
        reach_m: 20_000.0,
        wanted: &Wanted::All,
        columns: &columns,
        epsg: None,
    };
    let begin = Instant::now();
    let input = Input { table: text.as_bytes(), features: None, epsg: None };
    let contents = read(input, "bench", expected, &mut |_| true).expect("a register");
    println!("{rows} rows read in {:?}", begin.elapsed());
    let begin = Instant::now();
    let first = compare(Vec::new(), Vec::new(), &contents.listed, false);
    println!("{} house numbers taken over in {:?}", first.new.len(), begin.elapsed());
    let begin = Instant::now();
    let again = compare(first.streets, first.points, &contents.listed, false);
    println!("compared with themselves in {:?}", begin.elapsed());
    assert!(again.is_empty(), "the same register changes nothing");
}
