//! Carries out the faults that were asked for.

use std::io::Write;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Map, Value};

use super::{BodyForm, DateForm, Delivery, Fault, Kind, Shape, page};
use crate::answer::{Answer, CosError, Scene, error_xml};
use crate::codes;
use crate::content::Content;
use crate::host;
use crate::net::part::{RawPlan, Then};
use crate::operation::Outcome;
use crate::request::Request;
use crate::text::http_date;

/// What no HTTP client can read.
pub const NOISE: &[u8] = b"\x16\x03\x01 this is not HTTP\r\n\r\n\x00\xff\xfe";

/// What is done with a request.
pub enum Deed {
    Send(Answer, Box<Delivery>),
    Raw(RawPlan),
    Never,
}

/// `proper` is what would be answered without a fault.
pub fn carry_out(
    fault: &Fault,
    request: &Request,
    scene: &Scene,
    proper: impl FnOnce() -> Outcome,
) -> Deed {
    let answer = match &fault.kind {
        // Nobody reads the rest of the body, so nobody would see the client go.
        Kind::Hang if unread(request) => return Deed::Raw(RawPlan::new("", Then::Deaf)),
        Kind::Hang => return Deed::Never,
        Kind::Proper if unread(request) => {
            return Deed::Raw(RawPlan::new("", fault.delivery.close()));
        }
        Kind::Reset => return Deed::Raw(RawPlan::new("", Then::Reset)),
        Kind::HostDown if host::name(&request.host).ends_with("myqcloud.com") => {
            return Deed::Raw(RawPlan::new("", Then::Reset));
        }
        Kind::Close => return Deed::Raw(RawPlan::new("", fault.delivery.close())),
        Kind::Garbage => {
            return Deed::Raw(RawPlan::new(NOISE, fault.delivery.close()));
        }
        Kind::HeadStatus(status) if request.is_head() => {
            status_answer(*status, None, request, scene, fault)
        }
        // A proxy's own faults are the proxy's business; see `net::proxy`.
        Kind::Proper | Kind::HeadStatus(_) | Kind::HostDown | Kind::Proxy(_) => match proper() {
            Ok(answer) => answer,
            Err(error) => write_error(&error, scene, &fault.shape),
        },
        Kind::Status(status, code) => {
            status_answer(*status, code.as_deref(), request, scene, fault)
        }
        Kind::EchoSecrets => echo_secrets(request, scene, &fault.shape),
        Kind::Gateway(status) => page::gateway(*status),
        Kind::PortalRedirect(status) => page::portal_redirect(*status),
        Kind::PortalEmpty => Answer::plain(200, ""),
        Kind::PortalHtml => page::portal_html(),
    };
    let mut answer = with_headers(answer, &fault.shape);
    falsify(&mut answer, fault);
    if unread(request) {
        answer.set("Connection", "close");
    }
    Deed::Send(answer, Box::new(fault.delivery.clone()))
}

/// The body, or some of it, is still to come.
fn unread(request: &Request) -> bool {
    request.body.as_ref().is_none_or(|body| !body.complete)
}

/// What is said of an object is wrong, or the object is.
fn falsify(answer: &mut Answer, fault: &Fault) {
    const CRC: &str = "x-cos-hash-crc64ecma";
    let shape = &fault.shape;
    if fault.reading.no_crc {
        answer.remove(CRC);
    }
    if shape.wrong_crc
        && let Some(crc) = answer.get(CRC).and_then(|crc| crc.parse::<u64>().ok())
    {
        answer.set(CRC, &(!crc).to_string());
    }
    if shape.wrong_etag && answer.has("ETag") {
        answer.set("ETag", "\"00000000000000000000000000000bad\"");
    }
    if let Some(offset) = shape.corrupt {
        answer.body = answer.body.corrupted(offset);
    }
}

fn status_answer(
    status: u16,
    code: Option<&str>,
    request: &Request,
    scene: &Scene,
    fault: &Fault,
) -> Answer {
    if (200..300).contains(&status) && code.is_none() {
        return Answer::cos(status, scene, "");
    }
    let mut error = codes::with_status(status, code, request.key().is_some());
    if matches!(status, 301 | 302 | 307) {
        let host = request
            .host
            .split_once(".cos.")
            .unwrap_or((&request.host, ""));
        let endpoint = format!("{}.cos.ap-beijing.myqcloud.com", host.0);
        let path = request
            .target
            .find('/')
            .map_or("/", |at| &request.target[at..]);
        error = error
            .header("Location", format!("http://{endpoint}{path}"))
            .detail("Endpoint", endpoint);
    }
    write_error(&error, scene, &fault.shape)
}

