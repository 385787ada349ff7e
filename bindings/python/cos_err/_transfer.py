"""Files of any size, which the library moves in parts."""

from typing import Any, Callable, Optional, TypeVar

from ._by_calls import download, refuse, upload
from ._headers import Headers
from ._move import Callback, Move
from ._multipart import Multipart
from ._native import lib
from ._parallel import MIB, MOST_PARTS
from ._parameters import SSE_C, chosen, sort
from ._response import read_headers, read_nothing
from ._xml import read_result

Result = TypeVar("Result")


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
        DumpRecordDir: Any = None,
        **kwargs: Any,
    ) -> Headers:
        """Store a file; above PartSize (MiB) in parts, of which up to MAXThread are sent at once.

        The failure of a part is raised unchanged, and the stored parts are
        discarded. With DumpRecordDir they are kept, and the next upload of the
        same file goes on there. With ContentMD5 or ContentLength the file is
        sent as one.
        """
        if "ContentMD5" in kwargs or "ContentLength" in kwargs:
            return self.put_object_from_local_file(Bucket, LocalFilePath, Key, EnableMD5, **kwargs)
        if self._is_extended():
            refuse(DumpRecordDir)
            size = int(PartSize * MIB)
            return upload(self, Bucket, Key, LocalFilePath, size, MAXThread, EnableMD5, progress_callback, kwargs)
        move = Move.up(self._conf.bucket(Bucket), self._name(Key), LocalFilePath)
        lib.cos_transfer_set_content_md5(move.transfer, int(EnableMD5))

        def read(out: Any) -> Headers:
            if lib.cos_response_count(out[0], b""):
                return read_result(out)
            # The response to a single request has no document.
            return self._named(Bucket, Key, read_headers(out))

        return self._moved(move, read, int(PartSize * MIB), MAXThread, progress_callback, DumpRecordDir, kwargs)

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
        """Read an object into a file, which is renamed when it is complete and its checksum was verified.

        Above PartSize (MiB) it is read in parts, of which up to MAXThread are
        received at once. With DumpRecordDir what a failed download received is
        kept, and the next one of the same object goes on there.
        """
        least = max(int(PartSize * MIB), MIB)
        if self._is_extended():
            refuse(DumpRecordDir)
            return download(self, Bucket, Key, DestFilePath, least, MAXThread, progress_callback, kwargs)

        def fetch(part_size: int) -> None:
            move = Move.down(self._conf.bucket(Bucket), self._name(Key), DestFilePath)
            return self._moved(move, read_nothing, part_size, MAXThread, progress_callback, DumpRecordDir, kwargs)

        def in_few(head: Headers) -> None:
            return fetch(max(least, -(-int(head["Content-Length"]) // max(1, MaxPartCount))))

        if MaxPartCount >= MOST_PARTS:
            return fetch(least)
        return self._then(self.head_object(Bucket, Key, **chosen(kwargs, "VersionId", *SSE_C)), in_few)

    def _moved(
        self,
        move: Move,
        read: Callable[[Any], Result],
        part_size: int,
        threads: int,
        callback: Optional[Callback],
        records: Any,
        kwargs: Any,
    ) -> Result:
        given = sort(kwargs)
        move.cut(part_size, threads)
        move.describe(given)
        if records is not None:
            move.resume(records)
        return self._native().perform(move, read, given.options, move.report_to(callback))

    def _named(self, bucket: str, key: str, headers: Headers) -> Headers:
        """Return the result of an upload in parts whose last response was lost, so that a HEAD had to tell of it."""
        if "Last-Modified" in headers:
            headers.update(
                Location=self.get_object_url(bucket, key), Bucket=self._conf.bucket(bucket), Key=self._name(key)
            )
        return headers

    def _then(self, result: Headers, use: Callable[[Headers], Result]) -> Result:
        """Return what `use` makes of the result of a call."""
        return use(result)
