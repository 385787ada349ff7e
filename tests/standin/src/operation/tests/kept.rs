//! What is kept beside the bytes: encryption, tags, classes, settings.

use super::*;

const SSE: (&str, &str) = ("x-cos-server-side-encryption", "AES256");
const CLASS: (&str, &str) = ("x-cos-storage-class", "STANDARD_IA");
const TAGS: (&str, &str) = ("x-cos-tagging", "a=1&b%26=%3C2");
const DOCUMENT: &str = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>\
                        <Tag><Key>b&amp;</Key><Value>&lt;2</Value></Tag></TagSet></Tagging>";

/// The headers that a HEAD of a key shows: encryption, storage class, number of tags.
fn shown(house: &mut House, key: &str) -> [Option<String>; 3] {
    let head = house.ask("HEAD", key, &[], b"").expect(key);
    let names = [SSE.0, CLASS.0, "x-cos-tagging-count"];
    names.map(|name| head.get(name).map(str::to_string))
}

fn some(text: &str) -> Option<String> {
    Some(text.to_string())
}

#[test]
fn a_put_keeps_encryption_class_and_tags() {
    let mut house = House::new();
    let headers = [SSE, CLASS, TAGS];
    let put = house.ask("PUT", "/k", &headers, b"x").expect("stored");
    assert_eq!(put.get(SSE.0), Some("AES256"));
    assert_eq!(
        shown(&mut house, "/k"),
        [some("AES256"), some("STANDARD_IA"), some("2")]
    );
    assert_eq!(house.get("/k?tagging"), DOCUMENT);
    let list = house.get("/");
    assert_eq!(element(&list, "StorageClass"), "STANDARD_IA");
    assert_eq!(code(house.ask("DELETE", "/k?tagging", &[], b"")), "204");
    assert_eq!(shown(&mut house, "/k")[2], None);
}

#[test]
fn an_object_that_is_replaced_takes_its_settings_with_it() {
    let mut house = House::new();
    house.ask("PUT", "/k", &[TAGS], b"x").expect("stored");
    let public = [("x-cos-acl", "public-read")];
    house.ask("PUT", "/k?acl", &public, b"").expect("kept");
    house
        .with_digest("PUT", "/?tagging", DOCUMENT)
        .expect("kept");
    house.put("/k", b"y");
    assert_eq!(
        code(house.ask("GET", "/k?tagging", &[], b"")),
        "NoSuchTagSet"
    );
    assert!(!house.get("/k?acl").contains("AllUsers"));
    assert_eq!(house.get("/?tagging"), DOCUMENT);
}

#[test]
fn the_key_of_a_customer_is_not_kept() {
    let mut house = House::new();
    let (key, digest) = (
        "x-cos-server-side-encryption-customer-key",
        "x-cos-server-side-encryption-customer-key-md5",
    );
    let headers = [(key, "c2VjcmV0"), (digest, "MD5")];
    let put = house.ask("PUT", "/k", &headers, b"x").expect("stored");
    assert_eq!((put.get(key), put.get(digest)), (None, Some("MD5")));
}

#[test]
fn copies_and_uploads_keep_them_too() {
    let mut house = House::new();
    house
        .ask("PUT", "/k", &[SSE, CLASS, TAGS], b"x")
        .expect("stored");
    let source = format!("{EXAMPLE}/k");
    let plain = [("x-cos-copy-source", source.as_str())];
    house.ask("PUT", "/plain", &plain, b"").expect("copied");
    assert_eq!(shown(&mut house, "/plain"), [None, None, some("2")]);
    let own = [
        plain[0],
        SSE,
        ("x-cos-tagging-directive", "Replaced"),
        ("x-cos-tagging", "c=3"),
    ];
    let copied = house.ask("PUT", "/own", &own, b"").expect("copied");
    assert_eq!(copied.get(SSE.0), Some("AES256"));
    assert_eq!(shown(&mut house, "/own"), [some("AES256"), None, some("1")]);

    // Without the directive, tags of the request do not count.
    house.put("/untagged", b"x");
    let source = format!("{EXAMPLE}/untagged");
    let copied = [("x-cos-copy-source", source.as_str()), TAGS];
    house.ask("PUT", "/plain", &copied, b"").expect("copied");
    assert_eq!(shown(&mut house, "/plain"), [None, None, None]);

    let begun = house.ask("POST", "/big?uploads", &[SSE, TAGS], b"");
    let begun = begun.expect("an upload");
    assert_eq!(begun.get(SSE.0), Some("AES256"));
    let upload = element(&text(&begun), "UploadId").to_string();
    let part = format!("/big?uploadId={upload}&partNumber=1");
    let part = house.ask("PUT", &part, &[], b"x").expect("a part");
    assert_eq!(part.get(SSE.0), Some("AES256"));
    let etag = part.get("ETag").expect("an ETag");
    let list = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>\
         </CompleteMultipartUpload>"
    );
    let done = house.post(&format!("/big?uploadId={upload}"), &list);
    assert_eq!(done.expect("whole").get(SSE.0), Some("AES256"));
    assert_eq!(shown(&mut house, "/big"), [some("AES256"), None, some("2")]);

    house
        .ask("POST", "/log?append&position=0", &[TAGS], b"a")
        .expect("appended");
    house
        .ask("POST", "/log?append&position=1", &[], b"b")
        .expect("appended");
    assert_eq!(shown(&mut house, "/log")[2], some("2"));
}

