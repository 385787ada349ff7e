"""Callbacks from a call into Python: on the thread that makes the call, or on threads of the library if it was started.

An exception in one of these functions is stored, the call ends, and the
exception is raised where the call was made.
"""

import logging
import threading
from typing import Any, Callable, List, Optional, Tuple, TypeVar, cast

from ._native import ffi, lib
from ._response import Response, read_head
from ._text import from_c, to_c
from .constants import LogLevel

Function = TypeVar("Function", bound=Callable[..., object])
#: Returned by a source or sink of a started call that has to wait until the call is resumed.
LATER = object()

Progress = Callable[[int, int, int, int], object]

#: A time in the past, in Unix seconds. With the current time, a call that read its clock a moment earlier
#: could share credentials that another call received.
_LONG_OVER = 1
_LATER: int = lib.COS_BODY_LATER


class State:
    """One call's way back into Python; C receives its `handle`.

    The main thread needs one for every call: the interrupt check lets Python's
    signal handlers run, so that Ctrl-C ends the call.
    """

    __slots__ = ("error", "flow", "handle", "head", "kept", "progress", "sink", "source", "token")

    def __init__(self) -> None:
        self.error: Optional[BaseException] = None
        #: Has read(size) and rewind().
        self.source: Any = None
        #: Has write(bytes) and rewind().
        self.sink: Any = None
        self.progress: Optional[Progress] = None
        #: A sink that a started call fills; has press() too.
        self.flow: Any = None
        #: Memory that the request's body is in.
        self.kept: Any = None
        #: Receives the head of a success.
        self.head: Optional[Callable[[Response], object]] = None
        #: Ends the call after `error` is set.
        self.token: Any = None
        self.handle = ffi.new_handle(self)

    def keep(self, error: BaseException) -> None:
        """Store the exception of a callback, unless there was one before."""
        if self.error is None:
            self.error = error

    def release(self) -> None:
        """Break the cycle of handle and state after the call, so that the garbage collector is not needed."""
        self.handle = self.source = self.sink = self.flow = self.kept = self.progress = self.head = self.token = None

    def raise_error(self) -> None:
        """Raise the exception of a callback."""
        error, self.error = self.error, None
        if error is not None:
            try:
                raise error
            finally:
                # The traceback holds this frame: they would hold each other.
                del error


def _keep(_kind: Any, error: BaseException, trace: Any) -> None:
    """Store an exception of one of the functions below; cffi then returns "failed" for it."""
    state = ffi.from_handle(trace.tb_frame.f_locals["handle"])
    state.keep(error)
    token = getattr(state, "token", None)
    if token is not None:
        token.trigger()


def by_c(**failed: int) -> Callable[[Function], Function]:
    """Make a Python function the one that C calls by its name."""
    return cast(Callable[[Function], Function], ffi.def_extern(onerror=_keep, **failed))


@by_c(error=1)
def cos_py_interrupt(handle: Any) -> int:
    """Let Python run its signal handlers, which it does on the way into this function; they may raise."""
    state = ffi.from_handle(handle)
    if state.flow is not None:
        state.flow.press()
    return 0 if state.error is None else 1


@by_c(error=-1)
def cos_py_read(handle: Any, buffer: Any, size: int) -> int:
    """Provide the next bytes of a request's body."""
    data = ffi.from_handle(handle).source.read(size)
    if data is LATER:
        return _LATER
    length = len(data)
    if length > size:
        # A read() of the caller may return more than was requested, and the buffer ends here.
        raise ValueError(f"the body's read({size}) returned {length} bytes")
    ffi.memmove(buffer, data, length)
    return length


@by_c(error=1)
def cos_py_rewind(handle: Any) -> int:
    """Rewind a request's body or a response's body. A call has one or the other."""
    state = ffi.from_handle(handle)
    (state.source if state.source is not None else state.sink).rewind()
    return 0


@by_c(error=1)
def cos_py_write(handle: Any, data: Any, size: int) -> int:
    """Pass on the next bytes of a response's body."""
    return _LATER if ffi.from_handle(handle).sink.write(ffi.buffer(data, size)[:]) is LATER else 0


