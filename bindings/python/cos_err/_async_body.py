"""The body of an object that a coroutine reads."""

from typing import Any, AsyncIterator, List, Optional, Union

from ._headers import Headers, length_of
from ._response import read_nothing
from .cos_exception import interrupted
from .streambody import PIECE, StreamBody


class AsyncBody:
    """The body of an object, which is read once, as it comes.

    `async for` yields pieces as they come. Instead of the last one, the error
    of a body is raised that is incomplete or whose checksum is wrong; without a
    Content-Length, after it. A read that is cancelled ends the body. Close it if you do not read
    it to its end (`async with` does), to give its connection back.
    """

    def __init__(self, call: Any, flow: Any, headers: Headers) -> None:
        self._call: Any = call
        self._flow = flow
        self._rest: Union[bytes, memoryview] = b""
        self._error: Optional[BaseException] = None
        #: The length from the response's headers, or -1.
        self.length = length_of(headers)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        piece = await self._next()
        if not piece:
            raise StopAsyncIteration
        return bytes(piece)

    async def read(self, size: int = -1) -> bytes:
        """Return the rest, or exactly this many bytes unless the body ends before."""
        pieces: List[Union[bytes, memoryview]] = []
        got = 0
        while size < 0 or got < size:
            piece = await self._next()
            if not piece:
                break
            pieces.append(piece)
            got += len(piece)
        if 0 <= size < got:
            last = memoryview(pieces[-1])
            kept = len(last) - (got - size)
            pieces[-1], self._rest = last[:kept], last[kept:]
        return b"".join(pieces)

    async def _next(self) -> Union[bytes, memoryview]:
        if self._rest:
            piece, self._rest = self._rest, b""
            return piece
        call, flow = self._call, self._flow
        if self._error is not None:
            raise self._error
        if call is None:
            return b""
        if not flow.has_piece:
            try:
                await call.wait_for(lambda: flow.has_piece)
            except BaseException:
                # What the read had received is lost, so there must be no further one.
                self._error, self._call = interrupted(), None
                raise
        if flow.has_piece:
            return bytes(flow.take())
        self._call = None
        last = flow.take() if flow.pieces else b""
        try:
            call.result(read_nothing)
        except BaseException as error:
            self._error = error
            raise
        return last

    def close(self) -> None:
        """Give the connection back. A body that has not come yet does not come."""
        call, self._call, self._rest = self._call, None, b""
        if call is not None:
            call.leave()

    async def aclose(self) -> None:
        """The same as close()."""
        self.close()

    async def __aenter__(self) -> "AsyncBody":
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_call", None) is not None:
            self.close()


class AsyncWholeBody(AsyncBody):
    """The body of an object that has been received as a whole."""

    def __init__(self, body: StreamBody, headers: Headers) -> None:
        super().__init__(None, None, headers)
        self._body = body

    async def _next(self) -> Union[bytes, memoryview]:
        if self._rest:
            piece, self._rest = self._rest, b""
            return piece
        return self._body.read(PIECE)

    def close(self) -> None:
        """Release the memory or the temporary file."""
        self._rest = b""
        self._body.close()
