//! The form of a request for a forwarding proxy: with the whole URL in its first line.
//!
//! ureq writes `GET /path HTTP/1.1`. The proxy reads the host from the URL instead
//! (RFC 9112, section 3.2.2). Nothing that is signed changes: method, path, query and Host
//! stay as they are, and `Proxy-Authorization` is not part of a signature.

use super::proxy::Proxy;

/// Converts the head of one request to the absolute form.
#[derive(Debug)]
pub struct AbsoluteForm<'a> {
    /// Host and port of the URL.
    pub authority: &'a str,
    pub proxy: &'a Proxy,
}

/// The texts to put into a head.
pub struct Additions {
    /// Goes before the path.
    origin: String,
    /// Whole lines after the first; `""` if there are none.
    lines: String,
}

impl AbsoluteForm<'_> {
    pub fn additions(&self) -> Additions {
        Additions {
            origin: format!("http://{}", self.authority),
            lines: self.proxy.authorization(),
        }
    }
}

impl Additions {
    /// The first bytes of a request, which hold its whole first line, in the absolute form.
    pub fn applied(&self, head: &[u8]) -> Vec<u8> {
        let target = memchr::memchr(b' ', head).map_or(0, |space| space + 1);
        let line_end = memchr::memchr(b'\n', head).map_or(head.len(), |feed| feed + 1);
        let (line, rest) = head.split_at(line_end);
        let (method, target) = line.split_at(target.min(line_end));
        let (origin, lines) = (self.origin.as_bytes(), self.lines.as_bytes());
        [method, origin, target, lines, rest].concat()
    }
}

/// Never shows the credentials.
impl std::fmt::Debug for Additions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Additions")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absolute(proxy: &str, head: &str) -> String {
        let proxy = Proxy::new(proxy).expect("a proxy");
        let form = AbsoluteForm {
            authority: "b.example.com:8080",
            proxy: &proxy,
        };
        let additions = form.additions();
        assert!(!format!("{additions:?}").contains("dXNlcjpwYXNz"));
        String::from_utf8(additions.applied(head.as_bytes())).expect("UTF-8")
    }

    #[test]
    fn the_first_line_names_the_host_and_the_rest_stays() {
        let head = "GET /a?b=http://c HTTP/1.1\r\nhost: b.example.com:8080\r\n\r\n";
        assert_eq!(
            absolute("http://gate:3128", head),
            "GET http://b.example.com:8080/a?b=http://c HTTP/1.1\r\nhost: b.example.com:8080\r\n\r\n"
        );
        assert_eq!(
            absolute("http://user:pass@gate:3128", head),
            "GET http://b.example.com:8080/a?b=http://c HTTP/1.1\r\n\
             Proxy-Authorization: Basic dXNlcjpwYXNz\r\nhost: b.example.com:8080\r\n\r\n"
        );
    }
}
