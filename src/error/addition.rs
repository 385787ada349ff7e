//! What a transfer of several requests adds to the error of one of them.

use super::{CosError, Lazy, explanation};

impl CosError {
    /// Puts in front of the message which part of the transfer failed.
    pub fn of_part(mut self: Box<Self>, part: &str) -> Box<Self> {
        let message = format!("{part}: {}", self.message());
        self.forget_texts();
        self.message = self.arena.push(&message);
        self.derives_message = false;
        self
    }

    /// An earlier request of the transfer got as far as the server.
    pub fn was_sent(mut self: Box<Self>) -> Box<Self> {
        self.forget_texts();
        self.request_sent = true;
        self
    }

    pub fn with_detail(mut self: Box<Self>, name: &str, value: &str) -> Box<Self> {
        self.forget_texts();
        let detail = (self.arena.push(name), self.arena.push(value));
        self.details.push(detail);
        self
    }

    /// The rows of the catalogue stay: they depend on the message as it was.
    fn forget_texts(&mut self) {
        explanation::settle(self);
        let rows = std::mem::take(&mut self.lazy).rows;
        self.lazy = Lazy {
            rows,
            ..Lazy::default()
        };
    }
}
