//! Where the system keeps its CA certificates, and whether they have changed.

use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The files and folders that the system's roots are read from.
#[derive(Debug, PartialEq, Eq)]
pub struct RootPlaces(Vec<PathBuf>);

/// The state of files and folders: what differs was changed, replaced, removed or added.
#[derive(Debug, PartialEq, Eq)]
pub struct RootsState(Vec<Option<Version>>);

/// Device, inode, size, and time of the last change, in seconds and nanoseconds.
type Version = (u64, u64, u64, i64, i64);

impl RootPlaces {
    /// As rustls-native-certs looks for them: those of the environment, if it names any.
    /// The environment is read once for each client, for other threads may be changing it.
    pub fn find() -> RootPlaces {
        let file = env::var_os("SSL_CERT_FILE").map(PathBuf::from);
        let folders = env::var_os("SSL_CERT_DIR").unwrap_or_default();
        let named: Vec<_> = file
            .into_iter()
            .chain(env::split_paths(&folders))
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        if !named.is_empty() {
            return RootPlaces(named);
        }
        let found = openssl_probe::probe();
        RootPlaces(found.cert_file.into_iter().chain(found.cert_dir).collect())
    }

    #[cfg(test)]
    pub fn of(folder: &Path) -> RootPlaces {
        RootPlaces(vec![folder.to_owned()])
    }

    pub fn state(&self) -> RootsState {
        RootsState(self.0.iter().map(|path| version(path)).collect())
    }

    /// The state of the files in the folders, which `state` does not see when one is written over.
    pub fn state_of_files(&self) -> RootsState {
        let folders = self.0.iter().filter_map(|path| fs::read_dir(path).ok());
        let files = folders.flatten().flatten();
        let mut versions: Vec<_> = files.map(|file| version(&file.path())).collect();
        versions.sort_unstable();
        RootsState(versions)
    }
}

fn version(path: &Path) -> Option<Version> {
    let found = path.metadata().ok()?;
    let (seconds, nanoseconds) = (found.ctime(), found.ctime_nsec());
    Some((found.dev(), found.ino(), found.size(), seconds, nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_written_over_is_another_one() {
        let folder = env::temp_dir().join(format!("cos_err-roots-{}", std::process::id()));
        let file = folder.join("a.pem");
        fs::create_dir_all(&folder).expect("a folder");
        let write = |text: &str| fs::write(&file, text).expect("a file");
        let places = RootPlaces(vec![folder.clone(), folder.join("none")]);
        write("one");
        let (state, files) = (places.state(), places.state_of_files());
        assert_eq!((places.state(), places.state_of_files()), (state, files));
        let (state, files) = (places.state(), places.state_of_files());
        write("others");
        assert_eq!(places.state(), state);
        assert_ne!(places.state_of_files(), files);
        fs::remove_file(&file).expect("a file");
        assert_ne!(places.state_of_files(), files);
        fs::remove_dir(&folder).expect("a folder");
        assert_ne!(places.state(), state);
    }
}
