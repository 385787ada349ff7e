//! A document in memory: its elements, grouped by name.

use std::borrow::Cow;

use super::groups::{Group, Groups};
use crate::arena::{Arena, Span};

/// A document that was read to its end, or the reason why there is none.
#[derive(Debug, Default)]
pub struct Document {
    pub arena: Arena,
    /// Elements and attributes. The root is the last one.
    pub elements: Vec<Element>,
    pub groups: Groups,
    pub root: Span,
    pub fault: String,
}

/// An element, or an attribute.
#[derive(Clone, Copy, Debug, Default)]
pub struct Element {
    pub text: Span,
    /// Its attributes and its child elements, by name.
    pub groups: (u32, u32),
}

impl Document {
    /// There is no document, for this reason.
    pub fn none(fault: impl Into<Cow<'static, str>>) -> Document {
        Document {
            fault: fault.into().into_owned() + "\0",
            ..Document::default()
        }
    }

    /// Why there is no document, with its NUL; empty if there is one.
    pub fn fault_z(&self) -> &str {
        if self.fault.is_empty() {
            "\0"
        } else {
            &self.fault
        }
    }

    pub fn root(&self) -> Option<Element> {
        self.elements.last().copied()
    }

    pub fn groups_of(&self, element: Element) -> &[Group] {
        self.groups.of(element.groups)
    }

    pub fn member(&self, group: &Group, index: usize) -> Option<Element> {
        let at = self.groups.member(group, index)?;
        self.elements.get(at as usize).copied()
    }
}
