"""The settings of one call, and the token that cancels calls."""

import weakref
from typing import Any, List, NamedTuple, Optional, Tuple

from ._callbacks import State
from ._native import ffi, lib
from ._text import to_c
from .cos_config import milliseconds


class Cancel:
    """Cancels the calls that have it within 100 ms, and every later one at once. Any number of threads may use one."""

    def __init__(self) -> None:
        self._pointer = ffi.gc(lib.cos_cancel_new(), lib.cos_cancel_free)
        self._triggered = False
        self._children: weakref.WeakSet[Cancel] = weakref.WeakSet()

    def trigger(self) -> None:
        """Cancel the calls, permanently."""
        self._triggered = True
        lib.cos_cancel_trigger(self._pointer)
        for child in self._all_children():
            child.trigger()

    def _all_children(self) -> "List[Cancel]":
        while True:
            try:
                return list(self._children)
            except RuntimeError:
                # Another thread added one meanwhile; it adds no further one.
                continue

    def child(self, other: "Optional[Cancel]" = None) -> "Cancel":
        """Return a token that is triggered with this one, and with the other one if it is given."""
        child = Cancel()
        for parent in (self, other):
            if parent is None:
                continue
            if not parent._triggered:
                parent._children.add(child)
            if parent._triggered:
                child.trigger()
        return child

    @property
    def triggered(self) -> bool:
        """Whether cancel() was called."""
        return self._triggered


class Options(NamedTuple):
    """Per-call settings."""

    cancel: Optional[Cancel] = None
    #: The timeout of the whole call in seconds.
    timeout: Optional[float] = None
    explain: bool = False
    region: Optional[str] = None
    headers: Tuple[Tuple[str, Optional[str]], ...] = ()
    signed_host: Optional[str] = None


NOTHING = Options()


def fill(call: Any, options: Options, state: State, ending: Cancel, by_handle: bool = True) -> None:
    """Create the C settings of one call; by_handle: its interrupt check is that of the state."""
    if by_handle:
        lib.cos_py_set_interrupt(call, state.handle)
    token = ending
    if options.cancel is not None or state.progress is not None:
        # An exception in a progress function may occur between two waits, where the interrupt check is not
        # called.
        state.token = token = ending.child(options.cancel)
    lib.cos_call_set_cancel(call, token._pointer)
    if options.timeout is not None:
        lib.cos_call_set_timeout_ms(call, milliseconds(options.timeout))
    if options.explain:
        lib.cos_call_set_explain(call, 1)
    if options.region is not None:
        lib.cos_call_set_region(call, to_c(options.region, "Region"))
    if options.signed_host is not None:
        lib.cos_call_set_signed_host(call, to_c(options.signed_host, "signed_host"))
    for name, value in options.headers:
        lib.cos_call_add_header(call, to_c(name, "a header's name"), to_c(value, name))
