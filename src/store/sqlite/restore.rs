//! Restoring a backup while the service runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sqlx::{Connection, SqliteConnection};

use super::{SqliteStore, Tx, audit, backup::utf8, checked_backup::CheckedBackup, open::beside};
use crate::{
    domain::audit::{Event, Mark},
    store::StoreError,
};

/// What a backup does not bring back: whoever was signed in then need not be now.
const LEFT_OUT: [&str; 4] = ["session", "invitation", "device", "provider_link"];

impl SqliteStore {
    /// Puts the content of a backup in the place of everything that is kept, in one transaction;
    /// a running server notices. The former content is backed up beside the database first, and
    /// that file is returned, unless nothing was kept. Everybody has to sign in again.
    ///
    /// # Errors
    /// When something cannot be written; nothing is changed then.
    pub async fn restore(
        &self,
        backup: CheckedBackup,
        database: &Path,
        event: &Event,
    ) -> Result<Option<PathBuf>, StoreError> {
        // Merges the copy's log into it.
        backup.store.close().await;
        let mut connection = self.pool.acquire().await?.detach();
        sqlx::query("attach database ? as source")
            .bind(utf8(&backup.copy)?)
            .execute(&mut connection)
            .await?;
        let restored = self.replace_by_source(&mut connection, database, event).await;
        let _ = connection.close().await;
        restored
    }

    async fn replace_by_source(
        &self,
        connection: &mut SqliteConnection,
        database: &Path,
        event: &Event,
    ) -> Result<Option<PathBuf>, StoreError> {
        let mut tx: Tx<'_> = connection.begin_with("begin immediate").await?;
        // Made by another connection while this one keeps all writers out: whatever was
        // acknowledged before is in it.
        let former = if audit::mark(&mut tx, "head").await? == Mark::beginning() {
            None
        } else {
            let former = unused_name(database, event);
            self.backup(&former).await?;
            Some(former)
        };
        let replaced = async {
            replace_all(&mut tx, event).await?;
            Ok(tx.commit().await?)
        };
        match replaced.await {
            Ok(()) => Ok(former),
            Err(error) => {
                former.inspect(|former| drop(fs::remove_file(former)));
                Err(error)
            }
        }
    }
}

fn unused_name(database: &Path, event: &Event) -> PathBuf {
    let stamp = event.at.strftime("%Y%m%d-%H%M%S");
    let names = (1..).map(|number| match number {
        1 => beside(database, &format!("before-restore-{stamp}.db")),
        _ => beside(database, &format!("before-restore-{stamp}-{number}.db")),
    });
    let mut unused = names.skip_while(|name| name.symlink_metadata().is_ok());
    unused.next().expect("numbers do not end")
}

async fn replace_all(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    // Rows refer to each other across tables; what counts is that they do at the end.
    run(tx, "pragma defer_foreign_keys = on").await?;
    let (dataset, organisation, resources): (i64, i64, i64) =
        sqlx::query_as("select dataset, organisation, resources from main.revision")
            .fetch_one(&mut **tx)
            .await?;
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from main.sqlite_master
         where type = 'table' and name <> '_sqlx_migrations' and name not like 'sqlite\\_%' escape '\\'
         order by rowid",
    )
    .fetch_all(&mut **tx)
    .await?;
    // Backwards, as tables refer to earlier ones. The marks of the audit record go before its
    // entries, which they guard.
    for table in tables.iter().rev() {
        run(tx, &format!("delete from main.\"{table}\"")).await?;
    }
    for table in tables.iter().filter(|name| !LEFT_OUT.contains(&name.as_str())) {
        let columns = columns(tx, table).await?;
        let copy = format!(
            "insert into main.\"{table}\" ({columns}) select {columns} from source.\"{table}\""
        );
        run(tx, &copy).await?;
    }
    // Numbers given away since are not given again.
    run(
        tx,
        "update main.sqlite_sequence set seq = max(seq, coalesce(
            (select kept.seq from source.sqlite_sequence as kept
             where kept.name = sqlite_sequence.name), 0))",
    )
    .await?;
    // Counted on from the former content: a running server has to notice.
    sqlx::query(
        "update main.revision
         set dataset = ? + 1, organisation = ? + 1, resources = max(resources, ?) + 1",
    )
    .bind(dataset)
    .bind(organisation)
    .bind(resources)
    .execute(&mut **tx)
    .await?;
    audit::append(tx, event).await
}

/// The columns of a table by name: their order may differ between databases.
async fn columns(tx: &mut Tx<'_>, table: &str) -> Result<String, StoreError> {
    let names: Vec<String> =
        sqlx::query_scalar("select name from pragma_table_info(?1, 'main') order by cid")
            .bind(table)
            .fetch_all(&mut **tx)
            .await?;
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    Ok(quoted.join(", "))
}

async fn run(tx: &mut Tx<'_>, statement: &str) -> Result<(), StoreError> {
    sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut **tx).await?;
    Ok(())
}
