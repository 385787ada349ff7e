//! The call that has a reader or a writer: one at a time.

use super::in_use::InUse;
use super::{Body, Request, Sink};
use crate::error::{CosError, Result};

/// The readers and writers that a call has, until it is dropped.
#[derive(Default)]
pub struct Claim(Vec<InUse>);

impl Request {
    /// Takes the reader and the writer for a call.
    pub fn claim(&self) -> Result<Claim> {
        let mut claim = Claim::default();
        if let Body::Reader(reader) = &self.body {
            claim.add("body_reader", &reader.in_use)?;
        }
        if let Sink::Writer(writer) = &self.sink {
            claim.add("sink_writer", &writer.in_use)?;
        }
        Ok(claim)
    }
}

impl Claim {
    fn add(&mut self, name: &str, in_use: &InUse) -> Result<()> {
        if !in_use.take() {
            let fix = "another call uses it: wait until that call has ended, or set another one";
            return Err(CosError::argument_text(name, fix));
        }
        self.0.push(in_use.clone());
        Ok(())
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.iter().for_each(InUse::give_back);
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Arc;

    use super::*;
    use crate::request::{BodyWriter, Drain, Moved};

    struct Nowhere;

    impl Drain for Nowhere {
        fn write(&self, _: &[u8]) -> io::Result<Moved<()>> {
            Ok(Moved::Done(()))
        }

        fn can_rewind(&self) -> bool {
            false
        }

        fn rewind(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn copies_of_a_request_have_one_writer_among_them() {
        let request = Request {
            sink: Sink::Writer(Arc::new(BodyWriter::new(Box::new(Nowhere)))),
            ..Request::default()
        };
        let copy = request.clone();
        let claim = request.claim().ok();
        assert!(copy.claim().is_err());
        drop(claim);
        assert!(copy.claim().is_ok());
        assert!(Request::default().claim().is_ok());
    }
}
