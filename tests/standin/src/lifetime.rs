//! Ends the stand-in when nobody needs it any more.

use std::io::{self, Read};
use std::os::unix::process::parent_id;
use std::process;
use std::thread;

use nix::sys::prctl::set_pdeathsig;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::Signal;
use tokio::signal::unix::{SignalKind, signal};

/// Ends this process when its parent process ends. `parent` is the parent's
/// id, taken as the first thing of all.
///
/// The kernel sends the signal when the parent's *thread* that started us ends;
/// the parent may well live on. So it only makes us look who our parent is.
pub fn end_with_parent(parent: u32) -> io::Result<()> {
    let mut parent_thread_ended = signal(SignalKind::user_defined1())?;
    set_pdeathsig(Signal::SIGUSR1)?;
    // The parent may have ended before the kernel knew of our wish.
    end_if_orphan(parent);
    tokio::spawn(async move {
        while parent_thread_ended.recv().await.is_some() {
            end_if_orphan(parent);
        }
    });
    Ok(())
}

fn end_if_orphan(parent: u32) {
    if parent_id() != parent {
        process::exit(0);
    }
}

/// Each connection takes a descriptor; many systems allow 1024 unless asked for more.
pub fn allow_many_connections() {
    if let Ok((_, most)) = getrlimit(Resource::RLIMIT_NOFILE) {
        // What is not granted shows when connections are refused.
        let _ = setrlimit(Resource::RLIMIT_NOFILE, most, most);
    }
}

/// Ends this process when its standard input ends.
pub fn end_with_stdin() {
    thread::spawn(|| {
        let mut scratch = [0; 256];
        let mut stdin = io::stdin().lock();
        while matches!(stdin.read(&mut scratch), Ok(count) if count > 0) {}
        process::exit(0);
    });
}
