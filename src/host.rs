//! The grammar of COS hosts: the only place that spells them out.
//!
//! ```text
//! {bucket}.{service}.{region}.{domain}   a bucket; the service is cos, cos-internal, cosrapid, ci ...
//! {service}.{region}.{domain}            no bucket: lists buckets, or takes the bucket from the path
//! service.{service}.{domain}             the same, for all regions
//! {account}.{service}.{region}.{domain}  an APPID or UIN in place of the bucket: batch jobs, CI
//! {bucket}.{place}.{domain}              CDN, access points, and the regions of before 2017
//! ```
//!
//! The region `accelerate` is for global acceleration. Letter case, a port
//! and the final dot of a complete name do not matter.

/// The main domain of COS, and the backup domains of COS and of CI.
const MAIN: &str = "myqcloud.com";
const BACKUP_COS: &str = "tencentcos.cn";
const BACKUP_CI: &str = "tencentci.cn";

const COS: &str = "cos";
const CI: &str = "ci";
const RAPID_SERVICE: &str = "cosrapid";
/// `{region}.migration.{domain}` fetches objects from URLs; its paths begin with a bucket.
const MIGRATION: &str = "migration";
const ACCELERATE: &str = "accelerate";
/// The first label of hosts that list the buckets of all regions.
const ALL_REGIONS: &str = "service";
/// A prefix that `region` must not have, although many documents show it.
pub const COS_PREFIX: &str = "cos.";

/// The endpoints that a client uses where none is set.
pub const DEFAULT: &str = "https://{bucket}.cos.{region}.myqcloud.com";
pub const SERVICE: &str = "https://service.cos.myqcloud.com";
/// Buckets of Rapid storage have hosts of their own (436/139752).
const RAPID: &str = "https://{bucket}.cosrapid.{region}.myqcloud.com";
/// Precedes the APPID in the name of a Rapid bucket.
const RAPID_MARK: &str = "-x--";

/// Regions of before 2017, whose hosts have no service label.
const OLD_REGIONS: [&str; 6] = [
    "cn-east",
    "cn-north",
    "cn-south",
    "cn-south-2",
    "cn-southwest",
    "sg",
];

/// A host of COS or CI, in its labels; borrowed from the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host<'a> {
    /// A bucket, an account, or `""`.
    first: &'a str,
    /// `""`: the host has no service label.
    service: &'a str,
    /// A region, `accelerate`, another place, or `""`.
    place: &'a str,
    domain: &'static str,
}

impl<'a> Host<'a> {
    /// Reads a host, perhaps with a port. `None`: the host does not belong to COS or CI.
    pub fn parse(host: &'a str) -> Option<Host<'a>> {
        let (labels, domain) = split(host)?;
        let mut labels = labels.split('.');
        let (first, second) = (labels.next()?, labels.next()?);
        let (first, service, place) = match (labels.next(), labels.next()) {
            (None, _) if is(first, ALL_REGIONS) && is_service(second) => ("", second, ""),
            (None, _) if is_service(first) && !is_bucket(first) => ("", first, second),
            (None, _) if is_bucket(first) => (first, "", second),
            (Some(place), None) if is_service(second) => (first, second, place),
            // Services that are not known here, but not a host with two buckets.
            (Some(place), None) if is_bucket(first) && !is_service(place) => (first, second, place),
            _ => return None,
        };
        Some(Host {
            first,
            service,
            place,
            domain,
        })
    }

    /// The bucket that the host names; `""`: none.
    pub fn bucket(&self) -> &'a str {
        if self.has_account() { "" } else { self.first }
    }

