use super::*;

fn status_and_code(error: CosError) -> (u16, String) {
    (error.status, error.code)
}

#[test]
fn codes_bring_their_status() {
    assert_eq!(error("NoSuchKey").status, 404);
    assert_eq!(error("SlowDown").status, 503);
    assert_eq!(error("MethodNotAllowed").status, 405);
}

#[test]
fn statuses_bring_a_fitting_code() {
    for (status, has_key, code) in [
        (404, true, "NoSuchKey"),
        (404, false, "NoSuchBucket"),
        (301, false, "PermanentRedirect"),
        (307, false, "TemporaryRedirect"),
        (418, false, "InvalidRequest"),
        (429, false, "SlowDown"),
        (503, false, "ServiceUnavailable"),
        (599, false, "InternalError"),
    ] {
        let error = with_status(status, None, has_key);
        assert_eq!(status_and_code(error), (status, code.to_string()));
    }
}

#[test]
fn a_code_is_found_in_any_case_and_kept_if_unknown() {
    let known = with_status(409, Some("nosuchkey"), false);
    assert_eq!(status_and_code(known), (409, "NoSuchKey".to_string()));
    let unknown = with_status(404, Some("NewCode"), false);
    assert_eq!(status_and_code(unknown), (404, "NewCode".to_string()));
}
