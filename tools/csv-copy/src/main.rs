//! What reading a CSV file and writing it again costs with the `csv` crate: every record is split
//! into its cells, and every cell written, nothing else. `tools/bench-batch` holds the addresses of
//! `sozialraum batch` to it.
//!
//!     csv-copy IN OUT [THREADS]
//!
//! With several threads the file is read as a whole and cut at line ends, so cells must have none.

use std::{
    env,
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    thread,
};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (input, output, threads) = match arguments.as_slice() {
        [input, output] => (input, output, 1),
        [input, output, threads] => (input, output, threads.parse().expect("a number of threads")),
        _ => {
            eprintln!("csv-copy IN OUT [THREADS]");
            std::process::exit(2);
        }
    };
    let mut output = File::create(output).expect("OUT can be written");
    if threads == 1 {
        let input = BufReader::with_capacity(1 << 20, File::open(input).expect("IN can be read"));
        return copy(input, BufWriter::with_capacity(1 << 20, output)).expect("IN is CSV");
    }
    let text = fs::read(input).expect("IN can be read");
    let mut parts = Vec::new();
    let mut rest = text.as_slice();
    for left in (1..=threads).rev() {
        let about = rest.len() / left;
        let end = rest[about..].iter().position(|byte| *byte == b'\n');
        let end = end.map_or(rest.len(), |end| about + end + 1);
        let (part, behind) = rest.split_at(if left == 1 { rest.len() } else { end });
        parts.push(part);
        rest = behind;
    }
    thread::scope(|scope| {
        let copies: Vec<_> = parts
            .into_iter()
            .map(|part| {
                scope.spawn(move || {
                    let mut copied = Vec::with_capacity(part.len());
                    copy(part, &mut copied).expect("IN is CSV");
                    copied
                })
            })
            .collect();
        for part in copies {
            output.write_all(&part.join().expect("no panic")).expect("OUT can be written");
        }
    });
}

fn copy(input: impl Read, output: impl Write) -> io::Result<()> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(input);
    let mut writer = csv::Writer::from_writer(output);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        writer.write_byte_record(&record)?;
    }
    writer.flush()
}
