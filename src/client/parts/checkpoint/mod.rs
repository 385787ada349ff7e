//! What is kept of a transfer beside the object and the file, to go on with it after its end.

mod file;
mod record;

use std::fmt::Write;
use std::path::Path;

use sha1::{Digest, Sha1};

use super::moved_part::MovedPart;
use crate::client::local_error::LocalError;
use file::CheckpointFile;

pub use record::Record;

/// The checkpoint of a transfer, which nobody else can use meanwhile.
pub struct Checkpoint {
    file: CheckpointFile,
    facts: Vec<(&'static str, String)>,
    /// Parts that were moved since it was written.
    unwritten: usize,
}

/// What a former transfer has left.
pub enum Former {
    Nothing,
    /// Of another object or file.
    Foreign,
    /// Of this one, but it cannot be gone on with.
    Stale(Record),
    Resumable(Record),
}

impl Checkpoint {
    /// `whose`: the object and the file. `facts`: what must be as it was.
    pub fn open(
        path: &Path,
        whose: Vec<(&'static str, String)>,
        facts: Vec<(&'static str, String)>,
    ) -> Result<(Checkpoint, Former), LocalError> {
        let (file, text) = CheckpointFile::open(path)?;
        let former = match Record::read(&text) {
            // Another file of the caller's.
            _ if !text.is_empty() && !record::begins(&text) => Former::Foreign,
            None => Former::Nothing,
            Some(record) if record.contradicts(&whose) => Former::Foreign,
            Some(record) if record.id().is_empty() => Former::Nothing,
            Some(record) if !record.is_whole => Former::Stale(record),
            Some(record) if !record.has(&facts) => Former::Stale(record),
            Some(record) => Former::Resumable(record),
        };
        let checkpoint = Checkpoint {
            file,
            facts: whose.into_iter().chain(facts).collect(),
            unwritten: 0,
        };
        Ok((checkpoint, former))
    }

    /// The path is that of another transfer.
    pub fn foreign(path: &Path) -> LocalError {
        LocalError::Unfit {
            option: "checkpoint",
            path: path.to_owned(),
            fix: "is that of a transfer of another object or file, or no checkpoint: set another path, or remove it",
        }
    }

    /// What is known of this transfer besides.
    pub fn add(&mut self, name: &'static str, value: &str) {
        self.facts.push((name, value.to_owned()));
    }

    /// A part was moved. Whether it is time to write: what is lost by a sudden end is little.
    pub fn is_due(&mut self, moved: usize) -> bool {
        self.unwritten += 1;
        self.unwritten * 100 > moved
    }

    pub fn write<'p>(
        &mut self,
        parts: impl Iterator<Item = (usize, &'p MovedPart)>,
    ) -> Result<(), LocalError> {
        self.unwritten = 0;
        self.file.write(&record::written(&self.facts, parts))
    }

    /// The transfer has succeeded, or begins anew.
    pub fn remove(self) {
        self.file.remove();
    }
}

/// A text that changes when a header does, and does not show it.
pub fn digest<'h>(headers: impl Iterator<Item = &'h (String, String)>) -> String {
    let mut hash = Sha1::new();
    for (name, value) in headers {
        for piece in [&name.to_ascii_lowercase(), ":", value, "\n"] {
            hash.update(piece);
        }
    }
    let mut hex = String::new();
    for byte in hash.finalize() {
        // Writing into a String does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
