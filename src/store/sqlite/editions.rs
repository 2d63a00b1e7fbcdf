//! Editions with the areas and lines they are drawn with.

use sqlx::Row;

use super::{StoreError, Tx, json, text, word, word_of};
use crate::domain::{
    city::{EditionData, Sozialraum},
    edition::Edition,
    partition::{LineInfo, NamedLine},
    rules::StreetRule,
};

/// Writes one edition.
pub(super) async fn insert(tx: &mut Tx<'_>, data: &EditionData) -> Result<(), StoreError> {
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
    insert_rules(tx, edition.number, &data.rules).await
}

async fn insert_rules(
    tx: &mut Tx<'_>,
    edition: u32,
    rules: &[StreetRule],
) -> Result<(), StoreError> {
    for (position, rule) in (0_i64..).zip(rules) {
        sqlx::query("insert into street_rule values (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(edition)
            .bind(position)
            .bind(&rule.id)
            .bind(&rule.street)
            .bind(String::from(rule.numbers.clone()))
            .bind(&rule.sozialraum)
            .bind(&rule.reason)
            .bind(&rule.place)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Puts rules in the place of those that an edition has.
pub(super) async fn replace_rules(
    tx: &mut Tx<'_>,
    edition: u32,
    rules: &[StreetRule],
) -> Result<(), StoreError> {
    let there: bool = sqlx::query_scalar("select count(*) > 0 from edition where number = ?")
        .bind(edition)
        .fetch_one(&mut **tx)
        .await?;
    if !there {
        return Err(StoreError::NotFound);
    }
    sqlx::query("delete from street_rule where edition = ?")
        .bind(edition)
        .execute(&mut **tx)
        .await?;
    insert_rules(tx, edition, rules).await
}

async fn rules(tx: &mut Tx<'_>, edition: u32) -> Result<Vec<StreetRule>, StoreError> {
    sqlx::query("select * from street_rule where edition = ? order by position")
        .bind(edition)
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| {
            Ok(StreetRule {
                id: row.try_get("id")?,
                street: row.try_get("street")?,
                numbers: word(row, "street_rule", "numbers")?,
                sozialraum: row.try_get("sozialraum")?,
                reason: row.try_get("reason")?,
                place: row.try_get("place")?,
            })
        })
        .collect()
}

/// All editions by first day.
pub(super) async fn read(tx: &mut Tx<'_>) -> Result<Vec<EditionData>, StoreError> {
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
        let rules = rules(tx, edition.number).await?;
        editions.push(EditionData { edition, sozialraeume, lines, rules });
    }
    Ok(editions)
}