@by_c()
def cos_py_progress(handle: Any, sent: int, to_send: int, received: int, to_receive: int) -> None:
    """Report the progress of a transfer. After an exception the interrupt check ends the call."""
    state = ffi.from_handle(handle)
    if state.error is None:
        state.progress(sent, to_send, received, to_receive)


@by_c(error=1)
def cos_py_head(handle: Any, head: Any) -> int:
    """Pass on the head of a success."""
    ffi.from_handle(handle).head(read_head(head))
    return 0


class Shared(threading.local):
    """The exceptions that the callbacks of a client raised, by the thread that makes the call."""

    error: Optional[BaseException] = None


class ClientState:
    """A client's way back into Python, which many threads may use at once."""

    def __init__(self) -> None:
        self._shared = Shared()
        self.handle = ffi.new_handle(self)

    @property
    def error(self) -> Optional[BaseException]:
        """Return the exception of a callback on this thread."""
        return self._shared.error

    @error.setter
    def error(self, error: Optional[BaseException]) -> None:
        self._shared.error = error

    @property
    def is_called(self) -> bool:
        """Whether this is a thread that makes calls, and not one of the library's."""
        return "error" in self._shared.__dict__

    def keep(self, error: BaseException) -> None:
        """Store the exception of a callback, unless no call of Python waits on this thread."""
        if self._shared.error is None and self.is_called:
            self._shared.error = error


class Provider(ClientState):
    """Read credentials from the attributes of an object, whenever a request is signed."""

    def __init__(self, instance: Any) -> None:
        super().__init__()
        self.instance = instance
        #: The last failure: the text that the library received, and the exception.
        self._failed: Tuple[str, Optional[BaseException]] = ("", None)

    def failed(self, text: str, error: Optional[BaseException]) -> None:
        """Set the exception that threads raise which wait for the same credentials; None if there are credentials."""
        self._failed = (text, error)

    def reported(self, causes: List[str]) -> Optional[BaseException]:
        """Return the exception that these causes describe."""
        text, error = self._failed
        return error if causes and causes[0] == text else None

    def give(self, credentials: Any) -> None:
        """Return when the credentials expire. Without `expires_at` the object is read for every request."""
        instance = self.instance
        expires_at = getattr(instance, "expires_at", None)
        lib.cos_credentials_set(
            credentials,
            to_c(instance.secret_id, "secret_id"),
            to_c(instance.secret_key, "secret_key"),
            to_c(instance.token or None, "token"),
            # 0 would mean that they never expire.
            _LONG_OVER if expires_at is None else max(_LONG_OVER, int(expires_at)),
        )


@by_c(error=1)
def cos_py_provide(handle: Any, credentials: Any) -> int:
    """Provide the credentials to sign with."""
    provider = ffi.from_handle(handle)
    try:
        provider.give(credentials)
    except BaseException as error:
        if provider.is_called and not isinstance(error, Exception):
            # Ctrl-C, which is for this thread only.
            raise
        text = repr(error).replace("\0", "").encode("utf-8", "replace")
        provider.failed(text.decode("utf-8"), error)
        lib.cos_credentials_set_error(credentials, text)
        raise
    provider.failed("", None)
    return 0


class Log(ClientState):
    """Pass the library's events to a logger."""

    LEVELS = {
        LogLevel.ERROR: logging.ERROR,
        LogLevel.WARN: logging.WARNING,
        LogLevel.INFO: logging.INFO,
        LogLevel.DEBUG: logging.DEBUG,
    }

    def __init__(self, logger: logging.Logger) -> None:
        super().__init__()
        self.logger = logger
        #: Takes lines for a hub, in whose greenlets they are logged: locks of a patched program can be used there only.
        self.defer: Callable[[logging.Logger, int, str], bool] = lambda *_line: False

    def level(self) -> LogLevel:
        """Return the level that the logger has when the client is created."""
        return max(level for level, number in self.LEVELS.items() if level == 1 or self.logger.isEnabledFor(number))


@by_c()
def cos_py_log(handle: Any, level: int, line: Any) -> None:
    """Log one event."""
    log = ffi.from_handle(handle)
    given = log.logger, Log.LEVELS[LogLevel(level)], from_c(line)
    if not log.defer(*given):
        log_line(*given)


def log_line(logger: logging.Logger, level: int, line: str) -> None:
    """Log one line."""
    logger.log(level, "%s", line)
