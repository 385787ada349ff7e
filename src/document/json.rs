//! A document as JSON: the root is the only member of the outermost object.

use super::element::Element;
use super::tree::Document;
use crate::error::json;
use crate::operations::Lists;

/// The text of an element that has attributes or child elements too.
pub const TEXT: &str = "#text";

impl Document {
    /// The whole, with a NUL at its end; that alone if there is no document.
    pub fn json_z(&self) -> String {
        let mut out = String::new();
        if let Some(root) = self.root() {
            let name = self.name(root);
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
    fn element(&self, out: &mut String, element: &Element, name: &str) {
        let text = self.document.arena.get(element.text);
        let children = self.document.children(element);
        if children.is_empty() {
            json::string(out, text);
            return;
        }
        let arena = &self.document.arena;
        let groups = children.chunk_by(|one, other| one.name.is_same(other.name, arena));
        for (at, group) in groups.enumerate() {
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

    /// A member of the object of `parent`: its children of one name.
    fn group(&self, out: &mut String, group: &[Element], parent: &str) {
        let first = &group[0];
        let name = self.document.name(first);
        let is_attribute = first.name.is_attribute();
        if is_attribute {
            json::string(out, &["@", name].concat());
        } else {
            json::string(out, name);
        }
        out.push(':');
        let is_list = !is_attribute && self.is_list(group, parent, name);
        for (at, member) in group.iter().enumerate() {
            if is_list {
                out.push(if at == 0 { '[' } else { ',' });
            }
            self.element(out, member, name);
        }
        if is_list {
            out.push(']');
        }
    }

    /// As documented. Otherwise one that has child elements is a list, for it may be one of
    /// several the next time.
    fn is_list(&self, group: &[Element], parent: &str, name: &str) -> bool {
        let has_children = |element: &Element| {
            let mut children = self.document.children(element).iter();
            children.any(|child| !child.name.is_attribute())
        };
        let documented = self.lists.is_list(parent, name);
        group.len() > 1 || documented.unwrap_or_else(|| group.iter().any(has_children))
    }
}
