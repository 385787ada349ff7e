//! What is known of the parts that were moved.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::layout::{Layout, PartRange};
use crate::client::transfer::joined;

/// A part that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPart {
    /// `None`: not known.
    pub crc: Option<u64>,
    pub etag: String,
}

pub struct Ledger {
    layout: Layout,
    parts: Mutex<Vec<Option<MovedPart>>>,
}

impl Ledger {
    pub fn new(layout: Layout) -> Ledger {
        Ledger {
            layout,
            parts: Mutex::new(vec![None; layout.count()]),
        }
    }

    pub fn note(&self, part: PartRange, moved: MovedPart) {
        if let Some(slot) = self.lock().get_mut(part.index) {
            *slot = Some(moved);
        }
    }

    /// The sum of all parts; `None` if that of one is not known.
    pub fn crc(&self) -> Option<u64> {
        let parts = self.lock();
        let mut all = 0;
        for (index, part) in parts.iter().enumerate() {
            let crc = part.as_ref()?.crc?;
            all = joined(all, crc, self.layout.part(index).length);
        }
        Some(all)
    }

    /// The document that completes the upload.
    pub fn document(&self) -> String {
        let mut document = "<CompleteMultipartUpload>".to_owned();
        for (index, part) in self.lock().iter().enumerate() {
            let etag = part.as_ref().map_or("", |part| &part.etag);
            document += &format!(
                "<Part><PartNumber>{}</PartNumber><ETag>{etag}</ETag></Part>",
                index + 1
            );
        }
        document + "</CompleteMultipartUpload>"
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Option<MovedPart>>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
