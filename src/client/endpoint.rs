//! Where a request goes: scheme, host, and the address to dial.

use crate::error::{CosError, Reason, Result};

use super::names;

/// The hosts of COS itself.
const DEFAULT: &str = "https://{bucket}.cos.{region}.myqcloud.com";
/// Buckets of Rapid storage have hosts of their own (436/139752).
const RAPID: &str = "https://{bucket}.cosrapid.{region}.myqcloud.com";
const SERVICE: &str = "https://service.cos.myqcloud.com";

/// A checked endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// `None`: the hosts of COS.
    template: Option<String>,
}

/// A scheme and a host, with its port unless that is the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub scheme: &'static str,
    pub host: String,
}

impl Endpoint {
    /// `http://` or `https://`, a host in which `{bucket}` and `{region}` are filled in, perhaps a port.
    pub fn new(template: &str) -> Result<Endpoint> {
        let wrong = |fix: &str| Err(CosError::argument("endpoint", template, fix));
        let trimmed = template.strip_suffix('/').unwrap_or(template);
        // Not shown: what stands before the sign may be a password.
        if template.contains('@') {
            return Err(CosError::client(
                Reason::InvalidArgument,
                "endpoint has a user or password in it: give scheme and host only",
            ));
        }
        let Some((_, host)) = split(trimmed) else {
            return wrong(
                "begin it with https:// or http://, as in https://{bucket}.cos.{region}.myqcloud.com",
            );
        };
        if host.contains(['/', '?', '#']) {
            return wrong("give scheme and host only, without a path, query or user");
        }
        let filled = host.replace("{bucket}", "b").replace("{region}", "r");
        if filled.contains(['{', '}']) {
            return wrong("only {bucket} and {region} are filled in");
        }
        let (name, port) = filled.rsplit_once(':').unwrap_or((&filled, "80"));
        if !name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
            || name.is_empty()
        {
            return wrong(
                "use letters, digits, dots and dashes in the host, as in img.example.com",
            );
        }
        if !port.parse::<u16>().is_ok_and(|port| port > 0) {
            return wrong("give a port from 1 to 65535");
        }
        Ok(Endpoint {
            template: Some(trimmed.to_owned()),
        })
    }

    /// An endpoint that the caller named: its answers need not bear the marks of COS.
    pub fn is_custom(&self) -> bool {
        self.template.is_some()
    }

    /// Whether hosts of this endpoint are made with the region.
    pub fn needs_region(&self) -> bool {
        self.template
            .as_ref()
            .is_none_or(|template| template.contains("{region}"))
    }

    /// The origin for a bucket, or for the service where there is none.
    pub fn origin(&self, bucket: Option<&str>, region: &str) -> Result<Origin> {
        let template = match (&self.template, bucket) {
            (Some(template), _) => template,
            (None, None) => SERVICE,
            (None, Some(bucket)) if bucket.contains("-x--") => RAPID,
            (None, Some(_)) => DEFAULT,
        };
        let Some((scheme, host)) = split(template) else {
            return Err(CosError::argument(
                "endpoint",
                template,
                "begin it with https:// or http://",
            ));
        };
        // One that is not empty was checked when it was set.
        if region.is_empty() && host.contains("{region}") {
            names::region(region)?;
        }
        let own_port = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(own_port).unwrap_or(host);
        let mut host = filled(host, bucket, region);
        host.make_ascii_lowercase();
        Ok(Origin { scheme, host })
    }
}

/// A host with its names filled in. Without a bucket, its label goes too.
fn filled(template: &str, bucket: Option<&str>, region: &str) -> String {
    let names = bucket.map_or(0, str::len) + region.len();
    let mut host = String::with_capacity(template.len() + names);
    let mut rest = template;
    while let Some((before, name, after)) = placeholder(rest) {
        host.push_str(before);
        rest = after;
        match (name, bucket) {
            ("region", _) => host.push_str(region),
            (_, Some(bucket)) => host.push_str(bucket),
            (_, None) => rest = after.strip_prefix('.').unwrap_or(after),
        }
    }
    host.push_str(rest);
    host
}

/// What stands before, in and behind the first pair of braces.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let open = memchr::memchr(b'{', text.as_bytes())?;
    let close = open + memchr::memchr(b'}', &text.as_bytes()[open..])?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}

fn split(template: &str) -> Option<(&'static str, &str)> {
    let https = template
        .strip_prefix("https://")
        .map(|host| ("https", host));
    https.or_else(|| template.strip_prefix("http://").map(|host| ("http", host)))
}

/// `host:port` of the address to dial instead of the host's own.
pub fn connect_to(address: &str) -> Result<(String, u16)> {
    let wrong = || {
        CosError::argument(
            "connect_to",
            address,
            "give it as host:port, the port from 1 to 65535",
        )
    };
    let (host, port) = address.rsplit_once(':').ok_or_else(wrong)?;
    let bracketed = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let host_is_good = match bracketed {
        Some(literal) => literal.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        }
    };
    match port.parse::<u16>() {
        Ok(port @ 1..) if host_is_good => Ok((host.to_owned(), port)),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(template: Option<&str>, bucket: Option<&str>, region: &str) -> String {
        let endpoint = template.map_or(Ok(Endpoint::default()), Endpoint::new);
        match endpoint.and_then(|endpoint| endpoint.origin(bucket, region)) {
            Ok(origin) => format!("{}://{}", origin.scheme, origin.host),
            Err(error) => error.message().to_owned(),
        }
    }

    #[test]
    fn hosts_are_those_of_the_documents() {
        let b = Some("b-125");
        for (template, bucket, region, expected) in [
            (
                None,
                b,
                "ap-beijing",
                "https://b-125.cos.ap-beijing.myqcloud.com",
            ),
            (
                None,
                b,
                "accelerate",
                "https://b-125.cos.accelerate.myqcloud.com",
            ),
            (
                None,
                Some("n-x--125"),
                "ap-beijing",
                "https://n-x--125.cosrapid.ap-beijing.myqcloud.com",
            ),
            (None, None, "", "https://service.cos.myqcloud.com"),
            (
                Some("http://{bucket}.cos-internal.{region}.tencentcos.cn"),
                b,
                "r",
                "http://b-125.cos-internal.r.tencentcos.cn",
            ),
            (
                Some("https://{bucket}.cos.{region}.myqcloud.com"),
                None,
                "r",
                "https://cos.r.myqcloud.com",
            ),
            (
                Some("https://img.example.com/"),
                b,
                "",
                "https://img.example.com",
            ),
            (
                Some("https://h.example.com:443"),
                b,
                "",
                "https://h.example.com",
            ),
            (
                Some("http://127.0.0.1:8080"),
                b,
                "",
                "http://127.0.0.1:8080",
            ),
        ] {
            assert_eq!(host(template, bucket, region), expected);
        }
        assert!(host(None, b, "").starts_with("region is missing"));
    }

    #[test]
    fn addresses_have_host_and_port() {
        for good in ["127.0.0.1:80", "[::1]:8080", "gate.internal:443"] {
            assert!(connect_to(good).is_ok(), "{good}");
        }
        for bad in [
            "127.0.0.1",
            "http://a:1",
            "a:0",
            "a:70000",
            "a:http",
            ":80",
            "::1:80",
            "",
        ] {
            assert!(connect_to(bad).is_err(), "{bad}");
        }
    }
}
