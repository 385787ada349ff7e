//! Local errors of a transfer: files and the caller's own functions.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::Reason;

#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// `option` is the setter's name, by which the caller knows the file.
    #[error("cannot {doing} {option} {path:?}")]
    File {
        option: &'static str,
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("{option} {path:?}: {fix}")]
    Unfit {
        option: &'static str,
        path: PathBuf,
        fix: &'static str,
    },
    /// A file that could be used, if it were not for what happens to it.
    #[error("{option} {path:?}: {what}")]
    Busy {
        option: &'static str,
        path: PathBuf,
        what: &'static str,
    },
    /// The system has no more of what the call needs: descriptors, threads, memory, ports.
    #[error("cannot {doing}")]
    System { doing: String, source: io::Error },
    /// An argument that does not name a file.
    #[error("{0}")]
    Mistake(&'static str),
    #[error("body_file {path:?} ended after {got} of {expected} bytes")]
    Shrank {
        path: PathBuf,
        expected: u64,
        got: u64,
    },
    #[error("{what}")]
    Callback {
        what: String,
        #[source]
        source: Option<io::Error>,
    },
}

impl LocalError {
    pub fn file(
        option: &'static str,
        doing: &'static str,
        path: &Path,
        source: io::Error,
    ) -> LocalError {
        LocalError::File {
            option,
            doing,
            path: path.to_owned(),
            source,
        }
    }

    pub fn system(doing: impl Into<String>, source: io::Error) -> LocalError {
        LocalError::System {
            doing: doing.into(),
            source,
        }
    }

    pub fn callback(what: String) -> LocalError {
        LocalError::Callback { what, source: None }
    }

    pub fn reason(&self) -> Reason {
        match self {
            LocalError::File { .. }
            | LocalError::Busy { .. }
            | LocalError::Shrank { .. }
            | LocalError::System { .. } => Reason::LocalIo,
            LocalError::Unfit { .. } | LocalError::Mistake(_) => Reason::InvalidArgument,
            LocalError::Callback { .. } => Reason::Callback,
        }
    }
}
