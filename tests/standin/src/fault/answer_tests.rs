use std::io::Read;

use flate2::read::GzDecoder;

use super::*;
use crate::fault::name;
use crate::ids;
use crate::request::example as request;
use crate::store::Store;

fn deed_of(names: &str, request: &Request) -> Deed {
    let mut fault = Fault::default();
    name::add_all(&mut fault, names).expect("known faults");
    let scene = Scene {
        now: 1_554_781_160,
        ids: ids::next(1_554_781_160),
        resource: request.resource(),
    };
    let mut store = Store::new("ap-guangzhou", &[]);
    carry_out(&fault, request, &scene, || {
        crate::operation::operate(&mut store, request, &scene, true)
    })
}

const HOST: &str = "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com";

fn deed(names: &str) -> Deed {
    deed_of(names, &request(HOST, "/key", &[]))
}

fn answer(names: &str) -> Answer {
    match deed(names) {
        Deed::Send(answer, _) => answer,
        _ => panic!("{names} is answered"),
    }
}

fn raw(names: &str) -> RawPlan {
    match deed(names) {
        Deed::Raw(plan) => plan,
        _ => panic!("{names} is raw"),
    }
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let mut found = answer.headers.iter().filter(|(n, _)| n == name);
    found.next().map(|(_, value)| value.as_str())
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).expect("UTF-8")
}

#[test]
fn gateways_and_portals_are_not_cos() {
    for (name, status, server) in [
        ("gateway-404", 404, Some("nginx")),
        ("gateway-502", 502, Some("stgw")),
        ("portal-302", 302, None),
        ("portal-307", 307, None),
        ("portal-200-empty", 200, None),
        ("portal-200-html", 200, None),
    ] {
        let answer = answer(name);
        assert_eq!(answer.status, status, "{name}");
        assert_eq!(header(&answer, "Server"), server, "{name}");
        let of_cos = |(n, _): &(String, String)| n.starts_with("x-cos-");
        assert!(!answer.headers.iter().any(of_cos), "{name}");
    }
    assert_eq!(
        header(&answer("portal-302"), "Location"),
        Some(page::PORTAL)
    );
    assert!(answer("portal-200-empty").body.is_empty());
}

#[test]
fn copies_of_a_cache() {
    let old = answer("status-403-and-cached-7200");
    for (name, value) in [
        ("Server", "NWS_SPMid"),
        ("Age", "7200"),
        ("X-Cache-Lookup", "Cache Hit"),
        ("Date", "Tue, 09 Apr 2019 01:39:20 GMT"),
    ] {
        assert_eq!(header(&old, name), Some(value), "{name}");
    }
    assert!(old.has("x-cos-request-id"));
}

#[test]
fn empty_members_before_the_body() {
    let few = answer("gzip-members-3").body.to_vec();
    assert_eq!(
        few.windows(3).filter(|it| *it == b"\x1f\x8b\x08").count(),
        4
    );
    let mut decoder = flate2::read::MultiGzDecoder::new(&few[..]);
    let mut text = String::new();
    decoder.read_to_string(&mut text).expect("gzip");
    assert!(text.ends_with("</Error>\n\n"), "{text}");
}

#[test]
fn statuses() {
    let conflict = answer("status-409-BucketNotEmpty");
    assert_eq!(conflict.status, 409);
    assert!(text(&conflict).contains("<Code>BucketNotEmpty</Code>"));
    let moved = answer("status-301");
    let location = "http://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/key";
    assert_eq!(header(&moved, "Location"), Some(location));
    assert!(
        text(&moved)
            .contains("<Endpoint>examplebucket-1250000000.cos.ap-beijing.myqcloud.com</Endpoint>")
    );
    let within_200 = answer("status-200-InternalError");
    assert_eq!(within_200.status, 200);
    assert!(text(&within_200).contains("<Code>InternalError</Code>"));
    assert!(answer("status-204").body.is_empty());
}

#[test]
fn elements_left_out() {
    let whole = answer("status-404");
    for (fault, element) in [
        ("missing-code", "<Code>"),
        ("missing-Message", "<Message>"),
        ("missing-resource", "<Resource>"),
        ("missing-requestid", "<RequestId>"),
        ("missing-traceid", "<TraceId>"),
    ] {
        assert!(text(&whole).contains(element), "{element}");
        let answer = answer(fault);
        assert!(!text(&answer).contains(element), "{fault}");
        assert!(header(&answer, "x-cos-request-id").is_some(), "{fault}");
    }
    let without = answer("no-ids");
    assert!(!text(&without).contains("Id>"));
    assert_eq!(header(&without, "x-cos-request-id"), None);
    assert_eq!(header(&without, "x-cos-trace-id"), None);
    assert_eq!(header(&without, "Server"), Some("tencent-cos"));
}

