//! The source of a request's body.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::in_use::InUse;
use super::moved::Moved;

/// The body of a request, or where it comes from.
#[derive(Clone, Debug, Default)]
pub enum Body {
    #[default]
    None,
    Memory(Arc<[u8]>),
    /// A regular file, or `part` of it: offset and length in bytes.
    File {
        path: PathBuf,
        part: Option<(u64, u64)>,
    },
    Reader(Arc<Reader>),
}

impl Body {
    /// It comes from outside, so its duration is not known.
    pub fn is_stream(&self) -> bool {
        matches!(self, Body::File { .. } | Body::Reader(_))
    }
}

/// A caller's own source of bytes, which one thread at a time uses.
pub trait Source: Send + Sync {
    /// Puts bytes into the buffer: their number, 0 at the end.
    fn read(&self, buffer: &mut [u8]) -> io::Result<Moved<usize>>;

    fn can_rewind(&self) -> bool;

    /// Goes back to the first byte.
    fn rewind(&self) -> io::Result<()>;
}

/// A source, and what is known of it.
pub struct Reader {
    source: Box<dyn Source>,
    /// `None`: not known before its end.
    pub length: Option<u64>,
    /// Bytes were taken since it stood at its beginning.
    touched: AtomicBool,
    pub(super) in_use: InUse,
}

impl Reader {
    pub fn new(source: Box<dyn Source>, length: Option<u64>) -> Reader {
        Reader {
            source,
            length,
            touched: AtomicBool::new(false),
            in_use: InUse::default(),
        }
    }

    pub fn read(&self, buffer: &mut [u8]) -> io::Result<Moved<usize>> {
        let read = self.source.read(buffer);
        if !matches!(read, Ok(Moved::Later)) {
            self.touched.store(true, Ordering::Relaxed);
        }
        read
    }

    /// Whether it is at its beginning, or can be rewound.
    pub fn is_replayable(&self) -> bool {
        !self.touched.load(Ordering::Relaxed) || self.source.can_rewind()
    }

    pub fn can_rewind(&self) -> bool {
        self.source.can_rewind()
    }

    /// Goes back to the first byte; a reader that nobody touched is there.
    pub fn rewind(&self) -> io::Result<()> {
        if self.touched.load(Ordering::Relaxed) {
            self.source.rewind()?;
            self.touched.store(false, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
