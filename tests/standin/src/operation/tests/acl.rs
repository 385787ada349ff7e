//! Access control lists, in headers and as documents.

use super::*;

const OTHER: &str = "qcs::cam::uin/2:uin/2";

/// Permissions and grantees of a list, in its order.
fn grants(xml: &str) -> Vec<(String, String)> {
    let read = |grant: &str| {
        let grantee = match grant.contains("<ID>") {
            true => element(grant, "ID"),
            false => element(grant, "URI").rsplit('/').next().unwrap_or(""),
        };
        (
            element(grant, "Permission").to_string(),
            grantee.to_string(),
        )
    };
    xml.split("<Grant>").skip(1).map(read).collect()
}

fn expected(listed: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = listed
        .iter()
        .map(|(permission, id)| (permission.to_string(), id.to_string()));
    owned.collect()
}

fn document(owner: &str, grants: &str) -> String {
    format!(
        "<AccessControlPolicy><Owner><ID>{owner}</ID></Owner><AccessControlList>{grants}\
         </AccessControlList></AccessControlPolicy>"
    )
}

#[test]
fn lists_in_headers() {
    const FULL: (&str, &str) = ("FULL_CONTROL", OWNER);
    const READ: (&str, &str) = ("READ", "AllUsers");
    const WRITE: (&str, &str) = ("WRITE", "AllUsers");
    let mut house = House::new();
    house.put("/k", b"x");
    for target in ["/?acl", "/k?acl"] {
        assert_eq!(grants(&house.get(target)), expected(&[FULL]), "{target}");
        for (headers, listed) in [
            (vec![("x-cos-acl", "public-read")], vec![FULL, READ]),
            (vec![("x-cos-acl", "private")], vec![FULL]),
            (
                vec![("x-cos-acl", "private"), ("x-cos-grant-read", "id=\"2\"")],
                vec![("READ", OTHER)],
            ),
            (
                vec![("x-cos-grant-read", "id=\"2\", id=\"qcs::cam::uin/2:uin/2\"")],
                vec![FULL, ("READ", OTHER), ("READ", OTHER)],
            ),
            (
                vec![
                    ("x-cos-acl", "public-read"),
                    ("x-cos-grant-full-control", "id=\"2/2\""),
                ],
                vec![FULL, READ, ("FULL_CONTROL", OTHER)],
            ),
        ] {
            house.ask("PUT", target, &headers, b"").expect(target);
            assert_eq!(
                grants(&house.get(target)),
                expected(&listed),
                "{target} {headers:?}"
            );
        }
    }
    let both = [("x-cos-acl", "public-read-write")];
    house.ask("PUT", "/?acl", &both, b"").expect("kept");
    assert_eq!(grants(&house.get("/?acl")), expected(&[FULL, READ, WRITE]));
    house
        .ask("PUT", "/k?acl", &[("x-cos-acl", "default")], b"")
        .expect("kept");
    assert_eq!(grants(&house.get("/k?acl")), expected(&[FULL]));
}

#[test]
fn a_response_names_the_preset_list_of_an_object() {
    let mut house = House::new();
    house.put("/k", b"x");
    for preset in ["default", "public-read", "private", "default"] {
        let put = [("x-cos-acl", preset)];
        house.ask("PUT", "/k?acl", &put, b"").expect("kept");
        let got = house.ask("GET", "/k?acl", &[], b"").expect("a list");
        assert_eq!(got.get("x-cos-acl"), Some(preset));
    }
}

#[test]
fn a_document_is_returned_as_it_was_put() {
    let mut house = House::new();
    house.put("/k", b"x");
    let everybody = "<Grant><Grantee><URI>http://cam.qcloud.com/groups/global/AllUsers</URI></Grantee>\
                     <Permission>READ</Permission></Grant>";
    let other =
        format!("<Grant><Grantee><ID>{OTHER}</ID></Grantee><Permission>WRITE</Permission></Grant>");
    for target in ["/?acl", "/k?acl"] {
        let policy = document(OWNER, &format!("{other}{everybody}"));
        house.with_digest("PUT", target, &policy).expect(target);
        let listed = expected(&[("WRITE", OTHER), ("READ", "AllUsers")]);
        assert_eq!(grants(&house.get(target)), listed, "{target}");
    }
}

#[test]
fn lists_that_are_refused() {
    let mut house = House::new();
    house.put("/k", b"x");
    let grant = |inside: &str| document(OWNER, &format!("<Grant>{inside}</Grant>"));
    let right = grant(&format!(
        "<Grantee><ID>{OTHER}</ID></Grantee><Permission>READ</Permission>"
    ));
    for (target, headers, body, expected) in [
        ("/?acl", vec![], String::new(), "MalformedXML"),
        ("/?acl", vec![], "<Other/>".to_string(), "MalformedXML"),
        (
            "/?acl",
            vec![],
            right.replace("Permission", "Right"),
            "MalformedXML",
        ),
        (
            "/?acl",
            vec![],
            right.replace("READ", "LOOK"),
            "InvalidArgument",
        ),
        (
            "/?acl",
            vec![],
            right.replace(OTHER, "somebody"),
            "InvalidArgument",
        ),
        (
            "/?acl",
            vec![],
            right.replacen(OWNER, OTHER, 1),
            "AccessDenied",
        ),
        (
            "/?acl",
            vec![("x-cos-acl", "private")],
            right.clone(),
            "InvalidArgument",
        ),
        (
            "/?acl",
            vec![("x-cos-acl", "public-read-writ")],
            String::new(),
            "InvalidArgument",
        ),
        (
            "/?acl",
            vec![("x-cos-acl", "default")],
            String::new(),
            "InvalidArgument",
        ),
        (
            "/k?acl",
            vec![("x-cos-acl", "public-read-write")],
            String::new(),
            "InvalidArgument",
        ),
        (
            "/?acl",
            vec![("x-cos-grant-read", "2")],
            String::new(),
            "InvalidArgument",
        ),
        (
            "/?acl",
            vec![("x-cos-grant-read", "id=\"x\"")],
            String::new(),
            "InvalidArgument",
        ),
        (
            "/no?acl",
            vec![("x-cos-acl", "private")],
            String::new(),
            "NoSuchKey",
        ),
        (
            "/new",
            vec![("x-cos-acl", "public")],
            "x".to_string(),
            "InvalidArgument",
        ),
    ] {
        let put = house.ask("PUT", target, &headers, body.as_bytes());
        assert_eq!(code(put), expected, "{target} {headers:?} {body}");
    }
    assert_eq!(
        code(house.ask("DELETE", "/?acl", &[], b"")),
        "MethodNotAllowed"
    );
    assert_eq!(code(house.ask("GET", "/new", &[], b"")), "NoSuchKey");
}

#[test]
fn a_write_sets_the_list_of_what_it_makes() {
    let mut house = House::new();
    let public = ("x-cos-acl", "public-read");
    house.ask("PUT", "/k", &[public], b"x").expect("stored");
    assert_eq!(grants(&house.get("/k?acl")).len(), 2);
    let source = format!("{EXAMPLE}/k");
    let copied = [("x-cos-copy-source", source.as_str())];
    house.ask("PUT", "/copy", &copied, b"").expect("copied");
    assert_eq!(grants(&house.get("/copy?acl")).len(), 1);
    house.put("/k", b"y");
    assert_eq!(grants(&house.get("/k?acl")).len(), 1);
}
