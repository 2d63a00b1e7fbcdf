//! `sozialraum check`: prove a data folder, or list what is wrong with it.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use super::failure::{Failure, words};
use crate::{
    formats::defect::Defect,
    locale::words::t,
    service::{check, heal, open},
};

/// Prove a data folder, or list every defect with its place and remedy
#[derive(clap::Args)]
pub(super) struct Args {
    /// The data folder [default: the only one in data/]
    #[arg(value_name = "DIR")]
    data: Option<PathBuf>,
    /// Give gaps and overlaps up to the tolerances to a neighbour and write the areas and borders
    /// back, if nothing else is wrong with them
    #[arg(long)]
    heal: bool,
    /// Largest gap or overlap to heal, in square metres
    #[arg(long, value_name = "M2", default_value_t = 1.0, requires = "heal")]
    max_area: f64,
    /// Widest gap or overlap to heal, in metres
    #[arg(long, value_name = "M", default_value_t = 0.5, requires = "heal")]
    max_width: f64,
    /// Print the defects as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let folder = match &args.data {
        Some(folder) if folder.is_dir() => folder.clone(),
        Some(folder) => return Err(open::OpenError::NotAFolder(folder.clone()).into()),
        None => open::only_folder(open::DATA.as_ref())?,
    };
    let mut out = io::stdout().lock();
    if args.heal {
        let healed = heal::heal(&folder, args.max_area, args.max_width)?;
        for defect in &healed {
            writeln!(out, "{}", words("healed", &[("defect", &defect.to_string())]))?;
        }
        if healed.is_empty() {
            writeln!(out, "{}", words("nothing_healed", &[]))?;
        }
    }
    let report = check::check(&folder);
    if args.json {
        let in_words = |defect: &Defect| {
            let mut value = serde_json::to_value(defect).unwrap_or_default();
            value["problem"] = defect.problem().into();
            value["remedy"] = defect.remedy().into();
            value
        };
        let list = |defects: &[Defect]| defects.iter().map(in_words).collect::<Vec<_>>();
        let body = serde_json::json!({
            "counts": report.counts,
            "defects": list(&report.defects),
            "hints": list(&report.hints),
        });
        writeln!(out, "{body:#}")?;
    } else {
        for defect in &report.defects {
            writeln!(out, "{defect}")?;
        }
        for hint in &report.hints {
            writeln!(out, "{}", t("street_rules.hint", &[("hint", &hint.to_string())]))?;
        }
    }
    let name = folder.display().to_string();
    if report.defects.is_empty() {
        if !args.json {
            let counts = report.counts;
            let values = [
                ("folder", name.as_str()),
                ("sozialraeume", &counts.sozialraeume.to_string()),
                ("borders", &counts.borders.to_string()),
                ("streets", &counts.streets.to_string()),
                ("house_numbers", &counts.house_numbers.to_string()),
                ("area", &format!("{:.2}", counts.area_m2 as f64 / 1e6).replace('.', ",")),
            ];
            writeln!(out, "{}", words("sound", &values))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let count = report.defects.len().to_string();
    Err(Failure::failed("unsound", &[("folder", &name), ("count", &count)]))
}
