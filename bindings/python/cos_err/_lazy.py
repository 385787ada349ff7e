"""Bodies of objects that are read as they come."""

import io
import threading
import time
from typing import Any, Callable, Optional, Tuple, Union

from ._callbacks import State
from ._flow import Flow
from ._hubs import HubCall, HubQueue
from ._native import ffi, lib
from ._options import Options
from ._response import Response, read_headers
from ._session import Native
from ._started import Started, new_array, new_queue, take
from .cos_exception import CosClientError, interrupted

#: How long a thread waits before Python's signal handlers may run.
SLICE_MS = 100
Ready = Callable[[], bool]


class ThreadCall(Started):
    """A call whose owner is a thread. It has a queue of its own: when that is dropped, the call ends."""

    def __init__(self, native: Native, state: State) -> None:
        super().__init__(native, state)
        self.queue: Any = new_queue()
        bell = lib.cos_py_bell_new(self.queue)
        if not bell:
            raise MemoryError
        self._bell = ffi.gc(bell, lib.cos_py_bell_free)
        self._array = new_array(1)
        self._parked = False

    def wake(self) -> None:
        """Let the owner look again."""
        if self._parked:
            self._parked = False
            lib.cos_py_bell_ring(self._bell)

    def wait_for(self, ready: Ready) -> None:
        """Wait until there is something to do, in slices, between which signal handlers run."""
        while not ready():
            self._parked = True
            queue = self.queue
            if queue is None:
                raise CosClientError("the body was closed while it was read")
            self._stay()
            take(queue, self._array)
            self._stay()
            if ready():
                break
            lib.cos_py_bell_wait(self._bell, SLICE_MS)
        self._parked = False

    def _stay(self) -> None:
        """Stay here while the interpreter ends, as in other calls."""
        while self.left and threading.current_thread() is not threading.main_thread():
            time.sleep(SLICE_MS / 1000)

    def abandon(self) -> None:
        """End the call: nobody reads further."""
        self.leave()
        self.queue = None
        self.wake()


class HubBodyCall(HubCall):
    """A call whose body a greenlet reads."""

    def abandon(self) -> None:
        """End the call: nobody reads further. Its completion is taken by the hub."""
        self.leave()


BodyCall = Union[ThreadCall, HubBodyCall]


class Pieces(io.RawIOBase):
    """The bytes of a body as they come. The end is an exception if the checksum is wrong or the body is incomplete."""

    def __init__(self, call: BodyCall, flow: Flow) -> None:
        super().__init__()
        self._call: Optional[BodyCall] = call
        self._flow = flow
        self._rest = memoryview(b"")
        self._error: Optional[BaseException] = None

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with at least one byte, unless the body has ended."""
        view = memoryview(buffer).cast("B")
        if not self._rest:
            self._rest = memoryview(self._next())
        count = min(len(view), len(self._rest))
        view[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def _next(self) -> bytes:
        call, flow = self._call, self._flow
        if self._error is not None:
            raise self._error
        if call is None:
            return b""
        call.wait_for(lambda: flow.has_piece or call.ended)
        if flow.has_piece:
            return flow.take()
        self._call = None
        last = flow.take() if flow.pieces else b""
        try:
            call.result(read_headers)
        except BaseException as error:
            self._error = error
            raise
        return last

    def interrupt(self) -> None:
        """End the body after an exception in a read: bytes that the read had received are lost."""
        call, self._call = self._call, None
        if call is not None and self._error is None:
            self._error = interrupted()
            call.abandon()

    def close(self) -> None:
        """End the call, if it has not ended."""
        call, self._call = self._call, None
        if call is not None:
            call.abandon()
        super().close()


class Reader(io.BufferedReader):
    """Reads pieces. Unlike its base it does not go on after an interrupted read, whose bytes the base drops."""

    raw: Pieces

    def read(self, size: Optional[int] = -1) -> bytes:
        """Return this many bytes, or fewer at the end."""
        try:
            return super().read(size)
        except BaseException:
            self.raw.interrupt()
            raise

    def readline(self, size: Optional[int] = -1) -> bytes:
        """Return the next line."""
        try:
            return super().readline(size)
        except BaseException:
            self.raw.interrupt()
            raise


def start(
    native: Native, request: Any, options: Optional[Options], state: State, hub: Optional[HubQueue]
) -> Tuple[BodyCall, Flow]:
    """Start a call whose body is read as it comes."""
    call: BodyCall = ThreadCall(native, state) if hub is None else HubBodyCall(native, state, hub)
    flow = state.sink = state.flow = Flow(call, native.patience)
    state.head = flow.receive_head
    call.begin(request, options, call.queue if isinstance(call, ThreadCall) else hub.queue)  # type: ignore[union-attr]
    return call, flow


def opened(call: BodyCall, flow: Flow) -> Tuple[Response, Any]:
    """Return head and body when the head has come. The request must be freed: the call's end waits for that."""
    try:
        call.wait_for(lambda: flow.head is not None or call.ended)
        return flow.head or call.result(no_head), Reader(Pieces(call, flow))
    except BaseException:
        call.abandon()
        raise


def no_head(_out: Any) -> Response:
    """Report a success whose head the library did not pass on."""
    raise CosClientError("a response without a head")
