//! Versions of objects: written, read, listed, deleted and restored by their ids.

use super::*;

fn id(answer: &Answer) -> String {
    answer
        .get("x-cos-version-id")
        .expect("a version")
        .to_string()
}

#[test]
fn versions_by_their_ids() {
    let mut house = House::new();
    assert_eq!(house.put("/k", b"0").get("x-cos-version-id"), None);
    house.version("Enabled").expect("enabled");
    let first = id(&house.put("/k", b"1"));
    let second = id(&house.put("/k", b"2"));
    let current = house.ask("GET", "/k", &[], b"").expect("an object");
    assert_eq!(
        (text(&current), id(&current)),
        ("2".to_string(), second.clone())
    );
    assert_eq!(house.get(&format!("/k?versionId={first}")), "1");
    assert_eq!(house.get("/k?versionId=null"), "0");

    let deleted = house.ask("DELETE", "/k", &[], b"").expect("deleted");
    assert_eq!(deleted.get("x-cos-delete-marker"), Some("true"));
    let marker = id(&deleted);
    for target in ["/k".to_string(), format!("/k?versionId={marker}")] {
        let error = house.ask("GET", &target, &[], b"").expect_err("a marker");
        assert_eq!(error.code, "NoSuchKey");
        assert!(
            error
                .headers
                .contains(&("x-cos-delete-marker", "true".to_string()))
        );
        assert_eq!(code(house.ask("HEAD", &target, &[], b"")), "NoSuchKey");
    }
    assert_eq!(house.get(&format!("/k?versionId={second}")), "2");
    assert_eq!(
        code(house.ask("GET", "/k?versionId=other", &[], b"")),
        "NoSuchVersion"
    );
    assert_eq!(code(house.ask("DELETE", "/", &[], b"")), "BucketNotEmpty");

    let target = format!("/k?versionId={marker}");
    let removed = house.ask("DELETE", &target, &[], b"").expect("removed");
    assert_eq!(
        (removed.get("x-cos-delete-marker"), id(&removed)),
        (Some("true"), marker)
    );
    assert_eq!(house.get("/k"), "2");
    for version in [second.as_str(), &first, "null"] {
        let target = format!("/k?versionId={version}");
        let removed = house.ask("DELETE", &target, &[], b"").expect("removed");
        assert_eq!(removed.get("x-cos-delete-marker"), None);
    }
    assert_eq!(code(house.ask("DELETE", "/", &[], b"")), "204");
}

#[test]
fn a_bucket_without_versions_has_one_of_each_object() {
    let mut house = House::new();
    house.put("/k", b"x");
    assert_eq!(
        code(house.ask("GET", "/k?versionId=other", &[], b"")),
        "NoSuchVersion"
    );
    assert_eq!(
        code(house.ask("DELETE", "/k?versionId=other", &[], b"")),
        "NoSuchVersion"
    );
    assert_eq!(house.get("/k?versionId="), "x");
    let list = house.get("/?versions");
    assert_eq!(
        (element(&list, "VersionId"), element(&list, "IsLatest")),
        ("null", "true")
    );
    assert_eq!(
        code(house.ask("DELETE", "/k?versionId=null", &[], b"")),
        "204"
    );
    assert_eq!(code(house.ask("GET", "/k", &[], b"")), "NoSuchKey");
}

