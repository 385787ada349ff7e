use super::*;
use crate::net::testing::PUBLIC;
use crate::request::example;
use crate::service::scene_of;

const ORIGIN: (&str, &str) = ("origin", "http://page.example");
const BUCKET: &str = "public-1250000000";

fn store() -> Mutex<Store> {
    Mutex::new(Store::new("ap-guangzhou", &[]))
}

fn rules(json: &str) -> Rules {
    let rules = Rules::default();
    rules.put(BUCKET, parse(json.as_bytes()).expect("a rule"));
    rules
}

/// A store whose public bucket has this configuration.
fn configured(rules: &str) -> Mutex<Store> {
    let store = store();
    let document = format!("<CORSConfiguration>{rules}</CORSConfiguration>");
    let mut locked = store.lock().expect("not poisoned");
    let bucket = locked.buckets.get_mut(BUCKET).expect("a bucket");
    bucket
        .set_document("cors", "", document.as_bytes())
        .expect("room");
    drop(locked);
    store
}

fn applied(rules: &Rules, store: &Mutex<Store>, headers: &[(&'static str, &str)]) -> Answer {
    let mut answer = Answer::plain(404, "");
    rules.apply(store, &example(PUBLIC, "/", headers), &mut answer);
    answer
}

fn preflight(store: &Mutex<Store>, origin: &str, method: &str, headers: &str) -> Option<Answer> {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", headers),
    ];
    let mut request = example(PUBLIC, "/k", &headers);
    request.method = "OPTIONS".into();
    let answer = Rules::default().preflight(store, &request, &scene_of(&request, 0));
    match answer.expect("a preflight") {
        Ok(answer) => Some(answer),
        Err(error) => {
            assert_eq!(
                (error.status, error.code.as_str()),
                (403, "AccessForbidden")
            );
            None
        }
    }
}

#[test]
fn a_rule_exposes_the_headers_that_it_lists() {
    let rules = rules(r#"{"origin": "*", "expose": ["Date", "x-cos-request-id"]}"#);
    let answer = applied(&rules, &store(), &[ORIGIN]);
    assert_eq!(answer.get("access-control-allow-origin"), Some("*"));
    let exposed = answer.get("access-control-expose-headers");
    assert_eq!(exposed, Some("Date,x-cos-request-id"));
    assert!(!applied(&rules, &store(), &[]).has("access-control-allow-origin"));
    assert!(rules.remove(BUCKET) && !rules.remove(BUCKET));
    assert!(!applied(&rules, &store(), &[ORIGIN]).has("access-control-allow-origin"));
}

#[test]
fn a_rule_is_for_its_origin() {
    let rules = rules(r#"{"origin": "http://page.example"}"#);
    let other = [("origin", "http://other.example")];
    assert!(applied(&rules, &store(), &[ORIGIN]).has("access-control-allow-origin"));
    assert!(!applied(&rules, &store(), &other).has("access-control-allow-origin"));
}

#[test]
fn a_preflight_is_allowed_by_a_rule_only() {
    let headers = [
        ORIGIN,
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "authorization"),
    ];
    let mut request = example(PUBLIC, "/", &headers);
    let rules = rules(r#"{"origin": "*"}"#);
    assert!(
        rules
            .preflight(&store(), &request, &scene_of(&request, 0))
            .is_none()
    );
    request.method = "OPTIONS".into();
    let allowed = rules
        .preflight(&store(), &request, &scene_of(&request, 0))
        .and_then(Result::ok);
    let allowed = allowed.expect("an answer");
    assert_eq!(allowed.get("access-control-allow-methods"), Some("PUT"));
    let header = allowed.get("access-control-allow-headers");
    assert_eq!((allowed.status, header), (200, Some("authorization")));
    let refused = Rules::default().preflight(&store(), &request, &scene_of(&request, 0));
    assert_eq!(refused.and_then(Result::err).map(|e| e.status), Some(403));
}

#[test]
fn the_bucket_has_rules_of_its_own() {
    let store = configured(
        "<CORSRule><AllowedOrigin>http://*.a.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod>\
         </CORSRule><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>\
         <AllowedMethod>POST</AllowedMethod><AllowedHeader>x-cos-*</AllowedHeader>\
         <AllowedHeader>Authorization</AllowedHeader><ExposeHeader>ETag</ExposeHeader>\
         <MaxAgeSeconds>5</MaxAgeSeconds></CORSRule>",
    );
    for (origin, method, headers, permitted) in [
        ("http://b.a.example", "GET", "", true),
        ("http://a.example", "GET", "", false),
        ("http://b.a.example", "GET", "x-cos-acl", false),
        ("http://c.example", "PUT", "authorization, X-Cos-Acl", true),
        ("http://c.example", "PUT", "authorization,range", false),
        ("http://c.example", "DELETE", "", false),
        ("", "PUT", "", false),
        ("http://.a.example", "GET", "", true),
        ("http://a.example.a.example", "GET", "", true),
    ] {
        let answer = preflight(&store, origin, method, headers);
        assert_eq!(answer.is_some(), permitted, "{origin} {method} {headers}");
    }
    let answer = preflight(&store, "http://c.example", "PUT", "x-cos-acl").expect("permitted");
    for (name, value) in [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Methods", "PUT,POST"),
        ("Access-Control-Allow-Headers", "x-cos-acl"),
        ("Access-Control-Expose-Headers", "ETag"),
        ("Access-Control-Max-Age", "5"),
        ("Server", "tencent-cos"),
    ] {
        assert_eq!(answer.get(name), Some(value), "{name}");
    }
    assert!(answer.has("Date") && answer.has("x-cos-request-id"));
    let page = [("origin", "http://b.a.example")];
    let answer = applied(&Rules::default(), &store, &page);
    let origin = answer.get("access-control-allow-origin");
    assert_eq!(origin, Some("http://b.a.example"));
}

#[test]
fn mistakes_are_named() {
    for (json, expected) in [
        ("{", "not JSON"),
        ("3", "a rule is"),
        ("{}", "origin is missing"),
        (
            r#"{"origin": "*", "exposed": []}"#,
            "unknown field \"exposed\"",
        ),
        (r#"{"origin": "*", "expose": "Date"}"#, "expose is a list"),
    ] {
        let mistake = parse(json.as_bytes()).expect_err(json);
        assert!(mistake.starts_with(expected), "{json}: {mistake}");
    }
}