    /// The region that the host names; `""`: none.
    pub fn region(&self) -> &'a str {
        let is_known = if self.service.is_empty() {
            OLD_REGIONS.iter().any(|old| is(self.place, old))
        } else {
            !is(self.place, ACCELERATE)
        };
        if is_known { self.place } else { "" }
    }

    /// Whether GET of its root lists buckets, and its paths begin with a bucket.
    pub fn takes_path_style(&self) -> bool {
        self.first.is_empty() && !is(self.service, CI) && !is(self.service, "pic")
    }

    /// Whether the host serves the API of COS: no website, and no other service.
    pub fn is_cos(&self) -> bool {
        [COS, "cos-internal", RAPID_SERVICE]
            .iter()
            .any(|known| is(self.service, known))
    }

    /// Whether the host serves data processing (CI), which has headers of its own.
    pub fn is_ci(&self) -> bool {
        is(self.service, CI)
    }

    /// The host with `{bucket}` and `{region}` in place of their values. `None`: no bucket
    /// is reached at such a host, so none is missing from it.
    pub fn template(&self) -> Option<String> {
        if self.has_account() || self.place.is_empty() {
            return None;
        }
        let region = self.region();
        let place = match region.is_empty() || self.service.is_empty() {
            true => self.place,
            false => "{region}",
        };
        let service = match self.service {
            "" => String::new(),
            service => format!("{service}."),
        };
        let host = format!("{{bucket}}.{service}{place}.{}", self.domain);
        Some(host.to_ascii_lowercase())
    }

    fn has_account(&self) -> bool {
        !self.first.is_empty() && self.first.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Whether a host is Tencent's own, so that its responses bear the marks of COS.
pub fn is_tencent(host: &str) -> bool {
    split(host).is_some()
}

/// Whether a host takes the tasks that fetch objects from URLs.
pub fn is_migration(host: &str) -> bool {
    let labels = split(host).and_then(|(labels, _)| labels.split_once('.'));
    labels.is_some_and(|(_, service)| is(service, MIGRATION))
}

/// The endpoint that serves a bucket, or lists buckets, where none is set.
pub fn default_endpoint(bucket: Option<&str>) -> &'static str {
    match bucket {
        None => SERVICE,
        Some(bucket) if bucket.contains(RAPID_MARK) => RAPID,
        Some(_) => DEFAULT,
    }
}

/// What stands before the region in a host of Tencent's, of what a template has there: the hosts
/// of old regions have no service label.
pub fn before_region<'h>(host: &'h str, region: &str) -> &'h str {
    let without = host
        .strip_suffix("cos.")
        .filter(|bucket| bucket.ends_with('.'));
    match OLD_REGIONS.contains(&region) {
        true => without.unwrap_or(host),
        false => host,
    }
}

/// Whether a bucket is of Rapid storage, by its name or by the host of the request.
pub fn is_rapid(bucket: &str, host: &str) -> bool {
    let at_rapid = || Host::parse(host).is_some_and(|read| is(read.service, RAPID_SERVICE));
    bucket.contains(RAPID_MARK) || at_rapid()
}

/// The same host in the backup domain. Only a bucket's regional host of COS has one.
pub fn backup(host: &str) -> Option<String> {
    let labels = host.strip_suffix(MAIN)?;
    let read = Host::parse(host)?;
    let has_one = !read.bucket().is_empty() && read.service == COS && !is(read.place, ACCELERATE);
    has_one.then(|| format!("{labels}{BACKUP_COS}"))
}

