//! Asynchronous fetches.

use super::*;

const HOST: &str = "ap-guangzhou.migration.myqcloud.com";

#[test]
fn a_task_is_accepted_and_has_succeeded() {
    let mut house = House::new();
    let task = br#"{"Url": "http://example.com/a", "Key": "a"}"#;
    let bucket = "/examplebucket-1250000000/";
    let put = house
        .ask_at(HOST, "POST", bucket, &[], task)
        .expect("accepted");
    let put: serde_json::Value = serde_json::from_str(&text(&put)).expect("JSON");
    let id = put["data"]["taskid"].as_str().expect("an id");
    let got = house.ask_at(HOST, "GET", &format!("{bucket}{id}"), &[], b"");
    let got: serde_json::Value = serde_json::from_str(&text(&got.expect("a task"))).expect("JSON");
    assert_eq!(
        (&got["message"], &got["data"]["taskid"]),
        (&"SUCCESS".into(), &id.into())
    );
    for (method, target, body, expected) in [
        ("POST", bucket, &b"{"[..], "InvalidArgument"),
        (
            "POST",
            bucket,
            br#"{"Url": "http://example.com/a"}"#,
            "InvalidArgument",
        ),
        ("POST", "/missing-1250000000/", task, "NoSuchBucket"),
        ("POST", "/beijing-1250000000/", task, "NoSuchBucket"),
        ("POST", "/forbidden-1250000000/", task, "AccessDenied"),
        ("DELETE", bucket, b"", "MethodNotAllowed"),
    ] {
        let outcome = house.ask_at(HOST, method, target, &[], body);
        assert_eq!(code(outcome), expected, "{method} {target}");
    }
}
