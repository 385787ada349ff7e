"""Calls under gevent and eventlet: the greenlet waits, and others run.

What a call does in Python (bodies, sinks, progress functions, heads) happens
in its greenlet, because the library's threads have no hub.
"""

import contextlib
import os
import posix  # os.read and os.write may be patched
import sys
import weakref
from collections import deque
from typing import Any, Callable, Deque, Optional, Tuple

from ._callbacks import Log, State, log_line
from ._flow import Events, Feed, Flow
from ._native import ffi, lib
from ._session import Native
from ._started import Started, new_array, new_queue, take
from .cos_exception import exception

Ready = Callable[[], bool]
#: How many lines of the log wait for a hub that does not run; then the oldest are dropped.
MOST_LINES = 10000


class Gevent:
    """What is needed of gevent's hub."""

    def __init__(self, hub: Any) -> None:
        self.hub = hub

    def watch(self, descriptor: int, callback: Callable[[], object]) -> Callable[[Optional[bool]], None]:
        """Call a function while a descriptor is readable.

        The result says whether that keeps the loop running; None ends it.
        """
        watcher = self.hub.loop.io(descriptor, 1)
        watcher.start(callback)

        def keep(running: Optional[bool]) -> None:
            if running is not None:
                watcher.ref = running
            # A loop that still shares its epoll with the parent would end the parent's watch.
            elif is_patched(sys.modules, "os"):
                watcher.stop()

        keep(False)
        return keep

    def later(self, function: Callable[[], object]) -> None:
        """Call a function in the hub."""
        self.hub.loop.run_callback(function)

    @staticmethod
    def spawn(function: Callable[[], object]) -> None:
        """Call a function in a greenlet."""
        sys.modules["gevent"].spawn(function)

    @staticmethod
    def here(modules: Any) -> Any:
        """Return the hub in which the running greenlet can wait, or None."""
        local = modules["gevent._hub_local"]
        hub = local.get_hub_if_exists()
        if hub is None:
            if not is_patched(modules, "socket"):
                return None
            hub = local.get_hub()
        return None if hub is modules["greenlet"].getcurrent() else hub


def is_patched(modules: Any, name: str) -> bool:
    """Whether gevent has patched a module."""
    monkey = modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched(name))


class Eventlet:
    """What is needed of eventlet's hub."""

    def __init__(self, hub: Any) -> None:
        self.hub = hub

    def watch(self, descriptor: int, callback: Callable[[], object]) -> Callable[[Optional[bool]], None]:
        """Call a function while a descriptor is readable."""
        self.hub.add(self.hub.READ, descriptor, lambda _fd: callback(), lambda *_error: None, lambda: None)
        return lambda _running: None

    def later(self, function: Callable[[], object]) -> None:
        """Call a function in the hub."""
        self.hub.schedule_call_global(0, function)

    @staticmethod
    def spawn(function: Callable[[], object]) -> None:
        """Call a function in a greenlet."""
        sys.modules["eventlet"].spawn_n(function)

    @staticmethod
    def here(modules: Any) -> Any:
        """Return the hub in which the running greenlet can wait, or None."""
        hubs = modules["eventlet.hubs"]
        hub = getattr(hubs._threadlocal, "hub", None)
        if hub is None:
            if not modules["eventlet.patcher"].is_monkey_patched("socket"):
                return None
            hub = hubs.get_hub()
        return None if hub.greenlet is modules["greenlet"].getcurrent() else hub


class HubQueue:
    """The queue of a hub, and a pipe by which the library's threads wake it."""

    def __init__(self, adapter: Any) -> None:
        self.process = os.getpid()
        self.adapter = adapter
        self.queue = new_queue()
        self._array = new_array()
        self._running = 0
        descriptor = ffi.new("intptr_t *")
        error = lib.cos_queue_fd(self.queue, descriptor)
        if error:
            raise exception(error)
        self._pipe = posix.pipe()
        os.set_blocking(self._pipe[0], False)
        os.set_blocking(self._pipe[1], False)
        self._woken: Deque[HubCall] = deque()
        self._lines: Deque[Tuple[Any, int, str]] = deque(maxlen=MOST_LINES)
        self._is_logging = False
        self._deferred = _deferred(weakref.ref(self))
        self._keep = (
            adapter.watch(int(descriptor[0]), self._take),
            adapter.watch(self._pipe[0], self._wake),
        )

    def count(self, more: int) -> None:
        """Count the greenlets that wait."""
        self._running += more
        for keep in self._keep:
            keep(self._running > 0)

    def _is_here(self) -> bool:
        """Whether this is not a child, whose hub may still watch what belongs to the parent."""
        if self.process == os.getpid():
            return True
        for keep in self._keep:
            keep(None)
        return False

    def _take(self) -> None:
        if self._is_here():
            take(self.queue, self._array)

    def _wake(self) -> None:
        if not self._is_here():
            return
        with contextlib.suppress(BlockingIOError):
            posix.read(self._pipe[0], 4096)
        while self._woken:
            self._woken.popleft().go_on()
        if self._lines and not self._is_logging:
            self.adapter.spawn(self.log)

    def log(self) -> None:
        """Log the lines that wait, in a greenlet."""
        if self._is_logging:
            return
        self._is_logging = True
        try:
            while self._lines:
                # A log that fails is ignored.
                with contextlib.suppress(Exception):
                    log_line(*self._lines.popleft())
        finally:
            self._is_logging = False

    def defer(self, logger: Any, level: int, line: str) -> bool:
        """Take a line, from any thread."""
        self._lines.append((logger, level, line))
        self._ring()
        return True

    def listen(self, native: Native) -> None:
        """Log what the library does for a client in greenlets of this hub."""
        for one in native.listeners:
            if isinstance(one, Log):
                one.defer = self._deferred

    def wake(self, call: "HubCall") -> None:
        """Let a greenlet go on, from any thread."""
        self._woken.append(call)
        self._ring()

    def _ring(self) -> None:
        # A full pipe wakes it too.
        with contextlib.suppress(BlockingIOError):
            posix.write(self._pipe[1], b"\0")

    def __del__(self) -> None:
        if hasattr(self, "_pipe"):
            posix.close(self._pipe[0])
            posix.close(self._pipe[1])


