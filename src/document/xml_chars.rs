//! Names and texts that XML permits, and how they are written.

use std::ops::RangeInclusive;

use crate::printable::is_printable_without;

/// What a name begins with, beyond ASCII.
const BEGINNINGS: [RangeInclusive<char>; 12] = [
    '\u{c0}'..='\u{d6}',
    '\u{d8}'..='\u{f6}',
    '\u{f8}'..='\u{2ff}',
    '\u{370}'..='\u{37d}',
    '\u{37f}'..='\u{1fff}',
    '\u{200c}'..='\u{200d}',
    '\u{2070}'..='\u{218f}',
    '\u{2c00}'..='\u{2fef}',
    '\u{3001}'..='\u{d7ff}',
    '\u{f900}'..='\u{fdcf}',
    '\u{fdf0}'..='\u{fffd}',
    '\u{10000}'..='\u{effff}',
];

/// Whether a text is the name of an element or attribute, perhaps with a prefix.
pub fn is_name(text: &str) -> bool {
    let mut parts = text.splitn(2, ':');
    parts.all(|part| part.starts_with(begins_name) && part.chars().all(is_in_name))
}

fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || BEGINNINGS.iter().any(|range| range.contains(&c))
}

fn is_in_name(c: char) -> bool {
    let follows = matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}');
    follows || begins_name(c)
}

/// Appends a text between tags. Returns the first character that XML cannot hold.
pub fn push_text(out: &mut String, text: &str) -> Option<char> {
    push(out, text, reference)
}

/// The same between double quotes, where parsers read ends of lines as blanks.
pub fn push_attribute(out: &mut String, text: &str) -> Option<char> {
    push(out, text, |c| match c {
        '\n' => "&#10;",
        '\t' => "&#9;",
        other => reference(other),
    })
}

/// What stands for a character; `""` for itself.
fn reference(c: char) -> &'static str {
    match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        // Parsers read a bare one as a line feed.
        '\r' => "&#13;",
        _ => "",
    }
}

fn push(out: &mut String, text: &str, reference: fn(char) -> &'static str) -> Option<char> {
    if is_printable_without(text.as_bytes(), *b"&<>\"") {
        out.push_str(text);
        return None;
    }
    for c in text.chars() {
        if !is_permitted(c) {
            return Some(c);
        }
        match reference(c) {
            "" => out.push(c),
            reference => out.push_str(reference),
        }
    }
    None
}

fn is_permitted(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
