//! One client's connection.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::HandshakeKind;

use super::door::Door;
use super::link::{Link, Slot};
use super::proxy::{self, Target};
use super::stream::Stream;
use crate::answer::Answer;
use crate::control;
use crate::fault::Kind;
use crate::fault::answer::Deed;
use crate::fault::delivery;
use crate::log::Origin;
use crate::receive::{Gone, Reading};
use crate::request::Request;
use crate::service::{Decision, State, choose, decide, scene_of};
use crate::text::unix_now;
use crate::traffic;

/// One accepted connection; counted until it is dropped.
struct Connection {
    state: Arc<State>,
    origin: Origin,
    /// Requests come in the form that is meant for a proxy.
    forward: bool,
    slot: Slot,
    /// It has served a control endpoint, so it is not counted any more.
    control: AtomicBool,
    requests: AtomicU64,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.control.load(Ordering::Relaxed) {
            self.state.log.closed();
        }
    }
}

/// Serves a connection to its end. How it ends is the client's business.
pub async fn serve(state: Arc<State>, mut stream: TcpStream, mut door: Door) {
    // Answers are small: waiting to fill a packet only slows tests down.
    let _ = stream.set_nodelay(true);
    let mut connection = Connection {
        origin: Origin {
            connection: state.log.accepted(),
            ..Origin::default()
        },
        slot: Slot::new(state.log.surplus.clone()),
        state,
        forward: false,
        control: AtomicBool::new(false),
        requests: AtomicU64::new(0),
    };
    if matches!(door, Door::Proxy) {
        connection.origin.proxy = true;
        match proxy::receive(&connection.state, &mut stream, &connection.origin).await {
            Ok(Some(Target::Tunnel(inner))) => door = inner,
            Ok(Some(Target::Forward)) => connection.forward = true,
            Ok(None) | Err(_) => return,
        }
    }
    let stream = match door {
        Door::Http | Door::Proxy => Stream::Plain(stream),
        Door::Tls(acceptor) => {
            connection.origin.tls = true;
            match handshake(&connection.state, acceptor, stream).await {
                Some(stream) => stream,
                None => return,
            }
        }
        Door::HandshakeReset => {
            let hello = stream.read(&mut [0; 1024]).await;
            let _ = hello.and_then(|_| stream.set_zero_linger());
            return;
        }
        Door::HandshakeHang => {
            let _ = until_end(&mut stream).await;
            return;
        }
    };
    serve_http(connection, stream).await;
}

/// None: there was none; the client may not like the certificate.
async fn handshake(state: &State, acceptor: TlsAcceptor, stream: TcpStream) -> Option<Stream> {
    let accepted = acceptor.accept(stream).await;
    let kind = accepted.as_ref().ok().map(|tls| tls.get_ref().1);
    let resumed = kind.map(|tls| tls.handshake_kind() == Some(HandshakeKind::Resumed));
    state.log.handshake(resumed);
    Some(Stream::Tls(Box::new(accepted.ok()?)))
}

/// Waits until the client has closed.
pub async fn until_end(stream: &mut TcpStream) -> io::Result<()> {
    let mut scratch = [0; 1024];
    while stream.read(&mut scratch).await? > 0 {}
    Ok(())
}

async fn serve_http(connection: Connection, stream: Stream) {
    let link = TokioIo::new(Link::new(stream, connection.slot.clone()));
    let connection = Arc::new(connection);
    let service = service_fn(move |request| respond(connection.clone(), request));
    // The Date is ours: faults set the server's clock, and gateways may send none.
    let mut server = http1::Builder::new();
    server.auto_date_header(false);
    // What is read at once stays in the processor's cache until it is hashed.
    server.max_buf_size(128 << 10);
    let _ = server.serve_connection(link, service).await;
}

async fn respond(
    connection: Arc<Connection>,
    request: hyper::Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    // Held to the end: a body that is dropped unread ends the connection.
    let (mut request, mut body) = Request::new(request);
    let number = connection.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let Decision {
        delay_ms,
        deed,
        picked,
    } = decision(&connection, &mut request, &mut body).await;
    if delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
    }
    let plan = match deed {
        Deed::Never => std::future::pending().await,
        Deed::Raw(plan) => plan,
        Deed::Send(mut answer, delivery) => {
            let State { cors, store, .. } = &*connection.state;
            cors.apply(store, &request, &mut answer);
            let echo = request.header("x-standin-echo");
            for (name, value) in [("x-standin-echo", echo), ("x-standin-picked", picked)] {
                if let Some(value) = value {
                    answer.set(name, &value);
                }
            }
            if !answer.has("Connection") {
                let word = if request.persistent {
                    "keep-alive"
                } else {
                    "close"
                };
                answer.set("Connection", word);
            }
            delivery::plan(answer, &delivery, request.is_head(), number)
        }
    };
    connection.slot.put(plan);
    Ok(Response::new(Full::default()))
}

async fn decision(connection: &Connection, request: &mut Request, body: &mut Incoming) -> Decision {
    let state = &connection.state;
    if control::is_control(state, request) {
        if !connection.control.swap(true, Ordering::Relaxed) {
            state.log.forget_connection();
        }
        let answer = match read(request, body, &Reading::default()).await {
            Ok(()) => control::answer(state, request),
            Err(_) => Answer::plain(400, ""),
        };
        return Decision::from(Deed::Send(answer, Box::default()));
    }
    if connection.forward
        && let Some(refusal) = proxy::refusal(state, request)
    {
        return Decision::from(Deed::Send(refusal, Box::default()));
    }
    if let Some(answer) = preflight(state, request) {
        state
            .log
            .received(request, "absent".into(), &connection.origin);
        return Decision::from(Deed::Send(answer, Box::default()));
    }
    let mut choice = choose(state, request);
    if let Ok(choice) = &mut choice {
        traffic::slow(request, &mut choice.fault);
    }
    let fault = choice.as_ref().ok().map(|choice| &choice.fault);
    if connection.forward
        && let Some(Kind::Proxy(fault)) = fault.map(|fault| &fault.kind)
        && let Some(deed) = proxy::deed(*fault)
    {
        return Decision::from(deed);
    }
    let reading = fault.map(|fault| fault.reading.clone()).unwrap_or_default();
    if let Some(status) = reading.interim {
        connection.slot.say(interim(status));
    }
    if read(request, body, &reading).await.is_err() {
        state
            .log
            .received(request, "not verified".into(), &connection.origin);
        return Decision::from(Deed::Send(Answer::plain(400, ""), Box::default()));
    }
    decide(state, request, choice, &connection.origin)
}

/// The response to a browser's preflight, to which no fault applies. None for any other request.
fn preflight(state: &State, request: &Request) -> Option<Answer> {
    if request.method != "OPTIONS" {
        return None;
    }
    let scene = scene_of(request, unix_now());
    let answer = state.cors.preflight(&state.store, request, &scene)?;
    Some(answer.unwrap_or_else(|error| error.answer(&scene)))
}

/// Two interim answers that nobody asked for.
fn interim(status: u16) -> Bytes {
    const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\n";
    format!("{CONTINUE}HTTP/1.1 {status} Interim\r\nx-standin-interim: 1\r\n\r\n").into()
}

/// Reads what is to be read of the body; Err: the client went away.
async fn read(request: &mut Request, body: &mut Incoming, reading: &Reading) -> Result<(), Gone> {
    if reading.only == Some(0) {
        return Ok(());
    }
    let check_md5 = request.headers.contains_key("content-md5");
    let (receipt, end) = reading.carry_out(body, check_md5).await;
    request.body = Some(receipt);
    end
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
