//! The file that is sent: it must stay as it is.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::layout::PartRange;
use crate::client::call_control::CallControl;
use crate::client::local_error::LocalError;
use crate::client::transfer::{Crc, PIECE};

/// What tells a file from another one, and from what it was: device, inode, size, times of the
/// last changes of content and of all else in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileIdentity(pub [i64; 5]);

pub struct SourceFile {
    pub path: PathBuf,
    pub identity: FileIdentity,
    pub size: u64,
}

impl FileIdentity {
    fn of(file: &Metadata) -> FileIdentity {
        let nanoseconds = |s: i64, ns: i64| s.wrapping_mul(1_000_000_000).wrapping_add(ns);
        FileIdentity([
            file.dev().cast_signed(),
            file.ino().cast_signed(),
            file.size().cast_signed(),
            nanoseconds(file.mtime(), file.mtime_nsec()),
            nanoseconds(file.ctime(), file.ctime_nsec()),
        ])
    }
}

impl SourceFile {
    pub fn look_at(path: &Path) -> Result<SourceFile, LocalError> {
        let found = path.metadata().map_err(|e| unreadable(path, e))?;
        if found.is_dir() {
            let source = io::Error::from_raw_os_error(libc::EISDIR);
            return Err(unreadable(path, source));
        }
        if !found.is_file() {
            return Err(LocalError::Unfit {
                option: "path",
                path: path.to_owned(),
                fix: "is not a regular file: use a request with a body reader for pipes and devices",
            });
        }
        Ok(SourceFile {
            identity: FileIdentity::of(&found),
            size: found.len(),
            path: path.to_owned(),
        })
    }

    /// Fails if the file is not what it was.
    pub fn check(&self) -> Result<(), LocalError> {
        let now = self.path.metadata();
        let now = now.map_err(|e| unreadable(&self.path, e))?;
        if FileIdentity::of(&now) == self.identity {
            return Ok(());
        }
        Err(LocalError::Busy {
            option: "path",
            path: self.path.clone(),
            what: "the file changed during the transfer: start it again when nothing writes to the file",
        })
    }

    /// The sum of a part as it is now; `None` if the file ends before, or the call has ended.
    pub fn sum(&self, part: PartRange, control: &CallControl) -> Result<Option<u64>, LocalError> {
        let file = File::open(&self.path).map_err(|e| unreadable(&self.path, e))?;
        sum(&file, part, control).map_err(|e| unreadable(&self.path, e))
    }
}

/// The sum of a part of a file; `None` if the file ends before, or the call has ended.
pub fn sum(file: &File, part: PartRange, control: &CallControl) -> io::Result<Option<u64>> {
    let (mut crc, mut piece, mut taken) = (Crc::new(), vec![0; PIECE], 0);
    while taken < part.length {
        let left = usize::try_from(part.length - taken).unwrap_or(PIECE);
        let room = left.min(PIECE);
        let amount = match file.read_at(&mut piece[..room], part.start + taken) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            outcome => outcome?,
        };
        if amount == 0 || control.ended_by().is_some() {
            return Ok(None);
        }
        crc.write(&piece[..amount]);
        taken += amount as u64;
    }
    Ok(Some(crc.sum64()))
}

fn unreadable(path: &Path, source: io::Error) -> LocalError {
    LocalError::file("path", "read", path, source)
}
