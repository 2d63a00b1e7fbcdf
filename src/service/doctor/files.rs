//! The files and the disk they lie on.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use super::Finding;

const MEGABYTE: u64 = 1024 * 1024;
/// Free space that is always enough to start with.
const FREE: u64 = 200 * MEGABYTE;
/// A restore needs a copy of the backup, one of the former state, and the log of the change.
const FREE_TIMES: u64 = 3;
/// A log that long was not merged into the database for a long time.
const LOG: u64 = 64 * MEGABYTE;

pub(super) fn examine(database: &Path) -> Vec<Finding> {
    let mut findings = vec![space(database), mode(database), log(database)];
    findings.extend(leftovers(database));
    findings
}

fn folder(database: &Path) -> &Path {
    database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |found| found.len())
}

fn space(database: &Path) -> Finding {
    let Ok(found) = rustix::fs::statvfs(folder(database)) else {
        return Finding::hint("space_unknown");
    };
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let needed = FREE.max(FREE_TIMES * size(database));
    let finding = if free < needed { Finding::hint("space_low") } else { Finding::ok("space") };
    finding.with("free", free / MEGABYTE).with("needed", needed.div_ceil(MEGABYTE))
}

fn mode(database: &Path) -> Finding {
    match fs::metadata(database) {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => {
            Finding::hint("readable_by_others").with("file", database.display())
        }
        _ => Finding::ok("mode"),
    }
}

fn log(database: &Path) -> Finding {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    let megabytes = size(&PathBuf::from(name)) / MEGABYTE;
    let long = megabytes * MEGABYTE >= LOG;
    let finding = if long { Finding::hint("log_long") } else { Finding::ok("log") };
    finding.with("size", megabytes)
}

/// Files beside the database that an interrupted backup or restore has left.
fn leftovers(database: &Path) -> Vec<Finding> {
    let name = database.file_name().unwrap_or_default().to_string_lossy();
    let (copy, entries) = (format!("{name}.restoring"), fs::read_dir(folder(database)));
    let mut left: Vec<String> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|other| *other == copy || other.contains(".part"))
        .collect();
    left.sort();
    if left.is_empty() {
        return vec![Finding::ok("no_leftovers")];
    }
    let path = |name: String| folder(database).join(name).display().to_string();
    left.into_iter().map(|name| Finding::hint("leftover").with("file", path(name))).collect()
}
