//! The root element that a success of a request must have.

use crate::client::prepared_request::PreparedRequest;
use crate::error::ANY_ROOT;
use crate::error::request_info::{RequestInfo, Target};
use crate::host::Host;
use crate::operations;

/// That which the caller set, or else that of the table; `""`: any.
pub fn of<'p>(prepared: &'p PreparedRequest<'_>) -> &'p str {
    match prepared.request.expect_root.as_deref().unwrap_or("") {
        ANY_ROOT => "",
        "" => documented(prepared).unwrap_or(""),
        name => name,
    }
}

fn documented(prepared: &PreparedRequest<'_>) -> Option<&'static str> {
    let request = prepared.request;
    // No body follows.
    if request.method == "HEAD" {
        return None;
    }
    let bucket = request.bucket.as_deref().unwrap_or("");
    let asked = RequestInfo::new(&request.method, prepared.url()).with(bucket, "", "");
    let target = match asked.target() {
        // Others have pages there: websites, CDN, data processing.
        Target::Service | Target::Bucket if !is_of_cos(asked.host) => return None,
        Target::Service => "service",
        Target::Bucket => "bucket",
        Target::Object | Target::Version => "object",
        Target::SubResource if Host::parse(asked.host).is_some_and(|host| host.is_ci()) => {
            return None;
        }
        Target::SubResource if asked.key.is_empty() => "bucket",
        Target::SubResource => "object",
        Target::Unknown => return None,
    };
    let sub_resource = asked.sub_resource().map_or("", |known| known.name);
    operations::response_root(
        asked.method,
        target,
        sub_resource,
        |name| prepared.has_header(name),
        asked.query_pairs(),
    )
}

fn is_of_cos(host: &str) -> bool {
    Host::parse(host).is_some_and(|host| host.is_cos())
}
