//! Threads of the library. They handle no signal of the process.

use std::io;
use std::mem::MaybeUninit;
use std::sync::OnceLock;
use std::thread;

static LEAST_STACK: OnceLock<usize> = OnceLock::new();

/// Starts a thread. `stack` is what its own frames need; `None`: the system's default.
pub fn spawn(
    name: &str,
    stack: Option<usize>,
    run: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    let builder = thread::Builder::new().name(name.to_owned());
    let builder = match stack {
        Some(stack) => builder.stack_size(stack + *LEAST_STACK.get_or_init(least_stack)),
        None => builder,
    };
    // A thread begins with the mask of the thread that starts it.
    let _blocked = BlockedSignals::new();
    builder.spawn(run).map(drop)
}

/// Looks up what `spawn` needs. The loader's lock is taken for that, which is held while a plugin's
/// constructors and destructors run: not under a lock that these may need.
pub fn prepare() {
    LEAST_STACK.get_or_init(least_stack);
}

/// What glibc puts onto each stack: thread-local variables of all libraries above all. A JVM
/// has a great many.
fn least_stack() -> usize {
    type Least = unsafe extern "C" fn(*const libc::pthread_attr_t) -> libc::size_t;
    // SAFETY: looks a name up, which ends with a NUL.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"__pthread_get_minstack".as_ptr()) };
    if found.is_null() {
        return 0;
    }
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::zeroed();
    // SAFETY: glibc's function of that name has this type, and does not change the attributes,
    // which are initialised before and destroyed once.
    unsafe {
        if libc::pthread_attr_init(attributes.as_mut_ptr()) != 0 {
            return 0;
        }
        let least = std::mem::transmute::<*mut libc::c_void, Least>(found)(attributes.as_ptr());
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        least
    }
}

/// All signals are blocked on this thread while it lives.
struct BlockedSignals(libc::sigset_t);

impl BlockedSignals {
    fn new() -> BlockedSignals {
        let (mut all, mut before) = (MaybeUninit::zeroed(), MaybeUninit::zeroed());
        // SAFETY: both are sets of this function; a set of zeros is an empty one.
        unsafe {
            libc::sigfillset(all.as_mut_ptr());
            libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
            BlockedSignals(before.assume_init())
        }
    }
}

impl Drop for BlockedSignals {
    fn drop(&mut self) {
        // SAFETY: the set that was current before.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, std::ptr::null_mut()) };
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::sync::mpsc;

    use super::*;

    fn blocked() -> Option<u64> {
        let status = fs::read_to_string("/proc/thread-self/status").ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("SigBlk:"))?;
        u64::from_str_radix(line.trim(), 16).ok()
    }

    #[test]
    fn a_thread_blocks_the_signals_that_its_starter_does_not() {
        let before = blocked().expect("a mask");
        let (sender, receiver) = mpsc::channel();
        let started = spawn("test", Some(64 * 1024), move || {
            sender.send(blocked()).expect("a receiver");
        });
        assert!(started.is_ok());
        let theirs = receiver.recv().expect("a sender").expect("a mask");
        for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGPROF, libc::SIGCHLD] {
            assert_ne!(theirs & (1 << (signal - 1)), 0, "{signal}");
        }
        assert_eq!(blocked(), Some(before));
    }
}
