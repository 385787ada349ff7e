"""Files of any size, in parts by several threads."""

import os
import threading
import uuid
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional

from ._body import attach_file
from ._callbacks import State
from ._headers import Headers
from ._multipart import Multipart
from ._native import lib
from ._options import Cancel
from ._parameters import SSE_C, chosen, sort
from ._response import read_headers
from ._text import path_to_c
from .cos_exception import local_files

MIB = 1024 * 1024
#: The largest number of parts that COS accepts.
MOST_PARTS = 10000

#: A function that receives the bytes transferred so far, and all bytes.
Callback = Callable[[int, int], object]


class Piece(NamedTuple):
    """A part of a file or object."""

    number: int
    offset: int
    length: int


def pieces(size: int, part_size: int) -> List[Piece]:
    """Split into at most MOST_PARTS of equal size; the last may be shorter."""
    part_size = max(part_size, -(-size // MOST_PARTS))
    starts = range(0, size, part_size)
    return [Piece(number + 1, start, min(part_size, size - start)) for number, start in enumerate(starts)]


class Counter:
    """Adds up the bytes of all threads, and reports the sum to the caller's function."""

    def __init__(self, total: int, callback: Optional[Callback]) -> None:
        self._total, self._callback = total, callback
        self._done = 0
        self._lock = threading.Lock()

    def add(self, length: int) -> None:
        """Add bytes."""
        with self._lock:
            self._done += length
            if self._callback is not None:
                self._callback(self._done, self._total)


def in_parallel(work: Callable[[Piece, Cancel], None], items: Iterable[Piece], threads: int, cancel: Any) -> None:
    """Run all jobs. The first failure, or Ctrl-C, ends all of them and is raised."""
    token = cancel.child() if cancel is not None else Cancel()
    with ThreadPoolExecutor(max(1, threads), thread_name_prefix="cos_err") as pool:
        futures: List[Future[None]] = [pool.submit(work, item, token) for item in items]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
            failed = next((one for one in futures if one.done() and one.exception() is not None), None)
        except BaseException:
            failed = None
            _end(futures, token)
            raise
        if failed is not None:
            _end(futures, token)
            failed.result()


def _end(futures: "List[Future[None]]", token: Cancel) -> None:
    for future in futures:
        future.cancel()
    token.trigger()


class Transfer(Multipart):
    """Files of any size."""

    def upload_file(
        self,
        Bucket: str,
        Key: str,
        LocalFilePath: Any,
        PartSize: int = 1,
        MAXThread: int = 5,
        EnableMD5: bool = False,
        progress_callback: Optional[Callback] = None,
        **kwargs: Any,
    ) -> Headers:
        """Store a file; above PartSize (MiB) in parts, by up to MAXThread threads.

        The failure of a part is raised unchanged, and the stored parts are
        discarded.
        """
        with local_files():
            size = os.path.getsize(LocalFilePath)
        if size <= PartSize * MIB:
            state = State()

            def prepare(request: Any) -> None:
                attach_file(request, LocalFilePath, EnableMD5)
                if progress_callback is not None:
                    state.progress = lambda sent, *_rest: progress_callback(sent, size)
                    lib.cos_py_set_progress(request, state.handle)

            return self._exchange("PUT", Bucket, Key, sort(kwargs), read_headers, state=state, prepare=prepare)
        upload = str(self.create_multipart_upload(Bucket, Key, **kwargs)["UploadId"])
        repeated = {**chosen(kwargs, "TrafficLimit", *SSE_C), "EnableMD5": EnableMD5}
        path, counter, done = path_to_c(LocalFilePath), Counter(size, progress_callback), {}

        def work(piece: Piece, token: Cancel) -> None:
            given = {**repeated, "Cancel": token}
            answer = self._upload_file_part(Bucket, Key, path, piece.offset, piece.length, piece.number, upload, given)
            done[piece.number] = answer["ETag"]
            counter.add(piece.length)

        def store() -> None:
            in_parallel(work, pieces(size, PartSize * MIB), MAXThread, kwargs.get("Cancel"))

        return self._complete(Bucket, Key, upload, store, done, chosen(kwargs, "Callback", "CallbackVar"))

    def _complete(
        self, bucket: str, key: str, upload: str, store: Callable[[], None], done: Dict[int, str], given: Dict[str, Any]
    ) -> Headers:
        """Store the parts and complete the upload; if that fails, discard them."""
        try:
            store()
            parts = [{"PartNumber": number, "ETag": done[number]} for number in sorted(done)]
            return self.complete_multipart_upload(bucket, key, upload, {"Part": parts}, **given)
        except BaseException:
            self._forget(bucket, key, upload)
            raise

    def _forget(self, bucket: str, key: str, upload: str) -> None:
        try:
            self.abort_multipart_upload(bucket, key, upload, CallTimeout=10)
        except Exception:  # noqa: BLE001
            # The failure that led here is the one to raise.
            return

    def download_file(
        self,
        Bucket: str,
        Key: str,
        DestFilePath: Any,
        PartSize: int = 20,
        MAXThread: int = 5,
        EnableCRC: bool = False,
        progress_callback: Optional[Callback] = None,
        DumpRecordDir: Any = None,
        KeySimplifyCheck: bool = True,
        DisableTempDestFilePath: bool = False,
        MaxPartCount: int = MOST_PARTS,
        **kwargs: Any,
    ) -> None:
        """Read an object into a file, which is renamed when it is complete.

        Above PartSize (MiB) it is read in parts by up to MAXThread threads.
        With EnableCRC, and up to PartSize, it is read as one, and its checksum
        is verified.
        """
        head = self.head_object(Bucket, Key, **chosen(kwargs, "VersionId", *SSE_C))
        size = int(head["Content-Length"])
        if EnableCRC or size <= PartSize * MIB:
            self._download_whole(Bucket, Key, DestFilePath, size, progress_callback, kwargs)
            return
        target, counter = os.fsdecode(DestFilePath), Counter(size, progress_callback)
        beside = f"{target}_{uuid.uuid4().hex}"
        part_size = max(PartSize * MIB, -(-size // max(1, MaxPartCount)))
        try:
            with open(beside, "wb") as file:
                file.truncate(size)

                def work(piece: Piece, token: Cancel) -> None:
                    given = {**kwargs, "Range": f"bytes={piece.offset}-{piece.offset + piece.length - 1}"}
                    # All parts belong to one version, even if the object is replaced meanwhile.
                    given.update(Cancel=token, IfMatch=kwargs.get("IfMatch") or head["ETag"])
                    self._download_piece(Bucket, Key, file.fileno(), piece, given)
                    counter.add(piece.length)

                in_parallel(work, pieces(size, part_size), MAXThread, kwargs.get("Cancel"))
            os.replace(beside, target)
        finally:
            if os.path.exists(beside):
                os.remove(beside)

    def _download_piece(self, bucket: str, key: str, file: int, piece: Piece, given: Mapping[str, Any]) -> None:
        state = State()
        state.sink = sink = _At(file, piece)

        def prepare(request: Any) -> None:
            lib.cos_py_set_writer(request, 1, state.handle)

        self._exchange("GET", bucket, key, sort(given), read_headers, state=state, prepare=prepare)
        sink.check()

    def _download_whole(
        self, bucket: str, key: str, path: Any, size: int, callback: Optional[Callback], given: Mapping[str, Any]
    ) -> None:
        state = State()

        def prepare(request: Any) -> None:
            lib.cos_request_set_sink_file(request, path_to_c(path))
            if callback is not None:
                state.progress = lambda _sent, _to_send, received, _to_receive: callback(received, size)
                lib.cos_py_set_progress(request, state.handle)

        self._exchange("GET", bucket, key, sort(given), read_headers, state=state, prepare=prepare)


class _At:
    """Writes into an open file, beginning at an offset."""

    #: Any thread may call it.
    is_own = True

    def __init__(self, file: int, piece: Piece) -> None:
        self._file, self._piece = file, piece
        self._written = 0

    def write(self, data: bytes) -> None:
        """Write the next bytes."""
        left = memoryview(data)
        while left:
            count = os.pwrite(self._file, left, self._piece.offset + self._written)
            self._written += count
            left = left[count:]

    def rewind(self) -> None:
        """Start again: the first byte follows."""
        self._written = 0

    def check(self) -> None:
        """Check the length: a response that ignored the range has another one."""
        if self._written != self._piece.length:
            raise OSError(f"a part of {self._piece.length} bytes came with {self._written}")
