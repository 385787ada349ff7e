//! Symbolic links.

use super::*;

const TARGET: &str = "x-cos-symlink-target";

fn link(house: &mut House, key: &str, target: &str) -> Outcome {
    house.ask("PUT", &format!("{key}?symlink"), &[(TARGET, target)], b"")
}

#[test]
fn a_link_leads_to_its_target() {
    let mut house = House::new();
    house.version("Enabled").expect("enabled");
    let of_target = house.put("/target.txt", b"hello");
    let put = link(&mut house, "/link", "target.txt").expect("a link");
    let id = put.get("x-cos-version-id").expect("a version").to_string();
    for target in [
        "/link?symlink".to_string(),
        format!("/link?symlink&versionId={id}"),
    ] {
        let got = house.ask("GET", &target, &[], b"").expect("a link");
        assert_eq!(got.get(TARGET), Some("target.txt"));
        assert_eq!(got.get("x-cos-version-id"), Some(id.as_str()));
    }
    let got = house.ask("GET", "/link", &[], b"").expect("the target");
    assert_eq!(
        (text(&got).as_str(), got.get("ETag")),
        ("hello", of_target.get("ETag"))
    );
    let source = format!("{EXAMPLE}/link");
    let copy = [("x-cos-copy-source", source.as_str())];
    house.ask("PUT", "/copy", &copy, b"").expect("copied");
    assert_eq!(house.get("/copy"), "hello");
    house.put("/link", b"no link");
    assert_eq!(house.get("/link"), "no link");
}

#[test]
fn links_that_lead_nowhere() {
    let mut house = House::new();
    house.put("/plain", b"x");
    link(&mut house, "/to-nothing", "missing").expect("a link");
    link(&mut house, "/first", "plain").expect("a link");
    link(&mut house, "/second", "first").expect("a link");
    for (method, target, headers, expected) in [
        ("GET", "/to-nothing", vec![], "NoSuchKey"),
        ("HEAD", "/second", vec![], "InvalidRequest"),
        ("GET", "/none?symlink", vec![], "NoSuchKey"),
        ("GET", "/plain?symlink", vec![], "InvalidRequest"),
        (
            "GET",
            "/first?symlink&versionId=other",
            vec![],
            "NoSuchVersion",
        ),
        ("PUT", "/new?symlink", vec![], "InvalidArgument"),
        (
            "PUT",
            "/new?symlink",
            vec![(TARGET, "new")],
            "InvalidArgument",
        ),
        (
            "PUT",
            "/new?symlink",
            vec![(TARGET, "/")],
            "InvalidArgument",
        ),
        ("DELETE", "/first?symlink", vec![], "MethodNotAllowed"),
    ] {
        let outcome = house.ask(method, target, &headers, b"");
        assert_eq!(code(outcome), expected, "{method} {target} {headers:?}");
    }
    let long = "k".repeat(851);
    assert_eq!(code(link(&mut house, "/new", &long)), "KeyTooLong");
}
