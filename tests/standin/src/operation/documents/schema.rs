//! What a document must have: a small notation for it, and the verification.
//!
//! `Rule+(ID? Status=Enabled|Disabled Days?# <Prefix|Tag>)`: at least one `Rule`, in
//! it at most one `ID`, exactly one `Status` with one of these values, at most one
//! `Days` that is a natural number, and at least one of `Prefix` and `Tag`. `*`
//! permits any number of elements, and `!` a boolean. Elements that are not named
//! are ignored, as COS does.

use roxmltree::Node;

use crate::answer::CosError;
use crate::codes;

#[derive(Debug, PartialEq, Eq)]
enum Rule<'a> {
    Element {
        name: &'a str,
        least: usize,
        most: usize,
        value: Value<'a>,
        inside: Vec<Rule<'a>>,
    },
    AnyOf(Vec<&'a str>),
}

#[derive(Debug, PartialEq, Eq)]
enum Value<'a> {
    Any,
    OneOf(Vec<&'a str>),
    Number,
    Boolean,
}

/// Verifies what is inside an element.
pub fn verify(element: Node, notation: &str) -> Result<(), CosError> {
    let mut rest = notation;
    check(element, &rules(&mut rest))
}

fn check(element: Node, rules: &[Rule]) -> Result<(), CosError> {
    let of = |name: &str| {
        let children = element.children();
        let named = children.filter(|child| child.is_element() && child.tag_name().name() == name);
        named.collect::<Vec<_>>()
    };
    let within = element.tag_name().name();
    for rule in rules {
        match rule {
            Rule::AnyOf(names) => {
                if names.iter().all(|name| of(name).is_empty()) {
                    return Err(malformed(&format!(
                        "{within} has none of {}.",
                        names.join(", ")
                    )));
                }
            }
            Rule::Element {
                name,
                least,
                most,
                value,
                inside,
            } => {
                let found = of(name);
                if found.len() < *least {
                    return Err(malformed(&format!("{within} has no {name}.")));
                }
                if found.len() > *most {
                    return Err(malformed(&format!("{within} has more than one {name}.")));
                }
                for one in found {
                    check_value(one, value)?;
                    check(one, inside)?;
                }
            }
        }
    }
    Ok(())
}

fn check_value(element: Node, value: &Value) -> Result<(), CosError> {
    let text = element.text().unwrap_or("").trim();
    let holds = match value {
        Value::Any => true,
        Value::OneOf(values) => values.contains(&text),
        Value::Number => text.parse::<u64>().is_ok(),
        Value::Boolean => ["true", "false"].contains(&text.to_ascii_lowercase().as_str()),
    };
    let name = element.tag_name().name();
    let message = || format!("{name} \"{text}\" is not valid.");
    holds
        .then_some(())
        .ok_or_else(|| codes::error("InvalidArgument").message(message()))
}

/// MalformedXML that names what is wrong.
pub fn malformed(why: &str) -> CosError {
    let error = codes::error("MalformedXML");
    let message = format!("{} {why}", error.message);
    error.message(message)
}

/// Reads rules up to the end, or to the bracket that closes them.
fn rules<'a>(rest: &mut &'a str) -> Vec<Rule<'a>> {
    let mut rules = Vec::new();
    loop {
        *rest = rest.trim_start();
        if rest.is_empty() || rest.starts_with(')') {
            return rules;
        }
        rules.push(match rest.strip_prefix('<') {
            Some(after) => {
                let (names, after) = after.split_once('>').unwrap_or((after, ""));
                *rest = after;
                Rule::AnyOf(names.split('|').collect())
            }
            None => element(rest),
        });
    }
}

fn element<'a>(rest: &mut &'a str) -> Rule<'a> {
    let name = word(rest);
    let (least, most) = match rest.chars().next() {
        Some('?') => (0, 1),
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        _ => (1, 1),
    };
    *rest = rest.trim_start_matches(['?', '*', '+']);
    let kind = rest.chars().next().filter(|kind| "=#!".contains(*kind));
    *rest = rest.trim_start_matches(['=', '#', '!']);
    let value = match kind {
        Some('=') => Value::OneOf(values(rest)),
        Some('#') => Value::Number,
        Some('!') => Value::Boolean,
        _ => Value::Any,
    };
    let inside = match rest.strip_prefix('(') {
        Some(after) => {
            *rest = after;
            let inside = rules(rest);
            *rest = rest.strip_prefix(')').unwrap_or(rest);
            inside
        }
        None => Vec::new(),
    };
    Rule::Element {
        name,
        least,
        most,
        value,
        inside,
    }
}

fn word<'a>(rest: &mut &'a str) -> &'a str {
    let of_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let end = rest.find(|c| !of_word(c)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    // What is in no notation: skipped, so that reading always ends.
    if word.is_empty() {
        *rest = rest.get(1..).unwrap_or("");
    }
    word
}

fn values<'a>(rest: &mut &'a str) -> Vec<&'a str> {
    let mut values = vec![word(rest)];
    while let Some(after) = rest.strip_prefix('|') {
        *rest = after;
        values.push(word(rest));
    }
    values
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
