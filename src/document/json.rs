//! A document as JSON: the root is the only member of the outermost object.

use super::groups::Group;
use super::tree::{Document, Element};
use crate::error::json;
use crate::operations::Lists;

/// The text of an element that has attributes or child elements too.
const TEXT: &str = "#text";

impl Document {
    /// The whole, with a NUL at its end; that alone if there is no document.
    pub fn json_z(&self) -> String {
        let mut out = String::new();
        if let Some(root) = self.root() {
            let name = self.arena.get(self.root);
            let writer = Writer {
                document: self,
                lists: Lists::of(name),
            };
            out.push('{');
            json::string(&mut out, name);
            out.push(':');
            writer.element(&mut out, root, name);
            out.push('}');
        }
        out.push('\0');
        out
    }
}

struct Writer<'d> {
    document: &'d Document,
    lists: Lists,
}

impl Writer<'_> {
    fn element(&self, out: &mut String, element: Element, name: &str) {
        let text = self.document.arena.get(element.text);
        let groups = self.document.groups.in_order(element.groups);
        if groups.is_empty() {
            json::string(out, text);
            return;
        }
        for (at, group) in groups.iter().enumerate() {
            out.push(if at == 0 { '{' } else { ',' });
            self.group(out, group, name);
        }
        if !text.is_empty() {
            out.push(',');
            json::string(out, TEXT);
            out.push(':');
            json::string(out, text);
        }
        out.push('}');
    }

    /// A member of the object of `parent`.
    fn group(&self, out: &mut String, group: &Group, parent: &str) {
        let name = self.document.arena.get(group.name);
        if group.is_attribute {
            json::string(out, &["@", name].concat());
        } else {
            json::string(out, name);
        }
        out.push(':');
        let is_list = !group.is_attribute && self.is_list(group, parent, name);
        for (at, member) in self.members(group).enumerate() {
            if is_list {
                out.push(if at == 0 { '[' } else { ',' });
            }
            self.element(out, member, name);
        }
        if is_list {
            out.push(']');
        }
    }

    fn members<'g>(&'g self, group: &'g Group) -> impl Iterator<Item = Element> + 'g {
        (0..group.count as usize).filter_map(|at| self.document.member(group, at))
    }

    /// As documented. Otherwise one that has child elements is a list, for it may be one of
    /// several the next time.
    fn is_list(&self, group: &Group, parent: &str, name: &str) -> bool {
        let has_children = |element: Element| {
            let mut groups = self.document.groups_of(element).iter();
            groups.any(|group| !group.is_attribute)
        };
        let documented = self.lists.is_list(parent, name);
        group.count > 1 || documented.unwrap_or_else(|| self.members(group).any(has_children))
    }
}
