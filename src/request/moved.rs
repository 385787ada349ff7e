//! What a caller's reader or writer did.

pub enum Moved<T> {
    Done(T),
    /// Nothing: it is called again when the caller resumes the call.
    Later,
}
