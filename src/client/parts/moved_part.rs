//! A part that was moved.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPart {
    /// `None`: not known.
    pub crc: Option<u64>,
    /// Of an upload.
    pub etag: String,
}