/// `name-APPID`, as far as it shows that a label is a bucket.
fn is_bucket(label: &str) -> bool {
    label.rsplit_once('-').is_some_and(|(name, appid)| {
        !name.is_empty() && !appid.is_empty() && appid.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether a bucket's name ends with the same APPID twice. It may be a bucket all the same.
pub fn has_appid_twice(bucket: &str) -> bool {
    let ends = bucket.rsplit_once('-').filter(|_| is_bucket(bucket));
    ends.is_some_and(|(name, appid)| {
        name.strip_suffix(appid)
            .is_some_and(|name| name.len() > 1 && name.ends_with('-'))
    })
}

/// A bucket's name that ends in its APPID twice, with one of them taken off.
pub fn with_appid_once(bucket: &str) -> Option<&str> {
    let (once, _) = bucket.rsplit_once('-')?;
    has_appid_twice(bucket).then_some(once)
}

/// `cos`, `cos-internal`, `cosrapid`, `ci` ...
fn is_service(label: &str) -> bool {
    [COS, CI, "pic", RAPID_SERVICE]
        .iter()
        .any(|known| is(label, known))
        || label.get(..4).is_some_and(|start| is(start, "cos-"))
}

fn is(label: &str, known: &str) -> bool {
    label.eq_ignore_ascii_case(known)
}

/// The labels of a host below Tencent's domains, and the domain.
fn split(host: &str) -> Option<(&str, &'static str)> {
    let name = without_port(host);
    let name = name.strip_suffix('.').unwrap_or(name);
    [MAIN, BACKUP_COS, BACKUP_CI]
        .into_iter()
        .find_map(|domain| {
            let dot = name.len().checked_sub(domain.len() + 1)?;
            let (labels, end) = name.split_at_checked(dot)?;
            let is_below = !labels.is_empty() && is(end.strip_prefix('.')?, domain);
            is_below.then_some((labels, domain))
        })
}

fn without_port(host: &str) -> &str {
    match memchr::memrchr(b':', host.as_bytes()) {
        Some(at) => &host[..at],
        None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_name_bucket_and_region() {
        for (host, bucket, region) in [
            ("b-125.cos.ap-beijing.myqcloud.com", "b-125", "ap-beijing"),
            (
                "b-125.cos.ap-beijing.tencentcos.cn:8080",
                "b-125",
                "ap-beijing",
            ),
            ("b-125.cos.ap-beijing.myqcloud.com.", "b-125", "ap-beijing"),
            ("B-125.COS.AP-BEIJING.MyQCloud.com", "B-125", "AP-BEIJING"),
            (
                "nameless.cos.ap-beijing.myqcloud.com",
                "nameless",
                "ap-beijing",
            ),
            ("b-125.cos.accelerate.myqcloud.com", "b-125", ""),
            ("b-125.cos-internal.accelerate.tencentcos.cn", "b-125", ""),
            (
                "b-125.cos-internal.ap-beijing.tencentcos.cn",
                "b-125",
                "ap-beijing",
            ),
            (
                "b-125.cos-website.ap-beijing.myqcloud.com",
                "b-125",
                "ap-beijing",
            ),
            (
                "n-x--125.cosrapid.ap-beijing.myqcloud.com",
                "n-x--125",
                "ap-beijing",
            ),
            ("b-125.ci.ap-beijing.myqcloud.com", "b-125", "ap-beijing"),
            ("b-125.ci.ap-beijing.tencentci.cn", "b-125", "ap-beijing"),
            ("b-125.pic.ap-beijing.myqcloud.com", "b-125", "ap-beijing"),
            ("b-125.cn-north.myqcloud.com", "b-125", "cn-north"),
            ("b-125.file.myqcloud.com", "b-125", ""),
            ("b-125.global.tencentcos.cn", "b-125", ""),
            ("cos-app-125.file.myqcloud.com", "cos-app-125", ""),
            (
                "cos-app-125.cos.ap-beijing.myqcloud.com",
                "cos-app-125",
                "ap-beijing",
            ),
            ("service.cos.myqcloud.com", "", ""),
            ("service.cos-internal.tencentcos.cn", "", ""),
            ("cos.ap-beijing.myqcloud.com", "", "ap-beijing"),
            ("cos.accelerate.myqcloud.com", "", ""),
            ("ci.ap-beijing.myqcloud.com", "", "ap-beijing"),
            (
                "100010805041.cos-control.ap-beijing.myqcloud.com",
                "",
                "ap-beijing",
            ),
            ("1250000000.ci.ap-beijing.myqcloud.com", "", "ap-beijing"),
        ] {
            let read = Host::parse(host).map(|host| (host.bucket(), host.region()));
            assert_eq!(read, Some((bucket, region)), "{host}");
            assert!(is_tencent(host), "{host}");
        }
    }

    #[test]
    fn other_hosts_are_not_of_cos() {
        for host in [
            "",
            ".",
            ":",
            "img.example.com",
            "cos.example.com",
            "service.cos.example.com",
            "127.0.0.1:8080",
            "[::1]:8080",
            "b-125.cos.ap-beijing.myqcloud.com.evil.example",
            "b-125.cos.ap-beijing.notmyqcloud.com",
            "b-125.cos.ap-beijing.evil.myqcloud.com",
            "web.myqcloud.com",
            "gz.file.myqcloud.com",
            "myqcloud.com",
            ".myqcloud.com",
            "b-125.cos.ap-beijing.tencentcos.com",
            "\u{e9}\u{e9}\u{e9}.\u{e9}yqcloud.com",
        ] {
            assert_eq!(Host::parse(host), None, "{host}");
        }
        assert!(is_tencent("web.myqcloud.com") && !is_tencent("myqcloud.com"));
    }

    #[test]
    fn a_template_is_the_host_for_any_bucket() {
        for (host, template) in [
            (
                "b-125.cos.ap-beijing.myqcloud.com",
                "{bucket}.cos.{region}.myqcloud.com",
            ),
            (
                "COS.AP-BEIJING.myqcloud.com.",
                "{bucket}.cos.{region}.myqcloud.com",
            ),
            (
                "cos-internal.r.tencentcos.cn",
                "{bucket}.cos-internal.{region}.tencentcos.cn",
            ),
            (
                "cos.accelerate.myqcloud.com",
                "{bucket}.cos.accelerate.myqcloud.com",
            ),
            (
                "ci.ap-beijing.myqcloud.com",
                "{bucket}.ci.{region}.myqcloud.com",
            ),
            ("b-125.file.myqcloud.com", "{bucket}.file.myqcloud.com"),
            (
                "b-125.cn-north.myqcloud.com",
                "{bucket}.cn-north.myqcloud.com",
            ),
        ] {
            let read = Host::parse(host).and_then(|host| host.template());
            assert_eq!(read.as_deref(), Some(template), "{host}");
        }
        for host in ["service.cos.myqcloud.com", "125.cos-control.r.myqcloud.com"] {
            let template = Host::parse(host).map(|host| host.template());
            assert_eq!(template, Some(None), "{host}");
        }
    }

    #[test]
    fn paths_begin_with_a_bucket_where_the_host_has_none() {
        for (host, expected) in [
            ("cos.ap-beijing.myqcloud.com", true),
            ("cos.accelerate.myqcloud.com", true),
            ("cos-internal.ap-beijing.tencentcos.cn", true),
            ("cosrapid.ap-beijing.myqcloud.com", true),
            ("service.cos.myqcloud.com", true),
            ("b-125.cos.ap-beijing.myqcloud.com", false),
            ("ci.ap-beijing.myqcloud.com", false),
            ("125.cos-control.ap-beijing.myqcloud.com", false),
        ] {
            let read = Host::parse(host).map(|host| host.takes_path_style());
            assert_eq!(read, Some(expected), "{host}");
        }
    }

    #[test]
    fn only_a_service_label_makes_a_host_of_ci() {
        let is_ci = |host| Host::parse(host).is_some_and(|host| host.is_ci());
        for host in [
            "b-125.ci.ap-beijing.myqcloud.com",
            "b-125.CI.ap-beijing.tencentci.cn:8080",
            "ci.ap-beijing.myqcloud.com",
            "125.ci.ap-beijing.myqcloud.com",
        ] {
            assert!(is_ci(host), "{host}");
        }
        for host in [
            "img.ci.example.com",
            "b-125.ci.ap-beijing.example.com",
            "b-125.ci.ap-beijing.myqcloud.com.example.com",
            "b-125.cos.ap-beijing.myqcloud.com",
            "ci-125.cos.ap-beijing.myqcloud.com",
            "b-125.pic.ap-beijing.myqcloud.com",
        ] {
            assert!(!is_ci(host), "{host}");
        }
    }

    #[test]
    fn only_regional_hosts_of_cos_have_a_backup() {
        let expected = Some("b-125.cos.ap-beijing.tencentcos.cn".to_owned());
        assert_eq!(backup("b-125.cos.ap-beijing.myqcloud.com"), expected);
        for host in [
            "b-125.cos.accelerate.myqcloud.com",
            "service.cos.myqcloud.com",
            "cos.ap-beijing.myqcloud.com",
            "125.cos-control.ap-beijing.myqcloud.com",
            "b-125.ci.ap-beijing.myqcloud.com",
            "n-x--125.cosrapid.ap-beijing.myqcloud.com",
            "img.example.com",
            "b-125.cos.ap-beijing.myqcloud.com:8080",
            "b-125.cos.ap-beijing.evil.myqcloud.com",
        ] {
            assert_eq!(backup(host), None, "{host}");
        }
    }

    #[test]
    fn a_rapid_bucket_shows_by_its_name_or_its_host() {
        let at = |bucket: &str, service: &str| {
            is_rapid(
                bucket,
                &format!("{bucket}.{service}.ap-beijing.myqcloud.com"),
            )
        };
        assert!(at("n-x--125", "cos") && at("n-125", "cosrapid"));
        assert!(!at("n-125", "cos") && !is_rapid("n-125", "img.cosrapid.example.com"));
    }

    #[test]
    fn an_appid_may_stand_twice() {
        for twice in ["imgbed-1250000000-1250000000", "a-b-125-125"] {
            assert!(has_appid_twice(twice), "{twice}");
        }
        for once in [
            "imgbed-1250000000",
            "a-1251250000000-1250000000",
            "125-125",
            "-125-125",
            "a-",
            "",
        ] {
            assert!(!has_appid_twice(once), "{once}");
        }
    }

    /// Hosts are spelt out here alone; comments and tests may show them.
    #[test]
    fn no_other_file_spells_out_a_host() {
        let is_test = |path: &std::path::Path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            name == "golden" || name.ends_with("_tests")
        };
        let mut folders = vec![std::path::PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src"
        ))];
        let mut read = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder of src") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let is_rust = path.extension().is_some_and(|end| end == "rs");
                if !is_rust || is_test(&path) || path.ends_with("src/host.rs") {
                    continue;
                }
                read += 1;
                let text = std::fs::read_to_string(&path).expect("a source file");
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
                for line in code
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                {
                    for part in [
                        "myqcloud",
                        "tencentco",
                        "tencentci",
                        "cosrapid",
                        "\".ci.",
                        "\"cos.",
                        ".cos.",
                    ] {
                        assert!(!line.contains(part), "{}: {line}", path.display());
                    }
                }
            }
        }
        assert!(read > 80, "{read} files were read");
    }
}
