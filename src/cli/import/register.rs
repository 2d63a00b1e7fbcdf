//! `sozialraum import register`: a street register that an office has, into street rules.

use std::{fs, path::PathBuf, process::ExitCode};

use jiff::civil::Date;

use super::rules;
use crate::{
    cli::{DatabaseArgs, assign::ask_failure, failure::Failure, output::line, wait},
    domain::{
        address::{Convention, HouseNumbers, NumberRanges, RangeWords, Sides},
        city::OnDay,
        register::{Compared, Comparison, Reading, SoFar, Understood},
    },
    formats::register::{self as table, BadColumns, ColumnNames, Columns, ListedTable},
    locale::{Lang, words::t},
    service::{
        live::Live,
        open::{ACTOR, OpenError},
        register_import::{self, Choice},
        street_rules,
    },
};

/// Read a street register (CSV or XLSX), compare it with the map, and make street rules of what it
/// says otherwise
///
/// Says of every row how it was understood and which addresses it contradicts.
#[derive(clap::Args)]
pub(super) struct Args {
    /// CSV or XLSX file; of a workbook the first sheet is read
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which columns hold what, such as `street=Straße,numbers=Hausnummern,sozialraum=Bezirk`
    /// [default: what the headings look like]
    #[arg(long, value_name = "NAME=HEADING,…")]
    columns: Option<String>,
    /// What a range such as 101–115 means without a word for odd or even
    #[arg(long, value_enum, default_value = "both")]
    convention: Side,
    /// 997, 998 and 999 at the end of a range stand for „to the end of the street“
    #[arg(long)]
    last_numbers: bool,
    /// What an area of the file is here, such as `Bezirk 3=garstedt`; may be repeated
    #[arg(long, value_name = "AREA=ID")]
    map: Vec<String>,
    /// Take over these rows only
    #[arg(long, value_name = "ROW,…", value_delimiter = ',')]
    accept: Vec<usize>,
    /// Do not take over these rows
    #[arg(long, value_name = "ROW,…", value_delimiter = ',')]
    decline: Vec<usize>,
    /// Also make rules of rows that say what the map says
    #[arg(long)]
    all: bool,
    /// Say what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// The day whose edition is meant, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Side {
    /// Both sides of the street: 101, 102, 103 …
    Both,
    /// The side of its ends: 101, 103, 105 …
    Ends,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let path = args.file.display().to_string();
    let content = fs::read(&args.file).map_err(|error| {
        let values = [("file", path.as_str()), ("error", &error.to_string())];
        Failure::Failed(t("register_import.unreadable", &values))
    })?;
    let file =
        args.file.file_name().map_or_else(|| path.clone(), |name| name.display().to_string());
    let table =
        table::read(&content, &file).map_err(|defects| Failure::Failed(defects.to_string()))?;
    let columns = columns(&table, args.columns.as_deref())?;
    let choice =
        Choice { accept: args.accept.clone(), decline: args.decline.clone(), all: args.all };
    let listed = columns.listed(&table);
    let unknown = choice.unknown(&listed);
    if !unknown.is_empty() {
        let rows = unknown.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        return Err(Failure::Usage(t("register_import.unknown_rows", &[("rows", &rows)])));
    }
    wait(async {
        let url = args.database.url()?;
        let store = args.database.store().await?;
        // Read before the data, so that a change in between is noticed.
        let known = crate::store::Store::revision(&*store).await?.dataset;
        let live = Live::load(store).await?.ok_or_else(|| OpenError::NoDatabase(url.clone()))?;
        let service = live.service();
        let day = service.on(args.as_of).map_err(|error| ask_failure(&error))?;
        let reading = reading(args, day)?;
        let comparison = register_import::compare(&service, day, listed, &reading);
        show_columns(&table, columns)?;
        for note in &table.notes {
            line(&note.to_string())?;
        }
        show(day, &comparison, args.dry_run)?;
        let unsound = register_import::unsound(&comparison, &choice);
        if unsound > 0 && !args.dry_run {
            let count = unsound.to_string();
            return Err(Failure::Failed(t("register_import.refused", &[("count", &count)])));
        }
        let reason =
            |at: usize| t("register_import.reason", &[("file", &file), ("row", &at.to_string())]);
        let new = register_import::rules(day, &comparison, &choice, reason);
        if new.is_empty() {
            line(&t("register_import.no_rules", &[]))?;
            return Ok(ExitCode::SUCCESS);
        }
        line(&t("register_import.new_rules", &[]))?;
        for rule in &new {
            let values = [
                ("street", &*rule.street_and_place()),
                ("numbers", &german(&rule.numbers)),
                ("sozialraum", &rule.sozialraum),
                ("reason", &rule.reason),
            ];
            line(&format!("  {}", t("register_import.rule", &values)))?;
        }
        if args.dry_run {
            line(&t("register_import.dry_run", &[]))?;
            return Ok(ExitCode::SUCCESS);
        }
        let failed = |error| rules::failure(error, &url);
        let number = day.edition.edition.number;
        let plan = register_import::plan(live.store(), number, &new, &file, known);
        let plan = plan.await.map_err(failed)?;
        street_rules::apply(live.store(), ACTOR, &plan).await.map_err(failed)?;
        line(&t("register_import.done", &[]))?;
        Ok(ExitCode::SUCCESS)
    })
}

