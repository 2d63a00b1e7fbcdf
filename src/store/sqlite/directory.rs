//! Streets and house numbers.

use sqlx::Row;

use super::{StoreError, Tx, json, parse, text};
use crate::domain::{
    city::Dataset,
    directory::{AddressPoint, Reading, Street, StreetId},
    grid::GridPoint,
};

/// Writes the directory of a dataset.
pub(super) async fn insert(tx: &mut Tx<'_>, dataset: &Dataset) -> Result<(), StoreError> {
    for (id, street) in (0_i64..).zip(&dataset.streets) {
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

/// All streets by id.
pub(super) async fn streets(tx: &mut Tx<'_>) -> Result<Vec<Street>, StoreError> {
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
pub(super) async fn points(tx: &mut Tx<'_>) -> Result<Vec<AddressPoint>, StoreError> {
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
