"""What a call asks of Python while it runs, always on the thread that made it.

An exception in one of these functions is kept, the call is ended, and the
exception is raised where the call was made.
"""

import logging
import threading
from typing import Any, Callable, List, Optional, Tuple, TypeVar, cast

from ._native import ffi, lib
from ._text import from_c, to_c
from .constants import LogLevel

Function = TypeVar("Function", bound=Callable[..., object])
Progress = Callable[[int, int, int, int], object]

#: Unix seconds that are over. With those of now, a call that read its clock a moment earlier
#: could share what another call was given.
_LONG_OVER = 1


class State:
    """One call's way back into Python; `handle` is what C knows of it.

    The main thread needs one for every call: asking it is what lets Python's
    signal handlers run, so that Ctrl-C ends the call.
    """

    __slots__ = ("error", "handle", "progress", "sink", "source", "token")

    def __init__(self) -> None:
        self.error: Optional[BaseException] = None
        #: Has read(size) and rewind().
        self.source: Any = None
        #: Has write(bytes) and rewind().
        self.sink: Any = None
        self.progress: Optional[Progress] = None
        #: Ends the call as soon as `error` is set.
        self.token: Any = None
        self.handle = ffi.new_handle(self)

    def release(self) -> None:
        """After the call: the handle and the state hold each other, and nobody shall have to find that out."""
        self.handle = self.source = self.sink = self.progress = self.token = None

    def raise_error(self) -> None:
        """Raises what a callback raised."""
        error, self.error = self.error, None
        if error is not None:
            try:
                raise error
            finally:
                # Its traceback holds this frame: they would hold each other.
                del error


def _keep(_kind: Any, error: BaseException, trace: Any) -> None:
    """Keeps an exception of one of the functions below; cffi then answers "failed" for it."""
    state = ffi.from_handle(trace.tb_frame.f_locals["handle"])
    if state.error is None:
        state.error = error
    token = getattr(state, "token", None)
    if token is not None:
        token.trigger()


def by_c(**failed: int) -> Callable[[Function], Function]:
    """Makes a Python function the one that C calls by its name."""
    return cast(Callable[[Function], Function], ffi.def_extern(onerror=_keep, **failed))


@by_c(error=1)
def cos_py_interrupt(handle: Any) -> int:
    """Python runs its signal handlers on the way into this function; they may raise."""
    return 0 if ffi.from_handle(handle).error is None else 1


@by_c(error=-1)
def cos_py_read(handle: Any, buffer: Any, size: int) -> int:
    """The next bytes of a request's body."""
    data = ffi.from_handle(handle).source.read(size)
    length = len(data)
    if length > size:
        # A read() of the caller's own may do as it likes, and the buffer ends here.
        raise ValueError(f"the body's read({size}) gave {length} bytes")
    ffi.memmove(buffer, data, length)
    return length


@by_c(error=1)
def cos_py_rewind(handle: Any) -> int:
    """To the first byte of a request's body, or of an answer's. A call has one or the other."""
    state = ffi.from_handle(handle)
    (state.source if state.source is not None else state.sink).rewind()
    return 0


@by_c(error=1)
def cos_py_write(handle: Any, data: Any, size: int) -> int:
    """The next bytes of an answer's body."""
    ffi.from_handle(handle).sink.write(ffi.buffer(data, size)[:])
    return 0


@by_c()
def cos_py_progress(handle: Any, sent: int, to_send: int, received: int, to_receive: int) -> None:
    """How far a transfer is. After an exception the interrupt check ends the call."""
    state = ffi.from_handle(handle)
    if state.error is None:
        state.progress(sent, to_send, received, to_receive)


class Shared(threading.local):
    """The exception that a callback of a client raised, for each thread that makes calls."""

    error: Optional[BaseException] = None


class ClientState:
    """A client's way back into Python: as a call's, but many threads use it at once."""

    def __init__(self) -> None:
        self._shared = Shared()
        self.handle = ffi.new_handle(self)

    @property
    def error(self) -> Optional[BaseException]:
        """What a callback raised on this thread."""
        return self._shared.error

    @error.setter
    def error(self, error: Optional[BaseException]) -> None:
        self._shared.error = error


class Provider(ClientState):
    """Reads credentials from an object that has them as attributes, whenever a request is signed."""

    def __init__(self, instance: Any) -> None:
        super().__init__()
        self.instance = instance
        #: The last failure, as the library was told of it, and as it is.
        self._failed: Tuple[str, Optional[Exception]] = ("", None)

    def failed(self, text: str, error: Optional[Exception]) -> None:
        """What threads that wait for the same credentials shall raise; None: they are there."""
        self._failed = (text, error)

    def reported(self, causes: List[str]) -> Optional[Exception]:
        """The exception that these causes tell of."""
        text, error = self._failed
        return error if causes and causes[0] == text else None

    def give(self, credentials: Any) -> None:
        """An object that does not tell `expires_at` is asked for every request: it may change any time."""
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
    """The credentials to sign with."""
    provider = ffi.from_handle(handle)
    try:
        provider.give(credentials)
    except Exception as error:
        text = repr(error).replace("\0", "").encode("utf-8", "replace")
        provider.failed(text.decode("utf-8"), error)
        lib.cos_credentials_set_error(credentials, text)
        raise
    provider.failed("", None)
    return 0


class Log(ClientState):
    """Passes the library's events on to a logger."""

    LEVELS = {
        LogLevel.ERROR: logging.ERROR,
        LogLevel.WARN: logging.WARNING,
        LogLevel.INFO: logging.INFO,
        LogLevel.DEBUG: logging.DEBUG,
    }

    def __init__(self, logger: logging.Logger) -> None:
        super().__init__()
        self.logger = logger

    def level(self) -> LogLevel:
        """As much as the logger takes when the client is made."""
        return max(level for level, number in self.LEVELS.items() if level == 1 or self.logger.isEnabledFor(number))


@by_c()
def cos_py_log(handle: Any, level: int, line: Any) -> None:
    """One event."""
    ffi.from_handle(handle).logger.log(Log.LEVELS[LogLevel(level)], "%s", from_c(line))
