//! Versions of objects: what is current, what came before it, and delete markers.

use super::bucket::{Bucket, Full};
use super::object::{NULL_VERSION, OVERHEAD, Object};
use crate::ids;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versioning {
    /// Never enabled: an object has one version, `null`.
    Off,
    Enabled,
    Suspended,
}

/// An entry of a key that is not its current object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: String,
    /// Unix seconds.
    pub modified: i64,
    /// None: a delete marker.
    pub object: Option<Object>,
}

impl Version {
    fn of(object: Object) -> Version {
        Version {
            id: object.version_id().to_string(),
            modified: object.modified,
            object: Some(object),
        }
    }

    fn held(&self) -> usize {
        self.object.as_ref().map_or(OVERHEAD, Object::held)
    }
}

/// What a key and a version id name.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    Object(Box<Object>),
    Marker(String),
    NoKey,
    NoVersion,
}

/// What a deletion did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// The version that was removed, or the delete marker that was made.
    pub version: Option<String>,
    /// A delete marker was removed or made.
    pub marker: bool,
}

impl Bucket {
    /// The object of a key and a version id; without an id the current one.
    pub fn find(&self, key: &str, version: Option<&str>) -> Found {
        let older = self.older.get(key).map_or(&[][..], Vec::as_slice);
        let Some(id) = version else {
            return match (self.get(key), older.first()) {
                (Some(object), _) => Found::Object(object.into()),
                (None, Some(marker)) => Found::Marker(marker.id.clone()),
                (None, None) => Found::NoKey,
            };
        };
        let current = self.get(key);
        if let Some(object) = current.filter(|object| object.version_id() == id) {
            return Found::Object(object.into());
        }
        match older.iter().find(|version| version.id == id) {
            Some(Version {
                object: Some(object),
                ..
            }) => Found::Object(object.clone().into()),
            Some(marker) => Found::Marker(marker.id.clone()),
            None => Found::NoVersion,
        }
    }

    /// Stores an object as the current one, and gives the id of its version: None
    /// if versioning was never enabled.
    pub fn insert(&mut self, key: &str, mut object: Object) -> Result<Option<String>, Full> {
        object.version = match self.versioning {
            Versioning::Enabled => Some(ids::version()),
            Versioning::Off | Versioning::Suspended => None,
        };
        let replaced = self.objects.get(key);
        let replaced = replaced.filter(|before| self.is_replaced(before));
        let (replaces, freed) = (replaced.is_some(), replaced.map_or(0, Object::held));
        self.exchange(freed, object.held())?;
        if object.version.is_none() {
            self.forget_null(key);
        }
        let id = object.version_id().to_string();
        let before = self.objects.insert(key.to_string(), object);
        if let Some(before) = before.filter(|_| !replaces) {
            self.push(key, Version::of(before));
        }
        Ok((self.versioning != Versioning::Off).then_some(id))
    }

    /// Whether a write replaces the current object, instead of making it an older version.
    fn is_replaced(&self, current: &Object) -> bool {
        self.versioning != Versioning::Enabled && current.version.is_none()
    }

    /// Makes this the newest of the older versions.
    fn push(&mut self, key: &str, version: Version) {
        let older = self.older.entry(key.to_string()).or_default();
        older.insert(0, version);
    }

    /// Changes the version of an object in place.
    pub fn change(
        &mut self,
        key: &str,
        id: &str,
        change: impl FnOnce(&mut Object),
    ) -> Result<(), Full> {
        let Some(mut object) = self.take(key, id) else {
            return Ok(());
        };
        let before = object.held();
        let kept = object.clone();
        change(&mut object);
        let counted = self.exchange(before, object.held());
        let stored = match counted {
            Ok(()) => object,
            Err(Full) => kept,
        };
        self.give_back(key, id, stored);
        counted
    }

    /// A copy of the object with this version; one that is made up is stored first.
    fn take(&mut self, key: &str, id: &str) -> Option<Object> {
        match self.find(key, Some(id)) {
            Found::Object(object) => {
                if !self.objects.contains_key(key) && id == NULL_VERSION {
                    self.exchange(0, object.held()).ok()?;
                    self.objects.insert(key.to_string(), (*object).clone());
                }
                Some(*object)
            }
            _ => None,
        }
    }

    fn give_back(&mut self, key: &str, id: &str, object: Object) {
        let current = self.objects.get_mut(key);
        if let Some(current) = current.filter(|current| current.version_id() == id) {
            *current = object;
            return;
        }
        let older = self.older.get_mut(key).into_iter().flatten();
        for version in older.filter(|version| version.id == id) {
            version.object = Some(object.clone());
        }
    }

    /// Deletes the current object; in a bucket with versions by a delete marker.
    pub fn remove(&mut self, key: &str, now: i64) -> Result<Removed, Full> {
        if self.versioning == Versioning::Off {
            let removed = self.objects.remove(key);
            self.release(removed.map_or(0, |object| object.held()));
            return Ok(Removed::default());
        }
        let marker = Version {
            id: match self.versioning {
                Versioning::Enabled => ids::version(),
                _ => NULL_VERSION.to_string(),
            },
            modified: now,
            object: None,
        };
        let id = marker.id.clone();
        self.exchange(0, marker.held())?;
        if let Some(object) = self.objects.remove(key) {
            self.push(key, Version::of(object));
        }
        if id == NULL_VERSION {
            self.forget_null(key);
        }
        self.push(key, marker);
        Ok(Removed {
            version: Some(id),
            marker: true,
        })
    }

    /// Deletes one version for good. What came before it is current then.
    pub fn remove_version(&mut self, key: &str, id: &str) -> Removed {
        let removed = |marker| Removed {
            version: Some(id.to_string()),
            marker,
        };
        if let Some(object) = self.objects.get(key)
            && object.version_id() == id
        {
            self.release(object.held());
            self.objects.remove(key);
            self.promote(key);
            return removed(false);
        }
        let older = self.older.get_mut(key);
        let at = older.and_then(|older| older.iter().position(|version| version.id == id));
        let Some(version) = at.and_then(|at| Some(self.older.get_mut(key)?.remove(at))) else {
            return removed(false);
        };
        self.release(version.held());
        self.promote(key);
        removed(version.object.is_none())
    }

    /// Makes the newest version current, unless it is a delete marker.
    fn promote(&mut self, key: &str) {
        let Some(older) = self.older.get_mut(key) else {
            return;
        };
        let newest_is_object = older.first().is_some_and(|newest| newest.object.is_some());
        if !self.objects.contains_key(key)
            && newest_is_object
            && let Some(object) = older.remove(0).object
        {
            self.objects.insert(key.to_string(), object);
        }
        if self.older.get(key).is_some_and(Vec::is_empty) {
            self.older.remove(key);
        }
    }

    /// Removes the version `null` of a key among the older ones.
    fn forget_null(&mut self, key: &str) {
        let Some(older) = self.older.get_mut(key) else {
            return;
        };
        let Some(at) = older.iter().position(|version| version.id == NULL_VERSION) else {
            return;
        };
        let held = older.remove(at).held();
        if older.is_empty() {
            self.older.remove(key);
        }
        self.release(held);
    }
}

#[cfg(test)]
#[path = "versions_tests.rs"]
mod tests;
