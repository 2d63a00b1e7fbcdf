//! The store in one SQLite file.

use std::{path::Path, time::Duration};

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Row, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow},
};

use super::{Store, StoreError};
use crate::domain::{
    city::{Dataset, EditionData, Municipality, Sozialraum},
    directory::{AddressPoint, Reading, Street, StreetId},
    edition::Edition,
    grid::GridPoint,
    partition::{LineInfo, NamedLine},
};

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// A SQLite file with its schema brought up to date.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens or creates the file that a URL such as `sqlite:var/sozialraum.db` names, its
    /// folder included, and migrates its schema.
    ///
    /// # Errors
    /// When the URL is no SQLite URL, the file cannot be opened or its schema is a newer one.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let file = file_of(url)?;
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Database(sqlx::Error::Io(error)))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        MIGRATIONS.run(&pool).await?;
        Ok(Self { pool })
    }
}

/// The file that a `sqlite:` URL names.
///
/// # Errors
/// When it is no such URL.
pub fn file_of(url: &str) -> Result<&Path, StoreError> {
    let file = url.strip_prefix("sqlite:").ok_or_else(|| StoreError::Url(url.to_owned()))?;
    let file = file.strip_prefix("//").unwrap_or(file);
    if file.is_empty() {
        return Err(StoreError::Url(url.to_owned()));
    }
    Ok(Path::new(file))
}

#[async_trait]
impl Store for SqliteStore {
    async fn dataset(&self) -> Result<Option<Dataset>, StoreError> {
        let mut tx = self.pool.begin().await?;
        let Some(city) = sqlx::query("select * from city").fetch_optional(&mut *tx).await? else {
            return Ok(None);
        };
        Ok(Some(Dataset {
            info: json(&city, "city", "info")?,
            attribution: city.try_get("attribution")?,
            limit: json(&city, "city", "limit_area")?,
            organisation: json(&city, "city", "organisation")?,
            parts: json(&city, "city", "parts")?,
            editions: editions(&mut tx).await?,
            municipalities: municipalities(&mut tx).await?,
            streets: streets(&mut tx).await?,
            points: points(&mut tx).await?,
            layers: layers(&mut tx).await?,
        }))
    }

    async fn replace_dataset(&self, dataset: &Dataset) -> Result<(), StoreError> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        for table in [
            "reading",
            "address_point",
            "street",
            "sozialraum",
            "border_line",
            "edition",
            "municipality",
            "layer",
            "city",
        ] {
            sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}")))
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("insert into city values (1, ?, ?, ?, ?, ?)")
            .bind(text(&dataset.info))
            .bind(&dataset.attribution)
            .bind(text(&dataset.limit))
            .bind(text(&dataset.organisation))
            .bind(text(&dataset.parts))
            .execute(&mut *tx)
            .await?;
        for data in &dataset.editions {
            insert_edition(&mut tx, data).await?;
        }
        insert_municipalities(&mut tx, &dataset.municipalities).await?;
        insert_directory(&mut tx, dataset).await?;
        for (name, content) in &dataset.layers {
            sqlx::query("insert into layer values (?, ?)")
                .bind(name)
                .bind(content)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

type Tx<'a> = Transaction<'a, Sqlite>;

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("domain values have text keys")
}

fn parse<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Content { table, problem: error.to_string() })
}

fn json<T: DeserializeOwned>(
    row: &SqliteRow,
    table: &'static str,
    column: &str,
) -> Result<T, StoreError> {
    parse(table, row.try_get(column)?)
}

/// A value that is kept as its plain word, such as `draft`.
fn word<T: DeserializeOwned>(
    row: &SqliteRow,
    table: &'static str,
    column: &str,
) -> Result<T, StoreError> {
    let text: String = row.try_get(column)?;
    serde_json::from_value(text.into())
        .map_err(|error| StoreError::Content { table, problem: error.to_string() })
}

fn word_of(value: &impl Serialize) -> String {
    text(value).trim_matches('"').to_owned()
}

