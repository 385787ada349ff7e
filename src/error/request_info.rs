//! The request of an error: bucket, region, key, sub-resource and the operation's name.

use std::borrow::Cow;

use super::sub_resource::SubResource;
use crate::host::Host;

/// The request, as far as its method and URL describe it; borrowed from the URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestInfo<'a> {
    /// In capital letters if it is a method of COS.
    pub method: &'a str,
    pub host: &'a str,
    pub bucket: &'a str,
    /// `""` where the host names none: accelerate, service and custom hosts.
    pub region: &'a str,
    /// As it stands in the URL, still percent-encoded, without the leading slash, and
    /// without the bucket of a path-style URL.
    pub key: &'a str,
    pub query: &'a str,
}

/// The subject of a 404.
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

impl<'a> RequestInfo<'a> {
    pub fn new(method: &'a str, url: &'a str) -> RequestInfo<'a> {
        let (rest, query) = without_scheme(url);
        let (host, key) = cut(rest, b'/');
        let host = match memchr::memrchr(b'@', host.as_bytes()) {
            Some(at) => &host[at + 1..],
            None => host,
        };
        let named = Host::parse(host);
        let (bucket, key) = match named {
            Some(named) if named.takes_path_style() => cut(key, b'/'),
            Some(named) => (named.bucket(), key),
            None => ("", key),
        };
        let region = named.map_or("", |named| named.region());
        RequestInfo {
            method: canonical(method),
            host,
            bucket,
            region,
            key,
            query,
        }
    }

    /// What the query alone tells.
    pub fn of_query(url: &str) -> RequestInfo<'_> {
        let query = match memchr::memchr(b'?', url.as_bytes()) {
            Some(_) => without_scheme(url).1,
            None => "",
        };
        RequestInfo {
            query,
            ..RequestInfo::default()
        }
    }

    /// The values of the caller: a custom domain names no bucket and no region.
    pub fn with(mut self, bucket: &'a str, key: &'a str, region: &'a str) -> RequestInfo<'a> {
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

    /// The token of temporary credentials in the URL itself.
    pub fn has_token(&self) -> bool {
        self.parameters()
            .any(|name| name.eq_ignore_ascii_case("x-cos-security-token"))
    }

    pub fn target(&self) -> Target {
        if self.host.is_empty() && self.bucket.is_empty() {
            return Target::Unknown;
        }
        if self.bucket.is_empty() {
            match Host::parse(self.host) {
                Some(host) if host.takes_path_style() && self.key.is_empty() => {
                    return Target::Service;
                }
                // Its paths are not keys: those of jobs, of accounts.
                Some(_) => return Target::Unknown,
                None if self.key.is_empty() => return Target::Unknown,
                None => {}
            }
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

    /// The query parameters, as they are in the URL.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
        let pairs = (!self.query.is_empty()).then(|| self.query.split('&'));
        pairs
            .into_iter()
            .flatten()
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    fn parameters(&self) -> impl Iterator<Item = &'a str> {
        self.query_pairs().map(|(name, _)| name)
    }
}

/// Methods are in capital letters, but many HTTP libraries also accept other ones.
fn canonical(method: &str) -> &str {
    ["HEAD", "GET", "PUT", "POST", "DELETE", "OPTIONS"]
        .into_iter()
        .find(|known| method.eq_ignore_ascii_case(known))
        .unwrap_or(method)
}

/// Host and path of a URL, and its query. The fragment is left out.
fn without_scheme(url: &str) -> (&str, &str) {
    let usual = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let rest = usual
        .or_else(|| url.split_once("://").map(|(_, rest)| rest))
        .unwrap_or(url);
    cut(cut(rest, b'#').0, b'?')
}

/// The text before and after the first sign.
fn cut(text: &str, sign: u8) -> (&str, &str) {
    match memchr::memchr(sign, text.as_bytes()) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

/// A key as people write it.
pub fn decoded(key: &str) -> Cow<'_, str> {
    match memchr::memchr(b'%', key.as_bytes()) {
        None => Cow::Borrowed(key),
        Some(_) => percent_encoding::percent_decode_str(key).decode_utf8_lossy(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("head", "/", "HeadBucket\0"),
            ("Get", "/k", "GetObject\0"),
            ("delete", "/k?acl", "\0"),
            ("PATCH", "/k", "\0"),
        ] {
            let url = format!("{base}{path}");
            assert_eq!(
                RequestInfo::new(method, &url).operation_z(),
                expected,
                "{method} {path}"
            );
        }
        assert_eq!(
            RequestInfo::new("GET", "https://service.cos.myqcloud.com/").operation_z(),
            "GetService\0"
        );
        assert_eq!(
            RequestInfo::new("HEAD", "https://img.example.com/").target(),
            Target::Unknown
        );
        // A domain that only looks like a host of COS.
        let custom = RequestInfo::new("GET", "https://cos.example.com/");
        assert_eq!(
            (custom.target(), custom.operation_z()),
            (Target::Unknown, "\0")
        );
        let custom = RequestInfo::new("HEAD", "https://img.example.com/").with("b-125", "", "");
        assert_eq!(custom.target(), Target::Bucket);
        for url in ["", "/missing"] {
            let told = RequestInfo::new("HEAD", url).with("b-125", "missing", "");
            assert_eq!(told.target(), Target::Object, "{url}");
        }
    }
    #[test]
    fn the_path_names_the_bucket_where_the_host_does_not() {
        for (method, url, bucket, key, operation) in [
            (
                "HEAD",
                "cos.ap-guangzhou.myqcloud.com/b-125",
                "b-125",
                "",
                "HeadBucket\0",
            ),
            (
                "GET",
                "cos.ap-guangzhou.myqcloud.com/b-125/",
                "b-125",
                "",
                "GetBucket\0",
            ),
            (
                "HEAD",
                "cos.r.myqcloud.com:80/b-125/dir/a.zip",
                "b-125",
                "dir/a.zip",
                "HeadObject\0",
            ),
            (
                "GET",
                "cos.r.myqcloud.com/b-125?acl",
                "b-125",
                "",
                "GetBucketACL\0",
            ),
            (
                "GET",
                "cos.r.myqcloud.com/b-125/k?acl",
                "b-125",
                "k",
                "GetObjectACL\0",
            ),
            (
                "GET",
                "COS.R.MYQCLOUD.COM./b-125/k",
                "b-125",
                "k",
                "GetObject\0",
            ),
            (
                "PUT",
                "cos.accelerate.myqcloud.com/b-125/k",
                "b-125",
                "k",
                "PutObject\0",
            ),
            (
                "DELETE",
                "service.cos.myqcloud.com/b-125/k",
                "b-125",
                "k",
                "DeleteObject\0",
            ),
            (
                "GET",
                "cos-internal.r.tencentcos.cn/b-125/k",
                "b-125",
                "k",
                "GetObject\0",
            ),
            (
                "GET",
                "cosrapid.r.myqcloud.com/n-x--125",
                "n-x--125",
                "",
                "GetBucket\0",
            ),
            // COS takes this for a bucket, whatever was meant.
            (
                "PUT",
                "cos.r.myqcloud.com/photos/a.jpg",
                "photos",
                "a.jpg",
                "PutObject\0",
            ),
            ("GET", "cos.r.myqcloud.com/", "", "", "GetService\0"),
            ("GET", "cos.r.myqcloud.com", "", "", "GetService\0"),
            // Nothing but a bucket-less host of COS has its bucket in the path.
            (
                "GET",
                "b-125.cos.r.myqcloud.com/c-125/k",
                "b-125",
                "c-125/k",
                "GetObject\0",
            ),
            (
                "GET",
                "img.example.com/b-125/k",
                "",
                "b-125/k",
                "GetObject\0",
            ),
            (
                "GET",
                "cos.example.com/b-125/k",
                "",
                "b-125/k",
                "GetObject\0",
            ),
            (
                "GET",
                "ci.r.myqcloud.com/mediabucket",
                "",
                "mediabucket",
                "\0",
            ),
            (
                "POST",
                "125.cos-control.r.myqcloud.com/jobs",
                "",
                "jobs",
                "\0",
            ),
        ] {
            let url = format!("https://{url}");
            let asked = RequestInfo::new(method, &url);
            let read = (asked.bucket, asked.key, asked.operation_z());
            assert_eq!(read, (bucket, key, operation), "{method} {url}");
        }
    }
}
