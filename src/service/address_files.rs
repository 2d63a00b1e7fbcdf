//! Files of street rules and registers between their dry run and their import, with what was
//! decided about them so far.

use std::{collections::BTreeMap, io::Cursor, sync::Arc};

use sha2::{Digest, Sha256};

use super::{
    Service, addresses,
    batch::{Control, Preview, Source},
    live::Live,
    register_import::{self, Choice},
    street_rules::{self, Plan, RulesError},
};
use crate::{
    domain::{
        address::Convention,
        coded::coded,
        register::{Compared, Comparison, Reading, Understood},
        rules::StreetRule,
    },
    formats::{
        addresses as addresses_file,
        defect::Defects,
        register::{self as table, BadColumns, ColumnNames, Columns, ListedTable},
        street_rules as rules_file,
    },
    locale::words::t,
    store::StoreError,
};

coded! {
    /// What a file holds.
    pub enum Kind {
        /// Street rules.
        Rules = "rules",
        /// A street register that an office has.
        Register = "register",
        /// The official register of house numbers.
        Houses = "houses",
    }
}

coded! {
    /// What becomes of a line that contradicts what holds.
    pub enum Decision {
        /// It becomes a rule.
        Rule = "rule",
        /// What holds stays.
        Keep = "keep",
    }
}

/// A file.
#[derive(Debug, Clone)]
pub struct AddressFile {
    /// Its name.
    pub name: String,
    /// The edition that it is for; street rules may be for all of them.
    pub edition: Option<u32>,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// Street rules, as they were sent.
    Rules(Arc<[u8]>),
    /// A street register.
    Register(RegisterFile),
    /// House numbers.
    Houses(HousesFile),
}

/// The official register of house numbers, and how it is read.
#[derive(Debug, Clone, Default)]
pub struct HousesFile {
    /// The file.
    pub content: Arc<[u8]>,
    /// The headings of its first row, or the names of its properties; of a file without headings
    /// what stands there.
    pub headings: Vec<String>,
    /// The coordinate system, as it was typed.
    pub crs: String,
    /// How it is read.
    pub options: addresses::Options,
}

/// A register, how it is read, and what was decided about its lines.
#[derive(Debug, Clone)]
pub struct RegisterFile {
    /// The table.
    pub table: Arc<ListedTable>,
    /// The columns that were named.
    pub columns: ColumnNames,
    /// How it is read.
    pub reading: Reading,
    /// What was decided, by the place of the line in the file.
    pub decisions: BTreeMap<usize, Decision>,
}

/// A register held against what holds.
#[derive(Debug)]
pub struct RegisterPlan {
    /// The columns that are read.
    pub columns: Columns,
    /// Line by line.
    pub comparison: Comparison,
}

impl Kind {
    /// What a file looks like.
    pub fn of(content: &[u8]) -> Self {
        match content {
            _ if rules_file::is_like_rules(content) => Self::Rules,
            _ if addresses_file::is_like_houses(content) => Self::Houses,
            _ => Self::Register,
        }
    }
}

impl AddressFile {
    /// A file as it was sent.
    ///
    /// # Errors
    /// When a register is no table.
    pub fn new(
        name: &str,
        content: Vec<u8>,
        kind: Option<Kind>,
        edition: Option<u32>,
    ) -> Result<Self, Defects> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let content = match kind.unwrap_or_else(|| Kind::of(&content)) {
            Kind::Rules => Content::Rules(content.into()),
            Kind::Houses => Content::Houses(HousesFile {
                headings: headings(&content),
                content: content.into(),
                ..HousesFile::default()
            }),
            Kind::Register => Content::Register(RegisterFile {
                table: Arc::new(table::read(&content, &name)?),
                columns: ColumnNames::default(),
                reading: Reading { convention: Convention::default(), areas: Vec::new() },
                decisions: BTreeMap::new(),
            }),
        };
        Ok(Self { name, edition, content })
    }
}

/// None where the file cannot be read; its plan says why.
fn headings(content: &[u8]) -> Vec<String> {
    let control = Control::default();
    let Ok((source, kind)) = Source::detect(Cursor::new(content), &control) else {
        return Vec::new();
    };
    Preview::new(source, kind).map(|file| file.columns).unwrap_or_default()
}

