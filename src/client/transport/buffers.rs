//! The buffers of a request: small, and larger only for what is large.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use ureq::unversioned::transport::Buffers;

/// Room for an ordinary response.
const INPUT: usize = 16 * 1024;
/// Room for an ordinary request.
pub const OUTPUT: usize = 16 * 1024;
/// The size of both while a body fills them: the system is called less often.
const LARGE: usize = 256 * 1024;

/// Bytes of buffers that a client keeps for its next requests.
const MOST_KEPT: usize = 8 * 1024 * 1024;
/// Buffers that no request needed for so long are freed with the next that come back.
const KEPT_FOR: Duration = Duration::from_secs(10);

#[derive(Debug, Default)]
pub struct WireBuffers {
    input: Vec<u8>,
    /// Bytes received and not consumed: `input[start..end]`. Shown are `input[start..shown]`.
    start: usize,
    shown: usize,
    end: usize,
    output: Vec<u8>,
    /// Bytes at the begin of the output that wait for others, to be sent with them.
    held: usize,
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
        match self.input.len() {
            // Zeros of the allocator's own, which may cost nothing.
            0 => self.input = vec![0; needed.next_power_of_two()],
            length if length < needed => self.input.resize(needed.next_power_of_two(), 0),
            _ => {}
        }
    }

    fn make_output(&mut self) {
        if self.output.is_empty() {
            self.output = vec![0; OUTPUT];
        }
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        self.input.capacity() + self.output.capacity()
    }

    /// Without what they hold.
    fn emptied(self) -> WireBuffers {
        WireBuffers {
            input: self.input,
            output: self.output,
            ..WireBuffers::default()
        }
    }

    /// Without growth that a large body caused.
    fn shrunk(self) -> WireBuffers {
        let usual = |buffer: Vec<u8>, most| {
            if buffer.len() > most {
                Vec::new()
            } else {
                buffer
            }
        };
        WireBuffers {
            input: usual(self.input, INPUT),
            output: usual(self.output, OUTPUT),
            ..WireBuffers::default()
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

    /// Holds back so much more of the output.
    pub fn hold(&mut self, amount: usize) {
        self.held += amount;
    }

    /// Bytes of the output that are held back.
    pub fn held(&self) -> usize {
        self.held
    }

    /// The output, what was held back first, while the input is worked on; it must be
    /// given back.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.held = 0;
        std::mem::take(&mut self.output)
    }

    pub fn give_output(&mut self, output: Vec<u8>) {
        self.output = output;
    }

    /// The bytes that were received, and not shown yet.
    pub fn hidden(&self) -> &[u8] {
        &self.input[self.shown..self.end]
    }

    pub fn hidden_mut(&mut self) -> &mut [u8] {
        &mut self.input[self.shown..self.end]
    }

    /// Shows so many bytes more: they are read before others are awaited.
    pub fn show(&mut self, amount: usize) {
        self.shown = (self.shown + amount).min(self.end);
        self.progress = true;
    }

    /// Passes over bytes before any are shown.
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
        self.make_output();
        &mut self.output[self.held..]
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
        self.make_output();
        // A chunk's bytes are read into the same buffer as the output.
        self.make_room(self.output.len());
        (&mut self.input[self.end..], &mut self.output[self.held..])
    }

    fn can_use_input(&self) -> bool {
        self.shown > self.start && self.progress
    }
}

/// Buffers that no request has, those that were used last at the back.
#[derive(Default)]
pub struct KeptBuffers {
    buffers: VecDeque<(WireBuffers, Instant)>,
    bytes: usize,
}

impl KeptBuffers {
    pub fn take(&mut self) -> WireBuffers {
        let (buffers, _) = self.buffers.pop_back().unzip();
        let buffers = buffers.unwrap_or_default();
        self.bytes -= buffers.size();
        buffers
    }

    pub fn keep(&mut self, buffers: WireBuffers, now: Instant) {
        while let Some((oldest, since)) = self.buffers.front()
            && now.duration_since(*since) > KEPT_FOR
        {
            self.bytes -= oldest.size();
            self.buffers.pop_front();
        }
        let mut buffers = buffers.emptied();
        if self.bytes + buffers.size() > MOST_KEPT {
            buffers = buffers.shrunk();
        }
        if buffers.size() > 0 && self.bytes + buffers.size() <= MOST_KEPT {
            self.bytes += buffers.size();
            self.buffers.push_back((buffers, now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Buffers as a request leaves them whose response was not read to the end.
    fn used(amount: usize) -> WireBuffers {
        let mut buffers = WireBuffers::default();
        buffers.output().fill(b'o');
        while buffers.size() < amount {
            let room = buffers.input_append_buf();
            room.fill(b'i');
            let amount = room.len();
            buffers.input_appended(amount);
            buffers.show(amount);
            buffers.input_consume(amount);
        }
        buffers.input_append_buf().fill(b'i');
        buffers.input_appended(9);
        buffers.show(5);
        buffers
    }

    #[test]
    fn what_a_request_left_is_not_the_next_ones() {
        let mut kept = KeptBuffers::default();
        kept.keep(used(0), Instant::now());
        let next = kept.take();
        assert!(next.size() > 0);
        assert!(next.is_empty() && next.hidden().is_empty() && next.input().is_empty());
        assert!(!next.can_use_input());
        assert_eq!(next.unread(), 0);
    }

    #[test]
    fn the_ones_kept_are_bounded_by_size_and_age() {
        let mut kept = KeptBuffers::default();
        let now = Instant::now();
        (0..1000).for_each(|_| kept.keep(used(LARGE), now));
        assert!(kept.bytes <= MOST_KEPT);
        let sizes = kept.buffers.iter().map(|(buffers, _)| buffers.size());
        assert_eq!(sizes.sum::<usize>(), kept.bytes);
        kept.keep(used(0), now + KEPT_FOR + Duration::from_secs(1));
        assert_eq!(kept.buffers.len(), 1);
        assert_eq!(kept.take().size(), INPUT + OUTPUT);
        assert_eq!((kept.take().size(), kept.bytes), (0, 0));
    }
}
