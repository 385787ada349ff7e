use super::*;

#[test]
fn an_object_comes_back_with_its_headers() {
    let mut house = House::new();
    let headers = [
        ("content-encoding", "gzip"),
        ("x-cos-meta-a", "1"),
        ("cache-control", "no-store"),
    ];
    let put = house
        .ask("PUT", "/k", &headers, b"\x1f\x8b raw")
        .expect("stored");
    let got = house.ask("GET", "/k", &[], b"").expect("an object");
    assert_eq!(got.body.to_vec(), b"\x1f\x8b raw");
    for (name, value) in headers {
        assert_eq!(got.get(name), Some(value));
    }
    for name in ["ETag", "x-cos-hash-crc64ecma"] {
        assert!(
            put.get(name).is_some() && put.get(name) == got.get(name),
            "{name}"
        );
    }
    let replaced = house.ask("GET", "/k?response-content-type=a/b", &[], b"");
    assert_eq!(
        replaced.expect("an object").get("content-type"),
        Some("a/b")
    );
}

#[test]
fn what_is_wrong_with_a_put() {
    let mut house = House::new();
    let other = STANDARD.encode([7; 16]);
    for (digest, expected) in [(other.as_str(), "BadDigest"), ("hex", "InvalidDigest")] {
        let put = house.ask("PUT", "/k", &[("content-md5", digest)], b"x");
        assert_eq!(code(put), expected);
    }
    let mut unframed = example(EXAMPLE, "/k", &[]);
    unframed.method = "PUT".to_string();
    let scene = Scene {
        now: 0,
        ids: ids::next(0),
        resource: String::new(),
    };
    let put = operate(&mut house.store, &unframed, &scene, true);
    assert_eq!(code(put), "MissingContentLength");
    unframed
        .headers
        .insert("transfer-encoding", "chunked".parse().expect("a value"));
    assert_eq!(
        code(operate(&mut house.store, &unframed, &scene, true)),
        "200"
    );
    assert_eq!(
        code(house.ask("PUT", "/denied/k", &[], b"x")),
        "AccessDenied"
    );
}

#[test]
fn deletion_of_what_is_not_there() {
    let mut house = House::new();
    assert_eq!(code(house.ask("DELETE", "/none", &[], b"")), "204");
    assert_eq!(code(house.ask("GET", "/none", &[], b"")), "NoSuchKey");
}

#[test]
fn copies() {
    let mut house = House::new();
    house
        .ask("PUT", "/k", &[("x-cos-meta-a", "1")], b"hello")
        .expect("stored");
    let source = format!("{EXAMPLE}/k");
    let copy = |house: &mut House, more: &[(&'static str, &str)], source: &str| {
        let mut headers = vec![("x-cos-copy-source", source)];
        headers.extend_from_slice(more);
        house.ask("PUT", "/copy", &headers, b"")
    };
    let xml = text(&copy(&mut house, &[], &source).expect("copied"));
    let got = house.ask("GET", "/copy", &[], b"").expect("an object");
    assert_eq!(
        (got.get("ETag"), got.get("x-cos-meta-a")),
        (Some(element(&xml, "ETag")), Some("1"))
    );
    let replaced = [
        ("x-cos-metadata-directive", "Replaced"),
        ("x-cos-meta-b", "2"),
    ];
    copy(&mut house, &replaced, &source).expect("copied");
    let got = house.ask("GET", "/copy", &[], b"").expect("an object");
    assert_eq!(
        (got.get("x-cos-meta-a"), got.get("x-cos-meta-b")),
        (None, Some("2"))
    );
    let forbidden = EXAMPLE.replace("examplebucket", "forbidden");
    for (more, source, expected) in [
        (
            &[("x-cos-copy-source-if-none-match", "*")][..],
            source.clone(),
            "PreconditionFailed",
        ),
        (&[], format!("{EXAMPLE}/none"), "NoSuchKey"),
        (&[], format!("{forbidden}/k"), "AccessDenied"),
        (&[], "www.example.org/k".to_string(), "NoSuchBucket"),
        (&[], EXAMPLE.to_string(), "InvalidArgument"),
        (
            &[("x-cos-metadata-directive", "x")],
            source.clone(),
            "InvalidArgument",
        ),
    ] {
        assert_eq!(code(copy(&mut house, more, &source)), expected, "{source}");
    }
}

#[test]
fn a_range_of_a_changed_object_is_all_of_it() {
    let mut house = House::new();
    let put = house.put("/k", b"0123456789");
    let etag = put.get("ETag").expect("an ETag").to_string();
    let date = house.ask("HEAD", "/k", &[], b"").expect("an object");
    let date = date.get("Last-Modified").expect("a date").to_string();
    for (named, expected) in [
        (etag.as_str(), "567"),
        (date.as_str(), "567"),
        ("", "567"),
        ("\"other\"", "0123456789"),
        ("Tue, 09 Apr 2019 03:39:21 GMT", "0123456789"),
    ] {
        let headers = [("range", "bytes=5-7"), ("if-range", named)];
        let got = house.ask("GET", "/k", &headers, b"").expect("an object");
        assert_eq!(text(&got), expected, "{named}");
    }
}
