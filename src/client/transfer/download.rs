//! Transfers the body of a success into its sink.

use std::borrow::Cow;
use std::os::unix::fs::FileExt;
use std::time::Instant;

use super::integrity::Crc;
use super::partial_file::PartialFile;
use crate::client::call_control::CallControl;
use crate::client::local_error::LocalError;
use crate::client::transport::fault::{Phase, WireFault};
use crate::request::{Drain, FilePart, Moved, Request, Sink};

pub struct Download<'a> {
    to: To<'a>,
    taken: u64,
    /// Of what comes in pieces and will be compared.
    crc: Option<Crc>,
}

enum To<'a> {
    Memory,
    File(PartialFile),
    Writer(&'a dyn Drain),
    Part(&'a FilePart),
}

impl<'a> Download<'a> {
    /// A file is made now: that it cannot be is known before anything is sent.
    pub fn open(request: &'a Request) -> Result<Download<'a>, LocalError> {
        let to = match &request.sink {
            Sink::Memory => To::Memory,
            Sink::File(path) => To::File(PartialFile::create(path, request.sink_sync)?),
            Sink::Writer(writer) => To::Writer(&*writer.drain),
            Sink::Part(part) => To::Part(part),
        };
        Ok(Download {
            taken: 0,
            crc: to.first_crc(),
            to,
        })
    }

    pub fn is_sink(&self) -> bool {
        !matches!(self.to, To::Memory)
    }

    /// The sum of the pieces is wanted.
    pub fn sum(&mut self) {
        self.crc = Some(Crc::new());
    }

    /// Of the bytes taken since it was wanted.
    pub fn crc(&self) -> Option<u64> {
        self.crc.as_ref().map(Crc::sum64)
    }

    pub fn taken(&self) -> u64 {
        self.taken
    }

    pub fn write(&mut self, bytes: &[u8], control: &CallControl) -> Result<(), WireFault> {
        if let Some(crc) = &mut self.crc {
            crc.write(bytes);
        }
        let before = self.taken;
        self.taken += bytes.len() as u64;
        match &mut self.to {
            To::Memory => Ok(()),
            To::File(partial) => Ok(partial.write(bytes)?),
            To::Writer(drain) => write_all(*drain, bytes, before, control),
            To::Part(part) => Ok(write_part(part, bytes, before)?),
        }
    }

    /// Back to nothing taken; or why that cannot be.
    pub fn rewind(&mut self) -> Result<(), Cow<'static, str>> {
        if self.taken > 0 {
            match &mut self.to {
                To::Memory | To::Part(_) => {}
                To::File(partial) => partial
                    .rewind()
                    .map_err(|_| "the sink's file cannot be emptied")?,
                To::Writer(drain) if !drain.can_rewind() => {
                    return Err("the sink's writer cannot be rewound".into());
                }
                To::Writer(drain) => drain
                    .rewind()
                    .map_err(|e| format!("the sink's writer failed to rewind: {e}"))?,
            }
        }
        self.taken = 0;
        self.crc = self.to.first_crc();
        Ok(())
    }

    /// Makes what was taken final. The number of bytes.
    pub fn finish(&mut self) -> Result<u64, LocalError> {
        if let To::File(partial) = &mut self.to {
            partial.keep()?;
        }
        Ok(self.taken)
    }
}

impl To<'_> {
    /// Of a part it is always wanted: those of all parts are joined.
    fn first_crc(&self) -> Option<Crc> {
        matches!(self, To::Part(_)).then(Crc::new)
    }
}

/// What a server sends beyond the part is not written: it belongs to the next one.
fn write_part(part: &FilePart, bytes: &[u8], before: u64) -> Result<(), LocalError> {
    let room = part.length.saturating_sub(before);
    let fits = usize::try_from(room).map_or(bytes.len(), |room| room.min(bytes.len()));
    let outcome = part
        .file
        .write_all_at(&bytes[..fits], part.start.saturating_add(before));
    outcome.map_err(|source| LocalError::file("sink_file", "write", &part.path, source))
}

/// Hands bytes to a writer, which takes them when it can. `before`: the bytes before them.
fn write_all(
    drain: &dyn Drain,
    bytes: &[u8],
    before: u64,
    control: &CallControl,
) -> Result<(), WireFault> {
    let since = Instant::now();
    loop {
        let step = drain.write(bytes).map_err(|source| LocalError::Callback {
            what: format!("the sink's writer refused what came after {before} bytes"),
            source: Some(source),
        })?;
        match step {
            Moved::Done(()) => return Ok(()),
            Moved::Later => control.wait_for_resume(Phase::WaitForWriter, since)?,
        }
    }
}
