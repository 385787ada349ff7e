"""Errors from the exceptions of Tencent's SDK, qcloud_cos, in a program that keeps it."""

from typing import Any, List, Mapping, Optional

from ._native import ffi, lib
from ._text import Fields, header_array
from .cos_exception import CosException, exception

#: The code that the SDK makes up for a HEAD with 404, as only a HEAD has it.
_HEAD_CODE = "NoSuchResource"


def from_sdk_error(
    error: BaseException,
    *,
    method: Optional[str] = None,
    url: Optional[str] = None,
    bucket: Optional[str] = None,
    key: Optional[str] = None,
) -> CosException:
    """Return our exception for a CosServiceError or CosClientError of qcloud_cos, without raising it.

    What the service sent is kept, what the SDK makes up is left out, and `lost`
    has the fields that the SDK lost. method, url, bucket and key are those of
    the request, because the SDK's exceptions do not have them. Any other
    exception of a call becomes a CosClientError. The SDK's exception is the
    `__cause__`.
    """
    if hasattr(error, "get_status_code"):
        found = _Kept(int(error.get_status_code()))
        _read(error, found)
    else:
        found = _Kept(0, message=str(error))
        found.os_errno = getattr(error, "errno", None) or 0
    found.method = method or found.method
    found.url, found.bucket, found.key = url, bucket, key
    ours = found.error()
    ours.__cause__ = error
    return ours


class _Kept:
    """What an exception kept of a response, in the names of cos_sdk_error_t."""

    method: Optional[str] = None
    url: Optional[str] = None
    bucket: Optional[str] = None
    key: Optional[str] = None
    code: Optional[str] = None
    request_id: Optional[str] = None
    trace_id: Optional[str] = None
    resource: Optional[str] = None
    headers: Optional[Fields] = None
    body: Optional[bytes] = None
    os_errno: int = 0

    def __init__(self, status: int, message: Optional[str] = None) -> None:
        self.status = status
        self.message = message

    def error(self) -> CosException:
        sdk = ffi.new("cos_sdk_error_t *")
        sdk.struct_size = ffi.sizeof("cos_sdk_error_t")
        kept: List[Any] = []
        for name in ("method", "url", "bucket", "key", "code", "message", "request_id", "trace_id", "resource"):
            text = getattr(self, name)
            if text is not None:
                kept.append(ffi.new("char[]", str(text).replace("\0", "\ufffd").encode("utf-8", "replace")))
                setattr(sdk, name, kept[-1])
        if self.headers is not None:
            fields = header_array(self.headers, kept)
            sdk.headers, sdk.header_count = fields, len(fields)
        if self.body is not None:
            kept.append(ffi.new("char[]", self.body))
            sdk.body, sdk.body_len = kept[-1], len(self.body)
        sdk.status, sdk.os_errno = self.status, self.os_errno
        return exception(lib.cos_error_from_sdk(sdk))


def _read(error: Any, found: _Kept) -> None:
    """Take the body, or the headers of a response without a body, or the dict that replaces both."""
    origin, digest = error.get_origin_msg(), error.get_digest_msg()
    if isinstance(origin, Mapping):  # headers: the SDK takes them for the message
        origin, digest = "", origin
    if origin:
        found.body = origin if isinstance(origin, bytes) else str(origin).encode("utf-8", "replace")
    elif isinstance(digest, Mapping) and "code" not in digest:
        found.headers, found.body = list(digest.items()), b""
    elif isinstance(digest, Mapping):
        found.code = digest["code"]
        found.request_id, found.trace_id = digest.get("requestid"), digest.get("traceid")
        found.resource = digest.get("resource")
        if found.code == _HEAD_CODE:
            found.method = "HEAD"
        else:  # the code is that of a header, and the message is the body
            found.body = str(digest.get("message", "")).encode("utf-8", "replace")
