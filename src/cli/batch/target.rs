//! The file that is written: whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process,
    sync::Arc,
    thread,
    time::Duration,
};

use tokio::signal::unix::{SignalKind, signal};

use super::words::text;
use crate::{cli::failure::Failure, service::batch::Control};

/// How long a batch that was asked to stop may take before it is ended.
const PATIENCE: Duration = Duration::from_secs(3);

/// Stdout, or a file beside the one that is wanted, which takes its place at the end.
pub(in crate::cli) enum Target {
    Stdout(io::Stdout),
    File { file: File, part: PathBuf, path: PathBuf },
}

impl Target {
    /// Opens the file beside `path`; `-` is stdout.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self::Stdout(io::stdout()));
        }
        let failed = |error: io::Error| Failure::write(path, &error);
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let part = path.with_added_extension("part");
        // A file that was left behind is written over, unless somebody is still writing it.
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&part)
            .map_err(failed)?;
        file.try_lock().map_err(|error| failed(error.into()))?;
        file.set_len(0).map_err(failed)?;
        Ok(Self::File { file, part, path: path.to_owned() })
    }

    /// From now on Ctrl-C and SIGTERM stop the batch. One that hangs, as its input does not come,
    /// is ended after a while.
    pub fn stop_with(&self, control: &Arc<Control>) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let (mut interrupt, mut terminate) = {
            let _context = runtime.enter();
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
        };
        let control = control.clone();
        let part = match self {
            Self::File { part, .. } => Some(part.clone()),
            Self::Stdout(_) => None,
        };
        thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            });
            control.stop();
            thread::sleep(PATIENCE);
            if let Some(part) = part {
                let _ = fs::remove_file(part);
            }
            eprintln!("{}", text("stopped", &[]));
            process::exit(1);
        });
        Ok(())
    }

    /// Puts the file in its place. However the program ends, nobody finds half a file there; for
    /// the case of a power failure right now it is not waited until the disk has all of it, which
    /// may take longer than the answers themselves.
    pub fn finish(mut self) -> Result<(), Failure> {
        let Self::File { part, path, .. } = &mut self else { return Ok(()) };
        let done = fs::rename(&*part, &*path);
        let done = done.map_err(|error| Failure::write(path, &error));
        if done.is_ok() {
            // Nothing is left that would have to be removed.
            part.clear();
        }
        done
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Self::File { part, .. } = self
            && !part.as_os_str().is_empty()
        {
            let _ = fs::remove_file(part);
        }
    }
}
