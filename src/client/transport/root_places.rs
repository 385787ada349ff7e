//! Where the system keeps its CA certificates, and whether they have changed.

use std::env;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The files and folders that the system's roots are read from.
#[derive(Debug, PartialEq, Eq)]
pub struct RootPlaces(Vec<PathBuf>);

/// The state of all places: what differs was changed, replaced, removed or added.
#[derive(Debug, PartialEq, Eq)]
pub struct RootsState(Vec<Option<Version>>);

/// Device, inode, size, and time of the last change, in seconds and nanoseconds.
type Version = (u64, u64, u64, i64, i64);

impl RootPlaces {
    /// As rustls-native-certs looks for them: those of the environment, if it names any.
    /// The environment is read once for each client, for other threads may be changing it.
    pub fn find() -> RootPlaces {
        let named: Vec<_> = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
            .into_iter()
            .filter_map(env::var_os)
            .flat_map(|paths| env::split_paths(&paths).collect::<Vec<_>>())
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        if !named.is_empty() {
            return RootPlaces(named);
        }
        let found = openssl_probe::probe();
        RootPlaces(found.cert_file.into_iter().chain(found.cert_dir).collect())
    }

    pub fn state(&self) -> RootsState {
        RootsState(self.0.iter().map(|path| version(path)).collect())
    }
}

fn version(path: &Path) -> Option<Version> {
    let found = path.metadata().ok()?;
    let (seconds, nanoseconds) = (found.mtime(), found.mtime_nsec());
    Some((found.dev(), found.ino(), found.size(), seconds, nanoseconds))
}
