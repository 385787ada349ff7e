"""Calls that are started and not waited for: their owner is a thread, a greenlet or a coroutine."""

import atexit
import ctypes
import itertools
import os
from functools import partial
from typing import Any, Callable, Dict, Optional, TypeVar

from ._callbacks import State
from ._move import Move
from ._native import ffi, lib
from ._options import Options, fill
from ._session import Native
from .cos_exception import CosClientError, CosServiceError

Result = TypeVar("Result")
Rescue = Optional[Callable[[CosServiceError], Any]]

#: How many completions are taken at once.
MOST_TAKEN = 64
#: How long the end of the interpreter waits for calls that it has cancelled.
END_MS = 1000

#: The calls whose completion has not come: the library may still call their functions.
_RUNNING: "Dict[int, Started]" = {}
_NUMBERS = itertools.count(1)


def new_queue() -> Any:
    """Return a queue. When it is dropped, the calls that run are cancelled."""
    return ffi.gc(lib.cos_py_queue_new(), lambda queue: lib.cos_queue_free(queue, 1))


def new_array(length: int = MOST_TAKEN) -> Any:
    """Return room for completions."""
    array = ffi.new("cos_completion_t[]", length)
    array[0].struct_size = ffi.sizeof("cos_completion_t")
    return array


def take(queue: Any, array: Any) -> None:
    """Take the completions that are there, as many as the array has room for, and notify the owners."""
    try:
        _notify(array, lib.cos_queue_take(queue, 0, array, len(array)))
    except BaseException:
        # Ctrl-C may come between any two steps: the other calls must end too. Numbers are used once, so what an
        # earlier round left in the array does no harm.
        _notify(array, len(array))
        raise


def _notify(array: Any, count: int) -> None:
    first: Optional[BaseException] = None
    for index in range(count):
        one = array[index]
        number = int(ffi.cast("intptr_t", one.user_data))
        call = _RUNNING.get(number)
        if call is None:
            continue
        if not call.ended:
            call.error, call.response, call.ended = one.error, one.response, True
        try:
            call.on_end()
        except BaseException as error:  # noqa: BLE001
            first = error if first is None else first
        if call.unwanted:
            call.release()
        _RUNNING.pop(number, None)
    if first is not None:
        try:
            raise first
        finally:
            del first


@ffi.def_extern()  # type: ignore[misc,untyped-decorator,unused-ignore]
def cos_py_discard(user_data: Any) -> None:
    """Remove a call whose queue is gone."""
    call = _RUNNING.pop(int(ffi.cast("intptr_t", user_data)), None)
    if call is not None:
        call.release()


def _start(request: Any, client: Any, *others: Any) -> Any:
    return lib.cos_client_start(client, request, *others)


class Started:
    """A call that was started. Its functions run on threads of the library, which call wake()."""

    #: Why the call will never end: it belongs to another process.
    lost = False
    #: The interpreter ends: only the main thread is notified of the call's end.
    left = False
    #: Nobody will ask for the result.
    unwanted = False

    def __init__(self, native: Native, state: Optional[State]) -> None:
        self.number = next(_NUMBERS)
        # The client of the library is used until the end, and so are the functions of its provider and log.
        self.native = native
        self.state = state
        self.ended = False
        self.error: Any = ffi.NULL
        self.response: Any = ffi.NULL
        self._handle = ffi.new("cos_started_t **")

    def begin(self, request: Any, options: Optional[Options], queue: Any) -> None:
        """Start the call; what is wrong at once is raised."""
        native, state, own = self.native, self.state, None
        call = native.plain_call
        if options is not None or state is not None:
            self.state = state = state or State()
            own = call = lib.cos_call_new()
        _RUNNING[self.number] = self
        error: Any = True
        try:
            if state is not None:
                fill(own, native.settings(options), state, native.ending, by_handle=state.flow is not None)
            start = request.start if isinstance(request, Move) else partial(_start, request)
            error = start(native.pointer, call, queue, ffi.cast("void *", self.number), self._handle)
        finally:
            if own is not None:
                lib.cos_call_free(own)
            if error:
                _RUNNING.pop(self.number, None)
                self.release()
        if error:
            raise native.failure(error)

    def has_functions(self) -> bool:
        """Whether the library may call functions of Python, or read its memory."""
        state = self.state
        given = state is not None and any(
            one is not None for one in (state.source, state.sink, state.progress, state.head, state.kept)
        )
        return given or bool(self.native.listeners)

    def on_end(self) -> None:
        """Notify the owner that the call has ended, on the thread that took the completion."""

    def wake(self) -> None:
        """Notify the owner that something has come, from any thread."""

    def cancel(self) -> None:
        """End the call within 100 ms."""
        lib.cos_started_cancel(self._handle[0])

    def leave(self) -> None:
        """End the call: nobody waits for its result. The caller's objects are released when it has ended."""
        self.unwanted = True
        if self.ended:
            self.release()
        else:
            self.cancel()

    def release(self) -> None:
        """Release the caller's objects after the end, so that the garbage collector is not needed."""
        state = self.state
        if state is not None:
            if state.flow is not None:
                state.flow.pieces.clear()
            state.release()

    #: What a Cancel has.
    trigger = cancel

    def resume(self) -> None:
        """Let a reader or writer that was to wait be called again."""
        lib.cos_started_resume(self._handle[0])

    def result(self, read: Callable[[Any], Result], rescue: Rescue = None) -> Result:
        """Return what `read` makes of the response, or what `rescue` makes of an error; else raise it."""
        state = self.state
        try:
            self.native.raise_kept(state)
            if self.lost:
                raise CosClientError("the call was started by another process, from which this one was forked")
            if self.error:
                owned, self.error = self.error, ffi.NULL
                failed = self.native.failure(owned)
                if rescue is not None and isinstance(failed, CosServiceError):
                    return rescue(failed)  # type: ignore[no-any-return]
                try:
                    raise failed
                finally:
                    del failed
            out = ffi.new("cos_response_t **")
            out[0], self.response = self.response, ffi.NULL
            try:
                return read(out)
            finally:
                lib.cos_response_free(out[0])
        finally:
            if state is not None:
                state.release()

    def __del__(self) -> None:
        lib.cos_error_free(self.error)
        lib.cos_response_free(self.response)
        lib.cos_started_free(self._handle[0])


def _after_fork() -> None:
    """The calls of the parent end there."""
    for call in list(_RUNNING.values()):
        call.lost = call.ended = True
    _RUNNING.clear()


def _at_exit() -> None:
    """Wait for the functions that the library calls: the interpreter ends.

    Other threads do not go on, as in other calls at that time.
    """
    for call in list(_RUNNING.values()):
        call.left = True
    calls = [call for call in list(_RUNNING.values()) if call.has_functions()]
    for call in calls:
        call.cancel()
    lib.cos_py_close()
    for core in {id(call.native.core): call.native.core for call in calls}.values():
        lib.cos_client_wait(core.pointer, END_MS)
    for call in calls:
        if call.state is not None and call.state.kept is not None:
            # A thread of the library may still read it, so it must outlast the interpreter.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(call.state.kept))


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)
