//! The endpoint of a request: scheme, host, and the address to connect to.

use crate::error::{CosError, Result};
use crate::host::{self, Host};
use crate::request::validate;

use super::ipv6;

/// A checked endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// `None`: the hosts of COS.
    template: Option<String>,
    /// Its host is one of COS that serves no bucket.
    is_bucketless: bool,
    /// The region that its host of COS names itself.
    region: Option<String>,
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
        let wrong = |fix: &str| Err(CosError::url_argument("endpoint", template, fix));
        let trimmed = template.strip_suffix('/').unwrap_or(template);
        if template.contains('@') {
            return wrong("it contains a user or password; use scheme and host only");
        }
        let Some((scheme, host)) = split(trimmed) else {
            return wrong(&format!(
                "begin it with https:// or http://, as in {}",
                host::DEFAULT
            ));
        };
        if let Some((host, _)) = host.split_once(['/', '?', '#']) {
            return wrong(&match advised(scheme, host) {
                Some(advised) => format!("it has a path; use {advised}"),
                None => "use scheme and host only, without a path, query or user".to_owned(),
            });
        }
        let filled = host.replace("{bucket}", BUCKET).replace("{region}", REGION);
        if filled.contains(['{', '}']) {
            return wrong("only {bucket} and {region} are filled in");
        }
        if let Err(fix) = check_host(&filled) {
            return wrong(fix);
        }
        let of_cos = Host::parse(&filled);
        if let (Some(of_cos), Some(advised)) = (of_cos, advised(scheme, host))
            && !serves_any_bucket(host)
        {
            return wrong(&match of_cos.bucket() {
                "" => format!("it names no bucket; use {advised}"),
                _ if host.contains("{bucket}") => {
                    format!("{{bucket}} must be the whole first label; use {advised}")
                }
                bucket => format!("it names one bucket, {bucket}; use {advised}"),
            });
        }
        if let (None, Some(rest)) = (of_cos, host.strip_prefix("{bucket}."))
            && let Some(advised) = advised(scheme, rest)
            && host::is_tencent(&filled)
        {
            return wrong(&format!("it names a bucket twice; use {advised}"));
        }
        let is_unknown = of_cos.is_none() && host::is_tencent(&filled);
        if is_unknown && !host::is_migration(&filled) && !serves_any_bucket(host) {
            let general = host::DEFAULT.strip_prefix("https").unwrap_or_default();
            return wrong(&format!(
                "COS has no host of this form; use \"{scheme}{general}\""
            ));
        }
        let region = of_cos.map_or("", |of_cos| of_cos.region());
        Ok(Endpoint {
            is_bucketless: of_cos.is_some_and(|of_cos| of_cos.bucket().is_empty()),
            region: (!region.is_empty() && region != REGION).then(|| region.to_ascii_lowercase()),
            // In lower case, as buckets and regions are.
            template: Some(format!("{scheme}://{}", host.to_ascii_lowercase())),
        })
    }

    /// An endpoint that the caller set: its responses need not have the marks of COS.
    pub fn is_custom(&self) -> bool {
        self.template.is_some()
    }

    /// The origin for a bucket, or for the service where there is none.
    pub fn origin(&self, bucket: Option<&str>, region: &str) -> Result<Origin> {
        self.check_region(region)?;
        let template = match (&self.template, bucket) {
            (Some(template), Some(bucket)) if self.is_bucketless => {
                let default = host::default_endpoint(Some(bucket));
                let fix = format!("the endpoint {template:?} serves no bucket; use {default:?}");
                return Err(CosError::argument("bucket", bucket, &fix));
            }
            (Some(template), _) => template,
            (None, bucket) => host::default_endpoint(bucket),
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
            validate::region(region)?;
        }
        let own_port = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(own_port).unwrap_or(host);
        let host = filled(host, bucket, region);
        if bucket.is_none() && check_host(&host).is_err() {
            let fix = format!("set one: without it the endpoint {template:?} has no host");
            return Err(CosError::missing("bucket", &fix));
        }
        Ok(Origin { scheme, host })
    }

    /// A region other than the one in the host would be ignored. `""` if none is set.
    pub fn check_region(&self, region: &str) -> Result<()> {
        match &self.region {
            Some(own) if !region.is_empty() && region != own => {
                let endpoint = self.template.as_deref().unwrap_or("");
                let fix = format!(
                    "the endpoint {endpoint:?} names another region; use {{region}} in its place"
                );
                Err(CosError::argument("region", region, &fix))
            }
            _ => Ok(()),
        }
    }
}

