"""The body of an object that was read."""

import errno
import io
import os
import tempfile
import uuid
import zlib
from typing import IO, Any, Iterator, Optional, Union

from ._headers import Headers

#: The size up to which a body stays in memory; a larger one goes to a file without a name.
IN_MEMORY = 16 * 1024 * 1024
#: The size of the pieces in which files are copied.
PIECE = 1024 * 1024

Path = Union[str, "os.PathLike[str]"]


def write_all(file: Any, data: bytes) -> None:
    """Write all bytes; a raw file may write a part, and reports that only by a number."""
    if not isinstance(file, io.RawIOBase):
        file.write(data)
        return
    left = memoryview(data)
    while left:
        count = file.write(left)
        if not count:
            raise BlockingIOError(errno.EAGAIN, "the file takes no more bytes now")
        left = left[count:]


class Spool:
    """Receives a response's body during the call: in memory, and beyond its limit in a temporary file."""

    #: Any thread may call it.
    is_own = True

    def __init__(self) -> None:
        self.file: tempfile.SpooledTemporaryFile[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115

    def write(self, data: bytes) -> None:
        """Write the next bytes."""
        self.file.write(data)

    def rewind(self) -> None:
        """Start again: the first byte follows."""
        self.file.seek(0)
        self.file.truncate()


class RawStream(io.BufferedIOBase):
    """The bytes as they are stored, with the methods of the raw stream of Tencent's SDK (urllib3's)."""

    def __init__(self, body: "StreamBody", file: Any) -> None:
        super().__init__()
        # The body closes its file when it is no longer used.
        self._body, self._file = body, file
        self._is_whole = bool(file.seekable())
        self._data: Optional[bytes] = None

    @property
    def headers(self) -> Headers:
        """Return the headers."""
        return self._body._headers

    @property
    def data(self) -> bytes:
        """The rest of the body, the same each time."""
        if self._data is None:
            self._data = self.read()
        return self._data

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Whether the whole body was received: with ReadAll."""
        return self._is_whole

    def read(
        self, amt: Optional[int] = None, decode_content: Optional[bool] = None, cache_content: bool = False
    ) -> bytes:
        """Return the next bytes, at most this many; decompressed if decode_content is set."""
        size = -1 if amt is None else amt
        if not decode_content:
            return bytes(self._file.read(size))
        return b"".join(self.stream(decode_content=True)) if size < 0 else self._body.read(size, True)

    def read1(self, amt: int = -1, decode_content: Optional[bool] = None) -> bytes:
        """The same as read()."""
        return self.read(amt, decode_content)

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer."""
        view = memoryview(buffer).cast("B")
        piece = self.read(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def readline(self, size: Optional[int] = -1) -> bytes:
        """Return the next line, with its end."""
        return bytes(self._file.readline(-1 if size is None else size))

    def stream(self, amt: int = 65536, decode_content: Optional[bool] = None) -> Iterator[bytes]:
        """Yield the rest in pieces."""
        while True:
            piece = self._body.read(amt, bool(decode_content))
            if not piece:
                return
            yield piece

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to another position in the stored bytes."""
        self._data = None
        self._file.seek(offset, whence)
        return self.tell()

    def tell(self) -> int:
        """Return the position in the stored bytes."""
        return int(self._file.tell())

    def close(self) -> None:
        """Close the stream."""
        super().close()
        self._body.close()

    def __del__(self) -> None:
        """Do nothing: the body can be read further, also through another stream, when this one is no longer used."""

    def release_conn(self) -> None:
        """Give the connection back: a body that has not come yet does not come."""
        if not self._is_whole:
            self._body.close()

    def drain_conn(self) -> None:
        """Read the rest, so that the connection can be used again."""
        if not self._is_whole:
            while self._file.read(PIECE):
                pass


class StreamBody:
    """The body of an object, which is read once.

    It is read as it comes: the read that would return the last bytes raises the
    error of a body that is incomplete or whose checksum is wrong; without a
    Content-Length, the read that would return b"" does. A read that an
    exception interrupts ends the body. With ReadAll the whole body has been
    verified.
    """

    def __init__(self, file: Any, headers: Headers, length: int) -> None:
        # A copy: the caller's have the body as a member.
        self._headers = headers.copy()
        self._file: Any = file
        #: -1: not known before the end.
        self._length = length
        self._encoding = str(headers.get("Content-Encoding", "")).lower()
        self._decoder: Any = None
        self._rest = b""

    def __iter__(self) -> Iterator[bytes]:
        return self.get_stream()

    def __len__(self) -> int:
        if self._length < 0:
            raise OSError("the response has no Content-Length")
        return self._length

    def __enter__(self) -> "StreamBody":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the connection, or the memory or temporary file. A body that has not come yet does not come."""
        self._file.close()

    def get_raw_stream(self) -> RawStream:
        """Return a file that reads the bytes as they are stored."""
        return RawStream(self, self._file)

    def get_stream(self, chunk_size: int = 1024) -> Iterator[bytes]:
        """Yield the bytes in pieces; an object that is stored in gzip or deflate is decompressed."""
        while True:
            piece = self.read(chunk_size, auto_decompress=True)
            if not piece:
                return
            yield piece

    def read(self, chunk_size: int = 1024, auto_decompress: bool = False) -> bytes:
        """Return the next piece, at most chunk_size bytes of the stored ones; b"" at the end."""
        if not (auto_decompress and self._encoding in ("gzip", "x-gzip", "deflate")):
            return bytes(self._file.read(chunk_size))
        if self._decoder is None:
            # Both formats, distinguished by their first bytes.
            self._decoder = zlib.decompressobj(zlib.MAX_WBITS | 32)
        while not self._decoder.eof or self._next_member(chunk_size):
            stored, self._rest = self._rest or self._decoder.unconsumed_tail, b""
            stored = stored or self._file.read(chunk_size)
            piece = self._decoder.decompress(stored, chunk_size) if stored else self._decoder.flush()
            if piece or not stored:
                return bytes(piece)
        return b""

    def _next_member(self, chunk_size: int) -> bool:
        """Whether another member of a gzip file follows."""
        rest = self._decoder.unused_data or self._file.read(chunk_size)
        if self._encoding == "deflate" or rest[:1] != b"\x1f":
            # The end of the stored bytes raises the error of a wrong checksum.
            while self._file.read(PIECE):
                pass
            return False
        self._decoder, self._rest = zlib.decompressobj(zlib.MAX_WBITS | 32), rest
        return True

    def get_stream_to_file(
        self, file_name: Path, disable_tmp_file: bool = False, auto_decompress: bool = False
    ) -> None:
        """Write the rest of the body into a file, which is renamed when it is complete."""
        target = os.fsdecode(file_name)
        beside = target if disable_tmp_file else f"{target}_{uuid.uuid4().hex}"
        try:
            with open(beside, "wb") as file:
                self._copy(file, auto_decompress)
            if not disable_tmp_file:
                os.replace(beside, target)
        except BaseException:
            if not disable_tmp_file and os.path.exists(beside):
                os.remove(beside)
            raise

    def pget_stream_to_file(
        self, fdst: IO[bytes], offset: int, expected_len: Optional[int] = None, auto_decompress: bool = False
    ) -> None:
        """Write the rest of the body into an open file, beginning at an offset."""
        fdst.seek(offset)
        written = self._copy(fdst, auto_decompress)
        if expected_len is not None and not auto_decompress and written != expected_len:
            raise OSError(f"the body has {written} bytes where {expected_len} were expected")

    def _copy(self, file: IO[bytes], auto_decompress: bool) -> int:
        written = 0
        while True:
            piece = self.read(PIECE, auto_decompress)
            if not piece:
                return written
            write_all(file, piece)
            written += len(piece)
