//! Connections that are open and serve nobody.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use super::connection::Connection;

/// No entry.
const NONE: usize = usize::MAX;

/// By key, the one that served last first; and all in the order in which they were
/// given back. Every change takes the same time, however many there are.
#[derive(Default)]
pub struct Idle {
    entries: Vec<Option<IdleEntry>>,
    vacant: Vec<usize>,
    latest: HashMap<Arc<str>, usize>,
    ends: Option<Ends>,
    memory: usize,
}

/// The ends of the order of all.
#[derive(Clone, Copy)]
struct Ends {
    oldest: usize,
    newest: usize,
}

struct IdleEntry {
    connection: Connection,
    all: Links,
    same: Links,
}

/// The neighbours of an entry in an order.
#[derive(Clone, Copy)]
struct Links {
    older: usize,
    newer: usize,
}

impl Idle {
    pub fn len(&self) -> usize {
        self.entries.len() - self.vacant.len()
    }

    /// Bytes that they hold, by estimate.
    pub fn memory(&self) -> usize {
        self.memory
    }

    /// When the longest idle was given back.
    pub fn oldest(&self) -> Option<Instant> {
        let entry = self.entries.get(self.ends?.oldest)?.as_ref()?;
        Some(entry.connection.last_used)
    }

    pub fn push(&mut self, connection: Connection) {
        let key = connection.key.clone();
        let older = self.ends.map_or(NONE, |ends| ends.newest);
        self.memory += connection.memory();
        let all = Links { older, newer: NONE };
        let older = self.latest.get(&key).copied().unwrap_or(NONE);
        let same = Links { older, newer: NONE };
        let entry = Some(IdleEntry {
            connection,
            all,
            same,
        });
        let index = match self.vacant.pop() {
            Some(index) => {
                self.entries[index] = entry;
                index
            }
            None => {
                self.entries.push(entry);
                self.entries.len() - 1
            }
        };
        self.with(all.older, |older| older.all.newer = index);
        self.with(same.older, |older| older.same.newer = index);
        self.latest.insert(key, index);
        let oldest = self.ends.map_or(index, |ends| ends.oldest);
        let newest = index;
        self.ends = Some(Ends { oldest, newest });
    }

    /// The connection of this key that served last.
    pub fn take(&mut self, key: &str) -> Option<Connection> {
        let index = *self.latest.get(key)?;
        self.remove(index)
    }

    /// The longest idle.
    pub fn take_oldest(&mut self) -> Option<Connection> {
        self.remove(self.ends?.oldest)
    }

    /// Those of which this is true.
    pub fn take_all(&mut self, is_meant: impl Fn(&Connection) -> bool) -> Vec<Connection> {
        let is_meant =
            |entry: &Option<IdleEntry>| entry.as_ref().is_some_and(|e| is_meant(&e.connection));
        let meant: Vec<usize> = (0..self.entries.len())
            .filter(|index| is_meant(&self.entries[*index]))
            .collect();
        meant
            .into_iter()
            .filter_map(|index| self.remove(index))
            .collect()
    }

    #[cfg(test)]
    pub fn each_mut(&mut self, change: impl FnMut(&mut Connection)) {
        let entries = self.entries.iter_mut().flatten();
        entries.map(|entry| &mut entry.connection).for_each(change);
    }

    fn remove(&mut self, index: usize) -> Option<Connection> {
        let entry = self.entries.get_mut(index)?.take()?;
        self.vacant.push(index);
        let IdleEntry {
            connection,
            all,
            same,
        } = entry;
        self.memory -= connection.memory();
        self.with(all.older, |older| older.all.newer = all.newer);
        self.with(all.newer, |newer| newer.all.older = all.older);
        self.ends = self.ends.and_then(|ends| ends.without(index, all));
        self.with(same.older, |older| older.same.newer = same.newer);
        self.with(same.newer, |newer| newer.same.older = same.older);
        if same.newer == NONE {
            match same.older {
                NONE => self.latest.remove(&connection.key),
                older => self.latest.insert(connection.key.clone(), older),
            };
        }
        Some(connection)
    }

    fn with(&mut self, index: usize, change: impl FnOnce(&mut IdleEntry)) {
        if let Some(Some(entry)) = self.entries.get_mut(index) {
            change(entry);
        }
    }
}

impl Ends {
    fn without(self, index: usize, links: Links) -> Option<Ends> {
        let oldest = if self.oldest == index {
            links.newer
        } else {
            self.oldest
        };
        let newest = if self.newest == index {
            links.older
        } else {
            self.newest
        };
        (oldest != NONE).then_some(Ends { oldest, newest })
    }
}
