//! Settings of buckets that have ids, and replication.

use super::*;

fn inventory(id: &str) -> String {
    format!(
        "<InventoryConfiguration><Id>{id}</Id><IsEnabled>true</IsEnabled><Destination>\
         <COSBucketDestination><Bucket>b</Bucket><Format>CSV</Format></COSBucketDestination></Destination>\
         <IncludedObjectVersions>All</IncludedObjectVersions></InventoryConfiguration>"
    )
}

#[test]
fn inventories_have_ids_and_are_listed_in_pages() {
    let mut house = House::new();
    for number in 0..150 {
        let id = format!("ID-{number}");
        let target = format!("/?inventory&id={id}");
        house
            .with_digest("PUT", &target, &inventory(&id))
            .expect("kept");
    }
    assert_eq!(house.get("/?inventory&id=ID-7"), inventory("ID-7"));
    let first = house.get("/?inventory");
    assert_eq!(element(&first, "IsTruncated"), "true");
    assert_eq!(first.matches("<Id>").count(), 100);
    assert_eq!(element(&first, "Id"), "ID-0");
    let token = element(&first, "NextContinuationToken");
    let second = house.get(&format!("/?inventory&continuation-token={token}"));
    assert_eq!(
        (element(&second, "Id"), element(&second, "IsTruncated")),
        ("ID-100", "false")
    );

    for (method, target, body, expected) in [
        ("PUT", "/?inventory&id=1", inventory("2"), "InvalidArgument"),
        ("PUT", "/?inventory", inventory("2"), "InvalidArgument"),
        (
            "POST",
            "/?inventory&id=ID-1",
            inventory("ID-1"),
            "DuplicateInventoryId",
        ),
        ("POST", "/?inventory&id=new", inventory("new"), "200"),
        (
            "GET",
            "/?inventory&id=new",
            String::new(),
            "InventoryConfigurationNotFoundError",
        ),
        (
            "GET",
            "/?inventory&continuation-token=x",
            String::new(),
            "InvalidArgument",
        ),
        ("DELETE", "/?inventory&id=ID-1", String::new(), "204"),
        (
            "GET",
            "/?inventory&id=ID-1",
            String::new(),
            "InventoryConfigurationNotFoundError",
        ),
    ] {
        let outcome = house.with_digest(method, target, &body);
        assert_eq!(code(outcome), expected, "{method} {target}");
    }
}

#[test]
fn replication_needs_versions() {
    let mut house = House::new();
    let replication = "<ReplicationConfiguration><Role>qcs::cam::uin/1:uin/1</Role><Rule><Status>Enabled</Status>\
                       <Destination><Bucket>b</Bucket></Destination></Rule></ReplicationConfiguration>";
    let put = |house: &mut House| code(house.with_digest("PUT", "/?replication", replication));
    assert_eq!(put(&mut house), "InvalidBucketState");
    house.version("Enabled").expect("enabled");
    assert_eq!(put(&mut house), "200");
    assert_eq!(code(house.version("Suspended")), "InvalidBucketState");
    house
        .ask("DELETE", "/?replication", &[], b"")
        .expect("removed");
    house.version("Suspended").expect("suspended");
    assert_eq!(element(&house.get("/?versioning"), "Status"), "Suspended");
}
