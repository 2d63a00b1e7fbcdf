//! Backing up and restoring while the service runs.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use sqlx::{Connection, Row, SqliteConnection};

use super::{SqliteStore, Tx, audit, open::beside};
use crate::{domain::audit::Event, store::StoreError};

/// What a backup does not bring back: whoever was signed in then need not be now.
const LEFT_OUT: [&str; 3] = ["session", "invitation", "device"];

fn file_error(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::NotWritable(format!("„{}“: {error}", path.display()))
}

impl SqliteStore {
    /// Writes a consistent copy of the whole database to a new file, while others read and
    /// write. The file is there wholly or not at all.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        if file.exists() {
            return Err(StoreError::NotWritable(format!(
                "„{}“ is there already; a backup never overwrites",
                file.display()
            )));
        }
        let part = beside(file, "part");
        let _ = fs::remove_file(&part);
        let text = part.to_str().ok_or_else(|| StoreError::NotWritable("not UTF-8".into()))?;
        let copied = sqlx::query("vacuum into ?").bind(text).execute(&self.pool).await;
        copied
            .map_err(StoreError::from)
            .and_then(|_| {
                File::open(&part)
                    .and_then(|written| written.sync_all())
                    .and_then(|()| fs::rename(&part, file))
                    .map_err(|error| file_error(file, &error))
            })
            .inspect_err(|_| drop(fs::remove_file(&part)))
    }

    /// Puts the content of a backup in the place of everything that is kept, in one transaction;
    /// a running server notices. The former content is backed up beside the database first, and
    /// that file is returned. Everybody has to sign in again.
    ///
    /// # Errors
    /// When the backup is damaged, belongs to something else or to a newer version, or when
    /// something cannot be written; nothing is changed then.
    pub async fn restore(
        &self,
        backup: &Path,
        database: &Path,
        event: &Event,
    ) -> Result<PathBuf, StoreError> {
        let copy = beside(database, "restoring");
        let restored = self.restore_through(backup, database, &copy, event).await;
        for file in [copy.clone(), with_suffix(&copy, "-wal"), with_suffix(&copy, "-shm")] {
            let _ = fs::remove_file(file);
        }
        restored
    }

    async fn restore_through(
        &self,
        backup: &Path,
        database: &Path,
        copy: &Path,
        event: &Event,
    ) -> Result<PathBuf, StoreError> {
        // The backup itself is never written: a copy is checked and brought up to date.
        fs::copy(backup, copy).map_err(|error| file_error(backup, &error))?;
        let url = format!("sqlite:{}", copy.display());
        let (source, _) = Self::migrate(&url).await.map_err(|error| match error {
            StoreError::Foreign(_) => StoreError::Foreign(format!(
                "„{}“ is not a backup of this program",
                backup.display()
            )),
            other => other,
        })?;
        source.check_integrity().await.map_err(|problem| {
            StoreError::Foreign(format!("the backup „{}“ is damaged: {problem}", backup.display()))
        })?;
        source.pool.close().await;

        let stamp = event.at.strftime("%Y%m%d-%H%M%S");
        let former = beside(database, &format!("before-restore-{stamp}.db"));
        self.backup(&former).await?;

        let mut connection = self.pool.acquire().await?.detach();
        sqlx::query("attach database ? as source")
            .bind(copy.to_str().ok_or_else(|| StoreError::NotWritable("not UTF-8".into()))?)
            .execute(&mut connection)
            .await?;
        let replaced = replace_all(&mut connection, event).await;
        let _ = connection.close().await;
        replaced.map(|()| former)
    }

    /// Whether the file itself is sound.
    ///
    /// # Errors
    /// What SQLite finds wrong.
    pub async fn check_integrity(&self) -> Result<(), String> {
        let found: Vec<String> = sqlx::query_scalar("pragma integrity_check")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| error.to_string())?;
        match found.as_slice() {
            [only] if only == "ok" => Ok(()),
            _ => Err(found.into_iter().take(3).collect::<Vec<_>>().join("; ")),
        }
    }
}

async fn replace_all(connection: &mut SqliteConnection, event: &Event) -> Result<(), StoreError> {
    let mut tx: Tx<'_> = connection.begin_with("begin immediate").await?;
    // Rows refer to each other across tables; what counts is that they do at the end.
    sqlx::query("pragma defer_foreign_keys = on").execute(&mut *tx).await?;
    let (dataset, organisation): (i64, i64) =
        sqlx::query_as("select dataset, organisation from main.revision")
            .fetch_one(&mut *tx)
            .await?;
    // The record may only be cut behind its anchor; here it is replaced as a whole.
    sqlx::query("update main.audit_mark set seq = (select max(seq) from main.audit_mark) where mark = 'anchor'")
        .execute(&mut *tx)
        .await?;
    let tables: Vec<String> = sqlx::query(
        "select name from main.sqlite_master
         where type = 'table' and name <> '_sqlx_migrations' and name not like 'sqlite_stat%'",
    )
    .fetch_all(&mut *tx)
    .await?
    .iter()
    .map(|row| row.try_get("name"))
    .collect::<Result<_, _>>()?;
    // The mark guards the record, so it goes last.
    let (marks, others): (Vec<_>, Vec<_>) = tables.iter().partition(|name| *name == "audit_mark");
    for table in others.iter().chain(&marks) {
        run(&mut tx, format!("delete from main.\"{table}\"")).await?;
    }
    for table in tables.iter().filter(|name| !LEFT_OUT.contains(&name.as_str())) {
        run(&mut tx, format!("insert into main.\"{table}\" select * from source.\"{table}\""))
            .await?;
    }
    // Counted on from the former content: a running server has to notice.
    sqlx::query("update main.revision set dataset = ? + 1, organisation = ? + 1")
        .bind(dataset)
        .bind(organisation)
        .execute(&mut *tx)
        .await?;
    audit::append(&mut tx, event).await?;
    Ok(tx.commit().await?)
}

async fn run(tx: &mut Tx<'_>, statement: String) -> Result<(), StoreError> {
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut **tx).await?;
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
