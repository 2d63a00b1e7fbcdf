//! Streets and house numbers. There may be a million of them, so they are written and read many at
//! a time.

use sqlx::{AssertSqlSafe, Row};

use super::{Result, StoreError, Tx, json, parse, text};
use crate::domain::{
    directory::{AddressPoint, OfficialEntry, Reading, Street, StreetId},
    grid::GridPoint,
};

/// How many rows are written by one statement.
const ROWS: usize = 500;
/// How many points are read at once.
const PAGE: u32 = 20_000;

/// Writes a directory.
pub(super) async fn insert(
    tx: &mut Tx<'_>,
    streets: &[Street],
    points: &[AddressPoint],
) -> Result<()> {
    for (id, street) in (0_i64..).zip(streets) {
        sqlx::query("insert into street values (?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(&street.name)
            .bind(text(&street.other_names))
            .bind(&street.kind)
            .bind(text(&street.lines))
            .bind(street.place.as_ref().map(text))
            .execute(&mut **tx)
            .await?;
    }
    for points in points.chunks(ROWS) {
        let mut query = sqlx::query(rows("address_point", 7, points.len()));
        for point in points {
            let entry = point.official.as_deref();
            query = query
                .bind(point.id)
                .bind(&point.number)
                .bind(point.position.x)
                .bind(point.position.y)
                .bind(entry.map(|entry| &*entry.id))
                .bind(entry.and_then(|entry| entry.quality.as_ref()).map(ToString::to_string))
                .bind(entry.and_then(|entry| entry.postcode).map(String::from));
        }
        query.execute(&mut **tx).await?;
        let readings: Vec<(u32, Reading)> = points
            .iter()
            .flat_map(|point| point.readings.iter().map(|reading| (point.id, *reading)))
            .collect();
        for readings in readings.chunks(ROWS) {
            let mut query = sqlx::query(rows("reading", 3, readings.len()));
            for (point, reading) in readings {
                query = query.bind(*point).bind(reading.street.0).bind(reading.confidence);
            }
            query.execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// Puts a directory in the place of the one that is kept.
pub(super) async fn replace(
    tx: &mut Tx<'_>,
    streets: &[Street],
    points: &[AddressPoint],
) -> Result<()> {
    for table in ["reading", "address_point", "street"] {
        sqlx::query(AssertSqlSafe(format!("delete from {table}"))).execute(&mut **tx).await?;
    }
    insert(tx, streets, points).await
}

/// The statement that inserts rows into a table.
fn rows(table: &'static str, columns: usize, rows: usize) -> AssertSqlSafe<String> {
    let row = format!("({})", vec!["?"; columns].join(", "));
    AssertSqlSafe(format!("insert into {table} values {}", vec![row; rows].join(", ")))
}

/// All streets by id.
pub(super) async fn streets(tx: &mut Tx<'_>) -> Result<Vec<Street>> {
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
                place: row
                    .try_get::<Option<&str>, _>("place")?
                    .map(|place| parse("street", place))
                    .transpose()?,
            })
        })
        .collect()
}

/// All house numbers by id, each with its readings, the likeliest first.
pub(super) async fn points(tx: &mut Tx<'_>) -> Result<Vec<AddressPoint>> {
    let mut points: Vec<AddressPoint> = Vec::new();
    loop {
        // Rows of the database take many times the memory of what they hold.
        let rows = sqlx::query(
            "select p.*, r.street, r.confidence
             from (select * from address_point where id > ? order by id limit ?) p
             left join reading r on r.point = p.id
             order by p.id, r.confidence desc, r.street",
        )
        .bind(points.last().map_or(-1, |last| i64::from(last.id)))
        .bind(PAGE)
        .fetch_all(&mut **tx)
        .await?;
        if rows.is_empty() {
            return Ok(points);
        }
        for row in &rows {
            let id: u32 = row.try_get("id")?;
            if points.last().is_none_or(|last| last.id != id) {
                points.push(AddressPoint {
                    id,
                    number: row.try_get("number")?,
                    position: GridPoint { x: row.try_get("x")?, y: row.try_get("y")? },
                    readings: Vec::new(),
                    official: official(row)?,
                });
            }
            let street: Option<u32> = row.try_get("street")?;
            if let (Some(point), Some(street)) = (points.last_mut(), street) {
                let confidence = row.try_get("confidence")?;
                // Most houses have one reading; a list that grows would take room for four.
                point.readings.reserve_exact(1);
                point.readings.push(Reading { street: StreetId(street), confidence });
            }
        }
    }
}

fn official(row: &sqlx::sqlite::SqliteRow) -> Result<Option<Box<OfficialEntry>>> {
    let Some(id) = row.try_get::<Option<&str>, _>("official_id")? else { return Ok(None) };
    let postcode = row.try_get::<Option<&str>, _>("postcode")?.map(str::parse).transpose();
    let content = |error: crate::domain::directory::BadPostcode| StoreError::Content {
        table: "address_point",
        problem: error.to_string(),
    };
    let quality = row.try_get::<Option<&str>, _>("quality")?.map(Into::into);
    let postcode = postcode.map_err(content)?;
    Ok(Some(Box::new(OfficialEntry { id: id.into(), quality, postcode })))
}
