//! What needs no signature.

use super::*;

#[test]
fn what_a_list_opens_needs_no_signature() {
    let mut house = House::new();
    let public = [("x-cos-acl", "public-read")];
    house.put("/k", b"x");
    house
        .ask("PUT", "/own?acl", &public, b"")
        .expect_err("none");
    house.ask("PUT", "/own", &public, b"x").expect("stored");
    for (list, open, closed) in [
        (
            "private",
            &["GET /own", "HEAD /own"][..],
            &["GET /k", "GET /", "PUT /k"][..],
        ),
        (
            "public-read",
            &["GET /k", "GET /", "HEAD /"],
            &["GET /?acl", "PUT /k", "DELETE /k"],
        ),
        (
            "public-read-write",
            &["GET /k", "PUT /k", "DELETE /k"],
            &["PUT /?acl", "DELETE /"],
        ),
    ] {
        let headers = [("x-cos-acl", list)];
        house.ask("PUT", "/?acl", &headers, b"").expect("kept");
        for (requests, expected) in [(open, false), (closed, true)] {
            for request in requests {
                let (method, target) = request.split_once(' ').expect("a request");
                let outcome = house.ask_unsigned(method, target);
                let refused = code(outcome) == "AccessDenied";
                assert_eq!(refused, expected, "{list}: {request}");
            }
        }
    }
    house.put("/k", b"x");
    let private = [("x-cos-acl", "private")];
    house.ask("PUT", "/k?acl", &private, b"").expect("kept");
    assert_eq!(code(house.ask_unsigned("GET", "/k")), "AccessDenied");
}
