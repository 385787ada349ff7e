"""Multipart upload, step by step."""

import contextlib
from typing import Any, Callable, Dict, Iterable, Mapping

from ._body import needed
from ._headers import Headers
from ._objects import Objects
from ._operations import Generated
from ._options import Cancel
from ._parallel import Piece, in_parallel
from ._parameters import Parameters, Queries, chosen, sort
from ._response import read_headers
from ._xml import from_dict
from .cos_exception import CosClientError

#: The timeout in seconds for the request that completes an upload, which may take COS long.
COMPLETE_TIMEOUT = 1200


def asking(given: Parameters, **query: Any) -> Parameters:
    """Return the request with more query parameters; None is a sub-resource without a value."""
    more: Queries = [(name.replace("_", "-"), None if value is None else str(value)) for name, value in query.items()]
    return given._replace(query=[*given.query, *more])


class Multipart(Generated, Objects):
    """Multipart upload, step by step."""

    def upload_part(
        self, Bucket: str, Key: str, Body: Any, PartNumber: int, UploadId: str, EnableMD5: bool = False, **kwargs: Any
    ) -> Headers:
        """Store a part; Body as in put_object. Its ETag is needed to complete the upload."""
        given = asking(sort(kwargs), partNumber=PartNumber, uploadId=UploadId)
        return self._exchange("PUT", Bucket, Key, given, read_headers, body=needed(Body), md5=EnableMD5)

    def upload_part_copy(
        self,
        Bucket: str,
        Key: str,
        PartNumber: int,
        UploadId: str,
        CopySource: Mapping[str, str],
        CopySourceRange: str = "",
        **kwargs: Any,
    ) -> Headers:
        """Store a part of another object; CopySourceRange: bytes=first-last."""
        given = asking(sort(kwargs), partNumber=PartNumber, uploadId=UploadId)
        headers = [("x-cos-copy-source", self._copy_source(CopySource)), *given.headers]
        if CopySourceRange:
            headers.append(("x-cos-copy-source-range", CopySourceRange))
        return self._result("PUT", Bucket, Key, given._replace(headers=headers))

    def complete_multipart_upload(
        self, Bucket: str, Key: str, UploadId: str, MultipartUpload: Mapping[str, Any], **kwargs: Any
    ) -> Headers:
        """Complete the upload: {"Part": [{"PartNumber": 1, "ETag": ...}]}."""
        parts = MultipartUpload.get("Part")
        if not parts:
            raise CosClientError("MultipartUpload: Part is missing")
        for part in parts:
            for name in ("PartNumber", "ETag"):
                if name not in part:
                    raise CosClientError(f"MultipartUpload: a Part has no {name}")
        kwargs.setdefault("CallTimeout", COMPLETE_TIMEOUT)
        given = asking(sort(kwargs), uploadId=UploadId)
        ordered = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in parts]
        body = from_dict("CompleteMultipartUpload", {"Part": ordered})
        return self._result("POST", Bucket, Key, given, body)

    def _store_parts(
        self,
        bucket: str,
        key: str,
        given: Mapping[str, Any],
        parts: Iterable[Piece],
        threads: int,
        store: Callable[[Piece, str, Cancel], Headers],
    ) -> Headers:
        """Make an object of parts, each of which `store` stores; if that fails, discard them."""
        upload = str(self.create_multipart_upload(bucket, key, **given)["UploadId"])
        done: Dict[int, str] = {}

        def work(piece: Piece, token: Cancel) -> None:
            done[piece.number] = store(piece, upload, token)["ETag"]

        try:
            in_parallel(work, parts, threads, given.get("Cancel"))
            stored = [{"PartNumber": number, "ETag": done[number]} for number in sorted(done)]
            callback = chosen(given, "Callback", "CallbackVar")
            return self.complete_multipart_upload(bucket, key, upload, {"Part": stored}, **callback)
        except BaseException:
            # The failure that led here is the one to raise.
            with contextlib.suppress(Exception):
                self.abort_multipart_upload(bucket, key, upload, CallTimeout=10)
            raise
