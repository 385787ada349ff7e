"""Bodies of requests: bytes, text, files, iterables."""

import errno
import io
import os
from typing import AbstractSet, Any, AsyncGenerator, Iterable, Iterator, Mapping, Optional, Tuple

from ._callbacks import State
from ._native import ffi, lib
from .cos_exception import CosClientError, local_files

#: The largest body that COS accepts in one request.
LARGEST = 5 * 1024**3
#: From this size on the library reads a body where it is, instead of copying it.
IN_PLACE = 64 * 1024
_ASYNC_PIECE = 256 * 1024
#: Marks the end of the pieces.
_END = object()


class FileSource:
    """Reads an object that has read(), from its current position."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._start = _position(file)

    @property
    def can_rewind(self) -> bool:
        """Whether the body can be rewound."""
        return self._start is not None

    def length(self) -> int:
        """Return the number of bytes that are left to read, or -1 if it is not known."""
        if self._start is None:
            return -1
        try:
            end = self._file.seek(0, io.SEEK_END)
            end = self._file.tell() if end is None else end
            self._file.seek(self._start)
        except (OSError, ValueError):
            return -1
        # The files of /proc report a size of 0.
        return int(end) - self._start or (-1 if self._holds_more() else 0)

    def _holds_more(self) -> bool:
        more = bool(self._file.read(1))
        self._file.seek(self._start)
        return more

    def read(self, size: int) -> Any:
        """Return the next bytes."""
        data = self._file.read(size)
        if isinstance(data, str):
            raise TypeError("the body is a file in text mode; open it in binary mode")
        if data is None and isinstance(self._file, io.IOBase):
            raise BlockingIOError(errno.EAGAIN, "the body is a file that does not wait for its bytes")
        return memoryview(b"" if data is None else data).cast("B")

    def rewind(self) -> None:
        """Go back to the original position."""
        self._file.seek(self._start)


class IterableSource:
    """Reads an iterable of bytes, once."""

    can_rewind = False

    def __init__(self, pieces: Any) -> None:
        self._pieces: Iterator[Any] = iter(pieces)
        self._rest = memoryview(b"")

    def read(self, size: int) -> memoryview:
        """Return the next bytes."""
        while not self._rest:
            piece: Any = next(self._pieces, _END)
            if piece is _END:
                break
            self._rest = memoryview(piece.encode("utf-8") if isinstance(piece, str) else piece).cast("B")
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def length(self) -> int:
        """Return -1: the length is not known."""
        return -1


class AsyncSource:
    """An asynchronous iterable, or an object with an asynchronous read(), for calls of cos_err.aio.

    It must provide bytes within ReadTimeout, or the call ends.
    """

    can_rewind = False

    def __init__(self, body: Any) -> None:
        self._pieces = body.__aiter__() if hasattr(body, "__aiter__") else None
        self._body = body

    @staticmethod
    def fits(body: Any) -> bool:
        """Whether a body is asynchronous."""
        # Blocking programs need not load it.
        import inspect

        return hasattr(body, "__aiter__") or inspect.iscoroutinefunction(getattr(body, "read", None))

    def length(self) -> int:
        """Return -1: the length is not known."""
        return -1

    async def aclose(self) -> None:
        """End a generator, so that what it holds is released."""
        if isinstance(self._pieces, AsyncGenerator):
            await self._pieces.aclose()

    async def read(self) -> Any:
        """Return the next bytes; none are the end."""
        if self._pieces is None:
            return await self._body.read(_ASYNC_PIECE)
        async for piece in self._pieces:
            # An empty piece is not the end.
            if piece:
                return piece.encode("utf-8") if isinstance(piece, str) else piece
        return b""


def _position(file: Any) -> Optional[int]:
    try:
        return int(file.tell()) if file.seekable() else None
    except (AttributeError, OSError, ValueError):
        return None


def is_document(query: Iterable[Tuple[str, Optional[str]]]) -> bool:
    """Whether a body is that of a sub-resource, for which the library computes a Content-MD5."""
    return any(not value and name not in ("uploads", "append") for name, value in query)


def attach(
    request: Any,
    state: Optional[State],
    body: Any,
    length: Optional[int] = None,
    md5: bool = False,
    in_place: bool = True,
) -> None:
    """Set the body of a request. `length`, if given, must be right.

    A body that is not bytes needs a state. Large bytes stay where they are if
    there is a state and in_place is set; they must not change during the call.
    """
    if isinstance(body, io.TextIOBase):
        body = _binary(body)
    if isinstance(body, str):
        body = body.encode("utf-8")
    if body is None or isinstance(body, (bytes, bytearray, memoryview)):
        data = ffi.from_buffer(body or b"")
        _check(len(data), length)
        if in_place and state is not None and len(data) >= IN_PLACE:
            state.kept = data
            lib.cos_py_set_memory(request, data, len(data))
        else:
            lib.cos_request_set_body(request, data, len(data))
    else:
        if isinstance(body, AsyncSource):
            source: Any = body
        elif hasattr(body, "read"):
            source = FileSource(body)
        elif hasattr(body, "__iter__") and not isinstance(body, (Mapping, AbstractSet)):
            source = IterableSource(body)
        else:
            raise CosClientError(f"Body must be bytes, str, a binary file or an iterable, not {type(body).__name__}")
        known = source.length()
        if known >= 0:
            _check(known, length)
        elif length is not None:
            known = length
        assert state is not None
        state.source = source
        lib.cos_py_set_reader(request, source.can_rewind, known, state.handle)
    if md5:
        lib.cos_request_set_content_md5(request, 1)


def needs_state(body: Any) -> bool:
    """Whether a body is not bytes, or so large that it is not copied."""
    return body is not None and (not isinstance(body, (bytes, bytearray, str)) or len(body) >= IN_PLACE // 4)


def _binary(file: io.TextIOBase) -> Any:
    """Return the bytes of a file in text mode from its position; for text without a file, its UTF-8."""
    buffer = getattr(file, "buffer", None)
    if buffer is None:
        return file.read()
    if file.seekable():
        # Text that the text layer has read ahead counts as not read.
        file.seek(file.tell())
    return buffer


def needed(body: Any) -> Any:
    """Check that there is a body: None would make the object empty."""
    if body is None:
        raise CosClientError('Body is missing: use b"" for an empty object')
    return body


def attach_file(request: Any, path: Any, md5: bool = False) -> None:
    """Set a file as the body, which the library reads itself."""
    with local_files():
        _check(os.path.getsize(path), None)
    lib.cos_request_set_body_file(request, os.fsencode(path))
    if md5:
        lib.cos_request_set_content_md5(request, 1)


def _check(known: int, length: Optional[int]) -> None:
    if length is not None and known != length:
        raise CosClientError(f"ContentLength {length}: the body has {known} bytes")
    if known > LARGEST:
        raise CosClientError(f"the body has {known} bytes: at most 5 GB fit in one request; use upload_file")
