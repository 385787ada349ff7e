use super::*;

fn wire(json: &str, head_request: bool) -> (String, Then) {
    let script = parse(json.as_bytes())
        .expect("a script")
        .remove(0)
        .expect("one");
    let plan = script.plan(head_request, None);
    let parts = plan.parts.into_iter();
    let bytes: Vec<u8> = parts.flat_map(|part| part.collect()).collect();
    (String::from_utf8(bytes).expect("UTF-8"), plan.then)
}

#[test]
fn an_answer_is_given_word_for_word() {
    let json = r#"{"status": 404, "reason": "OK", "headers": [["X-ErrNo", "-3004"], ["A", "1"], ["A", "2"]], "body": "gone"}"#;
    let head = "HTTP/1.1 404 OK\r\nX-ErrNo: -3004\r\nA: 1\r\nA: 2\r\nContent-Length: 4\r\n\r\n";
    assert_eq!(wire(json, false), (format!("{head}gone"), Then::Keep));
    assert_eq!(wire(json, true), (head.to_string(), Then::Keep));
}

#[test]
fn framing_is_added_only_where_it_is_needed() {
    let own = r#"{"status": 200, "headers": [["content-length", "9"]], "body_hex": "6869"}"#;
    let expected = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi";
    assert_eq!(wire(own, false), (expected.to_string(), Then::Keep));
    let closing = r#"{"status": 200, "body": "hi", "close": true}"#;
    let expected = "HTTP/1.1 200 OK\r\n\r\nhi";
    assert_eq!(wire(closing, false), (expected.to_string(), Then::Close));
    let empty = r#"{"status": 304}"#;
    let expected = "HTTP/1.1 304 Not Modified\r\n\r\n";
    assert_eq!(wire(empty, false), (expected.to_string(), Then::Keep));
}

#[test]
fn a_cut_counts_from_either_end() {
    let cut = |cut: &str| {
        wire(
            &format!(
                r#"{{"status": 200, "headers": [["Content-Length", "5"]], "body": "hello", {cut}}}"#
            ),
            false,
        )
    };
    assert_eq!(
        cut(r#""cut_after_bytes": 12"#),
        ("HTTP/1.1 200".to_string(), Then::Close)
    );
    let (text, then) = cut(r#""cut_after_bytes": -2, "close": false"#);
    assert!(text.ends_with("\r\n\r\nhel"));
    assert_eq!(then, Then::Hang);
    assert_eq!(cut(r#""cut_after_bytes": -999"#).0, "");
}

#[test]
fn scripts_are_used_in_order_and_used_up() {
    let scripts = Scripts::default();
    let json = r#"[{"status": 500, "times": 2}, {"status": 503, "times": 1}]"#;
    scripts.put("b-1", parse(json.as_bytes()).expect("scripts"));
    let mut heads = Vec::new();
    while let Some(script) = scripts.next("b-1") {
        heads.push(script.head[9..12].to_string());
    }
    assert_eq!(heads, ["500", "500", "503"]);
    assert!(scripts.next("b-2").is_none());
}

#[test]
fn an_answer_without_times_stays() {
    let scripts = Scripts::default();
    scripts.put("b-1", parse(br#"{"status": 500}"#).expect("a script"));
    assert_eq!(scripts.next("b-1"), scripts.next("b-1"));
    assert!(scripts.next("b-1").is_some());
    assert!(scripts.remove("b-1"));
    assert!(scripts.next("b-1").is_none());
}

#[test]
fn mistakes_are_named() {
    for (json, expected) in [
        ("{", "not JSON"),
        ("3", "a script is a JSON object"),
        ("{}", "status is missing"),
        (r#"{"status": "200"}"#, "status is not a whole number"),
        (r#"{"status": -1}"#, "status is negative"),
        (r#"{"status": 200, "boddy": ""}"#, "unknown field \"boddy\""),
        (
            r#"{"status": 200, "body": "a", "body_hex": "00"}"#,
            "give body or body_hex",
        ),
        (r#"{"status": 200, "body_hex": "0"}"#, "body_hex holds"),
        (
            r#"{"status": 200, "headers": [["a"]]}"#,
            "headers is a list of",
        ),
        (r#"{"status": 200, "close": 1}"#, "close is true or false"),
    ] {
        let error = parse(json.as_bytes()).expect_err(json);
        assert!(error.starts_with(expected), "{json}: {error}");
    }
}
