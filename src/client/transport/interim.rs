//! Interim responses (1xx), which precede the final one, requested or not (RFC 9110,
//! section 15.2): how many of them a request puts up with.

use std::time::Instant;

use super::fault::WireFault;
use super::head::HEADER_ROOM;

/// More than any server has reason to send.
const MOST: u32 = 64;
/// So many count as a sign of life. Later ones do not stop the clock of the I/O
/// timeout, lest a server hold a call with nothing else.
const SIGNS_OF_LIFE: u32 = 8;

/// The interim responses to one request, and how long its final response is awaited.
#[derive(Debug, Default)]
pub struct Interim {
    count: u32,
    /// Their length, with empty lines before a status line.
    bytes: usize,
    has_sign_of_life: bool,
    /// When the latest sign of life came.
    awaited_since: Option<Instant>,
}

impl Interim {
    /// Takes note of a whole one.
    pub fn note(&mut self, length: usize) -> Result<(), WireFault> {
        self.count += 1;
        self.bytes += length;
        if self.count <= SIGNS_OF_LIFE {
            self.awaited_since = None;
            self.has_sign_of_life = true;
        }
        self.check(0)
    }

    /// Takes note of empty lines. Like the bytes of a response that is not whole, they are
    /// no sign of life.
    pub fn pass(&mut self, length: usize) {
        self.bytes += length;
    }

    /// Whether one that is a sign of life came since this was last called.
    pub fn take_sign_of_life(&mut self) -> bool {
        std::mem::take(&mut self.has_sign_of_life)
    }

    /// Fails if there were too many, `more` bytes of one that is not whole included.
    pub fn check(&self, more: usize) -> Result<(), WireFault> {
        if self.count > MOST {
            return Err(WireFault::Protocol(
                "more than 64 interim responses arrived",
            ));
        }
        match self.bytes + more > HEADER_ROOM {
            true => Err(WireFault::Protocol(
                "more than 64 KiB arrived before its final response",
            )),
            false => Ok(()),
        }
    }

    /// From when on the final response is awaited.
    pub fn awaited_since(&mut self) -> Instant {
        *self.awaited_since.get_or_insert_with(Instant::now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn their_number_and_length_are_bounded() {
        let mut many = Interim::default();
        assert!((0..MOST).all(|_| many.note(25).is_ok()));
        assert!(many.note(25).is_err());
        let mut long = Interim::default();
        assert!(long.note(HEADER_ROOM).is_ok() && long.check(1).is_err());
        assert!(long.note(1).is_err());
        let mut empty = Interim::default();
        (0..HEADER_ROOM).for_each(|_| empty.pass(1));
        assert!(empty.check(0).is_ok() && empty.check(1).is_err());
    }

    #[test]
    fn the_first_few_are_signs_of_life() {
        let mut interim = Interim::default();
        for at in 1..=2 * SIGNS_OF_LIFE {
            let before = interim.awaited_since();
            interim.pass(2);
            assert!(!interim.take_sign_of_life());
            interim.note(25).expect("few");
            let counts = interim.take_sign_of_life();
            assert_eq!(counts, at <= SIGNS_OF_LIFE);
            assert_eq!(interim.awaited_since() == before, !counts);
        }
    }
}
