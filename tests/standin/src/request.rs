//! A request as it arrived, taken apart once.

use hyper::body::Incoming;
use hyper::{HeaderMap, Version};

use crate::host::{self, Place};
use crate::receive::Receipt;
use crate::text::{decode_path, decode_query};

#[derive(Clone)]
pub struct Request {
    pub method: String,
    /// Path and query, or the absolute URL, as sent.
    pub target: String,
    /// The Host header as sent, "" if none.
    pub host: String,
    pub place: Place,
    /// Decoded, without a bucket that it begins with; None if it is not UTF-8.
    pub path: Option<String>,
    /// Decoded, as it was signed.
    pub whole_path: Option<String>,
    /// Decoded, in the order sent.
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    /// Another request may follow on the connection.
    pub persistent: bool,
    /// None: not read.
    pub body: Option<Receipt>,
}

impl Request {
    /// The request without its body, and the body, still to be read.
    pub fn new(request: hyper::Request<Incoming>) -> (Request, Incoming) {
        let (parts, body) = request.into_parts();
        let host = header(&parts.headers, "host").unwrap_or_default();
        let connection = header(&parts.headers, "connection").unwrap_or_default();
        let asked = |word: &str| {
            let mut words = connection.split(',');
            words.any(|asked| asked.trim().eq_ignore_ascii_case(word))
        };
        let whole_path = decode_path(parts.uri.path());
        let (place, path) = place_and_path(&host, whole_path.as_deref());
        let request = Request {
            persistent: match parts.version {
                Version::HTTP_10 => asked("keep-alive"),
                _ => !asked("close"),
            },
            method: parts.method.to_string(),
            target: parts.uri.to_string(),
            place,
            host,
            path,
            whole_path,
            query: decode_query(parts.uri.query().unwrap_or("")),
            headers: parts.headers,
            body: None,
        };
        (request, body)
    }

    /// The body's bytes, as far as they were kept.
    pub fn bytes(&self) -> &[u8] {
        self.body.as_ref().map_or(b"", Receipt::bytes)
    }

    /// It says where its body ends.
    pub fn is_framed(&self) -> bool {
        let has = |name: &str| self.headers.contains_key(name);
        has("content-length") || has("transfer-encoding")
    }

    /// A header that has a value: SDKs send empty ones for what a caller left out.
    pub fn header(&self, name: &str) -> Option<String> {
        header(&self.headers, name).filter(|value| !value.is_empty())
    }

    /// A header as it was sent, empty or not.
    pub fn raw_header(&self, name: &str) -> Option<String> {
        header(&self.headers, name)
    }

    pub fn is_head(&self) -> bool {
        self.method == "HEAD"
    }

    /// Only reads: what a public-read bucket grants to everybody.
    pub fn only_reads(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }

    /// The bucket that the host or the path names.
    pub fn bucket(&self) -> Option<&str> {
        match &self.place {
            Place::Bucket { bucket, .. } => Some(bucket),
            _ => None,
        }
    }

    /// The object key; None on a bucket or the service.
    pub fn key(&self) -> Option<&str> {
        let key = self.path.as_deref()?.strip_prefix('/')?;
        (!key.is_empty()).then_some(key)
    }

    pub fn param(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Host without port, and decoded path: what `<Resource>` shows.
    pub fn resource(&self) -> String {
        let path = self.whole_path.as_deref().unwrap_or("/");
        let path = if path == "/" { "" } else { path };
        format!("{}{path}", host::name(&self.host))
    }
}

/// Where a request leads, and the path there.
fn place_and_path(host: &str, path: Option<&str>) -> (Place, Option<String>) {
    let place = host::place(host);
    match path.and_then(|path| host::path_style(&place, path)) {
        Some((place, "")) => (place, Some("/".to_string())),
        Some((place, rest)) => (place, Some(rest.to_string())),
        None => (place, path.map(str::to_string)),
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// A GET without a body, for tests.
#[cfg(test)]
pub fn example(host: &str, target: &str, headers: &[(&'static str, &str)]) -> Request {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, value.parse().expect("a value"));
    }
    let whole_path = decode_path(path);
    let (place, path) = place_and_path(host, whole_path.as_deref());
    Request {
        method: "GET".to_string(),
        target: target.to_string(),
        host: host.to_string(),
        place,
        path,
        whole_path,
        query: decode_query(query),
        headers: map,
        persistent: true,
        body: Some(Receipt::of(b"")),
    }
}
