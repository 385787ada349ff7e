//! What was asked: bucket, region, key, sub-resource and the operation's name.

use super::sub_resource::SubResource;

/// The request as far as its method and URL tell it. Borrowed from the URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    pub method: &'a str,
    pub host: &'a str,
    pub bucket: &'a str,
    /// `""` where the host names none: accelerate, service and custom hosts.
    pub region: &'a str,
    /// As it stands in the URL, still percent-encoded, without the leading slash.
    pub key: &'a str,
    pub query: &'a str,
}

/// What a 404 is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nothing is known of the request.
    Unknown,
    Service,
    Bucket,
    Object,
    Version,
    SubResource,
}

impl<'a> Asked<'a> {
    pub fn new(method: &'a str, url: &'a str) -> Asked<'a> {
        let usual = ["https://", "http://"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let rest = usual
            .or_else(|| url.split_once("://").map(|(_, rest)| rest))
            .unwrap_or(url);
        let (rest, _) = cut(rest, b'#');
        let (rest, query) = cut(rest, b'?');
        let (host, key) = cut(rest, b'/');
        let host = match memchr::memrchr(b'@', host.as_bytes()) {
            Some(at) => &host[at + 1..],
            None => host,
        };
        let (bucket, region) = of_host(host);
        Asked {
            method,
            host,
            bucket,
            region,
            key,
            query,
        }
    }

    /// What the caller said: a custom domain names no bucket and no region.
    pub fn with(mut self, bucket: &'a str, key: &'a str, region: &'a str) -> Asked<'a> {
        let said = |said: &'a str, read: &'a str| if said.is_empty() { read } else { said };
        self.bucket = said(bucket, self.bucket);
        self.key = said(key, self.key);
        self.region = said(region, self.region);
        self
    }

    /// The sub-resource: the first query parameter that names one.
    pub fn sub_resource(&self) -> Option<&'static SubResource> {
        self.parameters().find_map(SubResource::named)
    }

    /// A signature in the URL itself.
    pub fn is_presigned(&self) -> bool {
        self.parameters()
            .any(|name| name.eq_ignore_ascii_case("q-signature"))
    }

    pub fn target(&self) -> Target {
        if self.host.is_empty() && self.bucket.is_empty() {
            return Target::Unknown;
        }
        if self.key.is_empty() && self.bucket.is_empty() {
            return if is_service(self.host) {
                Target::Service
            } else {
                Target::Unknown
            };
        }
        if self.sub_resource().is_some() {
            return Target::SubResource;
        }
        if self.key.is_empty() {
            return Target::Bucket;
        }
        match self.parameters().any(|name| name == "versionId") {
            true => Target::Version,
            false => Target::Object,
        }
    }

    /// The permission's name (`HeadBucket`, `GetObject` ...) with a trailing NUL; `"\0"` when unknown.
    pub fn operation_z(&self) -> &'static str {
        let on_object = !self.key.is_empty();
        match self.sub_resource() {
            Some(sub) => sub.operation_z(self.method, on_object),
            None => match (self.target(), self.method) {
                (Target::Service, "GET") => "GetService\0",
                (Target::Bucket, "HEAD") => "HeadBucket\0",
                (Target::Bucket, "GET") => "GetBucket\0",
                (Target::Bucket, "PUT") => "PutBucket\0",
                (Target::Bucket, "DELETE") => "DeleteBucket\0",
                (Target::Bucket, "POST") => "PostObject\0",
                (Target::Object | Target::Version, "HEAD") => "HeadObject\0",
                (Target::Object | Target::Version, "GET") => "GetObject\0",
                (Target::Object | Target::Version, "PUT") => "PutObject\0",
                (Target::Object | Target::Version, "DELETE") => "DeleteObject\0",
                (Target::Object | Target::Version, "POST") => "PostObject\0",
                (Target::Object | Target::Version, "OPTIONS") => "OptionsObject\0",
                _ => "\0",
            },
        }
    }

    fn parameters(&self) -> impl Iterator<Item = &'a str> {
        let pairs = (!self.query.is_empty()).then(|| self.query.split('&'));
        pairs
            .into_iter()
            .flatten()
            .map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name))
    }
}

