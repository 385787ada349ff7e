//! The buffers of a connection: small, and larger only for what is large.

use ureq::unversioned::transport::Buffers;

/// Room for an ordinary response.
const INPUT: usize = 16 * 1024;
/// Room for an ordinary request.
const OUTPUT: usize = 16 * 1024;
/// What both grow to while a body fills them: the system is called less often.
const LARGE: usize = 256 * 1024;

#[derive(Debug, Default)]
pub struct WireBuffers {
    input: Vec<u8>,
    /// Bytes received and not consumed: `input[start..end]`. ureq sees `input[start..shown]`.
    start: usize,
    shown: usize,
    end: usize,
    output: Vec<u8>,
    progress: bool,
}

impl WireBuffers {
    /// Room after the bytes received; a header block that fills the buffer doubles it.
    fn make_room(&mut self, wanted: usize) {
        if self.start == self.end {
            (self.start, self.shown, self.end) = (0, 0, 0);
        }
        if self.input.len() - self.end >= wanted {
            return;
        }
        self.input.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.shown -= self.start;
        self.start = 0;
        let needed = (self.end + wanted).max(INPUT);
        if self.input.len() < needed {
            self.input.resize(needed.next_power_of_two(), 0);
        }
    }

    /// Undoes growth that a large body caused.
    pub fn shrink(&mut self) {
        if self.input.len() > INPUT && self.start == self.end {
            self.input = Vec::new();
            (self.start, self.shown, self.end) = (0, 0, 0);
        }
        if self.output.len() > OUTPUT {
            self.output = Vec::new();
        }
    }

    /// Records that this much of the output was sent. After full pieces the next ones are larger.
    pub fn sent(&mut self, amount: usize) {
        let room = self.output.len();
        // Chunks do not fill it quite.
        if 2 * amount > room && room < LARGE && self.output.try_reserve_exact(room).is_ok() {
            self.output.resize(2 * room, 0);
        }
    }

    /// The output, while the input is worked on; it must be given back.
    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    pub fn give_output(&mut self, output: Vec<u8>) {
        self.output = output;
    }

    /// What was received, and not shown to ureq yet.
    pub fn hidden(&self) -> &[u8] {
        &self.input[self.shown..self.end]
    }

    pub fn hidden_mut(&mut self) -> &mut [u8] {
        &mut self.input[self.shown..self.end]
    }

    /// Shows ureq so many bytes more: it reads them before it waits for others.
    pub fn show(&mut self, amount: usize) {
        self.shown = (self.shown + amount).min(self.end);
        self.progress = true;
    }

    /// Passes over bytes before ureq is shown any.
    pub fn skip(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.end);
        self.shown = self.start;
    }

    /// Bytes received and not consumed.
    pub fn unread(&self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

impl Buffers for WireBuffers {
    fn output(&mut self) -> &mut [u8] {
        if self.output.is_empty() {
            self.output.resize(OUTPUT, 0);
        }
        &mut self.output
    }

    fn input(&self) -> &[u8] {
        &self.input[self.start..self.shown]
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        let was_full = self.end == self.input.len() && self.end > 0;
        let more = was_full && self.start == self.end && self.end < LARGE;
        if more && self.input.try_reserve_exact(self.end).is_ok() {
            self.input.resize(2 * self.end, 0);
        }
        self.make_room(1);
        &mut self.input[self.end..]
    }

    fn input_appended(&mut self, amount: usize) {
        self.end = (self.end + amount).min(self.input.len());
    }

    fn input_consume(&mut self, amount: usize) {
        self.progress = amount > 0;
        self.start = (self.start + amount).min(self.shown);
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        if self.output.is_empty() {
            self.output.resize(OUTPUT, 0);
        }
        // A chunk's bytes are read into the same buffer as the output.
        self.make_room(self.output.len());
        (&mut self.input[self.end..], &mut self.output)
    }

    fn can_use_input(&self) -> bool {
        self.shown > self.start && self.progress
    }
}
