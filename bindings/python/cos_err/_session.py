"""Calls: a client of the library, and the state of one call."""

import os
import threading
import weakref
from typing import Any, Callable, Iterable, Optional, Set, Tuple, TypeVar

from ._callbacks import ClientState, Provider, State
from ._move import Move
from ._native import ffi, lib
from ._options import NOTHING, Cancel, Options, fill
from ._pool import POOL, Core
from ._text import from_c, to_c
from .constants import Reason
from .cos_config import CosConfig
from .cos_exception import CosClientError, CosException, CosServiceError, exception

Result = TypeVar("Result")


_NATIVES: "weakref.WeakSet[Native]" = weakref.WeakSet()


def _core(conf: CosConfig, template: Optional[str], attempts: int, is_other: bool) -> Core:
    options = ffi.gc(lib.cos_client_options_new(), lib.cos_client_options_free)
    listeners = conf.fill(options, template, attempts, is_other)
    out = ffi.new("cos_client_t **")
    error = lib.cos_client_new(options, out)
    if error:
        raise exception(error)
    return Core(out[0], tuple(one for one in listeners if one is not None))


class Native:
    """One client's use of a client of the library. Any number of threads may use one at once.

    `ending` cancels its calls, because the library's client may serve other
    clients too.
    """

    def __init__(self, conf: CosConfig, template: Optional[str], attempts: int, is_other: bool, ending: Cancel) -> None:
        self.version = conf.version
        key = conf.fingerprint(template, attempts, is_other)
        self.core = POOL.get(key, lambda: _core(conf, template, attempts, is_other))
        self.listeners: Tuple[ClientState, ...] = self.core.listeners
        self.pointer = self.core.pointer
        self.ending = ending
        self.signs_host = conf.sign_host
        #: How many retries its failed calls made.
        self.retries = 0
        #: How long a body that nobody reads is left alone, in seconds: less than the silence that is allowed.
        self.patience = min(10.0, (conf.read_timeout or 30.0) / 3)
        #: Threads that are in a call: a call that Python makes there now comes from a callback.
        self.threads: Set[int] = set()
        # The settings of the main thread's calls: it makes one call at a time, so they are created once.
        self.state = State()
        self.call = ffi.gc(lib.cos_call_new(), lib.cos_call_free)
        lib.cos_py_set_interrupt(self.call, self.state.handle)
        lib.cos_call_set_cancel(self.call, ending._pointer)
        # The settings of other threads' calls.
        self.plain_call = ffi.gc(lib.cos_call_new(), lib.cos_call_free)
        lib.cos_call_set_cancel(self.plain_call, ending._pointer)
        for call in (self.call, self.plain_call):
            if not self.signs_host:
                lib.cos_call_set_signed_host(call, b"")
        _NATIVES.add(self)

    def settings(self, options: Optional[Options]) -> Options:
        """Return the settings of one call: those that were given, and what the configuration says of the Host."""
        options = options or NOTHING
        return options if self.signs_host or options.signed_host is not None else options._replace(signed_host="")

    def perform(
        self,
        request: Any,
        read: Callable[[Any], Result],
        options: Optional[Options] = None,
        state: Optional[State] = None,
        bucket: Any = None,
        rescue: Optional[Callable[[CosServiceError], Any]] = None,
    ) -> Result:
        """Send a request, or HEAD Bucket, or move a file, and return what `read` makes of the response.

        `rescue` makes a result of a service error, or raises it.
        """

        def enter(call: Any, out: Any) -> Any:
            if isinstance(request, Move):
                return request.enter(self.pointer, call, out)
            if bucket is None:
                return lib.cos_client_send(self.pointer, request, call, out)
            return lib.cos_err_head_bucket(self.pointer, bucket, call, out)

        out = ffi.new("cos_response_t **")
        if rescue is None:
            return self._run(out, enter, read, lib.cos_response_free, options, state)
        try:
            return self._run(out, enter, read, lib.cos_response_free, options, state)
        except CosServiceError as error:
            return rescue(error)  # type: ignore[no-any-return]

    def open(self, request: Any, options: Optional[Options], state: State) -> Callable[[], Any]:
        """Start a request whose body is read as it comes; the result waits for its head."""
        raise NotImplementedError

    def sign(self, request: Any, seconds: int, read: Callable[[Any], Result], options: Optional[Options]) -> Result:
        """Sign a request, and return what `read` makes of it."""

        def enter(call: Any, out: Any) -> Any:
            return lib.cos_client_sign(self.pointer, request, call, seconds, out)

        return self._run(ffi.new("cos_signed_t **"), enter, read, lib.cos_signed_free, options)

    def presign(self, request: Any, seconds: int, options: Optional[Options] = None) -> str:
        """Return the presigned URL of a request."""

        def enter(call: Any, out: Any) -> Any:
            return lib.cos_client_presign(self.pointer, request, call, seconds, out)

        return self._run(ffi.new("char **"), enter, _text, lib.cos_text_free, options)

    def url(self, request: Any, options: Options) -> str:
        """Return the URL of a request, not signed."""

        def enter(call: Any, out: Any) -> Any:
            return lib.cos_client_url(self.pointer, request, call, out)

        return self._run(ffi.new("char **"), enter, _text, lib.cos_text_free, options)

    def _run(
        self,
        out: Any,
        enter: Callable[[Any, Any], Any],
        read: Callable[[Any], Result],
        free: Callable[[Any], object],
        options: Optional[Options] = None,
        state: Optional[State] = None,
    ) -> Result:
        """Make a call by `enter(call, out)`, and return what `read(out)` makes of its result.

        The result is freed, unless `read` takes it out of `out`.
        """
        here = self._here()
        own: Any = None
        call = self.plain_call
        if options is None and state is None:
            if here == threading.main_thread().ident:
                state, call = self.state, self.call
        else:
            state = given = state or State()
            own = call = lib.cos_call_new()
        error: Any = None
        self.threads.add(here)
        try:
            if own is not None:
                fill(own, self.settings(options), given, self.ending)
            error = enter(call, out)
        finally:
            self.threads.discard(here)
            if own is not None:
                lib.cos_call_free(own)
        try:
            self.raise_kept(state)
            if error:
                # The exception has no name: its traceback holds this frame, and they would hold each other.
                owned, error = error, None
                raise self.failure(owned)
            return read(out)
        finally:
            if error:
                lib.cos_error_free(error)
            free(out[0])
            if own is not None and state is not None:
                state.release()

    def _here(self) -> int:
        """Return this thread, after checks that it is not in a call, and that its last one left no exception."""
        here = threading.get_ident()
        if here in self.threads:
            raise CosClientError("a callback must not use the client that called it: create another one for it")
        for listener in self.listeners:
            listener.error = None
        return here

    def raise_kept(self, state: Optional[State]) -> None:
        """Raise the exception of the call's own functions, and an interrupt, which must never get lost."""
        if state is not None and state.error is not None:
            state.raise_error()
        for listener in self.listeners:
            kept = listener.error
            if kept is not None and not isinstance(kept, Exception):
                listener.error = None
                try:
                    raise kept
                finally:
                    del kept

    def failure(self, owned: Any) -> BaseException:
        """Return the exception for an error of the library.

        That is the provider's own exception if it made the call fail, possibly
        one from another thread. A provider or log that failed otherwise is
        ignored.
        """
        self.retries += max(lib.cos_error_attempt_count(owned) - 1, 0)
        error: CosException = exception(owned)
        for listener in self.listeners:
            kept, listener.error = listener.error, None
            if isinstance(listener, Provider) and error.reason is Reason.INVALID_CREDENTIALS:
                kept = kept or listener.reported(error.causes)
                if kept is not None:
                    return kept
            if kept is not None:
                error.__context__ = kept
        return error

    def send(
        self,
        method: Any,
        bucket: Any,
        key: Any,
        read: Callable[[Any], Result],
        query: Iterable[Tuple[str, Optional[str]]] = (),
        headers: Iterable[Tuple[str, Optional[str]]] = (),
        options: Optional[Options] = None,
        state: Optional[State] = None,
        prepare: Optional[Callable[[Any], object]] = None,
        rescue: Optional[Callable[[CosServiceError], Any]] = None,
    ) -> Result:
        """Create a request, let `prepare` add to it, and send it."""
        return self.build(
            method,
            bucket,
            key,
            query,
            headers,
            prepare,
            lambda request: self.perform(request, read, options, state, rescue=rescue),
        )

    def build(
        self,
        method: Any,
        bucket: Any,
        key: Any,
        query: Iterable[Tuple[str, Optional[str]]],
        headers: Iterable[Tuple[str, Optional[str]]],
        prepare: Optional[Callable[[Any], object]],
        use: Callable[[Any], Result],
    ) -> Result:
        """Create a request, let `prepare` add to it, and return what `use` makes of it."""
        method, bucket, key = to_c(method, "method"), to_c(bucket, "Bucket"), to_c(key, "Key")
        request = lib.cos_request_new(method, bucket, key)
        try:
            for name, value in query:
                lib.cos_request_set_query(request, to_c(name, "a query's name"), to_c(value, name))
            for name, value in headers:
                lib.cos_request_set_header(request, to_c(name, "a header's name"), to_c(value, name))
            if prepare is not None:
                prepare(request)
            return use(request)
        finally:
            lib.cos_request_free(request)


def _text(out: Any) -> str:
    return from_c(out[0])


def _after_fork() -> None:
    """The child has only the thread that forked, and new threads may get the numbers of the others."""
    for native in list(_NATIVES):
        native.threads.intersection_update({threading.get_ident()})


os.register_at_fork(after_in_child=_after_fork)
