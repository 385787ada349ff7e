use super::*;

#[test]
fn many_are_deleted_and_one_is_refused() {
    let mut house = House::new();
    house.put("/a%26b", b"x");
    let list =
        "<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>denied/x</Key></Object></Delete>";
    assert_eq!(
        code(house.ask("POST", "/?delete", &[], list.as_bytes())),
        "MissingContentMD5"
    );
    let xml = text(&house.post("/?delete", list).expect("deleted"));
    assert!(
        xml.contains("<Deleted><Key>a&amp;b</Key></Deleted>"),
        "{xml}"
    );
    assert!(
        xml.contains("<Error><Key>denied/x</Key><Code>AccessDenied</Code>"),
        "{xml}"
    );
    let quiet = list.replace("<Delete>", "<Delete><Quiet>true</Quiet>");
    let xml = text(&house.post("/?delete", &quiet).expect("deleted"));
    assert!(
        !xml.contains("<Deleted>") && xml.contains("<Error>"),
        "{xml}"
    );
    for broken in ["", "<Delete>", "<Other/>", "<Delete></Delete>"] {
        assert_eq!(
            code(house.post("/?delete", broken)),
            "MalformedXML",
            "{broken}"
        );
    }
}

#[test]
fn lists_in_pages() {
    let mut house = House::new();
    for key in ["/a/1", "/a/2", "/b", "/c/1", "/d%20e"] {
        house.put(key, b"x");
    }
    let xml = house.get("/?delimiter=/&max-keys=2&encoding-type=url");
    assert_eq!(element(&xml, "IsTruncated"), "true");
    assert_eq!(element(&xml, "NextMarker"), "b");
    assert!(
        xml.contains("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>"),
        "{xml}"
    );
    let xml = house.get("/?delimiter=/&max-keys=2&encoding-type=url&marker=b");
    assert_eq!(element(&xml, "IsTruncated"), "false");
    assert!(
        xml.contains("<Key>d%20e</Key>") && !xml.contains("NextMarker"),
        "{xml}"
    );
    let xml = house.get("/?prefix=a/&max-keys=1");
    assert_eq!(element(&xml, "NextMarker"), "a/1");
    assert_eq!(
        code(house.ask("GET", "/?max-keys=x", &[], b"")),
        "InvalidArgument"
    );
    assert!(
        house
            .get("/?location")
            .contains("<LocationConstraint>ap-guangzhou<")
    );
}

#[test]
fn lists_of_the_second_version() {
    let mut house = House::new();
    for key in ["/a/1", "/a/2", "/b", "/c"] {
        house.put(key, b"x");
    }
    let first = house.get("/?list-type=2&delimiter=/&max-keys=2");
    assert_eq!(
        (element(&first, "KeyCount"), element(&first, "Key")),
        ("2", "b")
    );
    assert!(
        !first.contains("<Owner>") && !first.contains("Marker"),
        "{first}"
    );
    let token = element(&first, "NextContinuationToken");
    let second = house.get(&format!(
        "/?list-type=2&delimiter=/&continuation-token={token}"
    ));
    assert_eq!(
        (element(&second, "KeyCount"), element(&second, "Key")),
        ("1", "c")
    );
    assert_eq!(element(&second, "IsTruncated"), "false");
    let after = house.get("/?list-type=2&start-after=a/2&fetch-owner=true");
    assert_eq!(
        (element(&after, "Key"), element(&after, "KeyCount")),
        ("b", "2")
    );
    assert!(after.contains("<Owner>"), "{after}");
    for query in [
        "list-type=3",
        "list-type=2&continuation-token=%25",
        "encoding-type=xml",
    ] {
        let outcome = house.ask("GET", &format!("/?{query}"), &[], b"");
        assert_eq!(code(outcome), "InvalidArgument", "{query}");
    }
}