/// Writes an error in the form that the shape asks for.
pub fn write_error(error: &CosError, scene: &Scene, shape: &Shape) -> Answer {
    let mut elements = error.elements(scene);
    elements.retain(|(name, _)| !shape.missing.contains(&name.to_ascii_lowercase()));
    if shape.no_ids {
        elements.retain(|(name, _)| !matches!(name.as_str(), "RequestId" | "TraceId"));
    }
    if shape.body == BodyForm::Gbk {
        let message = elements.iter_mut().find(|(name, _)| name == "Message");
        if let Some((_, value)) = message {
            *value = format!("替身服务返回的错误：{}", error.message);
        }
    }
    let write = |elements: &[(String, String)]| match shape.body {
        BodyForm::Xml | BodyForm::Gzip => error_xml("utf-8", elements).into_bytes(),
        BodyForm::Gbk => gbk(&error_xml("gbk", elements)),
        BodyForm::Json => json(elements),
    };
    let mut body = write(&elements);
    if let Some(kib) = shape.body_kib {
        elements.push(("Padding".to_string(), String::new()));
        let missing = (kib << 10).saturating_sub(write(&elements).len());
        if let Some((_, padding)) = elements.last_mut() {
            *padding = "x".repeat(missing);
        }
        body = write(&elements);
    }
    let mut answer = error.answer_with(scene, body);
    match shape.body {
        BodyForm::Xml => {}
        BodyForm::Gbk => answer.set("Content-Type", "application/xml; charset=gbk"),
        BodyForm::Json => answer.set("Content-Type", "application/json"),
        BodyForm::Gzip => {
            let mut members = Content::repeated(&gzip(b""), shape.gzip_members as u64);
            members.push(gzip(&answer.body.to_vec()).into());
            answer.body = members;
            answer.set("Content-Encoding", "gzip");
        }
    }
    answer
}

fn gbk(xml: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(xml).0.into_owned()
}

fn json(elements: &[(String, String)]) -> Vec<u8> {
    let member = |(name, value): &(String, String)| {
        let name = match name.as_str() {
            "RequestId" => "request_id".to_string(),
            "TraceId" => "trace_id".to_string(),
            _ => name.to_ascii_lowercase(),
        };
        (name, Value::from(value.as_str()))
    };
    let members: Map<String, Value> = elements.iter().map(member).collect();
    Value::Object(members).to_string().into_bytes()
}

fn gzip(body: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let done = encoder.write_all(body).and_then(|()| encoder.finish());
    Bytes::from(done.unwrap_or_default())
}

/// Headers that any answer can be given or robbed of.
fn with_headers(mut answer: Answer, shape: &Shape) -> Answer {
    if shape.no_ids {
        answer.remove("x-cos-request-id");
        answer.remove("x-cos-trace-id");
    }
    match shape.date {
        DateForm::Now => {}
        DateForm::Absent => answer.remove("Date"),
        DateForm::Epoch => answer.set("Date", &http_date(0)),
    }
    if let Some(age) = shape.cached_s {
        of_cache(&mut answer, age);
    }
    if let Some(seconds) = shape.retry_after_s {
        answer.set("Retry-After", &seconds.to_string());
    }
    for number in 1..=shape.extra_headers {
        let header = (format!("x-standin-extra-{number}"), number.to_string());
        answer.headers.push(header);
    }
    if shape.header_kib > 0 {
        answer.set("x-standin-long", &"x".repeat(shape.header_kib << 10));
    }
    answer
}

/// As a CDN keeps it, with the Date of when it was asked.
fn of_cache(answer: &mut Answer, age_s: u64) {
    let then = answer
        .get("Date")
        .and_then(|date| httpdate::parse_http_date(date).ok());
    let then = then.unwrap_or_else(SystemTime::now) - Duration::from_secs(age_s);
    answer.set("Date", &httpdate::fmt_http_date(then));
    answer.set("Age", &age_s.to_string());
    answer.set("Server", "NWS_SPMid");
    answer.set("X-Cache-Lookup", "Cache Hit");
}

/// An error that repeats what the request carried, secrets too, in every place.
fn echo_secrets(request: &Request, scene: &Scene, shape: &Shape) -> Answer {
    let header = |name| request.header(name).unwrap_or_default();
    let (authorization, token) = (header("authorization"), header("x-cos-security-token"));
    let url = format!("http://{}{}", request.host, request.target);
    let all = format!("Authorization: {authorization} x-cos-security-token: {token} URL: {url}");
    let error = codes::error("AccessDenied")
        .message(format!("Access Denied. {all}"))
        .detail("Authorization", authorization)
        .detail("SecurityToken", token)
        .header("x-proxy-request", all);
    let scene = Scene {
        resource: url,
        ..scene.clone()
    };
    write_error(&error, &scene, shape)
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
