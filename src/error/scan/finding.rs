//! What is found in a text, and where.

use super::super::exchange::Exchange;
use super::super::headers::HeaderInput;
use super::super::kind::{CodeSource, Kind};
use super::super::request_id::Maker;
use super::super::{CosError, Result};

/// One piece of a text that is recognised.
pub struct Finding {
    /// The line where it begins, from 1; 0 for a response.
    pub line: u64,
    /// The bytes before it.
    pub offset: u64,
    pub subject: Subject,
}

/// What the piece is.
pub enum Subject {
    Error(Box<CosError>),
    /// Its status, 0 if it is not known, and its request id with a NUL.
    Success(u16, String),
    Id(FoundId),
}

/// A request id, with what is known of it.
pub struct FoundId {
    pub id_z: String,
    pub maker: Maker,
    pub made_at_s: i64,
    /// The code of the catalogue that stands in the same line; `"\0"` if there is none.
    pub code_z: String,
}

/// The request that a text names.
#[derive(Clone, Copy, Default)]
pub struct NamedRequest<'a> {
    pub method: &'a str,
    pub url: &'a str,
}

/// A response in a text. `status` 0: not known.
pub fn exchange<'a>(
    request: NamedRequest<'a>,
    status: u16,
    headers: &'a [u8],
    body: &'a [u8],
) -> Exchange<'a> {
    Exchange {
        method: request.method,
        url: request.url,
        status,
        headers: HeaderInput::Block(headers),
        body,
        ..Exchange::default()
    }
}

/// The error or the success that a response is; `None` if the text is no response.
pub fn judged(exchange: &Exchange<'_>) -> Option<Result<()>> {
    let Some(error) = exchange.read() else {
        return Some(Ok(()));
    };
    // Without a status, a client error says that the text is no response.
    (exchange.status != 0 || is_of_service(&error)).then_some(Err(error))
}

/// The error of a service in a body, of which the text tells the code.
pub fn body_error(body: &[u8]) -> Option<Box<CosError>> {
    let error = exchange(NamedRequest::default(), 0, b"", body).read()?;
    is_of_service(&error).then_some(error)
}

/// Whether an error is that of a service, of which the text told the status or the code.
fn is_of_service(error: &CosError) -> bool {
    let is_told = error.status() != 0 || error.code_source() != CodeSource::Status;
    is_told && error.kind() == Kind::Service
}
