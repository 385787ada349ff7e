"""Files that are read part by part."""

import contextlib
import threading
from typing import Any, Dict, Iterator

from ._parallel import Piece


def filled(file: Any, size: int) -> bytes:
    """Return up to `size` bytes; fewer are the end of the file."""
    found = bytearray()
    while len(found) < size:
        data = file.read(size - len(found))
        if not data:
            break
        found += data.encode("utf-8") if isinstance(data, str) else data
    return bytes(found)


class Parts:
    """The parts of a file that is read as they are taken, at most `most` ahead."""

    def __init__(self, file: Any, first: bytes, size: int, most: int) -> None:
        self._file, self._next, self._size = file, first, size
        self._read: Dict[int, bytes] = {}
        self._free = threading.Semaphore(most)
        self._failed = False

    def __iter__(self) -> Iterator[Piece]:
        number = 0
        while self._next:
            self._free.acquire()
            if self._failed:
                return
            number += 1
            self._read[number] = self._next
            yield Piece(number, 0, len(self._next))
            self._next = filled(self._file, self._size)

    @contextlib.contextmanager
    def taken(self, piece: Piece) -> Iterator[bytes]:
        """Give the bytes of a part, which is done at the end of the block."""
        try:
            yield self._read.pop(piece.number)
        except BaseException:
            self._failed = True
            raise
        finally:
            self._free.release()
