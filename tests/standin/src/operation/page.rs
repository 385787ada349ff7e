//! What all lists of keys have in common: how keys are written, and pages of them.

use std::collections::BTreeSet;

use super::owner;
use crate::answer::CosError;
use crate::codes;
use crate::request::Request;
use crate::store::Object;
use crate::text::{encode, escape_xml, list_date};

/// The most entries of one list.
pub const MOST: usize = 1000;

/// How keys are written: `encoding-type=url`, or as XML text.
pub struct Written {
    in_url: bool,
}

impl Written {
    pub fn of(request: &Request) -> Result<Written, CosError> {
        match request.param("encoding-type").unwrap_or("") {
            "" => Ok(Written { in_url: false }),
            "url" => Ok(Written { in_url: true }),
            _ => Err(codes::error("InvalidArgument").message("encoding-type is not valid.")),
        }
    }

    pub fn text(&self, text: &str) -> String {
        match self.in_url {
            true => encode(text.as_bytes()).replace("%2F", "/"),
            false => escape_xml(text),
        }
    }

    pub fn element(&self, name: &str, value: &str) -> String {
        format!("<{name}>{}</{name}>", self.text(value))
    }

    pub fn declared(&self) -> &'static str {
        match self.in_url {
            true => "<EncodingType>url</EncodingType>",
            false => "",
        }
    }
}

/// Decides which keys are in a list, in ascending order, and which go together.
pub struct Page<'a> {
    pub prefix: &'a str,
    pub delimiter: &'a str,
    most: usize,
    count: usize,
    groups: BTreeSet<String>,
    /// The last entry, a key or a common prefix.
    pub last: String,
    last_is_group: bool,
    truncated: bool,
}

impl<'a> Page<'a> {
    pub fn new(prefix: &'a str, delimiter: &'a str, most: usize) -> Page<'a> {
        Page {
            prefix,
            delimiter,
            most,
            count: 0,
            groups: BTreeSet::new(),
            last: String::new(),
            last_is_group: false,
            truncated: false,
        }
    }

    /// What a key is listed as; None: it is not in the list.
    pub fn entry<'k>(&self, key: &'k str) -> Option<&'k str> {
        let rest = key.strip_prefix(self.prefix)?;
        let at = match self.delimiter {
            "" => None,
            delimiter => rest.find(delimiter),
        };
        match at {
            Some(at) => key.get(..self.prefix.len() + at + self.delimiter.len()),
            None => Some(key),
        }
    }

    /// Takes a key in; false: it adds no entry. A page that was full is truncated.
    pub fn admit(&mut self, key: &str) -> bool {
        let Some(entry) = self.entry(key) else {
            return false;
        };
        let grouped = entry.len() < key.len();
        if grouped && self.groups.contains(entry) {
            return false;
        }
        if self.count == self.most {
            self.truncated = true;
            return true;
        }
        if grouped {
            self.groups.insert(entry.to_string());
        }
        self.count += 1;
        (self.last, self.last_is_group) = (entry.to_string(), grouped);
        true
    }

    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    pub fn last_is_group(&self) -> bool {
        self.last_is_group
    }

    /// Keys and common prefixes on the page.
    pub fn count(&self) -> usize {
        self.count
    }

    pub fn groups(&self, written: &Written) -> String {
        let group = |entry: &String| {
            let prefix = written.text(entry);
            format!("<CommonPrefixes><Prefix>{prefix}</Prefix></CommonPrefixes>")
        };
        self.groups.iter().map(group).collect()
    }
}

/// How lists describe an object.
pub fn described(key: &str, object: &Object, written: &Written, with_owner: bool) -> String {
    format!(
        "<Key>{}</Key><LastModified>{}</LastModified><ETag>{}</ETag>\
         <Size>{}</Size>{}<StorageClass>{}</StorageClass>",
        written.text(key),
        list_date(object.modified),
        object.etag,
        object.content.len(),
        with_owner.then(owner).unwrap_or_default(),
        object.storage_class()
    )
}
