//! Whose callbacks run on a thread: what they need to know of their call.

use super::inside::{Frames, Inside};
use super::place::{CallbackPlaces, HeldPlaces};

/// Has callbacks of a call run on another thread as they would on the call's own.
#[derive(Clone)]
pub struct CallbackFrame {
    places: CallbackPlaces,
    frames: Frames,
}

impl CallbackFrame {
    /// Of the call on this thread.
    pub fn current() -> CallbackFrame {
        CallbackFrame {
            places: CallbackPlaces::current(),
            frames: Frames::current(),
        }
    }

    pub fn run<T>(&self, callback: impl FnOnce() -> T) -> T {
        let _inside = Inside::of(self.frames);
        let _held = HeldPlaces::new(&self.places);
        callback()
    }
}
