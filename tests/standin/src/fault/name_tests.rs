use super::*;
use crate::fault::of_bucket;

fn one(names: &str) -> Option<Fault> {
    let mut fault = Fault::default();
    add_all(&mut fault, names).ok().map(|()| fault)
}

fn known(names: &str) -> Fault {
    one(names).expect(names)
}

fn kind(name: &str) -> Kind {
    known(name).kind
}

fn way(name: &str) -> Way {
    known(name).delivery.way
}

#[test]
fn the_fault_in_a_bucket_name() {
    assert_eq!(of_bucket("fault-slow-50-1250000000"), Some("slow-50"));
    assert_eq!(of_bucket("fault-skew--3600-1"), Some("skew--3600"));
    assert_eq!(of_bucket("fault-hang"), None);
    assert_eq!(of_bucket("default-hang-1250000000"), None);
}

#[test]
fn kinds() {
    let status = |number, code: &str| Kind::Status(number, Some(code.to_string()));
    assert_eq!(kind("gateway-404"), Kind::Gateway(404));
    assert_eq!(kind("portal-302"), Kind::PortalRedirect(302));
    assert_eq!(kind("redirect-302-cos"), Kind::Status(302, None));
    assert_eq!(kind("status-451"), Kind::Status(451, None));
    assert_eq!(kind("status-409-NoSuch-Thing"), status(409, "NoSuch-Thing"));
    assert_eq!(kind("headers-200"), Kind::Proper);
    assert_eq!(kind("gzip"), Kind::Status(404, None));
    assert_eq!(kind("cut-body"), Kind::Status(404, None));
    assert_eq!(kind("cut-7"), Kind::Proper);
    assert_eq!(kind("retry-after-7"), status(503, "SlowDown"));
    assert_eq!(kind("denied"), status(403, "AccessDenied"));
    assert_eq!(kind("explain-404"), status(404, "NoSuchBucket"));
    assert_eq!(kind("explain-differs"), Kind::HeadStatus(403));
    assert_eq!(kind("proxy-502"), Kind::Proxy(ProxyFault::Status(502)));
}

#[test]
fn ways() {
    assert_eq!(way("cut-status-line"), Way::CutStatusLine);
    assert_eq!(way("cut-7"), Way::Cut(7));
    assert_eq!(way("stall-0"), Way::Stall(0));
    assert_eq!(way("slow-headers-5"), Way::SlowHeaders(5));
    assert_eq!(way("drip-5"), Way::Trickle(1, 5));
    assert_eq!(way("keepalive-close"), Way::CloseAfter(1));
    assert_eq!(way("close-after-3"), Way::CloseAfter(3));
    assert_eq!(way("reset-after-3"), Way::ResetAfter(3));
    let early = known("early-403");
    assert!(early.reading.only == Some(0) && early.kind == Kind::Status(403, None));
    let unread = known("unread-reset");
    assert!(unread.reading.only == Some(0) && unread.kind == Kind::Reset);
}

#[test]
fn numbers() {
    assert_eq!(known("slow-250").delay_ms, 250);
    assert_eq!(known("skew-7200").skew, 7200);
    assert_eq!(known("skew--7200").skew, -7200);
    assert_eq!(known("retry-after-7").shape.retry_after_s, Some(7));
    assert_eq!(known("big-2048").shape.body_kib, Some(2048));
    assert_eq!(known("headers-200").shape.extra_headers, 200);
    assert_eq!(known("headers-70kb").delivery.head_kib, 70);
    assert_eq!(known("header-fields-129").delivery.fields, 129);
    assert_eq!(known("header-kb-64").shape.header_kib, 64);
    assert_eq!(known("missing-RequestId").shape.missing, ["requestid"]);
    assert_eq!(known("no-date").shape.date, DateForm::Absent);
}

#[test]
fn several_at_once() {
    let fault = known("gzip-and-status-500-and-slow-10");
    assert_eq!(fault.kind, Kind::Status(500, None));
    assert_eq!(fault.shape.body, BodyForm::Gzip);
    assert_eq!(fault.delay_ms, 10);
    let no_id = known("503-no-id");
    assert_eq!(no_id, known("status-503-and-no-ids"));
}

#[test]
fn no_faults() {
    for name in [
        "",
        "hangs",
        "slow-",
        "slow--1",
        "slow-5-and-",
        "status-99",
        "status-1000",
        "status-x",
        "gateway-",
        "portal-404",
        "redirect-302-other",
        "missing-",
        "missing-Colour",
        "big-65537",
        "headers--1",
        "headers-1025kb",
        "header-kb-1025",
        "skew-x",
        "cut-",
        "x-no-id",
    ] {
        assert_eq!(one(name), None, "{name}");
    }
}
