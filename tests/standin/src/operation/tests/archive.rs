//! Archived objects and their restoration.

use super::*;

const CLASS: &str = "x-cos-storage-class";

fn request(days: &str, tier: &str) -> String {
    format!(
        "<RestoreRequest><Days>{days}</Days><CASJobParameters><Tier>{tier}</Tier></CASJobParameters>\
         </RestoreRequest>"
    )
}

fn archived(house: &mut House, class: &str) {
    house
        .ask("PUT", "/k", &[(CLASS, class)], b"x")
        .expect("stored");
}

fn restore(house: &mut House, tier: &str) -> String {
    code(house.ask("POST", "/k?restore", &[], request("2", tier).as_bytes()))
}

/// The header of a HEAD that describes the restoration.
fn described(house: &mut House) -> String {
    let head = house.ask("HEAD", "/k", &[], b"").expect("an object");
    head.get("x-cos-restore").unwrap_or("").to_string()
}

#[test]
fn an_archived_object_is_read_once_it_is_restored() {
    let mut house = House::new();
    archived(&mut house, "ARCHIVE");
    let refused = house.ask("GET", "/k", &[], b"").expect_err("archived");
    assert_eq!(
        (refused.status, refused.code.as_str()),
        (403, "InvalidObjectState")
    );
    assert_eq!(refused.headers, [(CLASS, "ARCHIVE".to_string())]);
    let source = format!("{EXAMPLE}/k");
    let copy = [("x-cos-copy-source", source.as_str())];
    assert_eq!(
        code(house.ask("PUT", "/copy", &copy, b"")),
        "InvalidObjectState"
    );
    assert_eq!(described(&mut house), "");

    assert_eq!(restore(&mut house, "Expedited"), "202");
    let expected = "ongoing-request=\"false\", expiry-date=\"Thu, 11 Apr 2019 03:39:20 GMT\"";
    assert_eq!(described(&mut house), expected);
    assert_eq!(house.get("/k"), "x");
    assert_eq!(restore(&mut house, "Standard"), "200");
    house.ask("PUT", "/copy", &copy, b"").expect("copied");
    assert_eq!(described(&mut house), expected);
    let archived = [copy[0], (CLASS, "ARCHIVE")];
    house.ask("PUT", "/copy", &archived, b"").expect("copied");
    assert_eq!(
        code(house.ask("GET", "/copy", &[], b"")),
        "InvalidObjectState"
    );
}

#[test]
fn a_restoration_takes_its_time() {
    let mut house = House::new();
    archived(&mut house, "DEEP_ARCHIVE");
    assert_eq!(restore(&mut house, "Expedited"), "InvalidArgument");
    assert_eq!(restore(&mut house, "Bulk"), "202");
    assert_eq!(described(&mut house), "ongoing-request=\"true\"");
    assert_eq!(restore(&mut house, "Bulk"), "RestoreAlreadyInProgress");
    assert_eq!(code(house.ask("GET", "/k", &[], b"")), "InvalidObjectState");
    // Writing the object anew ends it.
    house.put("/k", b"y");
    assert_eq!(
        (house.get("/k"), described(&mut house)),
        ("y".to_string(), String::new())
    );
}

#[test]
fn restorations_that_are_refused() {
    let mut house = House::new();
    archived(&mut house, "ARCHIVE");
    house.put("/plain", b"x");
    let right = request("1", "Standard");
    for (target, body, expected) in [
        ("/plain?restore", right.clone(), "RestoreNonArchiveObject"),
        ("/none?restore", right.clone(), "NoSuchKey"),
        ("/k?restore", String::new(), "MalformedXML"),
        ("/k?restore", right.replace("Days", "Weeks"), "MalformedXML"),
        ("/k?restore", request("0", "Standard"), "InvalidArgument"),
        ("/k?restore", request("366", "Standard"), "InvalidArgument"),
        ("/k?restore", request("1", "Slow"), "InvalidArgument"),
    ] {
        let outcome = house.ask("POST", target, &[], body.as_bytes());
        assert_eq!(code(outcome), expected, "{target} {body}");
    }
    assert_eq!(
        code(house.ask("PUT", "/k?restore", &[], b"")),
        "NotImplemented"
    );
}

#[test]
fn a_restored_copy_expires() {
    let mut house = House::new();
    archived(&mut house, "ARCHIVE");
    assert_eq!(restore(&mut house, "Expedited"), "202");
    house.later(2 * 86_400 - 1);
    assert_eq!(house.get("/k"), "x");
    house.later(1);
    assert_eq!(code(house.ask("GET", "/k", &[], b"")), "InvalidObjectState");
    assert_eq!(described(&mut house), "");
    assert_eq!(restore(&mut house, "Standard"), "202");
}