#[test]
fn bodies_in_other_forms() {
    let zipped = answer("gzip-and-status-404-NoSuchKey");
    assert_eq!(header(&zipped, "Content-Encoding"), Some("gzip"));
    let mut xml = String::new();
    GzDecoder::new(&zipped.body.to_vec()[..])
        .read_to_string(&mut xml)
        .expect("gzip");
    assert!(xml.contains("<Code>NoSuchKey</Code>"));

    let chinese = answer("gbk").body.to_vec();
    assert!(std::str::from_utf8(&chinese).is_err());
    let (xml, _, wrong) = encoding_rs::GBK.decode(&chinese);
    assert!(!wrong && xml.contains("encoding='gbk'") && xml.contains("替身服务返回的错误"));

    let json: Value = serde_json::from_slice(&answer("json").body.to_vec()).expect("JSON");
    assert_eq!(json["code"], "NoSuchKey");
    assert!(json["request_id"].is_string());

    assert_eq!(answer("big-64").body.len(), 64 << 10);
    assert!(text(&answer("big-64")).ends_with("</Error>\n\n"));
}

#[test]
fn headers_added() {
    let slow_down = answer("retry-after-7");
    assert_eq!(
        (slow_down.status, header(&slow_down, "Retry-After")),
        (503, Some("7"))
    );
    assert!(text(&slow_down).contains("<Code>SlowDown</Code>"));
    let many = answer("headers-300").headers;
    let extra = many
        .iter()
        .filter(|(name, _)| name.starts_with("x-standin-extra-"));
    assert_eq!(extra.count(), 300);
    let long = answer("header-kb-64");
    assert_eq!(
        header(&long, "x-standin-long").map(str::len),
        Some(64 << 10)
    );
}

#[test]
fn secrets_come_back() {
    let secrets = [
        ("authorization", "q-signature=abc"),
        ("x-cos-security-token", "TOKEN1"),
    ];
    let request = request(HOST, "/key?q-signature=def", &secrets);
    let Deed::Send(answer, _) = deed_of("echo-secrets", &request) else {
        panic!("answered");
    };
    for secret in ["q-signature=abc", "TOKEN1", "/key?q-signature=def"] {
        assert!(text(&answer).contains(secret), "{secret}");
        assert!(header(&answer, "x-proxy-request").is_some_and(|value| value.contains(secret)));
    }
    assert!(text(&answer).contains("<Resource>http://examplebucket-"));
}

#[test]
fn what_is_no_answer_at_all() {
    assert_eq!(raw("reset").then, Then::Reset);
    assert_eq!(raw("close").then, Then::Close);
    assert_eq!(raw("unclean-and-close").then, Then::Drop);
    let noise = raw("garbage").parts.remove(0).expect("a part");
    assert_eq!(noise.collect(), NOISE);
    assert!(matches!(deed("hang"), Deed::Never));
}

#[test]
fn a_head_that_a_get_explains() {
    let ask = |method: &str, names: &str| {
        let mut request = request(HOST, "/", &[]);
        request.method = method.to_string();
        match deed_of(names, &request) {
            Deed::Send(answer, _) => answer,
            _ => panic!("{names} is answered"),
        }
    };
    for method in ["HEAD", "GET"] {
        let denied = ask(method, "denied");
        assert_eq!(denied.status, 403);
        assert!(text(&denied).contains("<Message>Access Denied.</Message>"));
        assert!(text(&ask(method, "explain-404")).contains("<Code>NoSuchBucket</Code>"));
    }
    assert_eq!(ask("HEAD", "explain-differs").status, 403);
    assert_eq!(ask("GET", "explain-differs").status, 200);
}

#[test]
fn dates() {
    assert_eq!(header(&answer("no-date"), "Date"), None);
    assert_eq!(
        header(&answer("date-1970"), "Date"),
        Some("Thu, 01 Jan 1970 00:00:00 GMT")
    );
    assert_eq!(
        header(&answer("status-404"), "Date"),
        Some("Tue, 09 Apr 2019 03:39:20 GMT")
    );
}

#[test]
fn without_a_fault_the_answer_is_proper() {
    assert!(text(&answer("slow-1")).contains("<Code>NoSuchKey</Code>"));
    let Deed::Send(listing, _) = deed_of("headers-1", &request(HOST, "/", &[])) else {
        panic!("answered");
    };
    assert_eq!(listing.status, 200);
    assert!(text(&listing).contains("<ListBucketResult>"));
}
