//! The descriptors of connections, by which a child of fork closes its copies of them.

use std::fs::File;
use std::io;
use std::os::fd::IntoRawFd;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

/// No descriptor.
const NONE: i32 = -1;

/// A descriptor's number, and the socket's: a child may have closed the one and
/// opened a file of its own under the same number.
pub struct Descriptor {
    number: AtomicI32,
    inode: AtomicU64,
}

impl Descriptor {
    pub fn none() -> Descriptor {
        Descriptor {
            number: AtomicI32::new(NONE),
            inode: AtomicU64::new(0),
        }
    }

    /// `inode` is 0 if the system does not report it.
    pub fn set(&self, number: i32, inode: u64) {
        self.inode.store(inode, Ordering::Relaxed);
        self.number.store(number, Ordering::Relaxed);
    }

    pub fn forget(&self) {
        self.number.store(NONE, Ordering::Relaxed);
    }

    /// Closes what a fork copied into this process.
    pub fn close(&self) {
        let number = self.number.swap(NONE, Ordering::Relaxed);
        if number != NONE && inode(number) == Some(self.inode.load(Ordering::Relaxed)) {
            // SAFETY: still the socket of the parent's pool; this process never uses it.
            unsafe { libc::close(number) };
        }
    }
}

/// The descriptors of a pool, by the number of the connection. There is memory for as many
/// as were open at once.
pub struct Descriptors(Box<[OnceLock<Box<[Descriptor; GROUP]>>]>);

const GROUP: usize = 64;

impl Descriptors {
    pub fn new(most: usize) -> Descriptors {
        Descriptors((0..most.div_ceil(GROUP)).map(|_| OnceLock::new()).collect())
    }

    pub fn at(&self, index: usize) -> Option<&Descriptor> {
        let group = self.0.get(index / GROUP)?;
        let none = || Box::new(std::array::from_fn(|_| Descriptor::none()));
        group.get_or_init(none).get(index % GROUP)
    }

    /// Closes what a fork copied into this process. Takes no lock.
    pub fn close_all(&self) {
        let groups = self.0.iter().filter_map(OnceLock::get);
        groups.for_each(|group| group.iter().for_each(Descriptor::close));
    }
}

/// Closes a file and returns what the system reports, which `File`'s own drop discards.
pub fn close(file: File) -> io::Result<()> {
    // SAFETY: the descriptor was the file's own, and `into_raw_fd` has given it up.
    match unsafe { libc::close(file.into_raw_fd()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The number that the system gave a socket, never to another one at a time.
pub fn inode(descriptor: i32) -> Option<u64> {
    // SAFETY: a stat of zeros is valid; fstat fills it.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `stat` outlives the call; any number may be passed.
    let found = unsafe { libc::fstat(descriptor, &raw mut stat) } == 0;
    let is_socket = stat.st_mode & libc::S_IFMT == libc::S_IFSOCK;
    (found && is_socket).then_some(stat.st_ino)
}
