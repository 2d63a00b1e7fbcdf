//! Walking through the blobs of a file, on all cores.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    num::NonZero,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use osmpbf::{BlobDecode, BlobReader, HeaderBlock, PrimitiveBlock};

use super::{
    element::{Tags, is_kept},
    error::{OsmError, Pass},
};

/// What is told while reading: the pass, bytes read, bytes in all. Called from several threads.
pub type Progress<'a> = &'a (dyn Fn(Pass, u64, u64) + Sync);

/// Which kinds of elements a blob holds, or are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kinds {
    pub nodes: bool,
    pub ways: bool,
    pub relations: bool,
}

impl Kinds {
    pub const NODES: Self = Self { nodes: true, ways: false, relations: false };
    pub const WAYS: Self = Self { nodes: false, ways: true, relations: false };

    fn of(block: &PrimitiveBlock) -> Self {
        block.groups().fold(Self::default(), |kinds, group| Self {
            nodes: kinds.nodes || group.nodes().len() + group.dense_nodes().len() > 0,
            ways: kinds.ways || group.ways().len() > 0,
            relations: kinds.relations || group.relations().len() > 0,
        })
    }

    fn meets(self, other: Self) -> bool {
        self.nodes && other.nodes || self.ways && other.ways || self.relations && other.relations
    }
}

/// A file and what its blobs hold.
#[derive(Debug)]
pub(super) struct Blobs {
    path: PathBuf,
    bytes: u64,
    kinds: Vec<Kinds>,
}

/// The reader of a file that tells how far it is.
struct Counted {
    file: BufReader<File>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// What all threads take their blobs from.
struct Feed {
    file: BlobReader<Counted>,
    next: usize,
    stopped: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Blobs {
    /// Opens a file, gives its header, and hands every block to `visit`.
    pub fn open<T: Default + Send>(
        path: &Path,
        progress: Progress<'_>,
        visit: impl Fn(&mut T, &Block<'_>) -> Result<(), OsmError> + Sync,
    ) -> Result<(Self, Box<HeaderBlock>, Vec<T>), OsmError> {
        let bytes = File::open(path)?.metadata()?.len();
        let mut blobs = Self { path: path.to_owned(), bytes, kinds: Vec::new() };
        let header = blobs.header()?;
        let found = Mutex::new(Vec::new());
        let parts = blobs.walk(None, Pass::Overview, progress, |part: &mut T, block| {
            let kinds = Kinds::of(block.block);
            let mut found = lock(&found);
            if found.len() <= block.index {
                found.resize(block.index + 1, Kinds::default());
            }
            found[block.index] = kinds;
            drop(found);
            visit(part, block)
        })?;
        blobs.kinds = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((blobs, header, parts))
    }

    /// The first blob, by which an extract is known.
    fn header(&self) -> Result<Box<HeaderBlock>, OsmError> {
        let first = BlobReader::new(BufReader::new(File::open(&self.path)?)).next();
        let Some(Ok(first)) = first else { return Err(OsmError::NotPbf) };
        let Ok(BlobDecode::OsmHeader(header)) = first.decode() else {
            return Err(OsmError::NotPbf);
        };
        let known = ["OsmSchema-V0.6", "DenseNodes"];
        let unknown = header.required_features().iter().find(|f| !known.contains(&f.as_str()));
        match unknown {
            Some(feature) => Err(OsmError::Unsupported(feature.clone())),
            None => Ok(header),
        }
    }

    /// Hands every block that holds one of the kinds to `visit`, each thread with a part of its
    /// own; the parts come in no certain order.
    pub fn read<T: Default + Send>(
        &self,
        kinds: Kinds,
        pass: Pass,
        progress: Progress<'_>,
        visit: impl Fn(&mut T, &Block<'_>) -> Result<(), OsmError> + Sync,
    ) -> Result<Vec<T>, OsmError> {
        self.walk(Some(kinds), pass, progress, visit)
    }

    fn walk<T: Default + Send>(
        &self,
        wanted: Option<Kinds>,
        pass: Pass,
        progress: Progress<'_>,
        visit: impl Fn(&mut T, &Block<'_>) -> Result<(), OsmError> + Sync,
    ) -> Result<Vec<T>, OsmError> {
        let read = Arc::new(AtomicU64::new(0));
        let file = BufReader::new(File::open(&self.path)?);
        let file = BlobReader::new(Counted { file, read: read.clone() });
        let feed = Mutex::new(Feed { file, next: 0, stopped: false });
        let position = || read.load(Ordering::Relaxed);
        let worker = || -> Result<T, OsmError> {
            let mut part = T::default();
            loop {
                let mut from = lock(&feed);
                if from.stopped {
                    return Ok(part);
                }
                let at = position();
                let damaged = |problem: String| OsmError::Damaged { at, problem };
                let blob = match from.file.next() {
                    Some(Ok(blob)) => blob,
                    Some(Err(error)) => return Err(damaged(error.to_string())),
                    // One to three bytes more are the start of a blob that is not there.
                    None if position() != at => return Err(damaged("unexpected end".into())),
                    None => return Ok(part),
                };
                let index = from.next;
                from.next += 1;
                drop(from);
                progress(pass, at, self.bytes);
                let holds = self.kinds.get(index).copied().unwrap_or_default();
                if wanted.is_some_and(|wanted| !wanted.meets(holds)) {
                    continue;
                }
                match blob.decode().map_err(|error| damaged(error.to_string()))? {
                    BlobDecode::OsmData(block) => {
                        visit(&mut part, &Block { block: &block, index, at })?;
                    }
                    BlobDecode::OsmHeader(_) | BlobDecode::Unknown(_) => {}
                }
            }
        };
        let guarded = || worker().inspect_err(|_| lock(&feed).stopped = true);
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(guarded)).collect();
            let ended = running.into_iter().map(|thread| match thread.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            ended.collect()
        })
    }
}

/// Some thousand elements with their texts.
pub(super) struct Block<'a> {
    pub block: &'a PrimitiveBlock,
    index: usize,
    at: u64,
}

/// A node as it lies in a block.
pub(super) struct RawNode {
    pub id: i64,
    /// Longitude and latitude in units of 10⁻⁷ degrees.
    pub at: [i32; 2],
}

impl Block<'_> {
    pub fn damaged(&self, problem: impl Into<String>) -> OsmError {
        OsmError::Damaged { at: self.at, problem: problem.into() }
    }

