//! The city: its description, editions, directory and layers.

use sqlx::Row;

use super::{Tx, directory, editions, json, municipalities, text};
use crate::{domain::city::Dataset, store::StoreError};

/// The city that is kept; `None` before the first import.
pub(super) async fn read(tx: &mut Tx<'_>) -> Result<Option<Dataset>, StoreError> {
    let Some(city) = sqlx::query("select * from city").fetch_optional(&mut **tx).await? else {
        return Ok(None);
    };
    Ok(Some(Dataset {
        info: json(&city, "city", "info")?,
        attribution: city.try_get("attribution")?,
        limit: json(&city, "city", "limit_area")?,
        organisation: json(&city, "city", "organisation")?,
        parts: json(&city, "city", "parts")?,
        editions: editions::read(tx).await?,
        municipalities: municipalities::read(tx).await?,
        streets: directory::streets(tx).await?,
        points: directory::points(tx).await?,
        // Entries live on their own once they are kept; see `resources::seed`.
        resources: Vec::new(),
        school_holidays: json(&city, "city", "school_holidays")?,
        population: json(&city, "city", "population")?,
        footpaths: json(&city, "city", "footpaths")?,
        layers: layers(tx).await?,
    }))
}

/// Puts a city in the place of the one that is kept.
pub(super) async fn replace(tx: &mut Tx<'_>, dataset: &Dataset) -> Result<(), StoreError> {
    for table in [
        "reading",
        "address_point",
        "street",
        "street_rule",
        "sozialraum",
        "border_line",
        "edition",
        "municipality",
        "layer",
        "city",
    ] {
        sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}"))).execute(&mut **tx).await?;
    }
    sqlx::query("insert into city values (1, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(text(&dataset.info))
        .bind(&dataset.attribution)
        .bind(text(&dataset.limit))
        .bind(text(&dataset.organisation))
        .bind(text(&dataset.parts))
        .bind(text(&dataset.school_holidays))
        .bind(text(&dataset.population))
        .bind(text(&dataset.footpaths))
        .execute(&mut **tx)
        .await?;
    for data in &dataset.editions {
        editions::insert(tx, data).await?;
    }
    municipalities::insert(tx, &dataset.municipalities).await?;
    directory::insert(tx, &dataset.streets, &dataset.points).await?;
    for (name, content) in &dataset.layers {
        sqlx::query("insert into layer values (?, ?)")
            .bind(name)
            .bind(content)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn layers(tx: &mut Tx<'_>) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    sqlx::query("select * from layer order by name")
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| Ok((row.try_get("name")?, row.try_get("content")?)))
        .collect()
}