def _deferred(reference: "weakref.ref[HubQueue]") -> Callable[[Any, int, str], bool]:
    """Return a function that defers lines to a hub, and False if that is gone."""

    def defer(logger: Any, level: int, line: str) -> bool:
        hub = reference()
        return hub is not None and hub.process == os.getpid() and hub.defer(logger, level, line)

    return defer


_NAME = "_cos_err_queue"


_KINDS: Tuple[Tuple[str, Any], ...] = (("gevent.hub", Gevent), ("eventlet.hubs", Eventlet))


def hub_queue() -> Optional[HubQueue]:
    """Return the queue of the hub in which the running greenlet can wait; None in ordinary threads."""
    modules = sys.modules
    if "greenlet" not in modules:
        return None
    for name, kind in _KINDS:
        hub = kind.here(modules) if name in modules else None
        if hub is not None:
            found: Optional[HubQueue] = getattr(hub, _NAME, None)
            if found is None or found.process != os.getpid():
                found = HubQueue(kind(hub))
                # There, so that it goes with the hub.
                setattr(hub, _NAME, found)
            return found
    return None


class HubCall(Started):
    """A call whose owner is a greenlet."""

    def __init__(self, native: Native, state: Optional[State], hub: HubQueue) -> None:
        super().__init__(native, state)
        self._hub = hub
        self._greenlet: Any = None
        self._parked = False
        self.sink: Any = None
        self.events = Events(self)

    def bridge(self) -> None:
        """Let what the call does in Python happen in the greenlet."""
        state = self.state
        if state is None:
            return
        events = self.events
        if state.source is not None:
            state.source = Feed(self, state.source)
        if state.sink is not None and not getattr(state.sink, "is_own", False):
            self.sink = state.sink
            state.flow = state.sink = Flow.to(self, state.sink, self.native.patience)
        if state.head is not None:
            head, post = state.head, state.flow.mark if state.flow is not None else events.post
            state.head = lambda response: post(lambda: head(response))
        if state.progress is not None:
            state.progress = events.progress(state.progress)

    def on_end(self) -> None:
        """Go on in the hub."""
        self._parked = False
        self._hub.adapter.later(self.go_on)

    def wake(self) -> None:
        """Go on in the hub, from any thread."""
        if self._parked:
            self._parked = False
            self._hub.wake(self)

    def go_on(self) -> None:
        """Run the greenlet, if it still waits for this."""
        greenlet, self._greenlet = self._greenlet, None
        if greenlet is not None:
            greenlet.switch()

    def wait_for(self, ready: Ready) -> None:
        """Wait until there is something to do; an exception that is thrown into the greenlet ends the call."""
        if ready():
            return
        self._hub.count(1)
        try:
            while not ready():
                self._greenlet = sys.modules["greenlet"].getcurrent()
                self._parked = True
                if not ready():
                    self._hub.adapter.hub.switch()
        except BaseException:
            self.cancel()
            raise
        finally:
            self._greenlet, self._parked = None, False
            self._hub.count(-1)

    def serve_until_end(self) -> None:
        """Do what the call does in Python, until it has ended."""
        state = self.state
        feed = state.source if state is not None and isinstance(state.source, Feed) else None
        flow = state.sink if state is not None and isinstance(state.sink, Flow) else None

        def ready() -> bool:
            wanted = feed is not None and feed.wanted
            return bool(self.ended or wanted or (flow is not None and flow.pieces) or self.events.waiting)

        try:
            while True:
                self.wait_for(ready)
                # What has come before the end is served too.
                ended = self.ended
                if flow is not None:
                    flow.serve()
                self.events.serve()
                if ended:
                    break
                if feed is not None and feed.wanted:
                    feed.serve()
            self._hub.log()
        except BaseException:
            self.leave()
            raise

    def release(self) -> None:
        """Release what the caller gave."""
        super().release()
        self.events.clear()
        self.sink = None
