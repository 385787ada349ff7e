use super::schema;
use super::table::{Absent, SETTINGS, Setting};
use crate::codes;

const LIBRARY: &str = include_str!("../../../../../src/operations/operations.tsv");

/// The rows of the library's table that put a document into a bucket: sub-resource,
/// root, and whether Content-MD5 is needed.
fn of_library() -> Vec<(&'static str, &'static str, bool)> {
    let rows = LIBRARY
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let puts = rows.filter(|row| row[1] == "PUT" && row[2] == "bucket");
    puts.map(|row| (row[3], row[5].trim_end_matches('?'), row[7] == "yes"))
        .collect()
}

#[test]
fn the_library_agrees() {
    /// Settings that are not rows of the table here.
    const OTHERS: &[&str] = &["", "acl", "domaincertificate", "policy", "versioning"];
    let library = of_library();
    let of = |setting: &Setting| (setting.name, setting.root, setting.md5);
    let ours: Vec<_> = SETTINGS.iter().map(of).collect();
    let mut compared = 0;
    for row in library.iter().filter(|row| !OTHERS.contains(&row.0)) {
        assert!(ours.contains(row), "{row:?} is not as in {ours:?}");
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn rows_are_sorted_and_their_codes_known() {
    assert!(SETTINGS.is_sorted_by_key(|setting| setting.name));
    for setting in SETTINGS {
        if let Absent::Error(code) = setting.absent {
            assert_eq!(codes::error(code).code, code, "{}", setting.name);
        }
    }
}

#[test]
fn notations_are_read_whole() {
    let xml = roxmltree::Document::parse("<R/>").expect("XML");
    for setting in SETTINGS {
        let brackets = |c| setting.inside.matches(c).count();
        assert_eq!(brackets('('), brackets(')'), "{}", setting.name);
        assert_eq!(brackets('<'), brackets('>'), "{}", setting.name);
        let wanted = !setting.inside.is_empty() && !setting.inside.starts_with("LoggingEnabled?");
        let verified = schema::verify(xml.root_element(), setting.inside);
        assert_eq!(verified.is_err(), wanted, "{}", setting.name);
    }
}
