//! The names of all faults, as the help has them.

use crate::options::HELP;

/// `status-NNN`, `hang` ... Each begins a line of the help's section on faults.
pub fn names() -> Vec<&'static str> {
    let section = HELP.split_once("\nFAULTS\n").map_or("", |found| found.1);
    let section = section.split("\nEVERY ANSWER\n").next().unwrap_or("");
    let lines = section.lines().filter_map(|line| line.strip_prefix("    "));
    let lines = lines.filter(|line| !line.starts_with(' '));
    let named = lines.filter_map(|line| line.split("  ").next());
    let listed = named.flat_map(|named| named.split(", "));
    listed.filter_map(|name| name.split(' ').next()).collect()
}
