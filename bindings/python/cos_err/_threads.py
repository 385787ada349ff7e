"""Calls from asyncio."""

import contextvars
import threading
from typing import Any, Callable, TypeVar

from ._options import Cancel

Result = TypeVar("Result")


async def to_thread(method: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Result:
    """Call a method of a client like asyncio.to_thread; if the task is cancelled, so is the call.

    A cancelled task waits for the end of the call, which takes at most 100 ms,
    so that no thread is left running. A `Cancel` of your own ends the call too.
    """
    # Blocking programs need not load it.
    import asyncio

    own = kwargs.pop("Cancel", None) or kwargs.pop("cancel", None)
    token = own.child() if own is not None else Cancel()
    # send() has its own name for the argument.
    kwargs["cancel" if getattr(method, "__name__", "") == "send" else "Cancel"] = token
    started = threading.Event()
    context = contextvars.copy_context()

    def call() -> Result:
        started.set()
        return context.run(method, *args, **kwargs)

    future = asyncio.get_running_loop().run_in_executor(None, call)
    # An exception of the future needs no report: the awaiting task receives it.
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        token.trigger()
        if started.is_set():
            # A call that waits for a thread ends as soon as it has one.
            await asyncio.wait([future])
        raise
