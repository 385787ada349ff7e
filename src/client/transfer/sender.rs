//! The reader of a body for ureq, which also reports to the control and to the progress.

use std::io::{self, Read};

use super::progress::Progress;
use super::upload::Upload;
use crate::client::call_control::CallControl;

/// The reader of the body for ureq.
pub struct Sender<'t, 'a> {
    upload: &'t mut Upload<'a>,
    progress: &'t mut Progress<'a>,
    control: &'t CallControl,
}

impl<'t, 'a> Sender<'t, 'a> {
    pub fn new(
        upload: &'t mut Upload<'a>,
        progress: &'t mut Progress<'a>,
        control: &'t CallControl,
    ) -> Sender<'t, 'a> {
        Sender {
            upload,
            progress,
            control,
        }
    }
}

impl Read for Sender<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.control.state.unsent() {
            return Ok(self.upload.skip(buffer.len()));
        }
        match self.upload.fill(buffer, self.control) {
            Ok(amount) => {
                self.progress.sent(amount);
                Ok(amount)
            }
            // ureq takes its own kind out again.
            Err(fault) => Err(io::Error::other(ureq::Error::from(fault))),
        }
    }
}
