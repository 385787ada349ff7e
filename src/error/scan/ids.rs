//! Request ids and codes in a line.

use super::super::catalogue;
use super::super::kind::Responder;
use super::super::request_id;
use super::finding::FoundId;

const SHORTEST_ID: usize = 16;
pub const LONGEST_ID: usize = 127;
const LONGEST_CODE: usize = 63;

/// The request ids in a line, in order.
pub fn ids(line: &[u8]) -> Vec<(usize, FoundId)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((run, end)) = next_run(line, at) {
        if end - run <= LONGEST_ID {
            found.extend(id_within(&line[run..end]).map(|(skipped, id)| (run + skipped, id)));
        }
        at = end;
    }
    if found.is_empty() {
        return found;
    }
    // Looked for once: a line may have thousands of ids.
    let code = code_within(line).unwrap_or_default().to_owned() + "\0";
    for (_, id) in &mut found {
        id.code_z.clone_from(&code);
    }
    found
}

/// The next run of letters of base64 that may be an id, with what pads or masks its end.
fn next_run(line: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut start = from;
    loop {
        start += line.get(start..)?.iter().position(|b| is_of_id(*b))?;
        let length = line[start..].iter().take_while(|b| is_of_id(**b)).count();
        let tail = &line[start + length..];
        let end = tail.iter().take_while(|b| matches!(b, b'=' | b'*')).count();
        if length >= SHORTEST_ID {
            return Some((start, start + length + end));
        }
        start += length + end;
    }
}

fn is_of_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// The request id in a run: the whole, or what follows a slash of a path.
fn id_within(run: &[u8]) -> Option<(usize, FoundId)> {
    let text = std::str::from_utf8(run).ok()?;
    let is_start = |at: &usize| *at == 0 || matches!(run[*at - 1], b'/' | b'+');
    (0..run.len()).filter(is_start).find_map(|at| {
        let id = &text[at..];
        let (maker, made_at_s) = request_id::decode(id)?;
        let id = FoundId {
            id_z: [id, "\0"].concat(),
            maker,
            made_at_s,
            code_z: String::new(),
        };
        Some((at, id))
    })
}

/// The first code of the catalogue in a line, as it is written there.
pub fn code_within(line: &[u8]) -> Option<&str> {
    line.split(|b| !b.is_ascii_alphanumeric())
        .filter_map(|word| std::str::from_utf8(word).ok())
        .filter(|word| is_compound(word))
        .find(|word| catalogue::find(word, Responder::Unknown, 0).is_some())
}

/// Whether a word has the form of a code, as words such as "Redirect" and "REDIRECT" do not.
pub fn is_compound(word: &str) -> bool {
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    (4..=LONGEST_CODE).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && capitals > 1
        && word.bytes().any(|b| b.is_ascii_lowercase())
}
