"""What passes between a thread of the library and the owner of a started call.

One side adds, the other takes, and each number has one writer, so the lock of
the interpreter is enough. A side that has to wait says so first, and looks
once more before it waits.
"""

import time
from collections import deque
from typing import Any, Callable, Deque, List, Optional, Tuple

from ._callbacks import LATER
from ._headers import length_of
from ._response import Response

#: How many bytes of a response's body wait for their reader before the library waits.
MOST_WAITING = 512 * 1024


class Flow:
    """A response's body, on its way from the library to the reader."""

    def __init__(self, call: Any, patience: float) -> None:
        self._call, self._patience = call, patience
        #: Bytes, and functions to call between them.
        self.pieces: Deque[Any] = deque()
        self._sink: Any = None
        self.head: Optional[Response] = None
        self._length = -1
        self._came, self._taken = 0, 0
        self._is_full, self._since = False, 0.0
        self._pressed = False

    @classmethod
    def to(cls, call: Any, sink: Any, patience: float) -> "Flow":
        """Return one whose owner passes the bytes on to a sink."""
        flow = cls(call, patience)
        flow._sink = sink
        return flow

    def rewind(self) -> None:
        """The first byte follows again."""
        self.mark(self._sink.rewind)

    def mark(self, function: Callable[[], object]) -> None:
        """Have the owner call a function after the bytes before it."""
        self.pieces.append(function)
        self._call.wake()

    def serve(self) -> None:
        """Pass on what is there."""
        while self.pieces:
            if callable(self.pieces[0]):
                self.pieces.popleft()()
            else:
                self._sink.write(self.take())

    def receive_head(self, head: Response) -> None:
        """Take the head of a success. One that was given out must not change by a retry."""
        if self.head is None:
            self._length = length_of(head.headers)
            self.head = head
            self._call.wake()
        elif _version(head) != _version(self.head):
            raise RuntimeError("the object was replaced while it was read")

    def write(self, data: bytes) -> Any:
        """Take a piece, or let the library wait."""
        if self._came - self._taken >= MOST_WAITING and not self._pressed:
            if not self._is_full:
                self._since = time.monotonic()
                self._is_full = True
            if self._came - self._taken >= MOST_WAITING:
                return LATER
        self._is_full = self._pressed = False
        self._came += len(data)
        self.pieces.append(data)
        self._call.wake()
        return None

    def press(self) -> None:
        """Let one more piece in before the library's own patience ends; called every 50 ms while it waits."""
        if self._is_full and time.monotonic() - self._since > self._patience:
            self._pressed = True
            self._call.resume()

    @property
    def has_piece(self) -> bool:
        """Whether a piece can be given out. The last one waits until the checksum was verified."""
        return bool(self.pieces) and self._taken + len(self.pieces[0]) != self._length

    def take(self) -> bytes:
        """Return the next piece, which must be there."""
        piece = self.pieces.popleft()
        self._taken += len(piece)
        if self._is_full and self._came - self._taken <= MOST_WAITING // 2:
            self._call.resume()
        return bytes(piece)


def _version(head: Response) -> List[Any]:
    return [head.status, *(head.headers.get(name) for name in ("ETag", "Content-Length", "x-cos-version-id"))]


class Feed:
    """A request's body, on its way from its owner to the library: read when the library wants it."""

    def __init__(self, call: Any, source: Any) -> None:
        self._call, self.source = call, source
        self.can_rewind = source.can_rewind
        #: How many bytes the library waits for; 0: it does not wait.
        self.wanted = 0
        self._error: Optional[BaseException] = None
        #: How often the library has rewound the body, and for which of these rounds its owner reads.
        self._round = self._position = 0
        #: What was read and not taken, with its round: bytes of an earlier round are not wanted any more.
        self._rest: Tuple[int, Optional[memoryview]] = (0, None)

    def length(self) -> int:
        """Return the number of bytes, or -1 if it is not known."""
        return int(self.source.length())

    def read(self, size: int) -> Any:
        """Return what is there, or let the library wait."""
        if self._error is not None:
            raise self._error
        number, rest = self._rest
        if rest is None or number != self._round:
            self.wanted = size
            self._call.wake()
            return LATER
        self._rest = (number, rest[size:] if len(rest) > size else None)
        return rest[:size]

    def rewind(self) -> None:
        """Read from the begin."""
        self._round += 1

    def serve(self) -> None:
        """Read the next bytes for the library, which waits for them."""
        size, self.wanted = self.wanted, 0
        number = self._round
        try:
            if number != self._position:
                self._position = number
                self.source.rewind()
            self.give(self.source.read(size), number)
        except Exception as error:  # noqa: BLE001
            self.fail(error)

    def give(self, data: Any, number: int = 0) -> None:
        """Pass on bytes of a round; none are the end."""
        self._rest = (number, memoryview(data).cast("B"))
        self._call.resume()

    def fail(self, error: BaseException) -> None:
        """End the call by an exception."""
        self._error = error
        self._call.resume()


class Events:
    """What the library reports to functions of the caller, which the owner of the call then calls."""

    def __init__(self, call: Any) -> None:
        self._call = call
        self._waiting: Deque[Callable[[], object]] = deque()
        self._latest: Optional[Tuple[int, int, int, int]] = None
        self._progress: Optional[Callable[..., object]] = None

    def progress(self, function: Callable[..., object]) -> Callable[..., None]:
        """Return a function that passes on the latest numbers."""
        self._progress = function

        def report(*numbers: int) -> None:
            self._latest = numbers  # type: ignore[assignment]
            self._call.wake()

        return report

    def post(self, function: Callable[[], object]) -> None:
        """Have the owner call a function."""
        self._waiting.append(function)
        self._call.wake()

    @property
    def waiting(self) -> bool:
        """Whether a function is to be called."""
        return bool(self._waiting) or self._latest is not None

    def serve(self) -> None:
        """Call the functions, in order; the first that fails ends the call."""
        while self._waiting:
            self._waiting.popleft()()
        latest, self._latest = self._latest, None
        if latest is not None and self._progress is not None:
            self._progress(*latest)

    def clear(self) -> None:
        """Drop the caller's functions after the call."""
        self._waiting.clear()
        self._latest = self._progress = None
