//! Reads a request's body: keeps it, or only counts and hashes it.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use md5::Md5;
use sha1::Digest;

use crate::crc64;

/// The most of a body that is kept; the rest is read, but not kept.
pub const BODY_LIMIT: usize = 64 << 20;

/// How a body is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Only counted and hashed, whatever its size.
    pub discard: bool,
    pub no_crc: bool,
    /// The status of an interim answer (1xx) that goes before all.
    pub interim: Option<u16>,
    /// Stops after so many bytes, with the rest unread.
    pub only: Option<u64>,
    /// So many bytes at a time, one time in so many milliseconds.
    pub pace: Option<(u64, u64)>,
}

/// What was received.
#[derive(Clone, Debug, Default)]
pub struct Receipt {
    /// None: not to be kept, or too large.
    pub kept: Option<Bytes>,
    pub length: u64,
    pub crc64: Option<u64>,
    pub md5: Option<[u8; 16]>,
    /// The body was read to its end.
    pub complete: bool,
    pub too_large: bool,
}

/// The client went away before its request was whole.
#[derive(Debug)]
pub struct Gone;

struct Sink {
    kept: Option<BytesMut>,
    crc64: Option<crc64::Digest>,
    md5: Option<Md5>,
    length: u64,
}

impl Reading {
    /// Reads what there is to read. `check_md5`: the digest of the whole is wanted.
    pub async fn carry_out(
        &self,
        body: &mut Incoming,
        check_md5: bool,
    ) -> (Receipt, Result<(), Gone>) {
        let announced = body.size_hint().exact();
        // An ETag is the MD5 of what is kept; of what is discarded it would be
        // the slowest thing here.
        let mut sink = Sink {
            kept: (!self.discard).then(|| BytesMut::with_capacity(expected(announced))),
            crc64: (!self.no_crc).then(crc64::Digest::new),
            md5: (!self.discard || check_md5).then(Md5::new),
            length: 0,
        };
        let whole = self.read(body, &mut sink).await;
        let complete = matches!(whole, Ok(true));
        (sink.receipt(self, complete), whole.map(|_| ()))
    }

    /// Ok(false): stopped before the end.
    async fn read(&self, body: &mut Incoming, sink: &mut Sink) -> Result<bool, Gone> {
        let only = self.only.unwrap_or(u64::MAX);
        let mut paid = 0;
        while sink.length < only {
            let Some(frame) = body.frame().await else {
                return Ok(true);
            };
            if let Ok(bytes) = frame.map_err(|_| Gone)?.into_data() {
                sink.write(&bytes);
            }
            if let Some((step, every_ms)) = self.pace {
                while paid < sink.length / step.max(1) {
                    tokio::time::sleep(Duration::from_millis(every_ms)).await;
                    paid += 1;
                }
            }
        }
        Ok(false)
    }
}

/// What to reserve; a client may announce anything.
fn expected(announced: Option<u64>) -> usize {
    const MOST: u64 = 1 << 20;
    announced.unwrap_or(0).min(MOST) as usize
}

impl Sink {
    fn write(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        if let Some(digest) = &mut self.crc64 {
            digest.write(bytes);
        }
        if self.length > BODY_LIMIT as u64 {
            self.kept = None;
        }
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(bytes);
        }
        if let Some(digest) = &mut self.md5 {
            digest.update(bytes);
        }
    }

    fn receipt(self, reading: &Reading, complete: bool) -> Receipt {
        Receipt {
            too_large: !reading.discard && self.kept.is_none(),
            kept: self.kept.map(BytesMut::freeze),
            length: self.length,
            crc64: self.crc64.map(|digest| digest.sum64()),
            md5: self.md5.map(|digest| digest.finalize().into()),
            complete,
        }
    }
}

impl Receipt {
    /// Of a body that was read at once.
    pub fn of(body: &[u8]) -> Receipt {
        Receipt {
            kept: Some(Bytes::copy_from_slice(body)),
            length: body.len() as u64,
            crc64: Some(crc64::of(body)),
            md5: Some(Md5::digest(body).into()),
            complete: true,
            too_large: false,
        }
    }

    /// The bytes kept, or none.
    pub fn bytes(&self) -> &[u8] {
        self.kept.as_deref().unwrap_or(b"")
    }
}
