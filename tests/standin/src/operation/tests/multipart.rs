use super::*;

fn list_of(parts: &[(u32, &str)]) -> String {
    let part = |(number, etag): &(u32, &str)| {
        format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>")
    };
    let parts: String = parts.iter().map(part).collect();
    format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>")
}

#[test]
fn parts_are_joined() {
    let mut house = House::new();
    let upload = house.upload("/m");
    let target = |number: u32| format!("/m?partNumber={number}&{upload}");
    let large = vec![b'a'; 1 << 20];
    let first = house.ask("PUT", &target(1), &[], &large).expect("a part");
    let copied = [
        ("x-cos-copy-source", &*format!("{EXAMPLE}/synthetic/99")),
        ("x-cos-copy-source-range", "bytes=10-19"),
    ];
    let second = text(&house.ask("PUT", &target(2), &copied, b"").expect("a part"));
    let etags = [
        first.get("ETag").expect("an ETag"),
        element(&second, "ETag"),
    ];
    let list = list_of(&[(1, etags[0]), (2, etags[1])]);

    let parts = house.get(&format!("/m?max-parts=1&{upload}"));
    assert_eq!(
        (
            element(&parts, "IsTruncated"),
            element(&parts, "NextPartNumberMarker")
        ),
        ("true", "1")
    );
    let parts = house.get(&format!("/m?part-number-marker=1&{upload}"));
    assert_eq!(
        (element(&parts, "PartNumber"), element(&parts, "Size")),
        ("2", "10")
    );
    assert_eq!(element(&house.get("/?uploads"), "Key"), "m");

    let done = house
        .ask("POST", &format!("/m?{upload}"), &[], list.as_bytes())
        .expect("an object");
    let got = house.ask("GET", "/m", &[], b"").expect("an object");
    let mut whole = large;
    whole.extend_from_slice(
        &crate::content::Content::synthetic(99)
            .slice(10..20)
            .to_vec(),
    );
    assert!(got.body.to_vec() == whole);
    let crc = crate::crc64::of(&whole).to_string();
    assert_eq!(done.get("x-cos-hash-crc64ecma"), Some(crc.as_str()));
    assert!(got.get("ETag").is_some_and(|etag| etag.ends_with("-2\"")));
    assert_eq!(
        code(house.ask("GET", &format!("/m?{upload}"), &[], b"")),
        "NoSuchUpload"
    );
}

#[test]
fn lists_of_uploads_have_their_storage_class() {
    let mut house = House::new();
    let class = [("x-cos-storage-class", "ARCHIVE")];
    let begun = house
        .ask("POST", "/m?uploads", &class, b"")
        .expect("an upload");
    let target = format!("/m?uploadId={}", element(&text(&begun), "UploadId"));
    for list in [target.as_str(), "/?uploads"] {
        assert_eq!(
            element(&house.get(list), "StorageClass"),
            "ARCHIVE",
            "{list}"
        );
    }
}

#[test]
fn parts_that_cannot_be_joined() {
    let mut house = House::new();
    let upload = house.upload("/m");
    for number in 1..=2 {
        let target = format!("/m?partNumber={number}&{upload}");
        house.ask("PUT", &target, &[], b"small").expect("a part");
    }
    let etag = "5d41402abc4b2a76b9719d911017c592";
    let small = crate::text::hex(&Md5::digest(b"small"));
    for (list, expected) in [
        (list_of(&[(1, etag)]), "InvalidPart"),
        (list_of(&[(3, &small)]), "InvalidPart"),
        (list_of(&[(2, &small), (1, &small)]), "InvalidPartOrder"),
        (list_of(&[(1, &small), (2, &small)]), "EntityTooSmall"),
        (list_of(&[]), "MalformedXML"),
        ("<Other/>".to_string(), "MalformedXML"),
        (list_of(&[(2, &small)]), "200"),
    ] {
        let outcome = house.ask("POST", &format!("/m?{upload}"), &[], list.as_bytes());
        assert_eq!(code(outcome), expected, "{list}");
    }
    for target in [
        "/m?partNumber=0&",
        "/m?partNumber=10001&",
        "/m?partNumber=x&",
    ] {
        let upload = house.upload("/m");
        let outcome = house.ask("PUT", &format!("{target}{upload}"), &[], b"x");
        assert_eq!(code(outcome), "InvalidArgument", "{target}");
        assert_eq!(
            code(house.ask("DELETE", &format!("/m?{upload}"), &[], b"")),
            "204"
        );
        assert_eq!(
            code(house.ask("DELETE", &format!("/m?{upload}"), &[], b"")),
            "NoSuchUpload"
        );
    }
}

#[test]
fn appending() {
    let mut house = House::new();
    let first = house
        .ask("POST", "/log?append&position=0", &[], b"ab")
        .expect("appended");
    assert_eq!(first.get("x-cos-next-append-position"), Some("2"));
    house
        .ask("POST", "/log?append&position=2", &[], b"c")
        .expect("appended");
    assert_eq!(house.get("/log"), "abc");
    let got = house.ask("HEAD", "/log", &[], b"").expect("an object");
    let crc = crate::crc64::of(b"abc").to_string();
    assert_eq!(got.get("x-cos-hash-crc64ecma"), Some(crc.as_str()));
    house.put("/k", b"x");
    for (target, expected) in [
        ("/log?append&position=1", "AppendPositionErr"),
        ("/log?append&position=x", "InvalidArgument"),
        ("/k?append&position=1", "ObjectNotAppendable"),
    ] {
        assert_eq!(code(house.ask("POST", target, &[], b"x")), expected);
    }
}

#[test]
fn uploads_are_listed_in_pages() {
    let mut house = House::new();
    for key in ["/a/1", "/b", "/b", "/c"] {
        house.upload(key);
    }
    let mut listed = Vec::new();
    let mut next = String::new();
    for _ in 0..4 {
        let page = house.get(&format!("/?uploads&max-uploads=1{next}"));
        listed.push((
            element(&page, "Key").to_string(),
            element(&page, "UploadId").to_string(),
        ));
        if element(&page, "IsTruncated") == "false" {
            break;
        }
        let (key, id) = (
            element(&page, "NextKeyMarker"),
            element(&page, "NextUploadIdMarker"),
        );
        next = format!("&key-marker={key}&upload-id-marker={id}");
    }
    let keys: Vec<&str> = listed.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["a/1", "b", "b", "c"]);
    assert_ne!(listed[1].1, listed[2].1);
    let grouped = house.get("/?uploads&delimiter=/");
    assert!(grouped.contains("<CommonPrefixes><Prefix>a/</Prefix>") && !grouped.contains("a/1"));
    assert_eq!(element(&house.get("/?uploads&prefix=c"), "Key"), "c");
    let after = house.get("/?uploads&key-marker=b");
    assert_eq!(after.matches("<Upload>").count(), 1);
    let wrong = house.ask("GET", "/?uploads&max-uploads=x", &[], b"");
    assert_eq!(code(wrong), "InvalidArgument");
}
