//! Reports the progress of a transfer at a limited rate.

use std::time::{Duration, Instant};

use crate::request::Report;

/// The least time between two reports that are neither first nor last.
const INTERVAL: Duration = Duration::from_millis(100);

pub struct Progress<'a> {
    report: Option<&'a Report>,
    now: Numbers,
    told: Option<(Numbers, Instant)>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Numbers {
    sent: u64,
    to_send: Option<u64>,
    received: u64,
    to_receive: Option<u64>,
}

impl<'a> Progress<'a> {
    pub fn new(report: Option<&'a Report>) -> Progress<'a> {
        Progress {
            report,
            now: Numbers {
                to_send: Some(0),
                ..Numbers::default()
            },
            told: None,
        }
    }

    /// An attempt begins to send a body.
    pub fn begin(&mut self, to_send: Option<u64>) {
        self.now.to_send = to_send;
        self.tell();
    }

    pub fn sent(&mut self, amount: usize) {
        self.now.sent += amount as u64;
        self.tell_sometimes(self.now.to_send == Some(self.now.sent));
    }

    /// The body of a success begins.
    pub fn expect(&mut self, to_receive: Option<u64>) {
        self.now.to_receive = to_receive;
        self.tell();
    }

    pub fn received(&mut self, amount: usize) {
        self.now.received += amount as u64;
        self.tell_sometimes(self.now.to_receive == Some(self.now.received));
    }

    /// All is there: what was not known before is known now.
    pub fn end(&mut self) {
        self.now.to_send = Some(self.now.sent);
        self.now.to_receive = Some(self.now.received);
        self.tell();
    }

    /// An attempt broke off.
    pub fn stop(&mut self) {
        self.tell();
    }

    /// Another attempt begins at the first byte.
    pub fn rewind(&mut self) {
        self.told = None;
        self.now = Numbers {
            to_send: self.now.to_send,
            ..Numbers::default()
        };
    }

    fn tell_sometimes(&mut self, is_last: bool) {
        if self.report.is_none() {
            return;
        }
        let is_due = |(_, at): &(Numbers, Instant)| at.elapsed() >= INTERVAL;
        if is_last || self.told.as_ref().is_none_or(is_due) {
            self.tell();
        }
    }

    /// No progress is reported twice.
    fn tell(&mut self) {
        let Some(report) = self.report else {
            return;
        };
        let now = self.now;
        if self.told.as_ref().is_none_or(|(told, _)| *told != now) {
            report(now.sent, now.to_send, now.received, now.to_receive);
            self.told = Some((now, Instant::now()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn first_and_last_are_told_and_little_in_between() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let list = told.clone();
        let report: Box<Report> = Box::new(move |sent, to_send, received, to_receive| {
            let mut list = list.lock().expect("one thread");
            list.push((sent, to_send, received, to_receive));
        });
        let mut progress = Progress::new(Some(&*report));
        progress.begin(Some(1000));
        (0..1000).for_each(|_| progress.sent(1));
        progress.expect(None);
        progress.received(5);
        progress.end();
        let told = told.lock().expect("one thread").clone();
        assert_eq!(told.first(), Some(&(0, Some(1000), 0, None)));
        assert_eq!(told.last(), Some(&(1000, Some(1000), 5, Some(5))));
        // A thousand pieces within an interval, or few of them.
        assert!(told.len() < 100, "{} reports", told.len());
    }
}
