//! A file that appears under its name when it is whole.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Seek, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::fault::LocalFault;
use crate::client::transport::random;

/// Beside its place, under another name, until it is kept. Dropped, it is removed.
pub struct Partial {
    file: File,
    /// As the caller named it.
    named: PathBuf,
    target: PathBuf,
    temporary: PathBuf,
    is_kept: bool,
}

impl Partial {
    pub fn create(named: &Path) -> Result<Partial, LocalFault> {
        let fault = |source| LocalFault::file("sink_file", "write", named, source);
        let replaced = match named.metadata() {
            Ok(there) => Some(there),
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            Err(e) => return Err(fault(e)),
        };
        // To be renamed over: what is no regular file would be lost.
        if let Some(there) = &replaced {
            if there.is_dir() {
                return Err(fault(io::Error::from_raw_os_error(libc::EISDIR)));
            }
            if !there.is_file() {
                return Err(LocalFault::Unfit {
                    option: "sink_file",
                    path: named.to_owned(),
                    fix: "is no regular file: use a sink writer for pipes and devices",
                });
            }
        }
        // A symbolic link to a file stays one: what it leads to is replaced.
        let target = match &replaced {
            Some(_) => named.canonicalize().map_err(fault)?,
            None => led_to(named).map_err(fault)?,
        };
        let (file, temporary) = create_beside(&target).map_err(fault)?;
        let partial = Partial {
            file,
            named: named.to_owned(),
            target,
            temporary,
            is_kept: false,
        };
        if let Some(there) = replaced {
            // Who may do what, but not as whom: the new file may be another's.
            let mode = there.permissions().mode() & 0o777;
            let set = partial.file.set_permissions(Permissions::from_mode(mode));
            set.map_err(fault)?;
        }
        Ok(partial)
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), LocalFault> {
        let outcome = self.file.write_all(bytes);
        outcome.map_err(|source| self.fault(source))
    }

    pub fn rewind(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()
    }

    /// Gives it its name.
    pub fn keep(&mut self) -> Result<(), LocalFault> {
        let outcome = fs::rename(&self.temporary, &self.target);
        outcome.map_err(|source| self.fault(source))?;
        self.is_kept = true;
        Ok(())
    }

    fn fault(&self, source: io::Error) -> LocalFault {
        LocalFault::file("sink_file", "write", &self.named, source)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.is_kept {
            // It may be gone with its folder; nobody is there to be told.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Where a name that does not exist leads to: the end of links, if it is one.
fn led_to(named: &Path) -> io::Result<PathBuf> {
    // It would name a folder.
    if named.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Err(io::Error::from_raw_os_error(libc::ENOTDIR));
    }
    let mut at = named.to_owned();
    // The system follows as many.
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(to) => at = at.parent().unwrap_or(Path::new("")).join(to),
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::from_raw_os_error(libc::ELOOP))
}

/// A new file in the folder of `target`: only inside one filesystem is a rename at once.
fn create_beside(target: &Path) -> io::Result<(File, PathBuf)> {
    if target.file_name().is_none() {
        return Err(ErrorKind::InvalidInput.into());
    }
    loop {
        let name = format!(".cos-{:016x}.part", random());
        let temporary = target.with_file_name(name);
        let mut options = OpenOptions::new();
        match options.write(true).create_new(true).open(&temporary) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            outcome => return outcome.map(|file| (file, temporary)),
        }
    }
}