    /// All nodes with what reads their tags.
    pub fn each_node(
        &self,
        mut visit: impl FnMut(RawNode, &dyn Fn() -> Result<Tags, OsmError>) -> Result<(), OsmError>,
    ) -> Result<(), OsmError> {
        for group in self.block.groups() {
            for node in group.dense_nodes() {
                let at = self.units(node.nano_lon(), node.nano_lat())?;
                let tags =
                    || self.tags(node.raw_tags().map(|(key, value)| (key as u32, value as u32)));
                visit(RawNode { id: node.id(), at }, &tags)?;
            }
            for node in group.nodes() {
                let at = self.units(node.nano_lon(), node.nano_lat())?;
                visit(RawNode { id: node.id(), at }, &|| self.tags(node.raw_tags()))?;
            }
        }
        Ok(())
    }

    /// Billionths of a degree as units of the map.
    fn units(&self, nano_lon: i64, nano_lat: i64) -> Result<[i32; 2], OsmError> {
        let unit = |nano: i64, most: i64| {
            let inside = (-most * 1_000_000_000..=most * 1_000_000_000).contains(&nano);
            inside.then_some(nano / 100).and_then(|units| i32::try_from(units).ok())
        };
        match (unit(nano_lon, 180), unit(nano_lat, 90)) {
            (Some(lon), Some(lat)) => Ok([lon, lat]),
            _ => Err(self.damaged("a node lies nowhere on earth")),
        }
    }

    /// The tags that are looked at.
    pub fn tags(&self, raw: impl Iterator<Item = (u32, u32)>) -> Result<Tags, OsmError> {
        let mut tags = Vec::new();
        for (key, value) in raw {
            let key = self.text(key)?;
            if is_kept(key) {
                tags.push((key.into(), self.text(value)?.into()));
            }
        }
        Ok(Tags(tags))
    }

    /// A text of the block.
    pub fn text(&self, index: u32) -> Result<&str, OsmError> {
        let bytes = self.block.raw_stringtable().get(index as usize);
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        text.ok_or_else(|| self.damaged("a text is missing or not UTF-8"))
    }
}