impl RegisterFile {
    /// Holds the register against what an edition says. Cost: see [`register_import::compare`].
    ///
    /// # Errors
    /// When the columns are not clear.
    ///
    /// # Panics
    /// When there is no such edition.
    pub fn plan(&self, service: &Service, edition: u32) -> Result<RegisterPlan, BadColumns> {
        let columns = Columns::of(&self.table, &self.columns)?;
        let day = service.by_edition(edition).expect("the edition was looked up before");
        let listed = columns.listed(&self.table);
        let comparison = register_import::compare(service, day, listed, &self.reading);
        Ok(RegisterPlan { columns, comparison })
    }
}

impl RegisterPlan {
    /// A mark of exactly this comparison: another reading or other rules by now give another one.
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        for line in self.comparison.lines.iter().filter(|line| contradicts(line)) {
            let Compared { listed, says, contradictions, claimed, .. } = line;
            hash.update(format!("{}:{says:?}:{contradictions:?}:{claimed:?};", listed.at));
        }
        data_encoding::HEXLOWER.encode(&hash.finalize()[..16])
    }
}

/// Whether a line says something else than what holds.
pub fn contradicts(line: &Compared) -> bool {
    matches!(line.says, Understood::Says { .. }) && !line.contradictions.is_empty()
}

/// Why lines of a register are not taken over.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The columns are not clear.
    #[error("the columns are not clear: {0:?}")]
    Columns(BadColumns),
    /// What was looked at is not what would be done.
    #[error("the register or what holds has changed since it was looked at")]
    Stale,
    /// So many of the lines have to be corrected first.
    #[error("{0} lines have to be corrected first")]
    Unsound(usize),
    /// The rules cannot be replaced.
    #[error(transparent)]
    Rules(#[from] RulesError),
}

impl From<StoreError> for TakeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            other => Self::Rules(other.into()),
        }
    }
}

/// Makes rules of lines of a register, all of them or none; nothing when there are none. `mark` is
/// that of the comparison that was looked at.
///
/// # Errors
/// When something has changed since, a line has to be corrected first, or the store fails.
pub async fn take_lines(
    live: &Live,
    actor: &str,
    file: &AddressFile,
    register: &RegisterFile,
    (edition, mark): (u32, &str),
    lines: Vec<usize>,
) -> Result<Option<Plan>, TakeError> {
    if lines.is_empty() {
        return Ok(None);
    }
    let store = live.store();
    // Read before the data, so that a change in between is noticed.
    let known = store.revision().await?.dataset;
    live.refresh().await.map_err(|_| TakeError::Stale)?;
    let service = live.service();
    let plan = register.plan(&service, edition).map_err(TakeError::Columns)?;
    if plan.mark() != mark {
        return Err(TakeError::Stale);
    }
    let choice = Choice { accept: lines, ..Choice::default() };
    match register_import::unsound(&plan.comparison, &choice) {
        0 => {}
        wrong => return Err(TakeError::Unsound(wrong)),
    }
    let new = new_rules(&service, edition, &plan, &choice, &file.name);
    let plan = register_import::plan(store, edition, &new, &file.name, known).await?;
    street_rules::apply(store, actor, &plan).await?;
    live.refresh().await.map_err(|_| TakeError::Stale)?;
    Ok(Some(plan))
}

fn new_rules(
    service: &Service,
    edition: u32,
    plan: &RegisterPlan,
    choice: &Choice,
    file: &str,
) -> Vec<StreetRule> {
    let Some(day) = service.by_edition(edition) else { return Vec::new() };
    register_import::rules(day, &plan.comparison, choice, |at| {
        t("register_import.reason", &[("file", file), ("row", &at.to_string())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_their_columns() {
        for (head, kind) in [
            ("\u{feff}street,numbers,sozialraum,reason\nA,1,x,y", Kind::Rules),
            ("Edition;Reason;\"Street\";Numbers;Sozialraum\r\n", Kind::Rules),
            ("street;place;numbers;sozialraum;note\n", Kind::Register),
            ("Straße;Haus-Nr.;Bezirk\n", Kind::Register),
            ("PK\u{3}\u{4}…", Kind::Register),
            ("{\"type\":\"FeatureCollection\",\"features\":[]}", Kind::Houses),
            ("N;DESHPDHK0001;A;01;0;60;063;;00001;12;a;32565000,1;5951000,2", Kind::Houses),
            ("OI;STN;HNR;ADZ;Ostwert;Nordwert", Kind::Houses),
            ("street,house_number,lon,lat", Kind::Houses),
            ("", Kind::Register),
        ] {
            assert_eq!(Kind::of(head.as_bytes()), kind, "{head}");
        }
    }
}
