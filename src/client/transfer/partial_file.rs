//! A file that is renamed when it is complete.
//!
//! The bytes go into a temporary file in the target's directory. The directory is
//! opened once and held: neither a `chdir` nor a renamed directory can send the
//! rename elsewhere.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Seek, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{
    AtFlags, FallocateFlags, Mode, OFlags, RawMode, fallocate, fsync, openat, renameat, unlinkat,
};

use crate::client::local_error::LocalError;
use crate::client::platform;
use crate::client::random::random;
use crate::client::transport::close;

/// Permissions of a new file, before the umask.
const NEW_FILE: u32 = 0o666;
/// The permission bits that a replaced file passes on, without set-user-ID and set-group-ID.
const PERMISSIONS: u32 = 0o777;
/// The bits of its group, which are not for another group.
const OF_GROUP: u32 = 0o070;

/// A temporary file in the directory of its target. Dropping it removes it, unless it was kept.
pub struct PartialFile {
    /// `None` once it is closed.
    file: Option<File>,
    directory: OwnedFd,
    /// The target's path as the caller gave it.
    named: PathBuf,
    target: OsString,
    temporary: OsString,
    sync: bool,
    is_kept: bool,
}

impl PartialFile {
    /// `sync`: flush the file and its name to storage when it is kept.
    pub fn create(named: &Path, sync: bool) -> Result<PartialFile, LocalError> {
        PartialFile::open(named, sync, None)
    }

    /// The same with the temporary file of a former one, if there is one of this name.
    pub fn open(named: &Path, sync: bool, former: Option<&str>) -> Result<PartialFile, LocalError> {
        let fault = |source| LocalError::file("sink_file", "write", named, source);
        let replaced = match named.metadata() {
            Ok(there) => Some(there),
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            Err(e) => return Err(fault(e)),
        };
        // A symbolic link to a file stays one: the file it leads to is replaced.
        let path = match &replaced {
            Some(_) => named.canonicalize().map_err(fault)?,
            None => end_of_links(named).map_err(fault)?,
        };
        if let Some(there) = &replaced {
            check_replaceable(named, &path, there)?;
        }
        let name = path
            .file_name()
            .ok_or_else(|| fault(ErrorKind::InvalidInput.into()))?;
        let directory = open_directory(&path).map_err(fault)?;
        let mode = replaced
            .as_ref()
            .map_or(NEW_FILE, |there| there.mode() & PERMISSIONS & !OF_GROUP);
        let former = former.and_then(|name| open_in(&directory, name));
        let (file, temporary) = match former {
            Some(former) => former,
            None => create_in(&directory, mode).map_err(fault)?,
        };
        let partial = PartialFile {
            file: Some(file),
            directory,
            named: named.to_owned(),
            target: name.to_owned(),
            temporary,
            sync,
            is_kept: false,
        };
        if let (Some(there), Some(file)) = (&replaced, &partial.file) {
            resemble(file, there);
        }
        Ok(partial)
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), LocalError> {
        let outcome = self.open_file().and_then(|mut file| file.write_all(bytes));
        outcome.map_err(|source| self.fault(source))
    }

    pub fn rewind(&mut self) -> io::Result<()> {
        let mut file = self.open_file()?;
        file.set_len(0)?;
        file.rewind()
    }

    /// Closes the file and renames it. Network file systems and quotas report
    /// lost bytes only when a file is closed: the target stays as it was then.
    pub fn keep(&mut self) -> Result<(), LocalError> {
        let file = self.file.take();
        let written = file.map_or(Ok(()), |file| finish(file, self.sync));
        written.map_err(|source| self.fault(source))?;
        let directory = &self.directory;
        renameat(directory, &self.temporary, directory, &self.target)
            .map_err(|source| self.fault(source.into()))?;
        self.is_kept = true;
        match self.sync {
            true => sync_directory(directory).map_err(|source| self.fault(source)),
            false => Ok(()),
        }
    }

    /// The name of the temporary file.
    pub fn temporary(&self) -> &str {
        self.temporary.to_str().unwrap_or("")
    }

    /// Leaves the temporary file where it is.
    pub fn leave(&mut self) {
        self.is_kept = true;
    }

    /// Has room for so many bytes, and another handle of the file, to write at any place.
    pub fn reserve(&self, size: u64) -> Result<File, LocalError> {
        let reserved = self.open_file().and_then(|file| {
            match fallocate(file, FallocateFlags::empty(), 0, size) {
                // Not every file system can, and a signal may interrupt it.
                Err(
                    rustix::io::Errno::OPNOTSUPP
                    | rustix::io::Errno::NOSYS
                    | rustix::io::Errno::INTR,
                ) => {}
                outcome => outcome?,
            }
            file.set_len(size)?;
            file.try_clone()
        });
        reserved.map_err(|source| self.fault(source))
    }

    fn open_file(&self) -> io::Result<&File> {
        self.file
            .as_ref()
            .ok_or_else(|| io::Error::from_raw_os_error(libc::EBADF))
    }

