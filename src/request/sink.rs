//! Where the body of a success goes.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// The place for the body of an answer. Errors never go there.
#[derive(Clone, Default)]
pub enum Sink {
    /// The answer object.
    #[default]
    Memory,
    /// A file, which appears under this name when it is whole.
    File(PathBuf),
    Writer(Arc<dyn Drain>),
}

/// A caller's own place for bytes. Used by one thread at a time.
pub trait Drain: Send + Sync {
    /// Takes all bytes.
    fn write(&self, bytes: &[u8]) -> io::Result<()>;

    fn can_rewind(&self) -> bool;

    /// Forgets what it took: the first byte comes again.
    fn rewind(&self) -> io::Result<()>;
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
        }
    }
}