/// The values of `{bucket}` and `{region}` while an endpoint is checked.
const BUCKET: &str = "bucket-1250000000";
const REGION: &str = "region";

/// The endpoint to write in place of one whose host of COS lacks `{bucket}`. `None`: it
/// need not have one.
fn advised(scheme: &str, host: &str) -> Option<String> {
    let filled = host.replace("{bucket}", BUCKET).replace("{region}", REGION);
    let of_cos = Host::parse(&filled)?;
    let template = of_cos.template()?;
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    let colon = if port.is_empty() { "" } else { ":" };
    let with_region = match of_cos.region() {
        "" | REGION => String::new(),
        region => format!(" with the region {:?}", region.to_ascii_lowercase()),
    };
    Some(format!(
        "\"{scheme}://{template}{colon}{port}\"{with_region}"
    ))
}

/// Whether the bucket is the first label of the host, whatever bucket it is.
fn serves_any_bucket(host: &str) -> bool {
    host.strip_prefix("{bucket}.")
        .is_some_and(|rest| !rest.contains("{bucket}"))
}

/// Checks the characters of a host with its names filled in, and its port.
pub fn check_host(host: &str) -> std::result::Result<(), &'static str> {
    if host.contains("://") {
        return Err("leave the scheme out, as in img.example.com");
    }
    let (name, port) = ipv6::split_port(host);
    if !ipv6::is_literal(name)? && !is_name(name) {
        return Err(
            "use letters, digits, dots, dashes and underscores in the host, as in img.example.com",
        );
    }
    if port.is_some_and(|port| validate::port(port).is_none()) {
        return Err("use a port from 1 to 65535");
    }
    Ok(())
}

/// A DNS name, an IPv4 address, or a name of Docker's, which may have underscores.
fn is_name(host: &str) -> bool {
    let is_good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    !host.is_empty() && host.bytes().all(is_good)
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
            ("region", _) => {
                if host::is_tencent(template) {
                    host.truncate(host::before_region(&host, region).len());
                }
                host.push_str(region);
            }
            (_, Some(bucket)) => host.push_str(bucket),
            (_, None) => rest = after.strip_prefix('.').unwrap_or(after),
        }
    }
    host.push_str(rest);
    host
}

/// The text before, in and after the first pair of braces.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let open = memchr::memchr(b'{', text.as_bytes())?;
    let close = open + memchr::memchr(b'}', &text.as_bytes()[open..])?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}

fn split(template: &str) -> Option<(&'static str, &str)> {
    let colon = memchr::memchr(b':', template.as_bytes())?;
    let (scheme, rest) = template.split_at(colon);
    let mut schemes = ["https", "http"].into_iter();
    let scheme = schemes.find(|known| scheme.eq_ignore_ascii_case(known))?;
    Some((scheme, rest.strip_prefix("://")?))
}