    fn fault(&self, source: io::Error) -> LocalError {
        LocalError::file("sink_file", "write", &self.named, source)
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.is_kept {
            // It may be gone with its directory; an error here has no receiver.
            let _ = unlinkat(&self.directory, &self.temporary, AtFlags::empty());
        }
    }
}

/// The last word of the file system on the bytes that it took.
fn finish(file: File, sync: bool) -> io::Result<()> {
    if sync {
        file.sync_all()?;
    }
    close(file)
}

/// Flushes the rename. Some file systems have nothing to flush and say so.
fn sync_directory(directory: &OwnedFd) -> io::Result<()> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    match fsync(openat(directory, ".", flags, Mode::empty())?) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP) => Ok(()),
        outcome => Ok(outcome?),
    }
}

/// Whether a rename can replace the file at `path`, before anything is sent.
fn check_replaceable(named: &Path, path: &Path, there: &Metadata) -> Result<(), LocalError> {
    if there.is_dir() {
        let source = io::Error::from_raw_os_error(libc::EISDIR);
        return Err(LocalError::file("sink_file", "write", named, source));
    }
    let unfit = |fix| LocalError::Unfit {
        option: "sink_file",
        path: named.to_owned(),
        fix,
    };
    if !there.is_file() {
        return Err(unfit(
            "is not a regular file: use a sink writer for pipes and devices",
        ));
    }
    if is_mount_point(path) {
        return Err(unfit(
            "is a mount point and cannot be replaced: mount its directory instead, or use a sink writer",
        ));
    }
    Ok(())
}

/// Whether a file system, or a single file, is mounted at this path.
fn is_mount_point(path: &Path) -> bool {
    let table = std::fs::read("/proc/self/mountinfo").unwrap_or_default();
    let wanted = escaped(path.as_os_str());
    table
        .split(|byte| *byte == b'\n')
        .any(|line| line.split(|byte| *byte == b' ').nth(4) == Some(&wanted))
}

/// A path as the mount table spells it: spaces and backslashes in octal.
fn escaped(path: &OsStr) -> Vec<u8> {
    path.as_encoded_bytes()
        .iter()
        .flat_map(|byte| match byte {
            b' ' | b'\t' | b'\n' | b'\\' => format!("\\{byte:03o}").into_bytes(),
            other => vec![*other],
        })
        .collect()
}

/// Hands owner, group and permissions of the replaced file on, those of its group only
/// together with the group, as far as the system allows: some file systems refuse both, and the download must not fail for it.
fn resemble(file: &File, there: &Metadata) {
    let Ok(own) = file.metadata() else {
        return;
    };
    let mut mode = there.mode() & PERMISSIONS;
    if (own.uid(), own.gid()) != (there.uid(), there.gid()) {
        let both = fchown(file, Some(there.uid()), Some(there.gid()));
        let outcome = both.or_else(|_| fchown(file, None, Some(there.gid())));
        if outcome.is_err() && own.gid() != there.gid() {
            mode &= !OF_GROUP;
        }
    }
    if own.mode() & PERMISSIONS != mode {
        let _ = file.set_permissions(Permissions::from_mode(mode));
    }
}

/// The path that a name that does not exist leads to: the end of its links.
fn end_of_links(named: &Path) -> io::Result<PathBuf> {
    // It would name a directory.
    if named.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Err(io::Error::from_raw_os_error(libc::ENOTDIR));
    }
    let mut at = named.to_owned();
    // The system follows as many.
    for _ in 0..40 {
        match std::fs::read_link(&at) {
            Ok(to) => at = at.parent().unwrap_or(Path::new("")).join(to),
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::from_raw_os_error(libc::ELOOP))
}

/// The directory of `path`, which is never read.
fn open_directory(path: &Path) -> io::Result<OwnedFd> {
    let parent = path.parent().filter(|parent| *parent != Path::new(""));
    let directory = OpenOptions::new()
        .read(true)
        .custom_flags(platform::DIRECTORY)
        .open(parent.unwrap_or(Path::new(".")))?;
    Ok(directory.into())
}

/// A file that was made by `create_in`.
fn open_in(directory: &OwnedFd, name: &str) -> Option<(File, OsString)> {
    let digits = name.strip_prefix(".cos-")?.strip_suffix(".part")?;
    let is_ours = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let opened = is_ours.then(|| openat(directory, name, flags, Mode::empty()));
    let file: File = opened?.ok()?.into();
    let is_file = file.metadata().is_ok_and(|found| found.is_file());
    is_file.then(|| (file, OsString::from(name)))
}

/// A new file: only inside one file system is a rename atomic.
fn create_in(directory: &OwnedFd, mode: u32) -> io::Result<(File, OsString)> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    // Its type differs between systems.
    let mode = Mode::from_raw_mode(mode as RawMode);
    loop {
        let name = OsString::from(format!(".cos-{:016x}.part", random()));
        match openat(directory, &name, flags, mode) {
            Ok(file) => return Ok((file.into(), name)),
            Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