fn german(numbers: &NumberRanges) -> String {
    numbers.display_with(&RangeWords::GERMAN)
}

/// The columns that are named, and those that look like what is needed.
fn columns(table: &ListedTable, text: Option<&str>) -> Result<Columns, Failure> {
    let mut names = ColumnNames::default();
    for pair in text.unwrap_or_default().split(',').filter(|pair| !pair.trim().is_empty()) {
        let bad = || Failure::Usage(t("register_import.bad_columns", &[("text", pair)]));
        let (what, heading) = pair.split_once('=').ok_or_else(bad)?;
        let name = match what.trim() {
            "street" => &mut names.street,
            "numbers" => &mut names.numbers,
            "sozialraum" => &mut names.area,
            "place" => &mut names.place,
            _ => return Err(bad()),
        };
        *name = Some(heading.trim().to_owned());
    }
    Columns::of(table, &names).map_err(|error| {
        let all = table.header.join(", ");
        Failure::Usage(match error {
            BadColumns::Unknown(column) => {
                t("register_import.unknown_column", &[("column", &column), ("columns", &all)])
            }
            BadColumns::Missing(what) => {
                t("register_import.no_column", &[("what", what), ("columns", &all)])
            }
        })
    })
}

fn reading(args: &Args, day: OnDay<'_>) -> Result<Reading, Failure> {
    let sides = match args.convention {
        Side::Both => Sides::BothSides,
        Side::Ends => Sides::SideOfEnds,
    };
    let mut areas = Vec::new();
    for text in &args.map {
        let bad = || Failure::Usage(t("register_import.bad_map", &[("text", text)]));
        let (name, id) = text.rsplit_once('=').ok_or_else(bad)?;
        let id = id.trim();
        if !day.edition.sozialraeume.iter().any(|area| area.id == id) {
            let values = [("id", id), ("known", &known(day))];
            return Err(Failure::Usage(t("register_import.unknown_id", &values)));
        }
        areas.push((name.trim().to_owned(), id.to_owned()));
    }
    let convention = Convention { sides, last_numbers: args.last_numbers };
    Ok(Reading { convention, areas })
}

/// The ids of the Sozialräume.
fn known(day: OnDay<'_>) -> String {
    let ids = day.edition.sozialraeume.iter().map(|area| area.id.as_str());
    ids.collect::<Vec<_>>().join(", ")
}

fn show_columns(table: &ListedTable, columns: Columns) -> Result<(), Failure> {
    let heading = |at: usize| table.header.get(at).map_or("", String::as_str);
    let values = [
        ("street", heading(columns.street)),
        ("numbers", columns.numbers.map_or("–", heading)),
        ("area", heading(columns.area)),
    ];
    line(&t("register_import.columns", &values))
}