/// `host:port` of the address to dial instead of the host's own.
pub fn connect_to(address: &str) -> Result<(String, u16)> {
    let wrong = |fix: &str| CosError::argument("connect_to", address, fix);
    let (host, port) = ipv6::split_port(address);
    let is_good = ipv6::is_literal(host).map_err(wrong)? || is_name(host);
    match port.and_then(validate::port) {
        Some(port) if is_good => Ok((host.to_owned(), port)),
        _ => Err(wrong("must be host:port, with a port from 1 to 65535")),
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
            (None, b, "cn-south", "https://b-125.cn-south.myqcloud.com"),
            (
                Some("http://{bucket}.cos.{region}.example.com"),
                b,
                "cn-south",
                "http://b-125.cos.cn-south.example.com",
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
            (Some("http://[::1]:9000"), b, "", "http://[::1]:9000"),
            (
                Some("HTTP://[2001:DB8::A]:80/"),
                b,
                "",
                "http://[2001:db8::a]",
            ),
            (Some("https://[::1]:443"), b, "", "https://[::1]"),
            (Some("https://[::443]"), b, "", "https://[::443]"),
            (Some("http://my_minio:9000"), b, "", "http://my_minio:9000"),
            (Some("http://{bucket}.My_Net"), b, "", "http://b-125.my_net"),
        ] {
            assert_eq!(host(template, bucket, region), expected);
        }
        assert!(host(None, b, "").starts_with("region is missing"));
        for template in ["http://{bucket}", "http://{bucket}.", "http://{bucket}:90"] {
            let message = host(Some(template), None, "");
            assert!(message.starts_with("bucket is missing"), "{message}");
            assert!(message.ends_with("has no host"), "{message}");
        }
    }

    fn mistake(template: &str) -> String {
        let made = Endpoint::new(template).map(|made| format!("{made:?}"));
        made.unwrap_or_else(|error| error.message().to_owned())
    }

    #[test]
    fn a_host_of_cos_must_take_the_bucket() {
        let general = "use \"http://{bucket}.cos.{region}.myqcloud.com\"";
        let guangzhou = format!("{general} with the region \"ap-guangzhou\"");
        for (template, expected) in [
            (
                "http://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com",
                &*guangzhou,
            ),
            ("http://cos.ap-guangzhou.myqcloud.com", &guangzhou),
            ("http://cos.ap-guangzhou.myqcloud.com/", &guangzhou),
            ("HTTP://COS.ap-Guangzhou.MYQCLOUD.COM.", &guangzhou),
            (
                "http://cos.ap-guangzhou.myqcloud.com/b-1250000000",
                &guangzhou,
            ),
            ("http://cos.ap-guangzhou.myqcloud.com/{bucket}", &guangzhou),
            (
                "http://{bucket}.cos.ap-guangzhou.myqcloud.com/v1",
                &guangzhou,
            ),
            ("http://cos.{region}.myqcloud.com", general),
            (
                "http://{bucket}-1250000000.cos.{region}.myqcloud.com",
                general,
            ),
            ("http://img-{bucket}.cos.{region}.myqcloud.com", general),
            ("http://cos.myqcloud.com", general),
            ("http://b-1250000000.myqcloud.com", general),
            ("http://cos.tencentcos.cn:8080", general),
            (
                "http://www.b-1250000000.cos.ap-guangzhou.myqcloud.com",
                general,
            ),
            ("http://a.b-125.cos.ap-guangzhou.myqcloud.com", general),
            ("http://a.{bucket}.cos.{region}.myqcloud.com", general),
            (
                "http://{bucket}.b-125.cos.ap-guangzhou.myqcloud.com",
                &guangzhou,
            ),
            (
                "http://{bucket}.{bucket}.cos.ap-guangzhou.myqcloud.com",
                &guangzhou,
            ),
            (
                "https://cos.ap-guangzhou.myqcloud.com:8443",
                "use \"https://{bucket}.cos.{region}.myqcloud.com:8443\" with the region \"ap-guangzhou\"",
            ),
            (
                "https://cos.accelerate.myqcloud.com",
                "use \"https://{bucket}.cos.accelerate.myqcloud.com\"",
            ),
            (
                "https://b-125.cos-internal.ap-beijing.tencentcos.cn",
                "use \"https://{bucket}.cos-internal.{region}.tencentcos.cn\" with the region \"ap-beijing\"",
            ),
            (
                "https://b-125.ci.ap-beijing.myqcloud.com",
                "use \"https://{bucket}.ci.{region}.myqcloud.com\" with the region \"ap-beijing\"",
            ),
            (
                "https://b-125.file.myqcloud.com",
                "use \"https://{bucket}.file.myqcloud.com\"",
            ),
        ] {
            let message = mistake(template);
            let shown = format!("endpoint {template:?}: ");
            assert!(
                message.starts_with(&shown) && message.ends_with(expected),
                "{message}"
            );
        }
        for good in [
            "http://{bucket}.cos.ap-guangzhou.myqcloud.com",
            "https://{bucket}.cos.accelerate.myqcloud.com",
            "https://{bucket}.ci.{region}.myqcloud.com",
            "https://{bucket}.cn-north.myqcloud.com:443",
            "HTTPS://service.cos.myqcloud.com",
            "https://100010805041.cos-control.ap-beijing.myqcloud.com",
            "https://ap-beijing.migration.myqcloud.com",
            "https://cos.example.com",
            "http://127.0.0.1:9000",
        ] {
            assert!(Endpoint::new(good).is_ok(), "{}", mistake(good));
        }
    }

    #[test]
    fn a_call_for_something_else_than_the_endpoint_is_a_mistake() {
        for (template, bucket, region, expected) in [
            (
                "https://service.cos.myqcloud.com",
                "b-125",
                "",
                "bucket \"b-125\": the endpoint \"https://service.cos.myqcloud.com\" serves no bucket; \
                 use \"https://{bucket}.cos.{region}.myqcloud.com\"",
            ),
            (
                "https://1250000000.ci.ap-beijing.myqcloud.com",
                "n-x--125",
                "ap-beijing",
                "bucket \"n-x--125\": the endpoint \"https://1250000000.ci.ap-beijing.myqcloud.com\" \
                 serves no bucket; use \"https://{bucket}.cosrapid.{region}.myqcloud.com\"",
            ),
            (
                "http://{bucket}.cos.ap-beijing.myqcloud.com",
                "b-125",
                "ap-shanghai",
                "region \"ap-shanghai\": the endpoint \"http://{bucket}.cos.ap-beijing.myqcloud.com\" \
                 names another region; use {region} in its place",
            ),
        ] {
            assert_eq!(host(Some(template), Some(bucket), region), expected);
        }
        let service = host(Some("https://service.cos.myqcloud.com"), None, "ap-beijing");
        assert_eq!(service, "https://service.cos.myqcloud.com");
        let same = host(
            Some("https://{bucket}.cos.AP-BEIJING.myqcloud.com"),
            Some("b-1"),
            "ap-beijing",
        );
        assert_eq!(same, "https://b-1.cos.ap-beijing.myqcloud.com");
    }

    #[test]
    fn a_port_is_a_number() {
        for port in ["+80", "-80", " 80", "0", "65536", "http"] {
            let message = mistake(&format!("http://h.example.com:{port}"));
            assert!(message.ends_with("use a port from 1 to 65535"), "{message}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        for (endpoint, shown) in [
            ("https://user:HIDDEN@host", "\"https://***@host\""),
            ("HTTPS://user:HID@DEN@host/", "\"HTTPS://***@host/\""),
            ("user:HID://DEN@host", "\"***@host\""),
        ] {
            let message = mistake(endpoint);
            assert!(
                message.starts_with(&format!("endpoint {shown}: it contains a user")),
                "{message}"
            );
            assert!(!message.contains("HID"), "{message}");
        }
    }

    #[test]
    fn hosts_that_cannot_be_used_are_told_apart() {
        for (host, fix) in [
            ("::1", "brackets, as in [::1]"),
            ("::1:9000", "brackets, as in [::1]"),
            ("[fe80::1%eth0]:9000", "zone"),
            ("[fe80::1%25eth0]:9000", "zone"),
            ("fe80::1%eth0", "zone"),
            ("[::zz]:9000", "not valid"),
            ("[{bucket}]", "not valid"),
            ("{bucket}.[::1]", "not valid"),
            ("[::1]:0", "port from 1"),
            ("[::1]:", "port from 1"),
            ("[::1]x", "not valid"),
            ("a b", "underscores"),
            (":80", "underscores"),
        ] {
            let message = mistake(&format!("http://{host}"));
            assert!(
                message.starts_with("endpoint ") && message.contains(fix),
                "{host}: {message}"
            );
        }
    }

    /// Every accepted value can be sent in HTTP, and the host is used as it is written.
    #[test]
    fn accepted_hosts_are_hosts_of_urls() {
        for (endpoint, host, port) in [
            ("http://[::1]:9000", "[::1]", Some(9000)),
            ("https://[2001:DB8::1]", "[2001:db8::1]", None),
            ("http://my_minio:9000", "my_minio", Some(9000)),
            ("http://_a._b-c.example", "_a._b-c.example", None),
        ] {
            let origin = Endpoint::new(endpoint).and_then(|e| e.origin(None, ""));
            let origin = origin.expect("an origin");
            let url = format!("{}://{}/key", origin.scheme, origin.host);
            let url: ureq::http::Uri = url.parse().expect("a URL");
            assert_eq!((url.host(), url.port_u16()), (Some(host), port));
        }
    }

    #[test]
    fn addresses_have_host_and_port() {
        for good in [
            "127.0.0.1:80",
            "[::1]:8080",
            "gate.internal:443",
            "my_gate:1",
        ] {
            assert!(connect_to(good).is_ok(), "{good}");
        }
        for (bad, fix) in [
            ("[fe80::1%eth0]:80", "zone"),
            ("fe80::1%lo:80", "zone"),
            ("::1:80", "brackets"),
            ("::1", "brackets"),
            ("http://a:1", "host:port"),
            ("[::1]", "host:port"),
        ] {
            let message = connect_to(bad).map_err(|error| error.message().to_owned());
            assert!(
                message.as_ref().is_err_and(|m| m.contains(fix)),
                "{bad}: {message:?}"
            );
        }
        for bad in [
            "127.0.0.1",
            "http://a:1",
            "a:0",
            "a:70000",
            "a:http",
            "a:+80",
            "a:",
            ":80",
            "::1:80",
            "",
        ] {
            assert!(connect_to(bad).is_err(), "{bad}");
        }
    }
}
