"""Calls under asyncio: one queue for each loop, which watches its descriptor."""

import asyncio
import contextvars
import os
import weakref
from typing import Any, Awaitable, Callable, Optional, TypeVar

from ._async_body import AsyncBody
from ._body import AsyncSource
from ._callbacks import State
from ._calls import head_of
from ._flow import Events, Feed, Flow
from ._headers import Headers
from ._lazy import no_head
from ._native import ffi, lib
from ._options import Options
from ._session import Native
from ._started import Rescue, Started, new_array, new_queue, take
from .cos_exception import exception

Result = TypeVar("Result")
Loop = asyncio.AbstractEventLoop


class LoopQueue:
    """The queue of a loop. The loop alone refers to it: when the loop closes, it is freed, and its calls end."""

    def __init__(self, loop: Loop) -> None:
        self.process = os.getpid()
        self.queue = new_queue()
        self._array = new_array()
        descriptor = ffi.new("intptr_t *")
        error = lib.cos_queue_fd(self.queue, descriptor)
        if error:
            raise exception(error)
        loop.add_reader(int(descriptor[0]), self._take)

    def _take(self) -> None:
        # Once: other events of the loop have their turn before the rest.
        take(self.queue, self._array)


_QUEUES: "weakref.WeakKeyDictionary[Loop, weakref.ref[LoopQueue]]" = weakref.WeakKeyDictionary()


def loop_queue(loop: Loop) -> LoopQueue:
    """Return the queue of the running loop."""
    reference = _QUEUES.get(loop)
    found = None if reference is None else reference()
    if found is None or found.process != os.getpid():
        found = LoopQueue(loop)
        _QUEUES[loop] = weakref.ref(found)
    return found


class LoopCall(Started):
    """A call whose owner is a coroutine."""

    def __init__(self, native: Native, state: Optional[State], loop: Loop) -> None:
        super().__init__(native, state)
        self._loop = loop
        self._future: asyncio.Future[None] = loop.create_future()
        self._parked = True
        # Functions of the caller run in its context.
        self._context = contextvars.copy_context()
        self._events = Events(self)
        self._feed: Optional[Feed] = None
        self._pull: Optional[asyncio.Task[None]] = None

    def bridge(self) -> None:
        """Let asynchronous bodies, progress functions and heads run in the loop; other bodies do not."""
        state = self.state
        if state is None:
            return
        if isinstance(state.source, AsyncSource):
            state.source = self._feed = Feed(self, state.source)
        if state.head is not None:
            head = state.head
            state.head = lambda response: self._events.post(lambda: head(response))
        if state.progress is not None:
            state.progress = self._events.progress(state.progress)

    def wake(self) -> None:
        """Look again in the loop, from any thread."""
        if self._parked:
            self._parked = False
            try:
                self._loop.call_soon_threadsafe(self._look, context=self._context)
            except RuntimeError:
                # The loop was closed: nobody waits for the call.
                self.cancel()

    def on_end(self) -> None:
        """Look once more in the loop."""
        self._context.run(self._look)

    def _look(self) -> None:
        if self.left:
            return
        self._parked = True
        feed = self._feed
        if feed is not None and feed.wanted and (self._pull is None or self._pull.done()):
            self._pull = self._loop.create_task(self._serve(feed))
        if self._events.waiting:
            try:
                self._events.serve()
            except BaseException as error:
                assert self.state is not None
                self.state.keep(error)
                self.cancel()
                if not isinstance(error, Exception):
                    raise
        if not self._future.done() and self._is_ready():
            self._future.set_result(None)

    #: What the coroutine waits for, in addition to the end.
    ready: Optional[Callable[[], bool]] = None

    def _is_ready(self) -> bool:
        return self.ended or (self.ready is not None and self.ready())

    async def _serve(self, feed: Feed) -> None:
        while feed.wanted and not self.ended:
            feed.wanted = 0
            try:
                feed.give(await feed.source.read())
            except BaseException as error:
                feed.fail(error)
                if not isinstance(error, Exception):
                    raise

    async def wait_for(self, ready: Optional[Callable[[], bool]] = None) -> None:
        """Wait for the end of the call, or for something else. If the task is cancelled, so is the call."""
        self.ready = ready
        try:
            while not self._is_ready():
                await self._future
                if not self._is_ready():
                    self._future = self._loop.create_future()
        except GeneratorExit:
            # The loop is gone, and with it the queue.
            self.leave()
            raise
        except BaseException:
            await self.abort()
            raise
        finally:
            if self._future.done() and not self.ended:
                self._future = self._loop.create_future()

    async def abort(self) -> None:
        """Cancel the call, and wait until it no longer uses the caller's objects; a second cancellation ends that."""
        self.leave()
        self.ready = None
        if self._pull is not None:
            self._pull.cancel()
        while not self.ended:
            if self._future.done():
                self._future = self._loop.create_future()
            await self._future

    async def finish(self, read: Callable[[Any], Result], rescue: Rescue) -> Result:
        """Wait for the end, and return what `read` makes of the response."""
        try:
            if not self.ended:
                await self.wait_for()
        except GeneratorExit:
            # The loop is gone: nothing can be awaited.
            self._feed = None
            raise
        finally:
            if self._feed is not None:
                await self._close(self._feed)
                self._feed = None
        return self.result(read, rescue)

    def release(self) -> None:
        """Release what the caller gave."""
        super().release()
        self._events.clear()
        self.ready = None

    async def _close(self, feed: Feed) -> None:
        """Leave an asynchronous body that is not wanted any more."""
        if self._pull is not None and not self._pull.done():
            self._pull.cancel()
            await asyncio.wait([self._pull])
        await feed.source.aclose()


class LoopCalls(Native):
    """A client of the library whose calls are awaited. Every call begins when its method is called."""

    def perform(  # type: ignore[override]
        self,
        request: Any,
        read: Callable[[Any], Result],
        options: Optional[Options] = None,
        state: Optional[State] = None,
        bucket: Any = None,
        rescue: Rescue = None,
    ) -> Awaitable[Result]:
        """Start a request, or HEAD Bucket; the result is awaited."""
        loop = asyncio.get_running_loop()
        call = LoopCall(self, state, loop)
        call.bridge()
        with head_of(bucket, request) as sent:
            call.begin(sent, options, loop_queue(loop).queue)
        return call.finish(read, rescue)

    def open(self, request: Any, options: Optional[Options], state: State) -> Callable[[], Awaitable[Headers]]:
        """Start a request whose body is read as it comes; the result returns headers that are awaited."""
        loop = asyncio.get_running_loop()
        call = LoopCall(self, state, loop)
        flow = state.sink = state.flow = Flow(call, self.patience)
        state.head = flow.receive_head
        call.begin(request, options, loop_queue(loop).queue)
        return lambda: _opened(call, flow)


async def _opened(call: LoopCall, flow: Flow) -> Headers:
    await call.wait_for(lambda: flow.head is not None)
    # A copy: the call has the head, and must not have the body.
    headers = (flow.head or call.result(no_head)).headers.copy()
    headers["Body"] = AsyncBody(call, flow, headers)
    return headers
