//! The URL of a request: its path, and its query encoded.

use super::endpoint::Origin;
use super::signature::encoded;
use crate::request::Request;

/// The query as it is signed.
pub fn parameters(request: &Request) -> Vec<(&str, &str)> {
    let query = request.query.iter();
    query
        .map(|(name, value)| (name.as_str(), value.as_deref().unwrap_or("")))
        .collect()
}

/// The whole URL, its query encoded.
pub fn whole(origin: &Origin, request: &Request) -> String {
    let mut url = path(origin, request);
    for (i, (name, value)) in request.query.iter().enumerate() {
        url.push(if i == 0 { '?' } else { '&' });
        push_parameter(&mut url, name, value.as_deref());
    }
    url
}

/// The URL without its query: the key encoded once, its slashes kept.
pub fn path(origin: &Origin, request: &Request) -> String {
    let key = request.key.as_deref().unwrap_or("");
    let mut url = String::with_capacity(origin.host.len() + key.len() + 16);
    for piece in [origin.scheme, "://", &origin.host, "/"] {
        url.push_str(piece);
    }
    for (i, segment) in key.split('/').enumerate() {
        url.push_str(if i == 0 { "" } else { "/" });
        url.extend(encoded(segment));
    }
    url
}

/// `name=value`, encoded.
pub fn push_parameter(url: &mut String, name: &str, value: Option<&str>) {
    url.extend(encoded(name));
    if let Some(value) = value {
        url.push('=');
        url.extend(encoded(value));
    }
}
