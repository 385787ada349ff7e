//! Responses and failures that the tests of the advice are made of.

use serde::Deserialize;

use super::catalogue::{self, Case};
use super::{CosError, Exchange, Failure, HeaderInput, Known, Reason};

pub const BUCKET_URL: &str = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/";
pub const OBJECT_URL: &str =
    "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/photos/2024/summer.jpg";
pub const ID: &str = "NjkyMGY3ZDVfMDEwMDAwN2ZfMmYxZF8xMDAwMA==";

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    method: String,
    url: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    expect_root: String,
    received_at_ms: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    reason: String,
    method: String,
    url: String,
    request_sent: Option<bool>,
    #[serde(default)]
    os_errno: i32,
    #[serde(skip)]
    case: Option<&'static str>,
    #[serde(skip)]
    message: String,
}

impl Given {
    pub fn error(&self, known: Known<'_>) -> Option<Box<CosError>> {
        let fields: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()))
            .collect();
        let exchange = Exchange {
            method: &self.method,
            url: &self.url,
            status: self.status,
            headers: HeaderInput::Fields(&fields),
            body: self.body.as_bytes(),
            body_truncated: false,
            expect_root: &self.expect_root,
            bucket: "",
            key: "",
            received_at_ms: self.received_at_ms,
            known,
        };
        exchange.read()
    }

    pub fn new(method: &str, url: &str, status: u16, header: (&str, &str)) -> Given {
        Given {
            method: method.to_owned(),
            url: url.to_owned(),
            status,
            headers: [header, ("Retry-After", "86400")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            ..Given::default()
        }
    }

    pub fn with_body(mut self, body: &str) -> Given {
        self.body = body.to_owned();
        self
    }
}

impl Failed {
    pub fn error(&self) -> Option<Box<CosError>> {
        let reason = Reason::ALL.iter().find(|r| r.name() == self.reason)?;
        let failure = Failure {
            reason: Some(*reason),
            method: &self.method,
            url: &self.url,
            request_sent: self.request_sent,
            os_errno: self.os_errno,
            case: self.case,
            message: &self.message,
            ..Failure::default()
        };
        Some(failure.error())
    }
}

/// The failure that a case of the catalogue is for.
pub fn situation(case: &Case, method: &str, url: &str) -> Option<Box<CosError>> {
    let (of, name) = case.key.split_once('?').unwrap_or((case.key, ""));
    if of == "reason/BadResponse" && case.message.is_empty() {
        return unexpected(name, method, url).error(Known::default());
    }
    let message = match case.message {
        "" => String::new(),
        pattern => format!("no {pattern}"),
    };
    if let Some((reason, os_errno, case)) = of_client(of) {
        let failed = Failed {
            reason: reason.name().to_owned(),
            method: method.to_owned(),
            url: url.to_owned(),
            request_sent: (name == "unsent").then_some(false),
            os_errno,
            case,
            message,
        };
        return failed.error();
    }
    let mut known = Known::default();
    let given = match catalogue::case(of) {
        Some(_) => without_code(of, method, url, &mut known)?,
        None => {
            let status = catalogue::entries().find(|e| e.code == of)?.status;
            let message = case.message;
            let body = format!("<Error><Code>{of}</Code><Message>{message}</Message></Error>");
            Given::new(method, url, status, COS).with_body(&body)
        }
    };
    match case.message {
        "" => with_fact(name, given, &mut known)?.error(known),
        _ => given.error(known),
    }
}

/// A response that is not the one expected.
fn unexpected(name: &str, method: &str, url: &str) -> Given {
    let (status, sender) = match name {
        "statusless" => (0, COS),
        "from-cos" => (200, COS),
        _ => (200, ("Server", "nginx")),
    };
    Given {
        expect_root: "CopyObjectResult".to_owned(),
        ..Given::new(method, url, status, sender)
    }
}

/// The inputs of a client error of this case.
fn of_client(key: &str) -> Option<(Reason, i32, Option<&'static str>)> {
    let is = |reason: &&Reason| key.strip_prefix("reason/") == Some(reason.name());
    Some(match key {
        "local/descriptors" => (Reason::LocalIo, libc::EMFILE, None),
        "local/threads" => (Reason::LocalIo, libc::EAGAIN, None),
        "local/memory" => (Reason::LocalIo, libc::ENOBUFS, None),
        "local/ports" => (Reason::LocalIo, libc::EADDRNOTAVAIL, None),
        "local/forbidden" => (Reason::LocalIo, libc::EACCES, Some("local/forbidden")),
        "tls/no-roots" => (Reason::Tls, 0, Some("tls/no-roots")),
        "tls/client-certificate" => (Reason::Tls, 0, Some("tls/client-certificate")),
        "tls/old-version" => (Reason::Tls, 0, Some("tls/old-version")),
        "tls/refused" => (Reason::Tls, 0, Some("tls/refused")),
        _ => (*Reason::ALL.iter().find(is)?, 0, None),
    })
}

