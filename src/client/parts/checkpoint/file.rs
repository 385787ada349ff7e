//! The file of a checkpoint: it is replaced as a whole, and locked all the time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::client::local_error::LocalError;
use crate::client::random::random;

/// For the caller's eyes only.
const MODE: u32 = 0o600;
/// Bytes that are read: 10,000 parts take a tenth of it.
const MOST: u64 = 16 << 20;
/// Another transfer may replace or remove the file while it is opened.
const TRIES: usize = 100;

pub struct CheckpointFile {
    path: PathBuf,
    /// The file of that path.
    held: File,
    /// Something is in it.
    is_used: bool,
}

impl CheckpointFile {
    /// Opens the file, or makes an empty one. Its text; `""` also for what is no text.
    pub fn open(path: &Path) -> Result<(CheckpointFile, String), LocalError> {
        let fault = |source| LocalError::file("checkpoint", "open", path, source);
        let held = held(path)?;
        let mut bytes = Vec::new();
        let read = (&held).take(MOST).read_to_end(&mut bytes);
        read.map_err(fault)?;
        let file = CheckpointFile {
            path: path.to_owned(),
            held,
            is_used: !bytes.is_empty(),
        };
        Ok((file, String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Writes another file, locked from its beginning, and gives it the name.
    pub fn write(&mut self, text: &str) -> Result<(), LocalError> {
        let name = format!(".cos-{:016x}.part", random());
        let beside = self.path.with_file_name(name);
        let outcome = write_beside(&beside, text).and_then(|file| {
            fs::rename(&beside, &self.path)?;
            Ok(file)
        });
        match outcome {
            Ok(file) => {
                self.held = file;
                self.is_used = true;
                Ok(())
            }
            Err(source) => {
                // It may not be there; an error here has no receiver.
                let _ = fs::remove_file(&beside);
                let fault = LocalError::file("checkpoint", "write", &self.path, source);
                Err(fault)
            }
        }
    }

    pub fn remove(mut self) {
        self.is_used = false;
    }
}

impl Drop for CheckpointFile {
    fn drop(&mut self) {
        if !self.is_used {
            // While it is locked: another transfer makes a new one.
            let _ = fs::remove_file(&self.path);
        }
        // A child of fork may have the descriptor still.
        let _ = flock(&self.held, FlockOperation::Unlock);
    }
}

/// The locked file of a path.
fn held(path: &Path) -> Result<File, LocalError> {
    let fault = |source| LocalError::file("checkpoint", "open", path, source);
    for _ in 0..TRIES {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.mode(MODE).open(path).map_err(fault)?;
        let opened = file.metadata().map_err(fault)?;
        if !opened.is_file() {
            return Err(LocalError::Unfit {
                option: "checkpoint",
                path: path.to_owned(),
                fix: "is not a regular file: set the path of a file that is the transfer's own",
            });
        }
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(rustix::io::Errno::WOULDBLOCK) => break,
            outcome => outcome.map_err(|e| fault(e.into()))?,
        }
        let is_same = |now: fs::Metadata| (now.dev(), now.ino()) == (opened.dev(), opened.ino());
        if fs::metadata(path).is_ok_and(is_same) {
            return Ok(file);
        }
    }
    Err(LocalError::Busy {
        option: "checkpoint",
        path: path.to_owned(),
        what: "another transfer uses it: wait until that has ended, or set another path",
    })
}

fn write_beside(beside: &Path, text: &str) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(MODE);
    let mut file = options.open(beside)?;
    flock(&file, FlockOperation::NonBlockingLockExclusive)?;
    file.write_all(text.as_bytes())?;
    file.sync_data()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("cos_err-{name}-{:016x}", random()))
    }

    #[test]
    fn one_transfer_at_a_time_has_it() {
        let path = path_of("checkpoint");
        let (mut first, text) = CheckpointFile::open(&path).expect("a new one");
        assert_eq!(text, "");
        assert!(CheckpointFile::open(&path).is_err());
        first.write("text").expect("a file");
        assert!(CheckpointFile::open(&path).is_err());
        drop(first);
        let (second, text) = CheckpointFile::open(&path).expect("the same");
        assert_eq!(text, "text");
        let mode = fs::metadata(&path).expect("a file").mode();
        assert_eq!(mode & 0o777, MODE);
        second.remove();
        assert!(!path.exists());
        drop(CheckpointFile::open(&path).expect("a new one"));
        assert!(!path.exists());
    }
}
