//! An HTTP proxy that leads nowhere but to the stand-in itself.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::connection::until_end;
use super::door::Door;
use super::part::{RawPlan, Then};
use crate::answer::Answer;
use crate::fault::answer::{Deed, NOISE};
use crate::fault::{self, Kind, ProxyFault, page};
use crate::host::{self, Place};
use crate::log::Origin;
use crate::request::Request;
use crate::service::State;

/// Where a connection to the proxy leads.
pub enum Target {
    Tunnel(Door),
    /// Requests with absolute URLs follow, each for itself.
    Forward,
}

/// The most that a CONNECT may say.
const HEAD_LIMIT: usize = 16 << 10;

/// Serves CONNECT until there is a tunnel. None: the connection is over.
pub async fn receive(
    state: &State,
    stream: &mut TcpStream,
    origin: &Origin,
) -> io::Result<Option<Target>> {
    loop {
        // Of the methods that clients send, only CONNECT begins with a C.
        let mut first = [0];
        match stream.peek(&mut first).await? {
            0 => return Ok(None),
            _ if first != *b"C" => return Ok(Some(Target::Forward)),
            _ => {}
        }
        let Some(connect) = Connect::read(stream).await? else {
            return Ok(None);
        };
        let verdict = judge(state, &connect);
        let tunnel = matches!(verdict, Verdict::Tunnel(..));
        state.log.connect(&connect, origin, tunnel);
        match verdict {
            Verdict::Tunnel(door, response) => {
                stream.write_all(response.as_bytes()).await?;
                return Ok(Some(Target::Tunnel(door)));
            }
            Verdict::Answer(mut answer) => {
                if let Some(echo) = connect.header("x-standin-echo") {
                    answer.set("x-standin-echo", echo);
                }
                let length = answer.length(false);
                stream.write_all(&answer.wire_head(length)).await?;
                stream.write_all(&answer.body.to_vec()).await?;
            }
            Verdict::Hang => return until_end(stream).await.map(|()| None),
            Verdict::Close => return Ok(None),
            Verdict::Garbage => return stream.write_all(NOISE).await.map(|()| None),
        }
    }
}

const ESTABLISHED: &str = "HTTP/1.1 200 Connection established\r\n\r\n";
const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 Connection established\r\n\r\n";
const LINE_FEEDS: &str = "HTTP/1.1 200 Connection established\nVia: 1.1 standin\n\n";

enum Verdict {
    /// Where to, and the response that says so.
    Tunnel(Door, &'static str),
    Answer(Answer),
    Hang,
    Close,
    Garbage,
}

fn judge(state: &State, connect: &Connect) -> Verdict {
    if !authorized(state, connect.header("proxy-authorization")) {
        return Verdict::Answer(unauthorized());
    }
    let established = match fault_of(state, &connect.target) {
        Some(ProxyFault::Status(status)) => return Verdict::Answer(page::gateway(status)),
        Some(ProxyFault::Hang) => return Verdict::Hang,
        Some(ProxyFault::Close) => return Verdict::Close,
        Some(ProxyFault::Garbage) => return Verdict::Garbage,
        Some(ProxyFault::Continue) => CONTINUE,
        Some(ProxyFault::LineFeeds) => LINE_FEEDS,
        None => ESTABLISHED,
    };
    let port = connect
        .target
        .rsplit_once(':')
        .map(|(_, port)| port.parse());
    let Some(Ok(port)) = port else {
        return Verdict::Answer(page::gateway(400));
    };
    match state.doors.get(&port) {
        Some(door) if !matches!(door, Door::Proxy) => Verdict::Tunnel(door.clone(), established),
        _ => Verdict::Answer(page::gateway(403)),
    }
}

/// The fault that a bucket's host asks of the proxy.
fn fault_of(state: &State, target: &str) -> Option<ProxyFault> {
    let Place::Bucket { bucket, .. } = host::place(target) else {
        return None;
    };
    let names = fault::of_bucket(&bucket)?;
    // The others are not for the proxy, and choosing would count and draw.
    if !names.contains("proxy-") {
        return None;
    }
    let who = format!("CONNECT {bucket}");
    let choice = state.choices.of_request(Some(names), None, &who).ok()?;
    match choice.fault.kind {
        Kind::Proxy(fault) => Some(fault),
        _ => None,
    }
}

fn authorized(state: &State, sent: Option<&str>) -> bool {
    let Some(wanted) = &state.proxy_credentials else {
        return true;
    };
    let sent = sent.unwrap_or("").split_once(' ');
    sent.is_some_and(|(scheme, value)| scheme.eq_ignore_ascii_case("basic") && value == wanted)
}

fn unauthorized() -> Answer {
    let mut answer = page::gateway(407);
    answer.set("Proxy-Authenticate", "Basic realm=\"stand-in\"");
    answer
}

/// What the proxy itself says to a request with an absolute URL; None: forwarded.
pub fn refusal(state: &State, request: &Request) -> Option<Answer> {
    let sent = request.header("proxy-authorization");
    if !authorized(state, sent.as_deref()) {
        return Some(unauthorized());
    }
    let absolute = request.target.starts_with("http://");
    (!absolute).then(|| page::gateway(400))
}

/// The same faults for a request with an absolute URL; None: it is forwarded.
pub fn deed(fault: ProxyFault) -> Option<Deed> {
    Some(match fault {
        ProxyFault::Status(status) => Deed::Send(page::gateway(status), Box::default()),
        ProxyFault::Hang => Deed::Never,
        ProxyFault::Close => Deed::Raw(RawPlan::new("", Then::Close)),
        ProxyFault::Garbage => Deed::Raw(RawPlan::new(NOISE, Then::Close)),
        ProxyFault::Continue | ProxyFault::LineFeeds => return None,
    })
}

/// A CONNECT request.
pub struct Connect {
    /// `host:port`.
    pub target: String,
    /// Names as sent.
    pub headers: Vec<(String, String)>,
}

impl Connect {
    /// None: the client closed, or this is no CONNECT.
    async fn read(stream: &mut TcpStream) -> io::Result<Option<Connect>> {
        let mut head = Vec::new();
        // Byte by byte: what follows belongs to the tunnel.
        while !head.ends_with(b"\r\n\r\n") {
            if head.len() == HEAD_LIMIT {
                return Ok(None);
            }
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(Connect::parse(&String::from_utf8_lossy(&head)))
    }

    fn parse(head: &str) -> Option<Connect> {
        let mut lines = head.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target) = (words.next()?, words.next()?);
        let field = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_string(), value.trim().to_string()))
        };
        (method == "CONNECT").then(|| Connect {
            target: target.to_string(),
            headers: lines.filter_map(field).collect(),
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        let found = all.find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
#[path = "proxy_tests.rs"]
mod tests;