const COS: (&str, &str) = ("x-cos-request-id", ID);
/// The time in that id, and two hours earlier.
const TIME_MS: i64 = 1_763_768_277_000;
const EARLY_MS: i64 = TIME_MS - 7_200_000;

/// A response for a case that has no code of the service.
fn without_code(key: &str, method: &str, url: &str, known: &mut Known<'_>) -> Option<Given> {
    let nginx = |status| Given::new(method, url, status, ("Server", "nginx"));
    let empty = |url: &str, status| Given::new(method, url, status, COS);
    Some(match key.split_once('/').unwrap_or((key, "")) {
        ("other", "") => nginx(418),
        ("other", "3xx") => nginx(302),
        ("other", "5xx") => nginx(502),
        ("other", status) => nginx(status.parse().ok()?),
        ("edge", "52x") => nginx(522),
        ("edge", "tls") => nginx(525),
        ("edge", status) => nginx(status.parse().ok()?),
        ("derived", "head-bucket-404") => empty(BUCKET_URL, 404),
        ("derived", "head-object-404") => Given::new("HEAD", OBJECT_URL, 404, COS),
        ("derived", "version-404") => {
            Given::new("HEAD", &format!("{OBJECT_URL}?versionId=v1"), 404, COS)
        }
        ("derived", "subresource-404") => empty(&format!("{OBJECT_URL}?tagging"), 404),
        ("derived", "409-complete") => {
            Given::new("POST", &format!("{OBJECT_URL}?uploadId=1"), 409, COS)
        }
        ("derived", "403-unsigned") => {
            known.signed = Some(false);
            empty(url, 403)
        }
        ("derived", "403-skew") => Given {
            received_at_ms: EARLY_MS,
            ..empty(url, 403)
        },
        ("derived", "400-token") => {
            known.token = true;
            empty(url, 400)
        }
        ("derived", "409") => Given::new("PUT", OBJECT_URL, 409, COS),
        ("derived", "http") => empty(url, 418),
        ("derived", status) => empty(url, status.parse().ok()?),
        ("parts", "") => {
            let url = format!("{BUCKET_URL}?delete");
            Given::new("POST", &url, 200, COS).with_body(&parts("NoSuchThing"))
        }
        ("unknown", "") => {
            let body = "<Error><Code>NoSuchThing</Code></Error>";
            Given::new(method, url, 403, COS).with_body(body)
        }
        _ => return None,
    })
}

/// A response with one key that failed.
fn parts(code: &str) -> String {
    let key = "k".repeat(850);
    format!("<DeleteResult><Error><Key>{key}</Key><Code>{code}</Code></Error></DeleteResult>")
}

/// The same response where a fact of the catalogue holds.
fn with_fact(name: &str, given: Given, known: &mut Known<'_>) -> Option<Given> {
    let to = |method: &str, url: String| (method.to_owned(), url);
    let (method, url) = match name {
        "copy" => {
            known.copy = true;
            return Some(given);
        }
        "unsigned" => {
            known.signed = Some(false);
            return Some(given);
        }
        "token" => {
            known.token = true;
            return Some(given);
        }
        "clock-near" | "clock-right" | "clock-wrong" => {
            let received_at_ms = if name == "clock-wrong" {
                EARLY_MS
            } else {
                TIME_MS
            };
            return Some(Given {
                received_at_ms,
                ..given
            });
        }
        "denied" => return Some(given.with_body(&parts("AccessDenied"))),
        "passing" => return Some(given.with_body(&parts("SlowDown"))),
        "rapid" => {
            let host = "example-x--1250000000.cosrapid.ap-guangzhou.myqcloud.com";
            to("PUT", format!("https://{host}/a.txt"))
        }
        "appid-twice" => {
            let host = "imgbed-1250000000-1250000000.cos.ap-guangzhou.myqcloud.com";
            let key = given.url.strip_prefix(OBJECT_URL).map_or("", |_| "a.txt");
            to("GET", format!("https://{host}/{key}"))
        }
        "restore" => to("POST", format!("{OBJECT_URL}?restore")),
        "append" => to("POST", format!("{OBJECT_URL}?append&position=0")),
        "put-bucket" => to("PUT", BUCKET_URL.to_owned()),
        "" => return Some(given),
        _ => return None,
    };
    Some(Given {
        method,
        url,
        ..given
    })
}
