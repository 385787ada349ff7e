//! The tables of COS operations.
//!
//! `operations.tsv` has a row per operation. Errors take the names of operations from it, and the
//! calls of the Python package and a page of the reference are generated from it. Its columns:
//!
//! - `operation`: the name in policies, or nothing if none is documented; `method`; `target`
//!   (service, bucket, object); `sub_resource`. Of the rows that have these three in common, an
//!   error takes the name of the first.
//! - `arguments`: `Name:type{allowed,values}=default>place:name,...`; places are query, header,
//!   element (of the body's document), body, key, and encoding (of the names in a listing).
//! - `body`: the root element of the request's document (with `?` if an empty one is left out),
//!   json, form or bytes. `response`: the root element, or json. A success must have the element,
//!   unless a `?` follows it. `md5`: COS demands Content-MD5.
//! - `python`, `node`: the methods of Tencent's SDKs that are no special case; `node` may have an
//!   older name after a comma. `python_result`: none, headers, document, text or json, and how the
//!   document becomes their dict, see `bindings/python/cos_err/_shape.py`.
//! - `node_arguments`: as `arguments`; `body:NAME` is a member of the document. `node_shape`: how
//!   the names of the document's members differ, see `bindings/node/lib/shape.js`. `node_result`:
//!   what the method returns, see `bindings/node/lib/operate.js`; `special`: the method is written
//!   by hand.
//! - `doc`: the number of the document, in 436. `summary`: the text of the method.
//!
//! `parameters.tsv` has the arguments that many methods take: their names in the packages for
//! Python and Node (with `:int`, as above), the place, and the name of the header or query
//! parameter. `lists.tsv` has the members of responses that are lists, which this module reads.

/// A row for each documented element that is a list, or that has child elements and is none:
/// root of the response, parent, name, `yes` or `no`.
const LISTS: &str = include_str!("lists.tsv");

/// An operation whose response is a document.
#[cfg(feature = "client")]
struct ResponseRoot {
    method: &'static str,
    target: &'static str,
    sub_resource: &'static str,
    /// Whether the sub-resource has a value, as uploadId.
    has_value: bool,
    root: &'static str,
    /// The query parameters of the operation, and those and the headers that it must have.
    parameters: &'static [&'static str],
    demanded: &'static [&'static str],
    headers: &'static [&'static str],
}

#[cfg(feature = "client")]
static ROOTS: &[ResponseRoot] = include!(concat!(env!("OUT_DIR"), "/response_roots.rs"));

/// The root element that a success of an operation has. `None`: it has no document, or is not in
/// the table, as one with a query parameter that is documented nowhere.
#[cfg(feature = "client")]
pub fn response_root<'q>(
    method: &str,
    target: &str,
    sub_resource: &str,
    has_header: impl Fn(&str) -> bool,
    query: impl Iterator<Item = (&'q str, &'q str)> + Clone,
) -> Option<&'static str> {
    let is_given = |name: &str| query.clone().any(|(given, _)| given == name);
    let fits = |row: &&ResponseRoot| {
        (row.method, row.target, row.sub_resource) == (method, target, sub_resource)
            && row.headers.iter().all(|name| has_header(name))
            && row.demanded.iter().all(|name| is_given(name))
            && query.clone().all(|(name, value)| row.knows(name, value))
    };
    ROOTS.iter().find(fits).map(|row| row.root)
}