async fn insert_edition(tx: &mut Tx<'_>, data: &EditionData) -> Result<(), StoreError> {
    let edition = &data.edition;
    sqlx::query("insert into edition values (?, ?, ?, ?, ?, ?)")
        .bind(edition.number)
        .bind(edition.valid_from.to_string())
        .bind(edition.valid_to.map(|day| day.to_string()))
        .bind(&edition.decision)
        .bind(word_of(&edition.status))
        .bind(&edition.note)
        .execute(&mut **tx)
        .await?;
    for (position, area) in (0_i64..).zip(&data.sozialraeume) {
        sqlx::query("insert into sozialraum values (?, ?, ?, ?, ?, ?)")
            .bind(edition.number)
            .bind(position)
            .bind(&area.id)
            .bind(&area.name)
            .bind(&area.region)
            .bind(text(&area.polygons))
            .execute(&mut **tx)
            .await?;
    }
    for (position, line) in (0_i64..).zip(&data.lines) {
        sqlx::query("insert into border_line values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(edition.number)
            .bind(position)
            .bind(&line.info.id)
            .bind(&line.info.name)
            .bind(text(&line.points))
            .bind(word_of(&line.info.sure))
            .bind(line.info.uncertainty_m)
            .bind(&line.info.source)
            .bind(&line.info.municipality)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn editions(tx: &mut Tx<'_>) -> Result<Vec<EditionData>, StoreError> {
    let mut editions = Vec::new();
    for row in sqlx::query("select * from edition order by valid_from").fetch_all(&mut **tx).await?
    {
        let edition = Edition {
            number: row.try_get("number")?,
            valid_from: word(&row, "edition", "valid_from")?,
            valid_to: match row.try_get::<Option<String>, _>("valid_to")? {
                Some(_) => Some(word(&row, "edition", "valid_to")?),
                None => None,
            },
            decision: row.try_get("decision")?,
            status: word(&row, "edition", "status")?,
            note: row.try_get("note")?,
        };
        let sozialraeume =
            sqlx::query("select * from sozialraum where edition = ? order by position")
                .bind(edition.number)
                .fetch_all(&mut **tx)
                .await?
                .iter()
                .map(|row| {
                    Ok(Sozialraum {
                        id: row.try_get("id")?,
                        name: row.try_get("name")?,
                        region: row.try_get("region")?,
                        polygons: json(row, "sozialraum", "polygons")?,
                    })
                })
                .collect::<Result<_, StoreError>>()?;
        let lines = sqlx::query("select * from border_line where edition = ? order by position")
            .bind(edition.number)
            .fetch_all(&mut **tx)
            .await?
            .iter()
            .map(|row| {
                let info = LineInfo {
                    id: row.try_get("id")?,
                    name: row.try_get("name")?,
                    sure: word(row, "border_line", "sure")?,
                    uncertainty_m: row.try_get("uncertainty_m")?,
                    source: row.try_get("source")?,
                    municipality: row.try_get("municipality")?,
                };
                Ok(NamedLine { info, points: json(row, "border_line", "points")? })
            })
            .collect::<Result<_, StoreError>>()?;
        editions.push(EditionData { edition, sozialraeume, lines });
    }
    Ok(editions)
}

async fn insert_municipalities(
    tx: &mut Tx<'_>,
    municipalities: &[Municipality],
) -> Result<(), StoreError> {
    for (position, municipality) in (0_i64..).zip(municipalities) {
        sqlx::query("insert into municipality values (?, ?, ?, ?, ?, ?, ?)")
            .bind(position)
            .bind(&municipality.ags)
            .bind(&municipality.name)
            .bind(&municipality.district)
            .bind(text(&municipality.aliases))
            .bind(&municipality.office)
            .bind(text(&municipality.polygons))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn municipalities(tx: &mut Tx<'_>) -> Result<Vec<Municipality>, StoreError> {
    sqlx::query("select * from municipality order by position")
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| {
            Ok(Municipality {
                ags: row.try_get("ags")?,
                name: row.try_get("name")?,
                district: row.try_get("district")?,
                aliases: json(row, "municipality", "aliases")?,
                office: row.try_get("office")?,
                polygons: json(row, "municipality", "polygons")?,
            })
        })
        .collect()
}

async fn insert_directory(tx: &mut Tx<'_>, dataset: &Dataset) -> Result<(), StoreError> {
    for (id, street) in (0_i64..).zip(&dataset.streets) {
        sqlx::query("insert into street values (?, ?, ?, ?, ?)")
            .bind(id)
            .bind(&street.name)
            .bind(text(&street.other_names))
            .bind(&street.kind)
            .bind(text(&street.lines))
            .execute(&mut **tx)
            .await?;
    }
    for point in &dataset.points {
        sqlx::query("insert into address_point values (?, ?, ?, ?)")
            .bind(point.id)
            .bind(&point.number)
            .bind(point.position.x)
            .bind(point.position.y)
            .execute(&mut **tx)
            .await?;
        for reading in &point.readings {
            sqlx::query("insert into reading values (?, ?, ?)")
                .bind(point.id)
                .bind(reading.street.0)
                .bind(reading.confidence)
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}

async fn streets(tx: &mut Tx<'_>) -> Result<Vec<Street>, StoreError> {
    sqlx::query("select * from street order by id")
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| {
            Ok(Street {
                name: row.try_get("name")?,
                other_names: json(row, "street", "other_names")?,
                kind: row.try_get("kind")?,
                lines: json(row, "street", "lines")?,
            })
        })
        .collect()
}

async fn points(tx: &mut Tx<'_>) -> Result<Vec<AddressPoint>, StoreError> {
    let rows = sqlx::query(
        "select p.id, p.number, p.x, p.y, r.street, r.confidence
         from address_point p left join reading r on r.point = p.id
         order by p.id, r.confidence desc, r.street",
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut points: Vec<AddressPoint> = Vec::new();
    for row in &rows {
        let id: u32 = row.try_get("id")?;
        if points.last().is_none_or(|last| last.id != id) {
            points.push(AddressPoint {
                id,
                number: row.try_get("number")?,
                position: GridPoint { x: row.try_get("x")?, y: row.try_get("y")? },
                readings: Vec::new(),
            });
        }
        let street: Option<u32> = row.try_get("street")?;
        if let (Some(point), Some(street)) = (points.last_mut(), street) {
            point
                .readings
                .push(Reading { street: StreetId(street), confidence: row.try_get("confidence")? });
        }
    }
    Ok(points)
}

async fn layers(tx: &mut Tx<'_>) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    sqlx::query("select * from layer order by name")
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| Ok((row.try_get("name")?, row.try_get("content")?)))
        .collect()
}
