//! What is known of the parts that were moved, and the checkpoint that keeps it.

use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::checkpoint::{Checkpoint, Record};
use super::layout::{Layout, PartRange};
use super::moved_part::MovedPart;
use crate::client::local_error::LocalError;
use crate::client::transfer::joined;

pub struct Ledger {
    layout: Layout,
    /// The file of a download: a part that is in the checkpoint is on the disk.
    written: Option<Arc<File>>,
    state: Mutex<LedgerState>,
}

struct LedgerState {
    parts: Vec<Option<MovedPart>>,
    /// Of a former transfer, until they are compared with what is there.
    former: Vec<Option<MovedPart>>,
    checkpoint: Option<Checkpoint>,
}

impl Ledger {
    /// Writes the checkpoint, before anything is moved.
    pub fn new(
        layout: Layout,
        written: Option<Arc<File>>,
        checkpoint: Option<Checkpoint>,
        record: Option<Record>,
    ) -> Result<Ledger, LocalError> {
        let mut former = vec![None; layout.count()];
        for (index, part) in record.map(|record| record.parts).unwrap_or_default() {
            if let Some(slot) = former.get_mut(index) {
                *slot = Some(part);
            }
        }
        let mut state = LedgerState {
            parts: vec![None; layout.count()],
            former,
            checkpoint,
        };
        state.write()?;
        Ok(Ledger {
            layout,
            written,
            state: Mutex::new(state),
        })
    }

    /// The sum of a part that a former transfer has moved.
    pub fn former_crc(&self, part: PartRange) -> Option<u64> {
        self.lock().former.get(part.index)?.as_ref()?.crc
    }

    /// The part is as the former transfer has moved it.
    pub fn keep_former(&self, part: PartRange) {
        let mut state = self.lock();
        let LedgerState { parts, former, .. } = &mut *state;
        if let (Some(slot), Some(moved)) = (parts.get_mut(part.index), former.get(part.index)) {
            slot.clone_from(moved);
        }
    }

    pub fn note(&self, part: PartRange, moved: MovedPart) -> Result<(), LocalError> {
        let mut state = self.lock();
        if let Some(slot) = state.parts.get_mut(part.index) {
            *slot = Some(moved);
        }
        let count = state.parts.iter().flatten().count();
        let checkpoint = state.checkpoint.as_mut();
        if checkpoint.is_some_and(|checkpoint| checkpoint.is_due(count)) {
            if let Some(file) = &self.written {
                let synced = file.sync_data();
                synced.map_err(|e| LocalError::system("flush the file to its disk", e))?;
            }
            state.write()?;
        }
        Ok(())
    }

    /// The sum of all parts; `None` if that of one is not known.
    pub fn crc(&self) -> Option<u64> {
        let state = self.lock();
        sum(self.layout, state.parts.iter().map(Option::as_ref))
    }

    /// The document that completes the upload.
    pub fn document(&self) -> String {
        let mut document = "<CompleteMultipartUpload>".to_owned();
        for (index, part) in self.lock().parts.iter().enumerate() {
            let etag = part.as_ref().map_or("", |part| &part.etag);
            let etag = etag.replace('&', "&amp;").replace('<', "&lt;");
            document += &format!(
                "<Part><PartNumber>{}</PartNumber><ETag>{etag}</ETag></Part>",
                index + 1
            );
        }
        document + "</CompleteMultipartUpload>"
    }

    /// Brings the checkpoint up to date.
    pub fn write(&self) -> Result<(), LocalError> {
        self.lock().write()
    }

    /// Whether a later transfer can go on with this one.
    pub fn has_checkpoint(&self) -> bool {
        self.lock().checkpoint.is_some()
    }

    /// There is nothing to go on with.
    pub fn close(&self) {
        if let Some(checkpoint) = self.lock().checkpoint.take() {
            checkpoint.remove();
        }
    }

    fn lock(&self) -> MutexGuard<'_, LedgerState> {
        // No caller's function runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LedgerState {
    fn write(&mut self) -> Result<(), LocalError> {
        let LedgerState {
            parts,
            former,
            checkpoint,
        } = self;
        let Some(checkpoint) = checkpoint else {
            return Ok(());
        };
        let both = parts.iter().zip(former.iter());
        let known = both.map(|(now, before)| now.as_ref().or(before.as_ref()));
        let numbered = known.enumerate();
        checkpoint.write(numbered.filter_map(|(index, part)| Some((index, part?))))
    }
}

/// The sum of parts in their order.
pub fn sum<'p>(layout: Layout, parts: impl Iterator<Item = Option<&'p MovedPart>>) -> Option<u64> {
    let mut all = 0;
    for (index, part) in parts.enumerate() {
        all = joined(all, part?.crc?, layout.part(index).length);
    }
    Some(all)
}
