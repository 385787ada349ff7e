"""Files in parts by calls of the client, where all of them go through a program's own send_request."""

import os
from typing import Any, Callable, Mapping, Optional

from ._headers import Headers
from ._multipart import Multipart
from ._options import Cancel
from ._parallel import Piece, in_parallel, pieces
from ._parameters import SSE_C, chosen
from .cos_comm import ProgressCallback
from .cos_exception import CosClientError, local_files

#: A function that receives the bytes transferred so far, and all bytes.
Callback = Callable[[int, int], object]
#: What every request for a part repeats.
_REPEATED = ("TrafficLimit", *SSE_C)


def refuse(records: Any) -> None:
    """Refuse a folder of records: a transfer by calls cannot go on where a former one has ended."""
    if records is not None:
        raise CosClientError("DumpRecordDir cannot be honoured with a send_request of your own: leave it out")


def upload(
    client: Multipart,
    bucket: str,
    key: str,
    path: Any,
    part_size: int,
    threads: int,
    md5: bool,
    callback: Optional[Callback],
    kwargs: Mapping[str, Any],
) -> Headers:
    """Store a file."""
    with local_files():
        size = os.path.getsize(path)
    report = _Progress(size, callback)
    if size <= part_size:
        stored: Headers = client.put_object_from_local_file(bucket, path, key, md5, **kwargs)
        report.add(size)
        return stored

    def store(piece: Piece, upload_id: str, token: Cancel) -> Headers:
        with local_files(), open(path, "rb") as file:
            file.seek(piece.offset)
            data = file.read(piece.length)
        given = {**chosen(kwargs, *_REPEATED), "Cancel": token}
        answer = client.upload_part(bucket, key, data, piece.number, upload_id, md5, **given)
        report.add(piece.length)
        return answer

    return client._store_parts(bucket, key, kwargs, pieces(size, part_size), threads, store)


def download(
    client: Multipart,
    bucket: str,
    key: str,
    path: Any,
    part_size: int,
    threads: int,
    callback: Optional[Callback],
    kwargs: Mapping[str, Any],
) -> None:
    """Read an object into a file, which is renamed when it is complete."""
    head = client.head_object(bucket, key, **chosen(kwargs, "VersionId", *SSE_C))
    size, beside = int(head["Content-Length"]), f"{os.fspath(path)}.{os.urandom(8).hex()}"
    report = _Progress(size, callback)

    def receive(piece: Piece, token: Cancel) -> None:
        given = {**kwargs, "Range": f"bytes={piece.offset}-{piece.offset + piece.length - 1}", "Cancel": token}
        body = client.get_object(bucket, key, IfMatch=head["ETag"], KeySimplifyCheck=False, **given)["Body"]
        with local_files(), open(beside, "r+b") as file, body:
            body.pget_stream_to_file(file, piece.offset, piece.length)
        report.add(piece.length)

    with local_files():
        try:
            with open(beside, "wb") as file:
                file.truncate(size)
            in_parallel(receive, pieces(size, part_size), threads, kwargs.get("Cancel"))
            os.replace(beside, path)
        finally:
            if os.path.exists(beside):
                os.remove(beside)


class _Progress:
    """Adds up the bytes that were transferred, and passes them on."""

    def __init__(self, size: int, callback: Optional[Callback]) -> None:
        self.add = ProgressCallback(size, callback).report if callback is not None else lambda _size: None
