use super::*;
use crate::answer::Scene;
use crate::ids;
use crate::operation::operate;
use crate::request::example;
use crate::store::Store;

const HOST: &str = "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com";

/// Status, Content-Range and body for an object of ten bytes.
fn get(form: RangeForm, range: Option<&str>) -> (u16, Option<String>, Vec<u8>) {
    let headers: Vec<_> = range.into_iter().map(|range| ("range", range)).collect();
    let request = example(HOST, "/synthetic/10", &headers);
    let scene = Scene {
        now: 1_554_781_160,
        ids: ids::next(1_554_781_160),
        resource: request.resource(),
    };
    let mut store = Store::new("ap-guangzhou", &[]);
    let outcome = operate(&mut store, &form.request(&request), &scene, true);
    let answer = form.outcome(outcome).expect("an answer");
    let range = answer.get("Content-Range").map(str::to_string);
    (answer.status, range, answer.body.to_vec())
}

#[test]
fn ranges_that_were_not_asked_for() {
    let all: Vec<u8> = (0..10).collect();
    let asked = Some("bytes=5-9");
    for (form, range, status, named, bytes) in [
        (RangeForm::Proper, asked, 206, Some("5-9"), 5..10),
        (RangeForm::Ignored, asked, 200, None, 0..10),
        (RangeForm::Other, asked, 206, Some("0-4"), 0..5),
        (RangeForm::Other, Some("bytes=0-3"), 206, Some("1-4"), 1..5),
        (RangeForm::Short, asked, 206, Some("5-5"), 5..6),
        (RangeForm::Unnamed, asked, 206, None, 5..10),
        (RangeForm::Unasked, None, 206, Some("0-4"), 0..5),
        (RangeForm::Unasked, asked, 206, Some("0-4"), 0..5),
        (RangeForm::Other, None, 200, None, 0..10),
        (RangeForm::Multipart, None, 200, None, 0..10),
    ] {
        let named = named.map(|named| format!("bytes {named}/10"));
        let expected = (status, named, all[bytes].to_vec());
        assert_eq!(get(form, range), expected, "{form:?} {range:?}");
    }
}

#[test]
fn a_part_in_parts() {
    let (status, range, body) = get(RangeForm::Multipart, Some("bytes=5-9"));
    assert_eq!((status, range), (206, None));
    let body = String::from_utf8(body).expect("text");
    assert_eq!(
        body,
        "--standin_byteranges\r\nContent-Type: application/octet-stream\r\n\
         Content-Range: bytes 5-9/10\r\n\r\n\u{5}\u{6}\u{7}\u{8}\u{9}\r\n--standin_byteranges--\r\n"
    );
}
