use super::{choice, listed};

const README: &str = include_str!("../../README.md");

/// A name of the documents with a number, or another fault, in each place.
fn filled(name: &str) -> String {
    let placed = name
        .replace("[-and-FAULT]...", "")
        .replace("NNN", "302")
        .replace("FAULT", "reset")
        .replace("BYTES", "7")
        .replace("CHUNKS", "7")
        .replace("CODE", "NoSuchKey")
        .replace("FIELD", "Code")
        .replace("SEED", "7")
        .replace("MS", "7")
        .replace("KB", "7");
    let words = placed.split('-').map(|word| match word {
        "N" => "7",
        word => word,
    });
    words.collect::<Vec<_>>().join("-")
}

/// Names as the help has them.
fn of_help() -> Vec<String> {
    listed::names().into_iter().map(filled).collect()
}

/// Names as the README has them: in the first column of tables about faults.
fn of_readme() -> Vec<String> {
    let mut names = Vec::new();
    let mut is_fault = false;
    for line in README.lines() {
        let Some(first) = line
            .strip_prefix("| ")
            .and_then(|line| line.split(" |").next())
        else {
            is_fault &= line.starts_with('|');
            continue;
        };
        if first == "fault" {
            is_fault = true;
        } else if is_fault {
            let quoted = first.split('`').skip(1).step_by(2);
            names.extend(quoted.map(filled));
        }
    }
    names
}

#[test]
fn every_fault_that_is_documented_exists() {
    let (help, readme) = (of_help(), of_readme());
    assert!(
        help.len() > 70 && readme.len() > 70,
        "{} {}",
        help.len(),
        readme.len()
    );
    for name in help.iter().chain(&readme) {
        assert_eq!(choice::check(name), Ok(()), "{name}");
    }
}

#[test]
fn both_documents_name_the_same_faults() {
    let (help, readme) = (of_help(), of_readme());
    for name in &help {
        assert!(readme.contains(name), "{name} is not in the README");
    }
    // The README has combinations as examples.
    for name in readme
        .iter()
        .filter(|name| !name.contains("-and-") && !name.contains("InternalError"))
    {
        assert!(help.contains(name), "{name} is not in the help");
    }
}
