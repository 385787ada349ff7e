//! The sink: the destination of a success's body.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::in_use::InUse;
use super::moved::Moved;

/// The destination of a response's body. Bodies of errors never go there.
#[derive(Clone, Default)]
pub enum Sink {
    /// The response object.
    #[default]
    Memory,
    /// A file, which appears under this name when it is whole.
    File(PathBuf),
    Writer(Arc<BodyWriter>),
    Part(FilePart),
}

/// A part of a file that is open: several parts are written at once.
#[derive(Clone)]
pub struct FilePart {
    pub file: Arc<File>,
    /// What the caller calls the whole.
    pub path: Arc<PathBuf>,
    pub start: u64,
    pub length: u64,
}

/// What the content of an object must be, as another response has described it.
#[derive(Clone, Copy)]
pub struct ExpectedContent {
    pub length: u64,
    pub crc: Option<u64>,
}

/// A caller's own destination of bytes, which one thread at a time uses.
pub trait Drain: Send + Sync {
    /// Takes all bytes, or none.
    fn write(&self, bytes: &[u8]) -> io::Result<Moved<()>>;

    fn can_rewind(&self) -> bool;

    /// Discards the bytes taken so far: the first byte follows again.
    fn rewind(&self) -> io::Result<()>;
}

/// A destination, and whether a call has it.
pub struct BodyWriter {
    pub drain: Box<dyn Drain>,
    pub(super) in_use: InUse,
}

impl BodyWriter {
    pub fn new(drain: Box<dyn Drain>) -> BodyWriter {
        BodyWriter {
            drain,
            in_use: InUse::default(),
        }
    }
}

impl Sink {
    pub fn is_stream(&self) -> bool {
        !matches!(self, Sink::Memory)
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Sink::Memory => f.write_str("Memory"),
            Sink::File(path) => f.debug_tuple("File").field(path).finish(),
            Sink::Writer(_) => f.write_str("Writer"),
            Sink::Part(part) => f.debug_tuple("Part").field(&part.start).finish(),
        }
    }
}
