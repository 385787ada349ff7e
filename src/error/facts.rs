//! Facts that the sender of a request has in addition to the response.

/// The facts that no response contains.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// `None`: not known.
    pub signed: Option<bool>,
    /// A temporary token was in use.
    pub token: bool,
    /// The request named a source to copy from.
    pub copy: bool,
}
