"""The library's clients, shared by Python clients of equal settings.

A program that creates a client for each call keeps its connections and TLS
handshakes, as with the one session of Tencent's SDK.
"""

import os
import threading
import time
import weakref
from collections import OrderedDict
from typing import Any, Callable, Hashable, Tuple

from ._callbacks import ClientState
from ._native import ffi, lib

#: How many clients are kept for the next client of equal settings, and for how many seconds.
MOST_KEPT = 16
KEPT_S = 60.0


class Core:
    """A client of the library, and the state of its callbacks. Any number of threads and clients may use it at once."""

    def __init__(self, pointer: Any, listeners: Tuple[ClientState, ...]) -> None:
        self.pointer = ffi.gc(pointer, lib.cos_client_free)
        self.listeners = listeners


class Pool:
    """Finds the client of the same settings that is in use, or was used in the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._alive: weakref.WeakValueDictionary[Hashable, Core] = weakref.WeakValueDictionary()
        #: The clients by their last use, the oldest first.
        self._kept: OrderedDict[Hashable, Tuple[Core, float]] = OrderedDict()
        self.renew_lock()

    def renew_lock(self) -> None:
        """Create the lock, anew after a fork: another thread of the parent may have held it.

        A signal handler may run while it is held, so it is reentrant.
        """
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], Core]) -> Core:
        """Return the client of these settings."""
        with self._lock:
            now = self._clock()
            core = self._alive.get(key)
            if core is None:
                core = self._alive[key] = make()
            self._kept[key] = core, now
            self._kept.move_to_end(key)
            dropped = self._drop(now)
        # Freed without the lock.
        del dropped
        return core

    def _drop(self, now: float) -> Any:
        dropped = []
        while self._kept:
            core, used = next(iter(self._kept.values()))
            if len(self._kept) <= MOST_KEPT and now - used < KEPT_S:
                break
            dropped.append(self._kept.popitem(last=False))
        return dropped

    def __len__(self) -> int:
        return len(self._kept)


POOL = Pool()
os.register_at_fork(after_in_child=POOL.renew_lock)
