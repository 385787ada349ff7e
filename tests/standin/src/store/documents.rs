//! The settings of a bucket: documents by name, and by id where there are several.

use bytes::Bytes;

use super::object::OVERHEAD;

#[derive(Debug)]
struct Document {
    name: &'static str,
    id: String,
    body: Bytes,
}

/// In the order in which they were first set, as COS lists them.
#[derive(Debug, Default)]
pub struct Documents(Vec<Document>);

impl Documents {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, name: &str, id: &str) -> Option<&Bytes> {
        let mut all = self.0.iter();
        let found = all.find(|document| document.name == name && document.id == id)?;
        Some(&found.body)
    }

    /// Ids and bodies of all documents of this name.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Bytes)> {
        let named = self.0.iter().filter(move |document| document.name == name);
        named.map(|document| (document.id.as_str(), &document.body))
    }

    pub fn set(&mut self, name: &'static str, id: &str, body: &[u8]) {
        let body = Bytes::copy_from_slice(body);
        let mut all = self.0.iter_mut();
        match all.find(|document| document.name == name && document.id == id) {
            Some(document) => document.body = body,
            None => self.0.push(Document {
                name,
                id: id.to_string(),
                body,
            }),
        }
    }

    pub fn remove(&mut self, name: &str, id: &str) -> bool {
        let before = self.0.len();
        self.0
            .retain(|document| document.name != name || document.id != id);
        self.0.len() < before
    }

    /// Memory that a document takes; 0 if there is none.
    pub fn held(&self, name: &str, id: &str) -> usize {
        self.get(name, id).map_or(0, |body| Self::held_by(body))
    }

    pub fn held_by(body: &[u8]) -> usize {
        body.len() + OVERHEAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_stay_in_the_order_of_their_first_setting() {
        let mut documents = Documents::default();
        for (id, body) in [("b", "1"), ("a", "2"), ("b", "3")] {
            documents.set("inventory", id, body.as_bytes());
        }
        documents.set("cors", "", b"x");
        let listed: Vec<_> = documents.of("inventory").collect();
        let (first, second) = (Bytes::from("3"), Bytes::from("2"));
        assert_eq!(listed, [("b", &first), ("a", &second)]);
        assert!(documents.remove("inventory", "b"));
        assert_eq!(documents.get("inventory", "b"), None);
        assert_eq!(documents.held("inventory", "b"), 0);
        assert_eq!(documents.get("cors", ""), Some(&Bytes::from("x")));
    }
}
