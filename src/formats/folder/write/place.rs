//! Putting a folder in its place: wholly or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::File;

/// Why a folder is not put in its place.
#[derive(Debug, thiserror::Error)]
pub enum PutError<E> {
    /// There is something already, and it is not to be replaced.
    #[error("„{}“ is there already and not empty", .0.display())]
    Occupied(PathBuf),
    /// A file cannot be written.
    #[error("„{}“ cannot be written: {}", .0.display(), .1)]
    Io(PathBuf, io::Error),
    /// The folder was looked at and refused.
    #[error(transparent)]
    Refused(E),
}

/// Writes files to a new folder beside `target`, has it looked at, and moves it there.
///
/// A folder that is there is kept until the new one is complete, and comes back if moving fails.
/// An empty one may be used in any case.
///
/// # Errors
/// When `target` is there with content and `replace` is false, when a file cannot be written, and
/// whatever `check` says; nothing is changed then.
pub fn put<E>(
    target: &Path,
    replace: bool,
    files: &[File],
    check: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), PutError<E>> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| PutError::Io(path, error)
    };
    if target.file_name().is_none() {
        // `.` and `..` cannot be moved, and there is nothing beside them.
        return Err(failed(target)(io::ErrorKind::InvalidInput.into()));
    }
    if !replace && !is_free(target) {
        return Err(PutError::Occupied(target.to_owned()));
    }
    let (part, old) = (target.with_added_extension("part"), target.with_added_extension("old"));
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).map_err(failed(parent))?;
    }
    clear(&part).map_err(failed(&part))?;
    let written = write(&part, files).and_then(|()| check(&part).map_err(PutError::Refused));
    if let Err(error) = written {
        // What is left there is in nobody's way: the next run clears it.
        let _ = clear(&part);
        return Err(error);
    }
    let occupied = target.exists();
    if occupied {
        clear(&old).and_then(|()| fs::rename(target, &old)).map_err(failed(target))?;
    }
    if let Err(error) = fs::rename(&part, target) {
        if occupied {
            fs::rename(&old, target).map_err(failed(target))?;
        }
        let _ = clear(&part);
        return Err(PutError::Io(target.to_owned(), error));
    }
    clear(&old).map_err(failed(&old))
}

/// Whether there is nothing, or an empty folder.
pub fn is_free(target: &Path) -> bool {
    match fs::read_dir(target) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn write<E>(root: &Path, files: &[File]) -> Result<(), PutError<E>> {
    for (name, bytes) in files {
        let path = root.join(name);
        let folder = path.parent().unwrap_or(root);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, bytes))
            .map_err(|error| PutError::Io(path, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<File> {
        vec![("a.txt".into(), text.into()), ("base/b.txt".into(), text.into())]
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn fine(_: &Path) -> Result<(), String> {
        Ok(())
    }

    #[test]
    fn a_folder_is_replaced_whole_and_only_when_that_is_wanted() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("new/city");
        put(&target, false, &files("1"), fine).unwrap();
        assert_eq!(names(&target), ["a.txt", "base"]);
        fs::write(target.join("own.txt"), "").unwrap();
        assert!(matches!(put(&target, false, &files("2"), fine), Err(PutError::Occupied(_))));
        assert_eq!(fs::read(target.join("a.txt")).unwrap(), b"1");
        put(&target, true, &files("2"), fine).unwrap();
        assert_eq!(names(&target), ["a.txt", "base"]);
        assert_eq!(fs::read(target.join("base/b.txt")).unwrap(), b"2");
        assert_eq!(names(&root.path().join("new")), ["city"], "nothing is left beside it");
    }

    #[test]
    fn what_is_refused_changes_nothing() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("city");
        put(&target, false, &files("1"), fine).unwrap();
        let refused = put(&target, true, &files("2"), |_| Err("no".to_owned()));
        assert!(matches!(refused, Err(PutError::Refused(reason)) if reason == "no"));
        assert_eq!(fs::read(target.join("a.txt")).unwrap(), b"1");
        assert_eq!(names(root.path()), ["city"]);
    }

    #[test]
    fn an_empty_folder_may_be_used() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("city");
        fs::create_dir(&target).unwrap();
        put(&target, false, &files("1"), fine).unwrap();
        assert_eq!(names(&target), ["a.txt", "base"]);
    }
}
