//! A document in memory.

use std::borrow::Cow;

use super::element::Element;
use super::names::Key;
use super::siblings::{FEW, Siblings};
use crate::arena::Arena;

/// A document that was read to its end, or the reason why there is none.
#[derive(Debug, Default)]
pub struct Document {
    pub arena: Arena,
    /// Elements and attributes: the children of an element follow each other, and among them
    /// those of one name. The root is the last element.
    pub elements: Vec<Element>,
    pub siblings: Siblings,
    pub fault: String,
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

    pub fn root(&self) -> Option<&Element> {
        self.elements.last()
    }

    pub fn name(&self, element: &Element) -> &str {
        element.name.text(&self.arena)
    }

    pub fn children(&self, element: &Element) -> &[Element] {
        let first = element.first_child as usize;
        let children = self.elements.get(first..);
        children.map_or(&[], |children| &children[..element.child_count as usize])
    }

    /// How many children of this key there are.
    pub fn count_of(&self, parent: &Element, key: Key<'_>) -> usize {
        let from = self.beginning_with(parent, key);
        from.partition_point(|child| child.name.is(key, &self.arena))
    }

    /// The child at this place among those of its key.
    #[inline(always)]
    pub fn child(&self, parent: &Element, key: Key<'_>, index: usize) -> Option<&Element> {
        let from = self.beginning_with(parent, key);
        let found = from.get(index)?;
        (index == 0 || found.name.is(key, &self.arena)).then_some(found)
    }

    /// The children from the first one of this key on; empty if there is none.
    #[inline(always)]
    fn beginning_with(&self, parent: &Element, key: Key<'_>) -> &[Element] {
        let children = self.children(parent);
        let first = if children.len() > FEW {
            self.siblings
                .first(children, parent.first_child, key, &self.arena)
        } else {
            let is = |child: &Element| child.name.is(key, &self.arena);
            children.iter().position(is)
        };
        first.map_or(&[], |first| &children[first..])
    }
}
