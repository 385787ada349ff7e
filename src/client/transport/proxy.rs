//! A tunnel through an HTTP proxy (CONNECT).

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::fault::{Phase, WireFault};
use super::socket::Watched;
use super::watch::Watch;
use crate::error::{CosError, Result};

/// The answer to CONNECT is a status line and a few fields.
const MAX_ANSWER: usize = 16 * 1024;
const MAX_FIELDS: usize = 64;

#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    pub host: String,
    pub port: u16,
    /// `user:password` in base64.
    credentials: Option<String>,
}

impl Proxy {
    /// `http://[user:password@]host:port`. The value is not shown: it may hold a password.
    pub fn new(url: &str) -> Result<Proxy> {
        let wrong = || {
            CosError::missing(
                "proxy",
                "give it as http://host:port or http://user:password@host:port",
            )
        };
        let rest = url.strip_prefix("http://").ok_or_else(wrong)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, address) = rest
            .rsplit_once('@')
            .map_or((None, rest), |(user, address)| (Some(user), address));
        let (host, port) = address.rsplit_once(':').ok_or_else(wrong)?;
        let port = port
            .parse()
            .ok()
            .filter(|port| *port > 0)
            .ok_or_else(wrong)?;
        if host.is_empty() || host.contains(['/', '?', '#', ' ']) {
            return Err(wrong());
        }
        let credentials =
            user.map(|user| STANDARD.encode(percent_decode_str(user).collect::<Vec<u8>>()));
        Ok(Proxy {
            host: host.to_owned(),
            port,
            credentials,
        })
    }

    /// A fault on the way to the proxy is the proxy's, whatever host was asked for.
    pub fn unreached(&self, fault: WireFault) -> WireFault {
        match fault {
            WireFault::Resolve { source, .. } | WireFault::Connect { source, .. } => {
                WireFault::Proxy {
                    address: format!("{}:{}", self.host, self.port),
                    status: 0,
                    source,
                }
            }
            other => other,
        }
    }

    /// Asks for a tunnel to the target.
    pub fn tunnel(
        &self,
        stream: &TcpStream,
        (host, port): (&str, u16),
        watch: &Watch,
        since: Instant,
    ) -> std::result::Result<(), WireFault> {
        let fault = |status, source| WireFault::Proxy {
            address: format!("{}:{}", self.host, self.port),
            status,
            source,
        };
        let mut socket = Watched {
            stream,
            watch,
            phase: Phase::Proxy,
            since: Some(since),
            listen: false,
        };
        let authorization = match &self.credentials {
            Some(credentials) => format!("Proxy-Authorization: Basic {credentials}\r\n"),
            None => String::new(),
        };
        let request =
            format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{authorization}\r\n");
        let outcome = socket
            .write_all(request.as_bytes())
            .and_then(|()| answer(&mut socket));
        match outcome {
            Ok(200..=299) => Ok(()),
            Ok(status) => Err(fault(
                status,
                io::Error::other(format!("it answered HTTP {status} to CONNECT")),
            )),
            Err(error) => Err(match WireFault::from_io(error, Phase::Proxy) {
                WireFault::Broken { source, .. } => fault(0, source),
                stopped => stopped,
            }),
        }
    }
}

/// The status of the answer, its header block read to the end.
fn answer(socket: &mut Watched<'_>) -> io::Result<u16> {
    let mut head = Vec::new();
    let mut byte = [0u8; 1];
    // Byte by byte: what follows the header block is the server's.
    while !head.ends_with(b"\r\n\r\n") {
        if socket.read(&mut byte)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        head.push(byte[0]);
        if head.len() > MAX_ANSWER {
            return Err(io::Error::new(
                ErrorKind::InvalidData,
                "its header block has no end",
            ));
        }
    }
    let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    response
        .parse(&head)
        .map_err(|e| io::Error::new(ErrorKind::InvalidData, e))?;
    response.code.ok_or_else(|| ErrorKind::InvalidData.into())
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
        for bad in [
            "gate:3128",
            "https://gate:3128",
            "http://gate",
            "http://:1",
            "http://a:0",
            "http://u:secretword@gate",
        ] {
            let message = Proxy::new(bad)
                .err()
                .map(|e| e.message().to_owned())
                .unwrap_or_default();
            assert!(
                message.starts_with("proxy is") && !message.contains("secretword"),
                "{bad}: {message}"
            );
        }
    }
}
