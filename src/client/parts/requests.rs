//! The requests of a transfer, and what is read from their responses.

use super::settings::{FileSettings, is_of_completion, is_of_each_request};
use crate::request::Request;
use crate::response::Response;

const CRC64: &str = "x-cos-hash-crc64ecma";

/// A request for the object of another one.
pub fn of_object(object: &Request, method: &str, query: &[(&str, Option<&str>)]) -> Request {
    let owned =
        |(name, value): &(&str, Option<&str>)| ((*name).to_owned(), value.map(str::to_owned));
    Request {
        method: method.to_owned(),
        bucket: object.bucket.clone(),
        key: object.key.clone(),
        query: query.iter().map(owned).collect(),
        ..Request::default()
    }
}

/// The headers of a transfer that each of its requests has.
pub fn common_headers(settings: &FileSettings) -> Vec<(String, String)> {
    let mut headers = settings.headers.clone();
    headers.retain(|(name, _)| is_of_each_request(name));
    headers
}

/// Those of the request that completes an upload.
pub fn completion_headers(settings: &FileSettings) -> Vec<(String, String)> {
    let mut headers = settings.headers.clone();
    headers.retain(|(name, _)| is_of_completion(name));
    headers
}

/// A header of a response; `""` if it has none.
pub fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.header_z(name).trim_end_matches('\0')
}

pub fn number(response: &Response, name: &str) -> Option<u64> {
    header(response, name).trim().parse().ok()
}

/// The sum of the stored object, if the response tells it.
pub fn crc(response: &Response) -> Option<u64> {
    number(response, CRC64)
}

pub fn etag(response: &Response) -> Option<&str> {
    Some(header(response, "ETag")).filter(|etag| !etag.is_empty())
}
