//! The table of COS operations: today the members of their responses that are lists.

/// A row for each documented element that is a list, or that has child elements and is none:
/// root of the response, parent, name, `yes` or `no`.
const LISTS: &str = include_str!("lists.tsv");

/// What is documented of the responses with one root.
pub struct Lists {
    rows: Vec<Row>,
}

struct Row {
    parent: &'static str,
    name: &'static str,
    is_list: bool,
}

impl Lists {
    pub fn of(root: &str) -> Lists {
        let mut rows: Vec<_> = LISTS
            .lines()
            .filter_map(|line| row(line.split('\t'), root))
            .collect();
        rows.sort_unstable_by_key(|row| (row.parent, row.name));
        Lists { rows }
    }

    /// Whether a child of `parent` is a list. `None`: it is not documented.
    pub fn is_list(&self, parent: &str, name: &str) -> Option<bool> {
        let key = |row: &Row| (row.parent, row.name).cmp(&(parent, name));
        let at = self.rows.binary_search_by(key).ok()?;
        Some(self.rows[at].is_list)
    }
}

fn row(mut cells: std::str::Split<'static, char>, root: &str) -> Option<Row> {
    cells.next().filter(|cell| *cell == root)?;
    Some(Row {
        parent: cells.next()?,
        name: cells.next()?,
        is_list: cells.next()? == "yes",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_once() {
        let mut lines: Vec<_> = LISTS.lines().skip(1).collect();
        for line in &lines {
            let cells: Vec<_> = line.split('\t').collect();
            let [root, parent, name, list] = cells[..] else {
                panic!("four cells: {line}")
            };
            assert!(["yes", "no"].contains(&list), "{line}");
            let found = Lists::of(root).is_list(parent, name);
            assert_eq!(found, Some(list == "yes"), "{line}");
        }
        let count = lines.len();
        lines.sort_unstable();
        lines.dedup_by_key(|line| line.rsplit_once('\t').map(|(key, _)| key));
        assert_eq!(lines.len(), count);
        assert_eq!(Lists::of("Nothing").is_list("Nothing", "Contents"), None);
    }
}
