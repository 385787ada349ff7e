//! The opaque types of the header: the objects at their pointers, and who owns them.

use std::ptr;
use std::sync::Arc;

use super::guard::guard;
use crate::error::Result;

/// An opaque type of the header. Each pointer to one was made by [`new`] from its owner.
pub trait Handle {
    type Owner: Owner;
}

/// The owner of a handle's object: a `Box` if the caller alone has it, an `Arc`
/// where calls in progress hold it too. What setters change while calls hold it is an `Arc` in
/// a `Box`: the handle stays where it is, and a change makes a copy.
pub trait Owner: Sized {
    type Value;

    fn into_raw(self) -> *mut Self::Value;

    /// # Safety
    /// The pointer came from `into_raw`, and its owner was not made again.
    unsafe fn from_raw(object: *mut Self::Value) -> Self;
}

impl<T> Owner for Box<T> {
    type Value = T;

    fn into_raw(self) -> *mut T {
        Box::into_raw(self)
    }

    unsafe fn from_raw(object: *mut T) -> Box<T> {
        // SAFETY: the caller's word.
        unsafe { Box::from_raw(object) }
    }
}

impl<T> Owner for Arc<T> {
    type Value = T;

    fn into_raw(self) -> *mut T {
        Arc::into_raw(self).cast_mut()
    }

    unsafe fn from_raw(object: *mut T) -> Arc<T> {
        // SAFETY: the caller's word.
        unsafe { Arc::from_raw(object) }
    }
}

type Held<H> = <<H as Handle>::Owner as Owner>::Value;

/// Passes an object to the caller, who frees it.
pub fn new<H: Handle>(object: H::Owner) -> *mut H {
    object.into_raw().cast()
}

/// Takes back what the caller had. NULL: nothing happens.
///
/// # Safety
/// NULL, or made by [`new`] and given back only once.
pub unsafe fn free<H: Handle>(handle: *mut H) {
    guard((), || {
        if !handle.is_null() {
            // SAFETY: the caller's word.
            drop(unsafe { H::Owner::from_raw(handle.cast()) });
        }
    });
}

/// The object; `None` for NULL.
///
/// # Safety
/// NULL, or made by [`new`], not freed as long as the reference lives, and changed by nobody.
pub unsafe fn get<'a, H: Handle>(handle: *const H) -> Option<&'a Held<H>>
where
    Held<H>: 'a,
{
    // SAFETY: the caller's word.
    unsafe { handle.cast::<Held<H>>().as_ref() }
}

/// Reads something of the object. NULL, or a panic: `nothing`.
///
/// # Safety
/// As for [`get`].
pub unsafe fn read<'a, H: Handle, T: Copy>(
    handle: *const H,
    nothing: T,
    read: impl FnOnce(&'a Held<H>) -> T,
) -> T
where
    Held<H>: 'a,
{
    // SAFETY: the caller's word.
    match unsafe { get(handle) } {
        Some(object) => guard(nothing, || read(object)),
        None => nothing,
    }
}

/// Changes the object. NULL: nothing happens.
///
/// # Safety
/// NULL, or made by [`new`], not freed, and used by no other thread.
pub unsafe fn change<H: Handle<Owner = Box<T>>, T>(handle: *mut H, change: impl FnOnce(&mut T)) {
    // SAFETY: the caller's word.
    if let Some(object) = unsafe { handle.cast::<T>().as_mut() } {
        guard((), || change(object));
    }
}

/// A reference of its own to the object; `None` for NULL.
///
/// # Safety
/// NULL, or made by [`new`] and not freed.
pub unsafe fn hold<H: Handle<Owner = Arc<T>>, T>(handle: *const H) -> Option<Arc<T>> {
    if handle.is_null() {
        return None;
    }
    let object = handle.cast::<T>();
    // SAFETY: the caller's word.
    unsafe {
        Arc::increment_strong_count(object);
        Some(Arc::from_raw(object))
    }
}

/// Makes a value and hands it to the caller, if the caller wants it.
///
/// # Safety
/// `to` is writable, or NULL.
pub unsafe fn hand_out<V, T>(
    to: *mut *mut T,
    make: impl FnOnce() -> Result<V>,
    into_raw: impl FnOnce(V) -> *mut T,
) -> Result<()> {
    // SAFETY: the caller's word.
    let Some(out) = (unsafe { to.as_mut() }) else {
        return make().map(drop);
    };
    *out = ptr::null_mut();
    *out = into_raw(make()?);
    Ok(())
}
