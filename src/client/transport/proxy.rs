//! An HTTP proxy: its URL, and a tunnel through it (CONNECT).

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::fault::{Phase, WireFault};
use super::head::Head;
use super::interim::Interim;
use super::watched::Watched;
use crate::client::call_control::CallControl;
use crate::error::{CosError, Result};
use crate::request::validate;
use crate::signing::ipv6;

/// The response to CONNECT is a status line and a few headers.
const MAX_HEAD: usize = 16 * 1024;

#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    pub host: String,
    pub port: u16,
    /// `host:port`.
    pub address: String,
    /// `user:password` in base64.
    credentials: Option<String>,
    /// `""`: none, or one that is not text.
    password: String,
}

impl Proxy {
    /// `http://[user:password@]host:port`. User and password are never shown.
    pub fn new(url: &str) -> Result<Proxy> {
        let wrong = |fix: &str| CosError::url_argument("proxy", url, fix);
        if url.is_empty() {
            return Err(CosError::missing("proxy", "set http://host:port"));
        }
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(wrong("it has no scheme; add http:// in front"));
        };
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(wrong(unsupported(scheme)));
        }
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, address) = rest
            .rsplit_once('@')
            .map_or((None, rest), |(user, address)| (Some(user), address));
        let (host, port) = host_and_port(address).map_err(wrong)?;
        let user = user.map(|user| percent_decode_str(user).collect::<Vec<u8>>());
        Ok(Proxy {
            host: host.to_owned(),
            port,
            address: format!("{host}:{port}"),
            password: user.as_deref().map_or("", password).to_owned(),
            credentials: user.map(|user| STANDARD.encode(user)),
        })
    }

    /// The credentials that a proxy may repeat in its pages, with a fill character or without.
    pub fn secrets(&self) -> [&str; 2] {
        let credentials = self.credentials.as_deref().unwrap_or("");
        [credentials.trim_end_matches('='), &self.password]
    }

    /// A fault on the way to the proxy is the proxy's, whatever the target. Time
    /// that ran out stays a timeout.
    pub fn unreached(&self, fault: WireFault) -> WireFault {
        let (source, others) = match fault {
            WireFault::Resolve { source, .. } => (source, Vec::new()),
            WireFault::Connect { source, others, .. } if source.kind() != ErrorKind::TimedOut => {
                (source, others)
            }
            other => return other,
        };
        WireFault::ProxyUnreached {
            address: self.address.clone(),
            source,
            others,
        }
    }

    /// The header line with the credentials for the proxy; `""` if there are none.
    pub fn authorization(&self) -> String {
        match &self.credentials {
            Some(credentials) => format!("Proxy-Authorization: Basic {credentials}\r\n"),
            None => String::new(),
        }
    }

    /// Requests a tunnel to the target.
    pub fn tunnel(
        &self,
        stream: &TcpStream,
        (host, port): (&str, u16),
        control: &CallControl,
        since: Instant,
    ) -> std::result::Result<(), WireFault> {
        let fault = |status, source| WireFault::Proxy {
            address: self.address.clone(),
            status,
            source,
        };
        let mut socket = Watched::connecting(stream, control, Phase::Proxy, since);
        let authorization = self.authorization();
        let request =
            format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{authorization}\r\n");
        let outcome = socket
            .write_all(request.as_bytes())
            .and_then(|()| status(&mut socket));
        match outcome {
            Ok(200..=299) => Ok(()),
            Ok(status) => Err(fault(
                status,
                io::Error::other(format!("it returned HTTP {status} to CONNECT")),
            )),
            Err(error) => Err(match WireFault::from_io(error, Phase::Proxy) {
                WireFault::Broken { source, .. } => fault(0, source),
                WireFault::Protocol(what) => fault(0, io::Error::new(ErrorKind::InvalidData, what)),
                stopped => stopped,
            }),
        }
    }
}

/// The text after the first colon (RFC 7617, section 2).
fn password(user: &[u8]) -> &str {
    let text = std::str::from_utf8(user).unwrap_or("");
    text.split_once(':').map_or("", |(_, password)| password)
}

/// Why a proxy of this scheme cannot be used.
fn unsupported(scheme: &str) -> &'static str {
    let scheme = scheme.to_ascii_lowercase();
    if scheme.starts_with("socks") {
        "SOCKS is not supported; use an HTTP proxy, as in http://host:port"
    } else if scheme == "https" {
        "TLS to the proxy is not supported; use http://, requests over https:// stay encrypted"
    } else {
        "it must begin with http://, as in http://host:port"
    }
}

