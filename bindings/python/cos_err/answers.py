"""Errors from responses that another HTTP library received."""

import time
from typing import Any, Iterator, List, Optional, Tuple, Union

from ._native import ffi, lib
from ._text import Fields, header_array, to_c
from .cos_exception import CosClientError, CosException, exception

Bytes = Union[str, bytes]


def read_answer(
    *,
    status: int = 0,
    headers: Optional[Fields] = None,
    raw_headers: Optional[bytes] = None,
    body: bytes = b"",
    method: Optional[str] = None,
    url: Optional[str] = None,
    body_truncated: bool = False,
    expect_root: Optional[str] = None,
    bucket: Optional[str] = None,
    key: Optional[str] = None,
    received_at_ms: Optional[int] = None,
    expect_cos: bool = False,
    headers_filtered: bool = False,
) -> Optional[CosException]:
    """Parse a response. Returns the exception for it without raising it, or None for a success.

    Always pass the status: arguments with neither a status nor headers nor a
    body are an error. headers: a mapping or pairs, in the order in which they
    arrived; or raw_headers, a block as it was received. body: its bytes,
    compressed with gzip or not. body_truncated: fewer bytes arrived than were
    announced, so a success is reported as CONNECTION_LOST. expect_root: the
    root element that a success must have. bucket and key: for custom domains.
    received_at_ms: Unix time in milliseconds; None means now; with 0 no clock
    skew is computed. expect_cos: the URL belongs to COS, so a 2xx response
    without the marks of COS, as a captive portal sends it, is reported as
    BAD_RESPONSE. headers_filtered: only some of the headers were received, so
    the absence of a header proves nothing about the sender.
    """
    exchange = ffi.new("cos_exchange_t *")
    exchange.struct_size = ffi.sizeof("cos_exchange_t")
    kept: List[Any] = []
    for name, text in (
        ("method", method),
        ("url", url),
        ("expect_root", expect_root),
        ("bucket", bucket),
        ("key", key),
    ):
        if text is not None:
            kept.append(ffi.from_buffer("char[]", to_c(text, name) + b"\0"))
            setattr(exchange, name, kept[-1])
    exchange.status = status
    exchange.body_truncated = body_truncated
    exchange.received_at_ms = int(time.time() * 1000) if received_at_ms is None else received_at_ms
    exchange.expect_cos, exchange.headers_filtered = expect_cos, headers_filtered
    if headers is not None:
        fields = header_array(headers, kept)
        exchange.headers, exchange.header_count = fields, len(fields)
    elif raw_headers is not None:
        kept.append(ffi.from_buffer("char[]", raw_headers))
        exchange.raw_headers, exchange.raw_headers_len = kept[-1], len(raw_headers)
    content = ffi.from_buffer(body)
    exchange.body, exchange.body_len = content, len(content)
    pointer = lib.cos_error_from_response(exchange)
    return exception(pointer) if pointer else None


def from_response(
    response: Any,
    *,
    method: Optional[str] = None,
    url: Optional[str] = None,
    expect_root: Optional[str] = None,
    bucket: Optional[str] = None,
    key: Optional[str] = None,
    received_at_ms: Optional[int] = None,
    expect_cos: bool = False,
) -> Optional[CosException]:
    """Parse a response of requests, httpx, urllib3 or urllib. Returns the exception, or None for a success.

    Reads the body if that has not been done. method and url are those of the
    request; pass them if the response does not have them. An object without a
    status, such as an exception that these libraries raise before a response
    arrives, is an error. If the body is incomplete, the library's exception is
    `__cause__`, and a success is reported as CONNECTION_LOST. expect_cos: see
    read_answer.
    """
    request = _attribute(response, "request")
    asked = _attribute(request, "method") or _attribute(response, "_request_method") or _attribute(response, "_method")
    status = _attribute(response, "status_code") or _attribute(response, "status") or _attribute(response, "code")
    if not status:
        what = f"response: {type(response).__name__} has no HTTP status"
        return CosClientError(f"{what}; pass a response, or create a CosClientError for a failure without one")
    where = _attribute(response, "url") or _attribute(response, "_request_url") or _attribute(request, "url")
    status = int(status)
    body, failure = _body(response, status)
    error = read_answer(
        status=status,
        headers=_fields(response),
        body=body,
        body_truncated=failure is not None,
        method=method if method is not None else asked,
        url=url if url is not None else (str(where) if where else None),
        expect_root=expect_root,
        bucket=bucket,
        key=key,
        received_at_ms=received_at_ms,
        expect_cos=expect_cos,
    )
    if error is not None and failure is not None:
        error.__cause__ = failure
    return error


def _attribute(owner: Any, name: str) -> Any:
    """Return an attribute, or None; httpx raises RuntimeError for a request that was not kept."""
    try:
        return getattr(owner, name, None)
    except RuntimeError:
        return None


def _fields(response: Any) -> Fields:
    """Return the headers as they were received, with repeated ones separate if the library keeps them so."""
    headers = response.headers
    raw = _attribute(headers, "raw")
    if isinstance(raw, list):  # httpx
        return raw
    found = headers
    for candidate in (_attribute(_attribute(response, "raw"), "headers"), headers):
        if hasattr(candidate, "iteritems"):  # urllib3, and what is below requests
            found = candidate.iteritems()
            break
    pairs = found.items() if hasattr(found, "items") else found
    return [(_wire(name), _wire(value)) for name, value in pairs]


def _body(response: Any, status: int) -> Tuple[bytes, Optional[Exception]]:
    """Read the body if necessary. Returns its bytes, and the exception that cut it short."""
    arrived = bytearray()
    try:
        for piece in _pieces(response, status):
            if isinstance(piece, (bytes, bytearray, memoryview)):
                arrived += piece
    except RuntimeError:
        # httpx: the body cannot be read any more.
        raise
    except Exception as failure:  # noqa: BLE001
        partial = getattr(failure, "partial", None)  # http.client
        return bytes(arrived) + (partial if isinstance(partial, bytes) else b""), failure
    return bytes(arrived), None


def _pieces(response: Any, status: int) -> Iterator[Any]:
    """Yield the body; a success is left where its reader expects it."""
    if status >= 300 and _attribute(response, "_content") is False:  # requests, not read yet
        yield from _kept(response, "_content", _attribute(response, "raw"))
    elif status >= 300 and getattr(response, "_body", b"") is None:  # urllib3, not read yet
        yield from _kept(response, "_body", response)
    for name in ("content", "data"):  # requests, httpx; urllib3
        body = _attribute(response, name)
        if isinstance(body, (bytes, bytearray, memoryview)):
            yield body
            return
    if hasattr(response, "iter_bytes"):  # httpx
        yield from response.iter_bytes()
    elif hasattr(response, "read"):
        yield response.read()


def _kept(response: Any, name: str, source: Any) -> Iterator[bytes]:
    """Read piece by piece, so that bytes before a failure are kept, and store the body where `response` would."""
    if not hasattr(source, "read1"):
        return
    arrived = bytearray()
    try:
        while True:
            piece = source.read1(65536, decode_content=True)
            if not piece:
                break
            arrived += piece
    except Exception:
        yield bytes(arrived)
        raise
    setattr(response, name, bytes(arrived))


def _wire(text: Any) -> bytes:
    """Return the bytes of a name or value, which these libraries read as Latin-1."""
    if isinstance(text, bytes):
        return text
    try:
        return str(text).encode("latin-1")
    except UnicodeEncodeError:
        return str(text).encode("utf-8", "surrogateescape")
