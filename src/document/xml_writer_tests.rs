use super::super::Document;
use super::*;

fn check(json: &str, xml: &str) {
    let written = from_json(json).map_err(|error| error.message().to_owned());
    assert_eq!(written.as_deref(), Ok(xml), "{json}");
}

fn mistake(json: &str) -> String {
    let error = from_json(json).expect_err(json);
    assert_eq!(error.reason(), Some(crate::error::Reason::InvalidArgument));
    error.message().to_owned()
}

#[test]
fn each_kind_of_value_is_written() {
    check(
        r##" {"R":{"A":[1,-2.5e3,"x"],"B":{"C":null,"D":true},"E":[],"F":{},"G":[{"H":""}],"#text":"t"}} "##,
        "<R><A>1</A><A>-2.5e3</A><A>x</A><B><C></C><D>true</D></B><F></F><G><H></H></G>t</R>",
    );
    check(
        r##"{"R":{"#text":"t","@xmlns:x":"u","@x:a":"<\r\n\t\"'"}}"##,
        "<R xmlns:x=\"u\" x:a=\"&lt;&#13;&#10;&#9;&quot;'\">t</R>",
    );
    check(
        r#"{"L":"a&<b>\"\r\n\t\u4e2d\ud83d\ude00]]>"}"#,
        "<L>a&amp;&lt;b&gt;&quot;&#13;\n\t\u{4e2d}\u{1f600}]]&gt;</L>",
    );
    check(r#"{"n:_\u00e9-1.":null}"#, "<n:_\u{e9}-1.></n:_\u{e9}-1.>");
}

#[test]
fn what_xml_cannot_hold_is_named() {
    for (json, message) in [
        ("", r#"json "": must be an object of one member"#),
        ("[]", r#"json "[]": must be an object of one member"#),
        ("{}", r#"json "": must be an object of one member"#),
        (r#"{"a":1,"b":2}"#, r#"json "b": is a second root"#),
        (r#"{"a":1}x"#, r#"json "x": follows the end"#),
        (r#"{"a":[1]}"#, r#"a "[1]}": must be a text"#),
        (r#"{"@a":1}"#, r#"json "@a": is not a name"#),
        (r##"{"#text":1}"##, r##"json "#text": is not a name"##),
        (r#"{"a":{"b c":1}}"#, r#"a "b c": is not a name"#),
        (r#"{"a":{"@1":1}}"#, r#"a "1": is not a name"#),
        (r#"{"a":{":b":1}}"#, r#"a ":b": is not a name"#),
        (r#"{"a":{"b:":1}}"#, r#"a "b:": is not a name"#),
        (r#"{"a":{"b:c:d":1}}"#, r#"a "b:c:d": is not a name"#),
        (r#"{"a":{"":1}}"#, r#"a "": is not a name"#),
        (r#"{"a":{"@":1}}"#, r#"a "": is not a name"#),
        (r#"{"a":{"b":1,"c":[],"b":2}}"#, r#"a "b": is there twice"#),
        (r#"{"a":{"@b":[1]}}"#, r#"a/@b "[1]}}": must be a text"#),
        (
            r##"{"a":{"#text":{}}}"##,
            r##"a/#text "{}}}": must be a text"##,
        ),
        (
            r#"{"a":{"b":[1,[2]]}}"#,
            r#"a/b[1] "[2]]}}": must be a text"#,
        ),
        (
            r#"{"a":{"b":[{"c":1},{"c":"x\u0001"}]}}"#,
            r#"a/b[1]/c "x\u{1}": contains U+0001, which XML cannot hold"#,
        ),
        (r#"{"a":{"@b":"\uffff"}}"#, "contains U+FFFF"),
        (
            r#"{"a":{"b":NaN}}"#,
            r#"a/b "NaN}}": is not JSON (byte 10)"#,
        ),
        (r#"{"a":{"b":01}}"#, r#"a/b "01}}": is not JSON (byte 10)"#),
        (
            r#"{"a":{"b":1 "c":2}}"#,
            r#"a "\"c\":2}}": is not JSON (byte 12)"#,
        ),
        (r#"{"a":{"b":1,}}"#, r#"a "}}": is not JSON (byte 12)"#),
        (r#"{"a":"b"#, r#"a "\"b": is not JSON"#),
        (
            r#"{"a":{"b":"\ud800"}}"#,
            "has a surrogate without its pair",
        ),
    ] {
        let found = mistake(json);
        assert!(found.contains(message), "{json}: {found}");
    }
}

#[test]
fn json_that_is_cut_anywhere_is_none() {
    let json = r##"{"R":{"@a":"b","A":[1,{"B":"x\n"}],"#text":true}}"##;
    for length in 0..json.len() {
        let message = mistake(&json[..length]);
        assert!(
            message.contains("JSON") || message.contains("must be an object"),
            "{message}"
        );
    }
}

#[test]
fn depth_and_messages_are_limited() {
    let nested = |depth| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    let deepest = from_json(&nested(MAX_DEPTH)).map_err(|error| error.message().to_owned());
    assert_eq!(
        Document::read(&deepest.expect("levels enough")).count(b""),
        1
    );
    assert!(mistake(&nested(MAX_DEPTH + 1)).contains("nested deeper than 64"));
    assert!(mistake(&nested(1 << 20)).contains("nested deeper than 64"));
    let members = |count| {
        (0..count)
            .map(|at| format!("\"a{at}\":1,"))
            .collect::<String>()
    };
    let object = |count| format!("{{\"r\":{{{}}}}}", members(count).trim_end_matches(','));
    assert!(from_json(&object(MAX_MEMBERS)).is_ok());
    assert!(mistake(&object(MAX_MEMBERS + 1)).contains("\"a256\": follows 256 others"));
    assert!(
        mistake(&format!(r#"{{"a":{{"{}":[1]}}}}"#, "x".repeat(257))).contains("longer than 256")
    );
    let long = "x".repeat(1 << 16);
    assert!(mistake(&format!(r#"{{"{long}":{{"{long} ":1}}}}"#)).len() < 2000);
}

#[test]
fn little_of_a_text_is_shown() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpQIBAAKCAQEA";
    for json in [
        format!(r#"{{"a":{{"PrivateKey":"{key}"}}}}"#),
        format!(
            r#"{{"a":{{"PrivateKey":"{}\u0001"}}}}"#,
            key.replace('\n', "")
        ),
        format!(r#"{{"a":{{"PrivateKey":[["{key}"]]}}}}"#),
    ] {
        assert!(!mistake(&json).contains("MIIE"), "{json}");
    }
}

#[test]
fn what_was_written_reads_as_it_was_given() {
    for json in [
        r##"{"ListBucketResult":{"@a":"1","Name":"b","Contents":[{"Key":" a&<b>! "},{"@t":"x<y","Key":""}],"#text":"x"}}"##,
        r#"{"LocationConstraint":"ap-guangzhou"}"#,
        r#"{"Tagging":{"TagSet":{"Tag":[{"Key":"\r\n\t\"","Value":" "}]}}}"#,
        r##"{"a":{"@b":"\r\n\t\"&","#text":"\r"}}"##,
    ] {
        let written = from_json(json).map_err(|error| error.message().to_owned());
        let written = written.expect(json);
        assert_eq!(Document::read(&written).json_z(), json.to_owned() + "\0");
    }
}
