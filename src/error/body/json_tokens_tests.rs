use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::*;

type Read = (Vec<(String, String)>, bool);

/// The members of an object by serde_json, and whether it is complete.
struct Reference<'v>(&'v mut Vec<(String, String)>);

impl<'t> DeserializeSeed<'t> for Reference<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Reference<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value::<&'t RawValue>()?;
            self.0.push((name, value.get().to_owned()));
        }
        Ok(())
    }
}

fn by_reference(text: &str) -> Read {
    let mut members = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(text);
    let is_complete = Reference(&mut members).deserialize(&mut reader).is_ok();
    (members, is_complete)
}

fn read(text: &str) -> Read {
    let mut members = Members::of(text);
    let found = members
        .by_ref()
        .map(|(name, value)| (name.into_owned(), value.to_owned()));
    let found = found.collect();
    (found, members.is_complete)
}

fn check(text: &str) {
    let (members, is_complete) = read(text);
    assert_eq!((members.clone(), is_complete), by_reference(text), "{text}");
    for (_, value) in members.iter().filter(|(_, value)| value.starts_with('"')) {
        let reference = String::deserialize(&mut serde_json::Deserializer::from_str(value)).ok();
        assert_eq!(decoded(value).map(Cow::into_owned), reference, "{value}");
    }
}

const TEXTS: [&str; 12] = [
    r#"{"code":"A","message":"b","data":{"x":[1,{"y":[]},{}],"z":null}}"#,
    r#" { "a" : -0.5e+10 , "b" : [ true , false ] , "c" : 12 } rest"#,
    r#"{"\u0063ode":"\ud83d\ude00 \u4e2d\"\\\/\b\f\n\r\t","\ud83d":"lone"}"#,
    r#"{"a":"\ud83d","b":"\ude00","c":"\ud83d\u0041","d":"\ud83dx","e":"\u00e9"}"#,
    r#"{"n":[0,-1,10,1.5,2E5,3e-7,1e5]}"#,
    "{\"s\":\"\u{4e2d}\u{6587}\u{1f600}\",\"t\":\"tab\there\"}",
    r#"{"a":01}"#,
    r#"{"a":1,}"#,
    r#"{"a":[1,],"b":2}"#,
    r#"{"a":truex}"#,
    r#"{"a":{"b":1,"c"}}"#,
    "{}",
];

#[test]
fn texts_are_read_as_by_serde_json() {
    for text in TEXTS
        .into_iter()
        .chain(["", "[1]", "\"a\"", "7", "{", "{\"", "null"])
    {
        check(text);
        for (at, _) in text.char_indices() {
            check(&text[..at]);
        }
    }
}

#[test]
fn changed_texts_are_read_as_by_serde_json() {
    let others = [
        "", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "u", " ", "\n", "\u{1}",
        "n", "\u{e9}",
    ];
    for text in TEXTS {
        for (at, old) in text.char_indices() {
            for other in others {
                let (before, after) = (&text[..at], &text[at + old.len_utf8()..]);
                check(&format!("{before}{other}{after}"));
                check(&format!("{before}{other}{old}{after}"));
            }
        }
    }
}

#[test]
fn deep_nesting_is_harmless() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!(
            "{{\"d\":{}1{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let (members, is_complete) = read(&text);
        assert!(is_complete);
        assert_eq!(members.len(), 1);
    }
}