/// What stands before and behind the first sign.
fn cut(text: &str, sign: u8) -> (&str, &str) {
    match memchr::memchr(sign, text.as_bytes()) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

fn without_port(host: &str) -> &str {
    match memchr::memrchr(b':', host.as_bytes()) {
        Some(at) => &host[..at],
        None => host,
    }
}

/// Bucket and region that a host of COS or CI names, `""` for what it does not.
fn of_host(host: &str) -> (&str, &str) {
    let name = without_port(host);
    let Some(labels) = name
        .strip_suffix(".myqcloud.com")
        .or_else(|| name.strip_suffix(".tencentcos.cn"))
        .or_else(|| name.strip_suffix(".tencentci.cn"))
    else {
        return ("", "");
    };
    let mut parts = labels.split('.');
    let (Some(first), second, third) = (parts.next(), parts.next(), parts.next()) else {
        return ("", "");
    };
    match (second, third) {
        // cos.ap-beijing, service.cos
        (Some("cos"), None) if first == "service" => ("", ""),
        (Some(region), None) if first == "cos" => ("", region),
        // bucket.cn-north: the hosts before 2017
        (Some(region), None) => (first, region),
        (Some(_), Some("accelerate")) => (first, ""),
        (Some(_), Some(region)) => (first, region),
        (None, _) => ("", ""),
    }
}

fn is_service(host: &str) -> bool {
    let name = without_port(host);
    name.starts_with("service.cos.") || name.starts_with("cos.")
}

/// Whether a host is Tencent's own, so that its answers bear the marks of COS.
pub fn is_tencent_host(host: &str) -> bool {
    let name = without_port(host);
    [".myqcloud.com", ".tencentcos.cn", ".tencentci.cn"]
        .iter()
        .any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_name_bucket_and_region() {
        for (host, expected) in [
            ("b-125.cos.ap-beijing.myqcloud.com", ("b-125", "ap-beijing")),
            (
                "b-125.cos.ap-beijing.tencentcos.cn:8080",
                ("b-125", "ap-beijing"),
            ),
            ("b-125.cos.accelerate.myqcloud.com", ("b-125", "")),
            (
                "b-125.cos-internal.ap-beijing.tencentcos.cn",
                ("b-125", "ap-beijing"),
            ),
            (
                "n-x--125.cosrapid.ap-beijing.myqcloud.com",
                ("n-x--125", "ap-beijing"),
            ),
            ("b-125.ci.ap-beijing.myqcloud.com", ("b-125", "ap-beijing")),
            ("b-125.cn-north.myqcloud.com", ("b-125", "cn-north")),
            ("service.cos.myqcloud.com", ("", "")),
            ("cos.ap-beijing.myqcloud.com", ("", "ap-beijing")),
            ("img.example.com", ("", "")),
        ] {
            assert_eq!(of_host(host), expected, "{host}");
        }
    }

    #[test]
    fn operations_have_the_permission_names() {
        let base = "https://b-125.cos.ap-beijing.myqcloud.com";
        for (method, path, expected) in [
            ("HEAD", "/", "HeadBucket\0"),
            ("HEAD", "", "HeadBucket\0"),
            ("GET", "/?max-keys=1", "GetBucket\0"),
            ("GET", "/?acl", "GetBucketACL\0"),
            ("PUT", "/k?acl=", "PutObjectACL\0"),
            ("GET", "/a/b?versionId=3", "GetObject\0"),
            ("PUT", "/k?partNumber=1&uploadId=u", "UploadPart\0"),
            ("POST", "/?delete", "DeleteMultipleObjects\0"),
            ("PATCH", "/k", "\0"),
        ] {
            let url = format!("{base}{path}");
            assert_eq!(
                Asked::new(method, &url).operation_z(),
                expected,
                "{method} {path}"
            );
        }
        assert_eq!(
            Asked::new("GET", "https://service.cos.myqcloud.com/").operation_z(),
            "GetService\0"
        );
        assert_eq!(
            Asked::new("HEAD", "https://img.example.com/").target(),
            Target::Unknown
        );
        let custom = Asked::new("HEAD", "https://img.example.com/").with("b-125", "", "");
        assert_eq!(custom.target(), Target::Bucket);
        for url in ["", "/missing"] {
            let told = Asked::new("HEAD", url).with("b-125", "missing", "");
            assert_eq!(told.target(), Target::Object, "{url}");
        }
    }
}
