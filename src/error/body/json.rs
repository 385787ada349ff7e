//! JSON bodies: data processing, vector buckets, and stores that look alike.

use std::borrow::Cow;

use super::found::{Field, Found, Shape};
use super::json_cursor::decoded;
use super::json_tokens::Members;
use crate::arena::{Arena, Span};

/// Objects looked through below the outer one: `Response`, then `Error`.
const MAX_NESTING: usize = 4;
/// Members beyond these are left out.
const MAX_MEMBERS: usize = 256;

pub fn read(text: &str, arena: &mut Arena) -> Found {
    let mut found = Found::default();
    let mut code_is_zero = false;
    let complete = object(text, 0, &mut found, &mut code_is_zero, arena);
    name_before_number(&mut found, arena);
    found.shape = match found.code.is_empty() {
        false => Shape::JsonError,
        true if code_is_zero => Shape::JsonZero,
        true if complete || !found.message.is_empty() => Shape::JsonOther,
        true => Shape::Opaque,
    };
    found
}

/// The old API of temporary credentials has a number as the code, and the code's name next to it.
fn name_before_number(found: &mut Found, arena: &mut Arena) {
    let is_name = |(name, _): &(Span, Span)| arena.get(*name).eq_ignore_ascii_case("codeDesc");
    let at = found.details.iter().position(is_name);
    let is_number = arena.get(found.code).parse::<i64>().is_ok();
    if let Some(at) = at
        && is_number
    {
        let (_, name) = found.details.remove(at);
        let number = std::mem::replace(&mut found.code, name);
        found.details.push((arena.push("code"), number));
    }
}

/// Reads one object. True if it was well formed to its end.
fn object(
    text: &str,
    nesting: usize,
    found: &mut Found,
    zero: &mut bool,
    arena: &mut Arena,
) -> bool {
    let mut members = Members::of(text);
    for (name, value) in members.by_ref().take(MAX_MEMBERS) {
        let wraps = matches!(name.as_ref(), "error" | "Error" | "Response");
        if wraps && value.starts_with('{') {
            if nesting < MAX_NESTING {
                object(value, nesting + 1, found, zero, arena);
            }
            continue;
        }
        let field = field(&name);
        if field == Field::Code && matches!(value, "0" | "\"0\"") {
            *zero = true;
            continue;
        }
        let value = scalar(value, arena);
        found.put(field, &name, value, arena);
    }
    members.by_ref().for_each(drop);
    members.is_complete
}

fn field(name: &str) -> Field {
    const NAMES: [(&str, Field); 12] = [
        ("code", Field::Code),
        ("errorcode", Field::Code),
        ("error_code", Field::Code),
        ("message", Field::Message),
        ("errormsg", Field::Message),
        ("error_msg", Field::Message),
        ("requestid", Field::RequestId),
        ("request_id", Field::RequestId),
        ("traceid", Field::TraceId),
        ("trace_id", Field::TraceId),
        ("resource", Field::Resource),
        ("error_message", Field::Message),
    ];
    NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map_or(Field::Detail, |(_, field)| *field)
}

/// A string's text; anything else as it is written. `null` is missing.
fn scalar(raw: &str, arena: &mut Arena) -> Span {
    if raw == "null" {
        return Span::default();
    }
    let text: Cow<'_, str> = match raw.starts_with('"') {
        true => decoded(raw).unwrap_or(Cow::Borrowed(raw)),
        false => Cow::Borrowed(raw),
    };
    let start = arena.begin();
    arena.append(&text);
    arena.finish_trimmed(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_and_message(text: &str) -> (Shape, String, String) {
        let mut arena = Arena::with_capacity(0);
        let found = read(text, &mut arena);
        (
            found.shape,
            arena.get(found.code).to_owned(),
            arena.get(found.message).to_owned(),
        )
    }

    #[test]
    fn a_cut_object_keeps_its_complete_members() {
        let (shape, code, message) = code_and_message(r#"{"code":"A","message":"b","data":{"x":"#);
        assert_eq!(
            (shape, code.as_str(), message.as_str()),
            (Shape::JsonError, "A", "b")
        );
        assert_eq!(code_and_message(r#"{"code":"Inva"#).0, Shape::Opaque);
    }

    #[test]
    fn the_name_of_a_code_comes_before_its_number() {
        let denied = r#"{"code":4000,"message":"(60024)no","codeDesc":"StrategyResourceInvalid "}"#;
        let (shape, code, message) = code_and_message(denied);
        assert_eq!(
            (shape, code.as_str(), message.as_str()),
            (Shape::JsonError, "StrategyResourceInvalid", "(60024)no")
        );
        let named = r#"{"codeDesc":"InvalidParameter","code":"4000"}"#;
        assert_eq!(code_and_message(named).1, "InvalidParameter");
        assert_eq!(code_and_message(r#"{"code":"A","codeDesc":"B"}"#).1, "A");
        assert_eq!(code_and_message(r#"{"code":4000,"codeDesc":""}"#).1, "4000");
        let success = r#"{"code":0,"message":"","codeDesc":"Success","data":{}}"#;
        assert_eq!(code_and_message(success).0, Shape::JsonZero);
    }

    #[test]
    fn zero_is_success_and_deep_nesting_is_harmless() {
        assert_eq!(
            code_and_message(r#"{"code":0,"data":{"code":"X"}}"#).0,
            Shape::JsonZero
        );
        let deep = format!(
            "{{\"code\":7,\"d\":{}1{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(code_and_message(&deep).1, "7");
        let deep = format!("{}1{}", "{\"error\":".repeat(10_000), "}".repeat(10_000));
        assert_eq!(code_and_message(&deep).1, "");
    }
}