/// Prints the comparison: in a dry run every row, otherwise what is wrong or contradicts.
fn show(day: OnDay<'_>, comparison: &Comparison, every: bool) -> Result<(), Failure> {
    for compared in &comparison.lines {
        if !every && compared.is_sound() && compared.contradictions.is_empty() {
            continue;
        }
        let at = compared.listed.at.to_string();
        line(&t("register_import.row", &[("at", &at), ("text", &understood(day, compared))]))?;
        if let Some((other, numbers)) = &compared.claimed {
            let values = [("other", &*other.to_string()), ("numbers", &*german(numbers))];
            line(&format!("    {}", t("register_import.claimed", &values)))?;
        }
        for text in contradictions(day, compared) {
            line(&format!("    {text}"))?;
        }
    }
    if !comparison.missing.is_empty() && every {
        let names = comparison.missing.iter().map(|street| day.city.directory.name(*street));
        let streets = names.collect::<Vec<_>>().join(", ");
        let values = [("count", &*comparison.missing.len().to_string()), ("streets", &*streets)];
        line(&t("register_import.missing", &values))?;
    }
    let lines = &comparison.lines;
    let sound = lines.iter().filter(|line| line.is_sound()).count();
    let sum = |of: fn(&Compared) -> usize| lines.iter().map(of).sum::<usize>().to_string();
    let values = [
        ("rows", &*lines.len().to_string()),
        ("sound", &*sound.to_string()),
        ("wrong", &*(lines.len() - sound).to_string()),
        ("concerned", &*sum(|line| line.concerned)),
        ("contradicted", &*sum(|line| line.contradictions.len())),
    ];
    line(&t("register_import.counts", &values))
}

/// What a row says, or why that is not known.
fn understood(day: OnDay<'_>, compared: &Compared) -> String {
    let listed = &compared.listed;
    let street = listed.street.as_str();
    let list = |names: &[String]| match names {
        [] => "–".to_owned(),
        names => names.iter().map(|name| format!("„{name}“")).collect::<Vec<_>>().join(", "),
    };
    match &compared.says {
        Understood::Says { street, numbers, face } => {
            let street = &*day.city.directory.label(*street, None);
            let name = &day.edition.sozialraum(*face).name;
            let values = [("street", street), ("numbers", &*german(numbers)), ("name", name)];
            t("register_import.says", &values)
        }
        Understood::Nothing => t("register_import.nothing", &[("street", street)]),
        Understood::UnknownStreet(similar) => {
            t("register_import.unknown_street", &[("street", street), ("similar", &list(similar))])
        }
        Understood::SeveralStreets(similar) => {
            t("register_import.several_streets", &[("similar", &list(similar))])
        }
        Understood::Numbers(error) => {
            let error = Lang::De.range_error(error);
            let values = [("street", street), ("numbers", &*listed.numbers), ("error", &*error)];
            t("register_import.bad_numbers", &values)
        }
        Understood::UnknownArea => {
            let values = [("street", street), ("area", &*listed.area), ("known", &*known(day))];
            t("register_import.unknown_area", &values)
        }
    }
}

/// The addresses that a row contradicts, those with the same answer so far together.
fn contradictions(day: OnDay<'_>, compared: &Compared) -> Vec<String> {
    let mut kinds: Vec<SoFar> = compared.contradictions.iter().map(|of| of.so_far).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let text = |so_far: SoFar| {
        let of_kind = compared.contradictions.iter().filter(|of| of.so_far == so_far);
        let numbers: Vec<String> = of_kind.map(|of| HouseNumbers::to_string(&of.number)).collect();
        let numbers = numbers.join(", ");
        match so_far {
            SoFar::Map(face) => {
                let name = &day.edition.sozialraum(face).name;
                t("register_import.by_map", &[("numbers", &numbers), ("name", name)])
            }
            SoFar::Rule(face) => {
                let name = &day.edition.sozialraum(face).name;
                t("register_import.by_rule", &[("numbers", &numbers), ("name", name)])
            }
            SoFar::Open(reason) => {
                let reason = t(&format!("register_open.{}", reason.code()), &[]);
                t("register_import.was_open", &[("numbers", &numbers), ("reason", &reason)])
            }
        }
    };
    kinds.into_iter().map(text).collect()
}