#[cfg(feature = "client")]
impl ResponseRoot {
    /// Whether a query parameter leaves the operation what it is.
    fn knows(&self, name: &str, value: &str) -> bool {
        if name == self.sub_resource {
            return self.has_value || value.is_empty();
        }
        self.parameters.contains(&name)
            || ["encoding-type", "versionId", "x-cos-security-token"].contains(&name)
            || name.starts_with("q-")
    }
}

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

    #[test]
    #[cfg(feature = "client")]
    fn roots_are_those_of_the_operations() {
        let root = |method, target, sub_resource, given: &[&str]| {
            let query = given.iter().map(|name| (*name, ""));
            response_root(
                method,
                target,
                sub_resource,
                |name| given.contains(&name),
                query.filter(|(name, _)| !name.starts_with("x-cos-copy")),
            )
        };
        for (method, target, sub_resource, given, expected) in [
            (
                "GET",
                "service",
                "",
                &[][..],
                Some("ListAllMyBucketsResult"),
            ),
            ("GET", "bucket", "", &["prefix"], Some("ListBucketResult")),
            ("GET", "bucket", "", &["prefix", "new"], None),
            ("GET", "bucket", "", &["q-ak"], Some("ListBucketResult")),
            ("GET", "object", "", &[], None),
            ("GET", "bucket", "acl", &[], Some("AccessControlPolicy")),
            ("PUT", "bucket", "acl", &[], None),
            ("GET", "bucket", "policy", &[], None),
            ("PUT", "object", "", &[], None),
            (
                "PUT",
                "object",
                "",
                &["x-cos-copy-source"],
                Some("CopyObjectResult"),
            ),
            ("PUT", "object", "uploadId", &["partNumber"], None),
            (
                "PUT",
                "object",
                "uploadId",
                &["partNumber", "x-cos-copy-source"],
                Some("CopyPartResult"),
            ),
            (
                "POST",
                "object",
                "uploadId",
                &[],
                Some("CompleteMultipartUploadResult"),
            ),
            (
                "GET",
                "bucket",
                "inventory",
                &["id"],
                Some("InventoryConfiguration"),
            ),
            (
                "GET",
                "bucket",
                "inventory",
                &[],
                Some("ListInventoryConfigurationResult"),
            ),
            ("GET", "bucket", "intelligent-tiering", &[], None),
            ("GET", "bucket", "nothing", &[], None),
        ] {
            let found = root(method, target, sub_resource, given);
            assert_eq!(
                found, expected,
                "{method} {target} {sub_resource} {given:?}"
            );
        }
        let with_roots = include_str!("operations.tsv").lines().skip(1);
        let with_roots = with_roots
            .filter(|line| !["", "json"].contains(&line.split('\t').nth(6).unwrap_or("")));
        assert_eq!(ROOTS.len(), with_roots.count());
    }

    #[test]
    fn every_parameter_has_one_place() {
        let rows: Vec<Vec<_>> = include_str!("parameters.tsv")
            .lines()
            .skip(1)
            .map(|line| line.split('\t').collect())
            .collect();
        for row in &rows {
            assert_eq!(row.len(), 4, "{row:?}");
            assert!(["header", "query"].contains(&row[2]), "{row:?}");
            assert!(
                !row[3].is_empty() && row[0].len() + row[1].len() > 0,
                "{row:?}"
            );
        }
        for column in [0, 1, 3] {
            let mut names: Vec<_> = rows.iter().map(|row| row[column]).collect();
            names.retain(|name| !name.is_empty());
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "column {column}");
        }
    }

    #[test]
    fn every_operation_has_all_cells() {
        let mut methods = Vec::new();
        for line in include_str!("operations.tsv").lines().skip(1) {
            let cells: Vec<_> = line.split('\t').collect();
            let [operation, method, target, ..] = cells[..] else {
                panic!("{line}")
            };
            assert_eq!(cells.len(), 16, "{line}");
            assert!(operation.bytes().all(|b| b.is_ascii_alphabetic()), "{line}");
            assert!(["HEAD", "GET", "PUT", "POST", "DELETE", "OPTIONS"].contains(&method));
            assert!(["service", "bucket", "object"].contains(&target), "{line}");
            assert_eq!(cells[8].is_empty(), cells[9].is_empty(), "{line}");
            assert_eq!(cells[10].is_empty(), cells[13].is_empty(), "{line}");
            assert!(cells[15].ends_with('.'), "{line}");
            methods.extend(
                [cells[8], cells[10]]
                    .into_iter()
                    .flat_map(|names| names.split(','))
                    .filter(|name| !name.is_empty()),
            );
        }
        let count = methods.len();
        methods.sort_unstable();
        methods.dedup();
        assert_eq!(methods.len(), count);
    }
}
