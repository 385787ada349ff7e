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
