//! What the Host header names: a bucket, the service, or nothing of COS.

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Region None: the accelerate host, which serves every region.
    Bucket {
        bucket: String,
        region: Option<String>,
    },
    /// Lists buckets; region None: `service.cos.…`, all regions.
    Service { region: Option<String> },
    /// Fetches URLs into the buckets of a region.
    Migration { region: String },
    /// No host of COS.
    Other,
}

/// The host without its port.
pub fn name(host: &str) -> &str {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    if port.bytes().all(|b| b.is_ascii_digit()) {
        name
    } else {
        host
    }
}

/// The place and the rest of a path that begins with a bucket, as requests to
/// `cos.{region}` and `cos.accelerate` have it; None: it names no bucket.
pub fn path_style<'a>(place: &Place, path: &'a str) -> Option<(Place, &'a str)> {
    let Place::Service {
        region: Some(region),
    } = place
    else {
        return None;
    };
    let path = path.strip_prefix('/')?;
    let end = path.find('/').unwrap_or(path.len());
    let (bucket, rest) = path.split_at(end);
    (!bucket.is_empty()).then(|| {
        let region = (region != "accelerate").then(|| region.clone());
        let bucket = bucket.to_string();
        (Place::Bucket { bucket, region }, rest)
    })
}

/// Reads a Host header as sent, with or without port, in any case.
pub fn place(host: &str) -> Place {
    let lower = name(host).to_ascii_lowercase();
    let domain = ["myqcloud.com", "tencentcos.cn"]
        .iter()
        .find_map(|domain| lower.strip_suffix(domain)?.strip_suffix('.'));
    let labels: Vec<&str> = domain.unwrap_or("").split('.').collect();
    if labels.iter().any(|label| label.is_empty()) {
        return Place::Other;
    }
    match labels[..] {
        ["service", "cos"] => Place::Service { region: None },
        ["cos", region] => Place::Service {
            region: Some(region.to_string()),
        },
        [region, "migration"] => Place::Migration {
            region: region.to_string(),
        },
        [bucket, "cos", "accelerate"] => Place::Bucket {
            bucket: bucket.to_string(),
            region: None,
        },
        [bucket, "cos" | "cos-internal", region] => Place::Bucket {
            bucket: bucket.to_string(),
            region: Some(region.to_string()),
        },
        _ => Place::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(bucket: &str, region: Option<&str>) -> Place {
        Place::Bucket {
            bucket: bucket.to_string(),
            region: region.map(str::to_string),
        }
    }

    #[test]
    fn the_hosts_of_buckets() {
        let b = "examplebucket-1250000000";
        let in_beijing = bucket(b, Some("ap-beijing"));
        for host in [
            format!("{b}.cos.ap-beijing.myqcloud.com"),
            format!("{b}.cos.ap-beijing.myqcloud.com:8080"),
            format!("{b}.cos.ap-beijing.tencentcos.cn"),
            format!("{b}.cos-internal.ap-beijing.tencentcos.cn"),
            "ExampleBucket-1250000000.COS.ap-beijing.myqcloud.com".to_string(),
        ] {
            assert_eq!(place(&host), in_beijing, "{host}");
        }
        let accelerate = format!("{b}.cos.accelerate.myqcloud.com");
        assert_eq!(place(&accelerate), bucket(b, None));
    }

    #[test]
    fn the_hosts_of_the_service() {
        let all = Place::Service { region: None };
        assert_eq!(place("service.cos.myqcloud.com"), all);
        assert_eq!(place("service.cos.tencentcos.cn:443"), all);
        let one = Place::Service {
            region: Some("ap-beijing".to_string()),
        };
        assert_eq!(place("cos.ap-beijing.myqcloud.com"), one);
        let fetches = Place::Migration {
            region: "ap-beijing".to_string(),
        };
        assert_eq!(place("ap-beijing.migration.myqcloud.com"), fetches);
    }

    #[test]
    fn buckets_in_paths() {
        let region = place("cos.ap-beijing.myqcloud.com");
        let accelerate = place("cos.accelerate.myqcloud.com");
        let in_beijing = bucket("b-1", Some("ap-beijing"));
        for (place, path, found) in [
            (
                &region,
                "/b-1/dir/a.zip",
                Some((in_beijing.clone(), "/dir/a.zip")),
            ),
            (&region, "/b-1/", Some((in_beijing.clone(), "/"))),
            (&region, "/b-1", Some((in_beijing.clone(), ""))),
            (&accelerate, "/b-1/a", Some((bucket("b-1", None), "/a"))),
            (&region, "/", None),
            (&in_beijing, "/b-1/a", None),
        ] {
            assert_eq!(path_style(place, path), found, "{path}");
        }
    }

    #[test]
    fn every_other_host() {
        for host in [
            "",
            "127.0.0.1:8080",
            "[::1]:80",
            "myqcloud.com",
            "b-1.cos.ap-beijing.myqcloud.com.example.org",
            "b-1.cos.ap-beijingmyqcloud.com",
            ".cos.ap-beijing.myqcloud.com",
            "a.b-1.cos.ap-beijing.myqcloud.com",
        ] {
            assert_eq!(place(host), Place::Other, "{host}");
        }
    }
}
