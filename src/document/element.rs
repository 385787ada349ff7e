//! An element of a document.

use super::names::Name;
use crate::arena::Span;

/// An element, or an attribute.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    pub name: Name,
    pub text: Span,
    /// Its attributes and its child elements.
    pub first_child: u32,
    pub child_count: u32,
}
