//! What the sender of a request knows of it.

/// What no response shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// `None`: not known.
    pub signed: Option<bool>,
    /// A temporary token was in use.
    pub token: bool,
    /// The request named a source to copy from.
    pub copy: bool,
}
