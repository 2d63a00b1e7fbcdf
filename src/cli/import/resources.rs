//! `sozialraum import resources`: a file of offers into the resource map.

use std::{fs, path::PathBuf, process::ExitCode};

use crate::{
    cli::{
        DatabaseArgs,
        failure::{Failure, store_words},
        output::line,
        wait,
    },
    domain::resource::Category,
    locale::words::t,
    service::{
        live::Live,
        open::{ACTOR, OpenError},
        resources::{
            ResourceError,
            file::{FileFormat, Upload},
            import::{self, ImportError, Plan, Verdict},
        },
    },
    store::StoreError,
};

/// Read a file of offers into the resource map, all rows or none
///
/// Entries that the file names again are changed, others stay. The same file twice changes nothing.
#[derive(clap::Args)]
pub(super) struct Args {
    /// CSV, GeoJSON or HSDS file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How the file is written [default: what it looks like]
    #[arg(long)]
    format: Option<FileFormat>,
    /// Where the file comes from; the same in every import, so that entries without an id are
    /// known again [default: name of the file without its ending]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Category of entries that name none, such as `club`
    #[arg(long, value_name = "CODE", value_parser = category)]
    category: Option<Category>,
    /// Say what would happen to every row and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Also overwrite entries that somebody has changed by hand since
    #[arg(long)]
    overwrite: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

fn category(code: &str) -> Result<Category, String> {
    let all = || Category::ALL.map(Category::code).join(", ");
    Category::of_code(code).ok_or_else(|| t("import.cli.categories", &[("all", &all())]))
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let name = args.file.display().to_string();
    let bytes = fs::read(&args.file).map_err(|error| {
        let values = [("file", name.as_str()), ("error", &error.to_string())];
        Failure::Failed(t("import.cli.unreadable", &values))
    })?;
    let mut upload = Upload::new(&name, bytes);
    upload.format = args.format.unwrap_or(upload.format);
    upload.category = args.category;
    if let Some(source) = &args.source {
        upload.source.clone_from(source);
    }
    wait(async {
        let store = args.database.store().await?;
        let url = args.database.url()?;
        let live = Live::load(store).await?.ok_or(OpenError::NoDatabase(url))?;
        let plan = import::plan(&live, &upload).await.map_err(failure)?;
        show(&plan, args.dry_run)?;
        if !args.dry_run {
            import::apply(&live, ACTOR, &plan, args.overwrite).await.map_err(failure)?;
            let done = if plan.is_empty() { "import.cli.nothing" } else { "import.cli.done" };
            line(&t(done, &[]))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Prints the plan: in a dry run every row that is not simply as it was, otherwise what is wrong.
fn show(plan: &Plan, every: bool) -> Result<(), Failure> {
    for note in &plan.notes {
        line(&note.to_string())?;
    }
    for row in &plan.rows {
        let wrong = matches!(row.verdict, Verdict::Refused | Verdict::Overwrites);
        let worth = every && row.verdict != Verdict::Unchanged;
        if !wrong && !worth && row.dropped.is_empty() {
            continue;
        }
        let verdict = t(&format!("import.verdict.{}", row.verdict.code()), &[]);
        let values = [("at", &*row.at.to_string()), ("name", &*row.name), ("verdict", &*verdict)];
        line(&t("import.cli.row", &values))?;
        for error in &row.errors {
            line(&format!("    {error}"))?;
        }
        for error in &row.dropped {
            line(&format!("    {}", t("import.cli.dropped", &[("error", &error.to_string())])))?;
        }
        for difference in row.differences.iter().filter(|_| every || wrong) {
            let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
            let (before, after) = (text(&difference.before), text(&difference.after));
            line(&format!("    {}: {before} → {after}", difference.column))?;
        }
    }
    if !plan.ignored.is_empty() {
        let fields = plan.ignored.iter().map(|(name, count)| format!("{name} ({count}×)"));
        let fields: Vec<String> = fields.collect();
        line(&t("import.cli.ignored", &[("fields", &fields.join(", "))]))?;
    }
    let counts: Vec<(&str, String)> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.code(), plan.count(*verdict).to_string()))
        .collect();
    let counts: Vec<(&str, &str)> = counts.iter().map(|(key, text)| (*key, &**text)).collect();
    line(&t("import.cli.counts", &counts))
}

fn failure(error: ImportError) -> Failure {
    let count = |key, count: usize| Failure::Failed(t(key, &[("count", &count.to_string())]));
    match error {
        ImportError::File(defects) => Failure::Failed(defects.to_string()),
        ImportError::Refused(rows) => count("import.cli.refused", rows),
        ImportError::Overwrites(rows) => count("import.cli.overwrites", rows),
        ImportError::Resource(ResourceError::Store(StoreError::Stale)) => {
            Failure::Failed(t("import.stale", &[]))
        }
        ImportError::Resource(ResourceError::Store(error)) => Failure::Failed(store_words(&error)),
        ImportError::Resource(error) => anyhow::Error::from(error).into(),
    }
}
