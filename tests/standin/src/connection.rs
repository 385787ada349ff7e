//! One client's connection.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::answer::Answer;
use crate::control;
use crate::fault_answer::Deed;
use crate::link::{Link, Slot};
use crate::request::Request;
use crate::service::{State, decide};

/// One accepted connection; counted until it is dropped.
struct Connection {
    state: Arc<State>,
    number: u64,
    slot: Slot,
    /// It has served a control endpoint, so it is not counted any more.
    control: AtomicBool,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.control.load(Ordering::Relaxed) {
            self.state.log.closed();
        }
    }
}

/// Serves a connection to its end.
pub async fn serve(state: Arc<State>, stream: TcpStream) {
    // Answers are small: waiting to fill a packet only slows tests down.
    let _ = stream.set_nodelay(true);
    let connection = Arc::new(Connection {
        number: state.log.accepted(),
        state,
        slot: Slot::default(),
        control: AtomicBool::new(false),
    });
    let link = TokioIo::new(Link::new(stream, connection.slot.clone()));
    let service = service_fn(move |request| answer(connection.clone(), request));
    // The Date is ours: faults set the server's clock, and gateways may send none.
    let mut server = http1::Builder::new();
    server.auto_date_header(false);
    // How a connection ended is the client's business.
    let _ = server.serve_connection(link, service).await;
}

async fn answer(
    connection: Arc<Connection>,
    request: hyper::Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let Some(request) = Request::read(request).await else {
        return Ok(Answer::plain(400, "").into_response(false));
    };
    let state = &connection.state;
    let head = request.is_head();
    if control::is_control(state, &request) {
        if !connection.control.swap(true, Ordering::Relaxed) {
            state.log.forget_connection();
        }
        return Ok(control::answer(state, &request).into_response(head));
    }
    let decision = decide(state, &request, connection.number);
    if decision.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(decision.delay_ms)).await;
    }
    match decision.deed {
        Deed::Send(mut answer) => {
            if let Some(echo) = request.header("x-standin-echo") {
                answer.set("x-standin-echo", &echo);
            }
            Ok(answer.into_response(head))
        }
        Deed::Raw(plan) => {
            connection.slot.put(plan);
            Ok(Response::new(Full::default()))
        }
        Deed::Never => std::future::pending().await,
    }
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