#[test]
fn tags_that_are_none() {
    let mut house = House::new();
    let eleven = (0..11)
        .map(|n| format!("k{n}=v"))
        .collect::<Vec<_>>()
        .join("&");
    for tags in ["=v", eleven.as_str()] {
        let put = house.ask("PUT", "/k", &[("x-cos-tagging", tags)], b"x");
        assert_eq!(code(put), "InvalidArgument", "{tags}");
    }
    assert_eq!(code(house.ask("GET", "/k", &[], b"")), "NoSuchKey");
}

#[test]
fn an_empty_header_counts_as_absent() {
    let mut house = House::new();
    house.put("/k", b"hello");
    let source = format!("{EXAMPLE}/k");
    let upload = house.upload("/big");
    let part = format!("/big?{upload}&partNumber=1");
    for (method, target, headers, body) in [
        (
            "PUT",
            part.as_str(),
            vec![
                ("x-cos-copy-source", source.as_str()),
                ("x-cos-copy-source-range", ""),
            ],
            &b""[..],
        ),
        (
            "PUT",
            "/copy",
            vec![
                ("x-cos-copy-source", source.as_str()),
                ("x-cos-metadata-directive", ""),
            ],
            b"",
        ),
        (
            "PUT",
            "/copy",
            vec![
                ("x-cos-copy-source", source.as_str()),
                ("x-cos-copy-source-if-match", ""),
            ],
            b"",
        ),
        ("PUT", "/new", vec![("x-cos-copy-source", "")], b"x"),
        ("PUT", "/new", vec![("content-md5", "")], b"x"),
        ("PUT", "/new", vec![("x-cos-tagging", "")], b"x"),
        ("GET", "/k", vec![("if-match", "")], b""),
        ("GET", "/k", vec![("range", "")], b""),
        ("GET", "/k?versionId=", vec![], b""),
        ("GET", "/k?versionId=null", vec![], b""),
    ] {
        let outcome = house.ask(method, target, &headers, body);
        assert_eq!(code(outcome), "200", "{method} {target} {headers:?}");
    }
    assert_eq!(house.get("/new"), "x");
    let put = house.ask("PUT", "/meta", &[("x-cos-meta-empty", "")], b"x");
    put.expect("stored");
    let head = house.ask("HEAD", "/meta", &[], b"").expect("an object");
    assert_eq!(head.get("x-cos-meta-empty"), Some(""));
}

#[test]
fn unknown_sub_resources_do_nothing() {
    let mut house = House::new();
    house.put("/k", b"x");
    for (method, target) in [
        ("PUT", "/?colour"),
        ("PUT", "/?colour=red"),
        ("GET", "/?colour"),
        ("DELETE", "/?colour"),
        ("POST", "/?colour"),
        ("PUT", "/k?colour"),
        ("DELETE", "/k?colour"),
        ("PUT", "/k?rename"),
    ] {
        let outcome = house.ask(method, target, &[], b"<A/>");
        assert_eq!(code(outcome), "NotImplemented", "{method} {target}");
    }
    assert_eq!(house.get("/k"), "x");
    assert_eq!(house.get("/k?imageMogr2/thumbnail/!50p"), "x");
    let list = "/?prefix=&marker=&delimiter=&max-keys=&encoding-type=&q-ak=";
    assert_eq!(code(house.ask("GET", list, &[], b"")), "200");
}

#[test]
fn no_bucket_is_made_by_a_sub_resource() {
    let mut house = House::new();
    let new = "new-1250000000.cos.ap-guangzhou.myqcloud.com";
    let mut at = |method: &str, target: &str| {
        let mut request = example(new, target, &[("content-length", "0")]);
        request.method = method.to_string();
        let scene = Scene {
            now: 0,
            ids: ids::next(0),
            resource: String::new(),
        };
        code(operate(&mut house.store, &request, &scene, true))
    };
    for target in ["/?colour", "/?notification", "/?intelligenttiering"] {
        assert_eq!(at("PUT", target), "NoSuchBucket", "{target}");
    }
    assert_eq!(at("PUT", "/"), "200");
    assert_eq!(at("DELETE", "/?colour"), "NotImplemented");
    assert_eq!(at("HEAD", "/"), "200");
}

#[test]
fn settings_do_not_keep_a_bucket() {
    let mut house = House::new();
    house
        .with_digest("PUT", "/?tagging", DOCUMENT)
        .expect("kept");
    house
        .ask("PUT", "/?acl", &[("x-cos-acl", "private")], b"")
        .expect("kept");
    let upload = house.upload("/k");
    assert_eq!(code(house.ask("DELETE", "/", &[], b"")), "BucketNotEmpty");
    assert_eq!(
        code(house.ask("DELETE", &format!("/k?{upload}"), &[], b"")),
        "204"
    );
    assert_eq!(code(house.ask("DELETE", "/", &[], b"")), "204");
    assert_eq!(code(house.ask("HEAD", "/", &[], b"")), "NoSuchBucket");
}
