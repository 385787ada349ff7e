"""The body of an object that was read."""

import errno
import io
import os
import tempfile
import uuid
import zlib
from typing import IO, Any, Iterator, Optional, Union

from ._headers import Headers

#: What stays in memory; the rest goes to a file without a name.
IN_MEMORY = 16 * 1024 * 1024
#: Of copies from one file to another.
PIECE = 1024 * 1024

Path = Union[str, "os.PathLike[str]"]


def write_all(file: Any, data: bytes) -> None:
    """Writes all of it; a raw file may take a part, and says so only by a number."""
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
    """Takes an answer's body while the call runs: in memory, and beyond its limit in a temporary file."""

    def __init__(self) -> None:
        self.file: tempfile.SpooledTemporaryFile[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115

    def write(self, data: bytes) -> None:
        """The next bytes."""
        self.file.write(data)

    def rewind(self) -> None:
        """The first byte comes again."""
        self.file.seek(0)
        self.file.truncate()


class StreamBody:
    """Reads the body, which is here as a whole: its length and checksum are right."""

    def __init__(self, spool: Spool, headers: Headers) -> None:
        self._file: Any = spool.file
        self._length = self._file.tell()
        self._file.seek(0)
        self._encoding = str(headers.get("Content-Encoding", "")).lower()
        self._decoder: Any = None
        self._rest = b""

    def __iter__(self) -> Iterator[bytes]:
        return self.get_stream()

    def __len__(self) -> int:
        return self._length

    def __enter__(self) -> "StreamBody":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the memory or the temporary file."""
        self._file.close()

    def get_raw_stream(self) -> IO[bytes]:
        """A file that reads the bytes as they are stored."""
        file: IO[bytes] = self._file
        return file

    def get_stream(self, chunk_size: int = 1024) -> Iterator[bytes]:
        """The bytes in pieces; an object that is stored in gzip or deflate is decompressed."""
        while True:
            piece = self.read(chunk_size, auto_decompress=True)
            if not piece:
                return
            yield piece

    def read(self, chunk_size: int = 1024, auto_decompress: bool = False) -> bytes:
        """The next piece, at most chunk_size bytes of what is stored; b"" at the end."""
        if not (auto_decompress and self._encoding in ("gzip", "x-gzip", "deflate")):
            return bytes(self._file.read(chunk_size))
        if self._decoder is None:
            # Both wrappers, told apart by their first bytes.
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
            return False
        self._decoder, self._rest = zlib.decompressobj(zlib.MAX_WBITS | 32), rest
        return True

    def get_stream_to_file(
        self, file_name: Path, disable_tmp_file: bool = False, auto_decompress: bool = False
    ) -> None:
        """Writes the rest of the body into a file, which appears when it is whole."""
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
        """Writes the rest of the body into an open file, from an offset on."""
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