fn host_and_port(address: &str) -> std::result::Result<(&str, u16), &'static str> {
    if address.contains(['/', '?', '#']) {
        return Err("remove the path; use http://host:port");
    }
    let (host, port) = ipv6::split_port(address);
    if !ipv6::is_literal(host)? && host.contains(|c: char| c == ':' || c <= ' ') {
        return Err("the host is not valid; use http://host:port");
    }
    let port = port.ok_or("add the port, as in http://host:3128")?;
    if host.is_empty() {
        return Err("add the host, as in http://host:3128");
    }
    Ok((
        host,
        validate::port(port).ok_or("use a port from 1 to 65535")?,
    ))
}

/// The status of the final response, whose head is read to its end, and those of
/// interim responses before it. A length that a 2xx announces counts for nothing: the
/// tunnel begins after its head (RFC 9110, section 9.3.6).
fn status(socket: &mut Watched<'_>) -> io::Result<u16> {
    let mut interim = Interim::default();
    loop {
        let (status, length) = one_head(socket)?;
        if !Head::is_interim_status(status) {
            return Ok(status);
        }
        interim.note(length)?;
    }
}

/// The status and the length of the head that comes next.
fn one_head(socket: &mut Watched<'_>) -> io::Result<(u16, usize)> {
    let (mut bytes, mut head) = (Vec::new(), Head::default());
    let mut byte = [0u8; 1];
    loop {
        // Byte by byte: what follows the head is the server's.
        if socket.read(&mut byte)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        bytes.push(byte[0]);
        if let Some(length) = head.read(&bytes)? {
            return Ok((head.status, length));
        }
        if bytes.len() > MAX_HEAD {
            return Err(io::Error::new(
                ErrorKind::InvalidData,
                "its header block has no end",
            ));
        }
    }
}

/// Never shows the password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_and_passwords_never_shown() {
        let proxy = Proxy::new("http://us%40er:pass@gate.internal:3128/");
        let read = proxy
            .as_ref()
            .map(|p| (p.host.as_str(), p.port, p.credentials.as_deref()));
        assert_eq!(
            read.ok(),
            Some(("gate.internal", 3128, Some("dXNAZXI6cGFzcw==")))
        );
        assert!(!format!("{proxy:?}").contains("dXNA"));
        let upper = Proxy::new("HTTP://[::1]:3128").map(|proxy| (proxy.host, proxy.port));
        assert_eq!(upper.ok(), Some(("[::1]".to_owned(), 3128)));
    }

    #[test]
    fn what_is_wrong_with_a_proxy_is_told() {
        for (bad, fix) in [
            ("127.0.0.1:7890", "add http://"),
            ("localhost", "add http://"),
            ("user:secretword@gate:3128", "add http://"),
            ("socks5://127.0.0.1:1080", "SOCKS"),
            ("SOCKS5h://u:secretword@h:1", "SOCKS"),
            ("https://gate:3128", "TLS to the proxy"),
            ("ftp://gate:3128", "must begin with http://"),
            ("secret://secretword@gate:1", "must begin with http://"),
            ("user:secretword://x@gate:1", "must begin with http://"),
            ("http://gate", "add the port"),
            ("http://[::1]", "add the port"),
            ("http://u:secretword@gate", "add the port"),
            ("http://:1", "add the host"),
            ("http://a:0", "use a port"),
            ("http://a:65536", "use a port"),
            ("http://a:http", "use a port"),
            ("http://a:+80", "use a port"),
            ("http://::1:3128", "brackets"),
            ("http://[::zz]:3128", "not valid"),
            ("http://[fe80::1%25eth0]:3128", "zone"),
            ("http://fe80::1%eth0:3128", "zone"),
            ("http://a b:1", "not valid"),
            ("http://a:3128/x", "remove the path"),
            ("", "proxy is missing"),
        ] {
            let error = Proxy::new(bad).err();
            let message = error.map_or_else(String::new, |e| e.message().to_owned());
            assert!(message.contains(fix), "{bad}: {message}");
            let end = bad.rsplit('@').next().unwrap_or("");
            assert!(message.contains(end), "{bad}: {message}");
            assert!(!message.contains("secretword"), "{bad}: {message}");
        }
    }
}
