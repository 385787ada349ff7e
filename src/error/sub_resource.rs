//! Sub-resources, and the names of the operations on them.

/// A query parameter that turns the request to another resource, and the
/// operations' names by method, with trailing NULs: bucket then object.
#[derive(Debug, PartialEq, Eq)]
pub struct SubResource {
    pub name: &'static str,
    bucket: &'static [(&'static str, &'static str)],
    object: &'static [(&'static str, &'static str)],
}

impl SubResource {
    pub fn named(name: &str) -> Option<&'static SubResource> {
        let (starts, all) = SUB_RESOURCES;
        let (start, end) = (starts.get(name.len())?, starts.get(name.len() + 1)?);
        let same_length = all.get(usize::from(*start)..usize::from(*end))?;
        same_length.iter().find(|known| known.name == name)
    }

    /// With its trailing NUL; `"\0"` when it has none.
    pub fn operation_z(&self, method: &str, on_object: bool) -> &'static str {
        let table = if on_object { self.object } else { self.bucket };
        table
            .iter()
            .find(|(m, _)| *m == method)
            .map_or("\0", |(_, name)| name)
    }
}

/// Those of src/operations/operations.tsv by the lengths of their names, and for each length, from
/// 0 on, the index of its first.
static SUB_RESOURCES: (&[u8], &[SubResource]) =
    include!(concat!(env!("OUT_DIR"), "/sub_resources.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATIONS: &str = include_str!("../operations/operations.tsv");

    #[test]
    fn every_row_with_a_sub_resource_is_found() {
        let mut known = std::collections::BTreeMap::new();
        for line in OPERATIONS.lines().skip(1) {
            let cells: Vec<_> = line.split('\t').collect();
            let [operation, method, target, name] = cells[..4] else {
                panic!("{line}")
            };
            if name.is_empty() {
                assert!(SubResource::named(operation).is_none(), "{line}");
                continue;
            }
            let first = known.entry((name, method, target)).or_insert(operation);
            let found =
                SubResource::named(name).map(|sub| sub.operation_z(method, target == "object"));
            assert_eq!(found, Some(&*format!("{first}\0")), "{line}");
        }
        assert_eq!(SUB_RESOURCES.1.len(), 32);
        assert!(SubResource::named("").is_none() && SubResource::named(&"a".repeat(99)).is_none());
        assert_eq!(
            SubResource::named("cors").map(|sub| sub.operation_z("GET", true)),
            Some("\0")
        );
    }
}