#[test]
fn a_list_has_versions_and_markers_in_pages() {
    let mut house = House::new();
    house.version("Enabled").expect("enabled");
    let mut all = Vec::new();
    for key in ["a/1", "b", "c"] {
        for body in [b"1", b"2"] {
            all.push((key, id(&house.put(&format!("/{key}"), body))));
        }
    }
    let marker = id(&house.ask("DELETE", "/b", &[], b"").expect("deleted"));
    let newest_first = [
        ("a/1", all[1].1.as_str()),
        ("a/1", &all[0].1),
        ("b", &marker),
        ("b", &all[3].1),
        ("b", &all[2].1),
        ("c", &all[5].1),
        ("c", &all[4].1),
    ];
    let whole = house.get("/?versions");
    assert_eq!(whole.matches("<Version>").count(), 6);
    assert_eq!(whole.matches("<IsLatest>true").count(), 3);
    let (_, of_marker) = whole.split_once("<DeleteMarker>").expect("a marker");
    assert_eq!(element(of_marker, "VersionId"), marker);
    assert_eq!(element(of_marker, "IsLatest"), "true");
    assert!(!house.get("/").contains("<Key>b</Key>"));

    let mut listed = Vec::new();
    let mut next = String::new();
    for _ in 0..newest_first.len() {
        let page = house.get(&format!("/?versions&max-keys=2{next}"));
        for entry in page.split("<Key>").skip(1) {
            let (key, _) = entry.split_once('<').expect("a key");
            listed.push((key.to_string(), element(entry, "VersionId").to_string()));
        }
        if element(&page, "IsTruncated") == "false" {
            break;
        }
        let (key, id) = (
            element(&page, "NextKeyMarker"),
            element(&page, "NextVersionIdMarker"),
        );
        next = format!("&key-marker={key}&version-id-marker={id}");
    }
    let expected = newest_first.map(|(key, id)| (key.to_string(), id.to_string()));
    assert_eq!(listed, expected);
    let grouped = house.get("/?versions&delimiter=/&max-keys=1");
    assert!(
        grouped.contains("<CommonPrefixes><Prefix>a/</Prefix>"),
        "{grouped}"
    );
    assert_eq!(element(&grouped, "NextKeyMarker"), "a/");
    let rest = house.get("/?versions&delimiter=/&key-marker=a/");
    assert!(
        !rest.contains("<CommonPrefixes>") && rest.contains(&marker),
        "{rest}"
    );
}

#[test]
fn documents_belong_to_a_version() {
    let mut house = House::new();
    house.version("Enabled").expect("enabled");
    let tags = [("x-cos-tagging", "a=1")];
    let first = house.ask("PUT", "/k", &tags, b"1").expect("stored");
    let first = id(&first);
    house.put("/k", b"2");
    let target = format!("/k?tagging&versionId={first}");
    assert_eq!(
        code(house.ask("GET", "/k?tagging", &[], b"")),
        "NoSuchTagSet"
    );
    assert_eq!(element(&house.get(&target), "Key"), "a");
    let document = "<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag></TagSet></Tagging>";
    let put = house
        .ask("PUT", &target, &[], document.as_bytes())
        .expect("kept");
    assert_eq!(id(&put), first);
    assert_eq!(element(&house.get(&target), "Key"), "b");
    house.ask("DELETE", &target, &[], b"").expect("removed");
    assert_eq!(code(house.ask("GET", &target, &[], b"")), "NoSuchTagSet");
    let acl = format!("/k?acl&versionId={first}");
    house
        .ask("PUT", &acl, &[("x-cos-acl", "public-read")], b"")
        .expect("kept");
    assert!(house.get(&acl).contains("AllUsers") && !house.get("/k?acl").contains("AllUsers"));
    assert_eq!(
        code(house.ask("GET", "/k?acl&versionId=x", &[], b"")),
        "NoSuchVersion"
    );
}

#[test]
fn an_older_version_is_copied() {
    let mut house = House::new();
    house.version("Enabled").expect("enabled");
    let first = id(&house.put("/k", b"1"));
    house.put("/k", b"2");
    let mut copy = |version: &str| {
        let source = format!("{EXAMPLE}/k?versionId={version}");
        let headers = [("x-cos-copy-source", source.as_str())];
        let outcome = house.ask("PUT", "/copy", &headers, b"");
        outcome.map(|_| house.get("/copy"))
    };
    assert_eq!(copy(&first).expect("copied"), "1");
    assert_eq!(copy("other").expect_err("no version").code, "NoSuchVersion");
}

#[test]
fn many_versions_are_deleted_at_once() {
    let mut house = House::new();
    house.version("Enabled").expect("enabled");
    let first = id(&house.put("/a", b"1"));
    house.put("/b", b"1");
    let list = format!(
        "<Delete><Object><Key>a</Key><VersionId>{first}</VersionId></Object>\
         <Object><Key>b</Key></Object></Delete>"
    );
    let xml = text(&house.post("/?delete", &list).expect("deleted"));
    let entry = format!("<Deleted><Key>a</Key><VersionId>{first}</VersionId></Deleted>");
    assert!(xml.contains(&entry), "{xml}");
    assert!(
        xml.contains("<Deleted><Key>b</Key><DeleteMarker>true</DeleteMarker>"),
        "{xml}"
    );
    assert_eq!(house.get("/?versions").matches("<Version>").count(), 1);
}
