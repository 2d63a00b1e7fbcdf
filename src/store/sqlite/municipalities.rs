//! The municipalities around the city.

use sqlx::Row;

use super::{StoreError, Tx, json, text};
use crate::domain::city::Municipality;

/// Writes them in their order.
pub(super) async fn insert(
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

/// All of them in the order they were written.
pub(super) async fn read(tx: &mut Tx<'_>) -> Result<Vec<Municipality>, StoreError> {
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
