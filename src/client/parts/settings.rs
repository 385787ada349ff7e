//! Settings of the transfer of a file.

use std::path::PathBuf;
use std::sync::Arc;

use crate::error::{CosError, FirstMistake, Result};
use crate::request::validate;

/// COS takes parts of 1 MiB to 5 GiB, and single requests of up to 5 GiB (436/14518).
const LEAST_PART: u64 = 1 << 20;
pub const MOST_BYTES: u64 = 5 << 30;
/// Parts of a transfer that may be under way at once.
const MOST_PARALLEL: usize = 1000;

/// Receives the progress of a whole transfer: bytes moved, bytes to move.
pub type FileReport = dyn Fn(u64, u64) + Send + Sync;

/// Settings of the transfers of files.
#[derive(Clone)]
pub struct FileSettings {
    pub part_size: u64,
    pub parallel: usize,
    /// Files of this size and more are moved in parts.
    pub threshold: u64,
    pub headers: Vec<(String, String)>,
    /// Send the MD5 sum of each body too.
    pub content_md5: bool,
    /// Of the object to download; `None`: the latest.
    pub version_id: Option<String>,
    pub progress: Option<Arc<FileReport>>,
    pub checkpoint: Option<PathBuf>,
    pub mistake: FirstMistake,
}

impl Default for FileSettings {
    fn default() -> FileSettings {
        FileSettings {
            part_size: 8 << 20,
            parallel: 5,
            threshold: 16 << 20,
            headers: Vec::new(),
            content_md5: false,
            version_id: None,
            progress: None,
            checkpoint: None,
            mistake: FirstMistake::default(),
        }
    }
}

impl FileSettings {
    /// Runs a setter. Its mistake is kept if it is the first.
    pub fn set(&mut self, setter: impl FnOnce(&mut FileSettings) -> Result<()>) {
        let outcome = setter(self);
        self.mistake.note(outcome);
    }

    pub fn set_part_size(&mut self, bytes: i64) -> Result<()> {
        let fix = "must be 1048576 to 5368709120 (bytes): COS takes no other parts";
        self.part_size = within("part_size", bytes, LEAST_PART..=MOST_BYTES, fix)?;
        Ok(())
    }

    pub fn set_threshold(&mut self, bytes: i64) -> Result<()> {
        let fix = "must be 0 to 5368709120 (bytes): COS takes no larger object in one request";
        self.threshold = within("threshold", bytes, 0..=MOST_BYTES, fix)?;
        Ok(())
    }

    pub fn set_parallel(&mut self, parts: i32) -> Result<()> {
        let most = 1..=MOST_PARALLEL as u64;
        let parts = within("parallel", parts.into(), most, "must be 1 to 1000 (parts)")?;
        self.parallel = usize::try_from(parts).unwrap_or(MOST_PARALLEL);
        Ok(())
    }

    pub fn add_header(&mut self, name: &str, value: &str) -> Result<()> {
        let value = validate::trimmed(value);
        validate::header(name, value)?;
        validate::sent_header(name)?;
        if is_of_one_request(name) {
            let fix = "a transfer sets it itself, or cannot have it: leave it out";
            return Err(CosError::argument("header name", name, fix));
        }
        self.headers.push((name.to_owned(), value.to_owned()));
        Ok(())
    }
}

fn within(name: &str, value: i64, range: std::ops::RangeInclusive<u64>, fix: &str) -> Result<u64> {
    let number = u64::try_from(value).ok();
    number
        .filter(|number| range.contains(number))
        .ok_or_else(|| CosError::argument(name, &value.to_string(), fix))
}

/// Whether a header is about the body, or the range, of one request.
pub fn is_of_one_request(name: &str) -> bool {
    const NAMES: [&str; 6] = [
        "content-md5",
        "range",
        "if-range",
        "if-none-match",
        "x-cos-copy-source",
        "x-cos-copy-source-range",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a header is about an object that exists: only a download has one.
pub fn is_of_download(name: &str) -> bool {
    name.eq_ignore_ascii_case("if-match")
}

/// Whether a header belongs to the request that completes an upload, too.
pub fn is_of_completion(name: &str) -> bool {
    const NAMES: [&str; 2] = ["x-cos-callback", "x-cos-callback-var"];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a header of the transfer belongs to each of its requests, and not only to that which
/// makes the object: the key of its encryption, a limit of its traffic.
pub fn is_of_each_request(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("x-cos-server-side-encryption-customer-") || name == "x-cos-traffic-limit"
}
