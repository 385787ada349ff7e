//! Calls that wait for long for what a server sends: one thread looks at what may end them all.
//!
//! Many threads that wake up many times a second cost more than all else that waiting does.

use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::handle::{Alarm, Started};
use crate::client::call_control::CallControl;
use crate::client::transport::Reader;

/// A thread that waits to read, and what may end its call meanwhile.
pub struct LongWait {
    number: u64,
    reader: Reader,
    cancel: Option<Arc<AtomicBool>>,
    started: Arc<Started>,
    shutdown: Arc<AtomicBool>,
    is_woken: bool,
}

/// A call is looked at while it lives.
pub struct Attended {
    alarm: Arc<dyn Alarm>,
    number: u64,
}

impl Attended {
    /// Has a call looked at that reads from this stream; `None`: nobody can.
    pub fn new(control: &CallControl, stream: &TcpStream) -> Option<Attended> {
        let started = control.started.as_ref()?;
        let (alarm, number) = started.alarm()?;
        let wait = LongWait {
            number,
            reader: Reader::new(stream),
            cancel: control.cancel.clone(),
            started: started.clone(),
            shutdown: control.shutdown.clone(),
            is_woken: false,
        };
        let attended = alarm.clone().attend(wait);
        attended.then_some(Attended { alarm, number })
    }
}

impl Drop for Attended {
    fn drop(&mut self) {
        self.alarm.leave(self.number);
    }
}

impl LongWait {
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Wakes the thread if the call is to end.
    pub fn look(&mut self) {
        let set = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        let is_over = self.started.is_cancelled()
            || set(&self.shutdown)
            || self.cancel.as_deref().is_some_and(set);
        if is_over && !self.is_woken {
            self.is_woken = true;
            self.reader.wake();
        }
    }
}
