//! What all writes of objects have in common.

use super::*;

#[test]
fn an_object_may_be_kept_from_being_overwritten() {
    const FORBID: (&str, &str) = ("x-cos-forbid-overwrite", "true");
    let mut house = House::new();
    house.put("/k", b"x");
    let upload = house.upload("/k");
    let part = house.ask("PUT", &format!("/k?partNumber=1&{upload}"), &[], b"y");
    let part = part.expect("a part");
    let list = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{}</ETag></Part>\
         </CompleteMultipartUpload>",
        part.get("ETag").expect("an ETag")
    );
    let source = format!("{EXAMPLE}/k");
    let copy = ("x-cos-copy-source", source.as_str());
    let target = format!("/k?{upload}");
    for (method, target, headers, body) in [
        ("PUT", "/k", vec![FORBID], ""),
        ("PUT", "/k", vec![FORBID, copy], ""),
        (
            "PUT",
            "/k?symlink",
            vec![FORBID, ("x-cos-symlink-target", "other")],
            "",
        ),
        ("POST", "/k?uploads", vec![FORBID], ""),
        ("POST", target.as_str(), vec![FORBID], list.as_str()),
    ] {
        let outcome = house.ask(method, target, &headers, body.as_bytes());
        assert_eq!(code(outcome), "FileAlreadyExists", "{method} {target}");
    }
    assert_eq!(house.get("/k"), "x");
    let new = house.ask("PUT", "/new", &[FORBID], b"x");
    assert_eq!(code(new), "200");
    let permitted = [("x-cos-forbid-overwrite", "false")];
    assert_eq!(code(house.ask("PUT", "/k", &permitted, b"y")), "200");
    house.version("Enabled").expect("enabled");
    house.version("Suspended").expect("suspended");
    assert_eq!(code(house.ask("PUT", "/k", &[FORBID], b"z")), "200");
}

#[test]
fn storage_classes_and_limits() {
    let mut house = House::new();
    for (headers, expected) in [
        (vec![("x-cos-storage-class", "MAZ_STANDARD_IA")], "200"),
        (
            vec![("x-cos-storage-class", "Standard")],
            "NotSupportedStorageClass",
        ),
        (vec![("x-cos-traffic-limit", "819200")], "200"),
        (vec![("x-cos-traffic-limit", "819199")], "InvalidArgument"),
        (
            vec![("x-cos-traffic-limit", "838860801")],
            "InvalidArgument",
        ),
        (vec![("x-cos-server-side-encryption", "cos/kms")], "200"),
        (
            vec![("x-cos-server-side-encryption", "ROT13")],
            "SSEContentNotSupported",
        ),
        (vec![("x-cos-traffic-limit", "fast")], "InvalidArgument"),
    ] {
        let put = house.ask("PUT", "/k", &headers, b"x");
        assert_eq!(code(put), expected, "{headers:?}");
    }
    let slow = house.ask("GET", "/k?x-cos-traffic-limit=1", &[], b"");
    assert_eq!(code(slow), "InvalidArgument");
    let standard = [("x-cos-storage-class", "STANDARD")];
    house.ask("PUT", "/k", &standard, b"x").expect("stored");
    let head = house.ask("HEAD", "/k", &[], b"").expect("an object");
    assert_eq!(head.get("x-cos-storage-class"), None);
    assert_eq!(element(&house.get("/"), "StorageClass"), "STANDARD");
}

#[test]
fn a_content_type_follows_the_key() {
    let mut house = House::new();
    let given = [("content-type", "text/html")];
    house
        .ask("PUT", "/given.zip", &given, b"x")
        .expect("stored");
    for (key, expected) in [
        ("/a/b.zip", "application/zip"),
        ("/b.TXT", "text/plain"),
        ("/txt", "application/octet-stream"),
        ("/a.txt/b", "application/octet-stream"),
        ("/given.zip", "text/html"),
    ] {
        if key != "/given.zip" {
            house.put(key, b"x");
        }
        let head = house.ask("HEAD", key, &[], b"").expect(key);
        assert_eq!(head.get("content-type"), Some(expected), "{key}");
    }
}
