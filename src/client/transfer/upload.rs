//! The body of a request: opened once, read once for each attempt.

use std::borrow::Cow;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use md5::{Digest as _, Md5};

use super::integrity::{self, Crc};
use crate::client::call_control::CallControl;
use crate::client::call_options::Call;
use crate::client::local_error::LocalError;
use crate::client::transport::fault::{Phase, WireFault};
use crate::request::{Body, Moved, Reader, Request};

/// Bytes that are handed on at a time.
pub const PIECE: usize = 128 * 1024;

pub struct Upload<'a> {
    from: From<'a>,
    /// `None`: not known before the end.
    length: Option<u64>,
    taken: u64,
    crc: Option<Crc>,
    md5: Option<String>,
}

enum From<'a> {
    Memory(&'a [u8]),
    File {
        file: File,
        path: &'a Path,
        start: u64,
    },
    Reader(&'a Reader),
}

impl<'a> Upload<'a> {
    /// `None`: the request has no body, and need not say so.
    pub fn open(request: &'a Request, call: &Call) -> Result<Option<Upload<'a>>, LocalError> {
        if request.method == "HEAD" && !matches!(request.body, Body::None) {
            return Err(LocalError::Mistake(
                "body: a HEAD request has none: leave it out",
            ));
        }
        let (from, length) = match &request.body {
            Body::None if matches!(request.method.as_str(), "PUT" | "POST" | "PATCH") => {
                (From::Memory(&[]), Some(0))
            }
            Body::None => return Ok(None),
            Body::Memory(bytes) => (From::Memory(bytes), Some(bytes.len() as u64)),
            Body::File { path, part } => open_file(path, *part)?,
            Body::Reader(reader) => {
                reader.rewind().map_err(|source| LocalError::Callback {
                    what: "the body's reader was read before and cannot be rewound: set it again, or set a rewind function".to_owned(),
                    source: Some(source),
                })?;
                (From::Reader(reader), reader.length)
            }
        };
        let is_checked = integrity::is_stored_as_sent(request, call);
        Ok(Some(Upload {
            from,
            length,
            taken: 0,
            crc: is_checked.then(Crc::new),
            md5: None,
        }))
    }

    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// It is not empty, and nobody has to be waited for to read it.
    pub fn is_at_hand(&self) -> bool {
        !matches!(self.from, From::Reader(_)) && self.length != Some(0)
    }

    /// In base64, if it was requested.
    pub fn md5(&self) -> Option<&str> {
        self.md5.as_deref()
    }

    /// Comes from a reader that cannot go back.
    pub fn is_one_way(&self) -> bool {
        matches!(self.from, From::Reader(reader) if !reader.can_rewind())
    }

    /// Of the bytes taken in this attempt; `None`: what is stored is something else.
    pub fn crc(&self) -> Option<u64> {
        self.crc.as_ref().map(Crc::sum64)
    }

    /// Reads the body once to compute its MD5 before the head is sent.
    pub fn hash(&mut self, control: &CallControl) -> Result<(), WireFault> {
        if self.is_one_way() {
            return Err(LocalError::Mistake(
                "content_md5: a reader's body cannot be read twice: set a rewind function, or set Content-MD5 yourself",
            )
            .into());
        }
        let mut hash = Md5::new();
        if let From::Memory(bytes) = self.from {
            hash.update(bytes);
        } else {
            let begun = Instant::now();
            let mut piece = vec![0; PIECE];
            loop {
                control.check(Phase::Begin, begun, Duration::MAX)?;
                match self.fill(&mut piece, control)? {
                    0 => break,
                    amount => hash.update(&piece[..amount]),
                }
            }
            self.rewind()
                .map_err(|why| LocalError::callback(why.into_owned()))?;
        }
        self.md5 = Some(BASE64.encode(hash.finalize()));
        Ok(())
    }

    /// Back to the first byte; or why that cannot be.
    pub fn rewind(&mut self) -> Result<(), Cow<'static, str>> {
        match &mut self.from {
            From::Memory(_) => {}
            From::File { file, start, .. } => {
                let start = SeekFrom::Start(*start);
                file.seek(start)
                    .map_err(|_| "the body's file cannot be rewound")?;
            }
            From::Reader(reader) if !reader.is_replayable() => {
                return Err("the body's reader cannot be rewound".into());
            }
            From::Reader(reader) => {
                reader
                    .rewind()
                    .map_err(|e| format!("the body's reader failed to rewind: {e}"))?;
            }
        }
        self.taken = 0;
        self.crc = self.crc.as_ref().map(|_| Crc::new());
        Ok(())
    }

    fn left(&self) -> u64 {
        self.length.map_or(u64::MAX, |length| length - self.taken)
    }

    /// The next bytes; 0 at the end.
    pub fn fill(&mut self, buffer: &mut [u8], control: &CallControl) -> Result<usize, WireFault> {
        let room = usize::try_from(self.left()).map_or(buffer.len(), |left| left.min(buffer.len()));
        let buffer = &mut buffer[..room];
        if room == 0 {
            return Ok(0);
        }
        let amount = match &mut self.from {
            From::Memory(bytes) => {
                // Never beyond its end: what is left is counted by its length.
                let begin = usize::try_from(self.taken).unwrap_or(bytes.len());
                buffer.copy_from_slice(&bytes[begin..begin + room]);
                room
            }
            From::File { file, path, .. } => read_file(file, path, buffer)?,
            From::Reader(reader) => read_reader(reader, buffer, self.taken, control)?,
        };
        if amount == 0 && self.length.is_some() {
            return Err(self.short().into());
        }
        self.taken += amount as u64;
        if let Some(crc) = &mut self.crc {
            crc.write(&buffer[..amount]);
        }
        Ok(amount)
    }

    /// The message for a source that ended before its length.
    fn short(&self) -> LocalError {
        let (expected, got) = (self.length.unwrap_or(0), self.taken);
        match &self.from {
            From::File { path, .. } => LocalError::Shrank {
                path: path.to_path_buf(),
                expected,
                got,
            },
            _ => LocalError::callback(format!(
                "the body's reader ended after {got} of {expected} bytes"
            )),
        }
    }

    /// Pretends to give bytes, for a server that does not read any more.
    pub fn skip(&mut self, room: usize) -> usize {
        let amount = match self.length {
            Some(_) => self.left().min(room as u64),
            None => 0,
        };
        self.taken += amount;
        amount as usize
    }
}

fn open_file(path: &Path, part: Option<(u64, u64)>) -> Result<(From<'_>, Option<u64>), LocalError> {
    let fault = |doing, source| LocalError::file("body_file", doing, path, source);
    // Before it is opened: a pipe would be waited for.
    let kind = path.metadata().map_err(|e| fault("read", e))?;
    if kind.is_dir() {
        return Err(fault("read", io::Error::from_raw_os_error(libc::EISDIR)));
    }
    if !kind.is_file() {
        return Err(LocalError::Unfit {
            option: "body_file",
            path: path.to_owned(),
            fix: "is not a regular file: use a body reader for pipes and devices",
        });
    }
    // Regular files take no notice of it; some of /proc would wait for news, out of reach.
    let at_once = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path);
    let mut file = at_once.map_err(|e| fault("read", e))?;
    let whole = file.metadata().map_err(|e| fault("read", e))?.len();
    // Files of /proc say that they are empty. What has more than its size is sent in chunks.
    if whole == 0 && part.is_none() && read_file(&mut file, path, &mut [0])? > 0 {
        file.rewind().map_err(|e| fault("read", e))?;
        let start = 0;
        return Ok((From::File { file, path, start }, None));
    }
    let (start, length) = part.unwrap_or((0, whole));
    if start.checked_add(length).is_none_or(|end| end > whole) {
        return Err(LocalError::Unfit {
            option: "body_file_range",
            path: path.to_owned(),
            fix: "offset and length reach beyond the file's end",
        });
    }
    file.seek(SeekFrom::Start(start))
        .map_err(|e| fault("read", e))?;
    Ok((From::File { file, path, start }, Some(length)))
}

fn read_file(file: &mut File, path: &Path, buffer: &mut [u8]) -> Result<usize, LocalError> {
    loop {
        match file.read(buffer) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            outcome => {
                return outcome.map_err(|e| LocalError::file("body_file", "read", path, e));
            }
        }
    }
}

fn read_reader(
    reader: &Reader,
    buffer: &mut [u8],
    taken: u64,
    control: &CallControl,
) -> Result<usize, WireFault> {
    let since = Instant::now();
    let amount = loop {
        let read = reader.read(buffer).map_err(|source| LocalError::Callback {
            what: format!("the body's reader failed after {taken} bytes"),
            source: Some(source),
        })?;
        match read {
            Moved::Done(amount) => break amount,
            Moved::Later => control.wait_for_resume(Phase::WaitForReader, since)?,
        }
    };
    match amount <= buffer.len() {
        true => Ok(amount),
        false => Err(LocalError::callback(format!(
            "the body's reader says it put {amount} bytes into a buffer of {}",
            buffer.len()
        ))
        .into()),
    }
}
