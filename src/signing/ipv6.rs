//! IPv6 addresses in URLs and in `host:port`: in brackets (RFC 3986), without a zone.

use std::net::Ipv6Addr;

const NOT_BRACKETED: &str = "put the IPv6 address in brackets, as in [::1]";
const NOT_VALID: &str = "the IPv6 address in brackets is not valid; write it as in [::1]";
/// A zone is a name of this machine's interface, which belongs into no Host header (RFC 9110, section 7.2).
const HAS_ZONE: &str =
    "an IPv6 zone (the % and what follows it) is not supported; use an address without a zone";

/// Splits a host and its port. `None` if there is no port.
pub fn split_port(text: &str) -> (&str, Option<&str>) {
    let before_zone = text.split('%').next().unwrap_or(text);
    if text.ends_with(']') || before_zone.parse::<Ipv6Addr>().is_ok() {
        return (text, None);
    }
    match text.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    }
}

/// Whether a host is an IPv6 address in brackets. Fails if it is one that cannot be used.
pub fn is_literal(host: &str) -> Result<bool, &'static str> {
    let inner = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let (address, zone) = match inner.unwrap_or(host).split_once('%') {
        Some((address, zone)) => (address, Some(zone)),
        None => (inner.unwrap_or(host), None),
    };
    let is_bracketed = host.starts_with('[') || host.ends_with(']');
    match (address.parse::<Ipv6Addr>(), zone) {
        (Ok(_), Some(_)) => Err(HAS_ZONE),
        (Ok(_), None) if inner.is_some() => Ok(true),
        (Ok(_), None) => Err(NOT_BRACKETED),
        (Err(_), _) if is_bracketed => Err(NOT_VALID),
        (Err(_), _) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_told_from_names() {
        for name in ["", "a", "127.0.0.1", "my_host", "a%b", "a:b", "http://a"] {
            assert_eq!(is_literal(name), Ok(false), "{name}");
        }
        for literal in ["[::1]", "[2001:DB8::1]", "[::ffff:127.0.0.1]", "[fe80::1]"] {
            assert_eq!(is_literal(literal), Ok(true), "{literal}");
        }
        for (bad, why) in [
            ("::1", NOT_BRACKETED),
            ("[fe80::1%eth0]", HAS_ZONE),
            ("[fe80::1%25eth0]", HAS_ZONE),
            ("fe80::1%eth0", HAS_ZONE),
            ("[::zz]", NOT_VALID),
            ("[::1", NOT_VALID),
            ("::1]", NOT_VALID),
            ("[]", NOT_VALID),
            ("[127.0.0.1]", NOT_VALID),
            ("[::1]]", NOT_VALID),
            ("[::zz%eth0]", NOT_VALID),
        ] {
            assert_eq!(is_literal(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn ports_stand_behind_brackets() {
        assert_eq!(split_port("[::1]:9000"), ("[::1]", Some("9000")));
        assert_eq!(split_port("[::1]"), ("[::1]", None));
        assert_eq!(split_port("::1:9000"), ("::1:9000", None));
        assert_eq!(split_port("fe80::1%lo:80"), ("fe80::1%lo:80", None));
        assert_eq!(split_port("a:80"), ("a", Some("80")));
        assert_eq!(split_port("a"), ("a", None));
        assert_eq!(split_port("[::1]:"), ("[::1]", Some("")));
    }
}
