use super::*;
use crate::{codes, ids};

fn scene() -> Scene {
    Scene {
        now: 1_554_781_160,
        ids: ids::next(1_554_781_160),
        resource: "b-1.cos.ap-guangzhou.myqcloud.com/a<b".to_string(),
    }
}

fn wire(answer: &Answer, head: bool) -> String {
    let mut wire = answer.wire_head(answer.length(head));
    wire.extend_from_slice(&answer.wire_body(head).to_vec());
    String::from_utf8(wire).expect("UTF-8")
}

#[test]
fn an_error_on_the_wire() {
    let scene = scene();
    let (request_id, trace_id) = (&scene.ids.request_id, &scene.ids.trace_id);
    let text = wire(&codes::error("NoSuchKey").answer(&scene), false);
    let (head, body) = text.split_once("\r\n\r\n").expect("a header block");
    let expected = format!(
        "<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\
         \t<Code>NoSuchKey</Code>\n\
         \t<Message>The specified key does not exist.</Message>\n\
         \t<Resource>b-1.cos.ap-guangzhou.myqcloud.com/a&lt;b</Resource>\n\
         \t<RequestId>{request_id}</RequestId>\n\
         \t<TraceId>{trace_id}</TraceId>\n</Error>\n\n"
    );
    assert_eq!(body, expected);
    let lines: Vec<&str> = head.split("\r\n").collect();
    let expected = [
        "HTTP/1.1 404 Not Found".to_string(),
        "Content-Type: application/xml".to_string(),
        "Date: Tue, 09 Apr 2019 03:39:20 GMT".to_string(),
        "Server: tencent-cos".to_string(),
        format!("x-cos-request-id: {request_id}"),
        format!("x-cos-trace-id: {trace_id}"),
        format!("Content-Length: {}", body.len()),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_head_error_has_length_0_and_no_body() {
    let answer = codes::error("NoSuchBucket").answer(&scene());
    assert!(wire(&answer, true).ends_with("Content-Length: 0\r\n\r\n"));
}
