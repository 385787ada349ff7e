"""Read an error of the library: scalar values and strings by one foreign call, the rest on first use."""

from typing import Any, Callable, Dict, FrozenSet, List, NamedTuple, Optional, Tuple

from ._headers import Headers
from ._native import ffi, lib
from ._text import from_c, pairs
from .constants import CodeSource, Kind, Lost, Reason, Responder, Retry

_SIZE = ffi.sizeof("cos_error_fields_t")
_NO_SKEW = -(2**63)
_KINDS: Dict[int, Kind] = {int(value): value for value in Kind}
_REASONS: Dict[int, Reason] = {int(value): value for value in Reason}
_SOURCES: Dict[int, CodeSource] = {int(value): value for value in CodeSource}
_RESPONDERS: Dict[int, Responder] = {int(value): value for value in Responder}
_RETRIES: Dict[int, Retry] = {int(value): value for value in Retry}


class Part(NamedTuple):
    """One item of a partial failure, as delete-multiple reports it."""

    key: str
    version_id: str
    code: str
    message: str
    #: Whether a retry for this item alone may succeed.
    retry: Retry


class Attempt(NamedTuple):
    """One attempt of a call."""

    #: Host to which the request was sent.
    host: str
    #: HTTP status, or 0 if none arrived.
    status: int
    #: Why the attempt failed on the client's side, possibly after a status arrived; otherwise None.
    reason: Optional[Reason]
    request_id: str
    elapsed_ms: int
    #: Why the call went on or stopped after this attempt; "" if nothing special happened.
    note: str


class Model:
    """The fields of an error. Attributes are read once; pickles and copies contain all of them."""

    kind: Kind
    #: Why a client error happened; None for service errors.
    reason: Optional[Reason]
    #: HTTP status, or 0 if none arrived.
    status: int
    #: The error code, such as NoSuchBucket. The code of a client error is the name of its reason, such as
    #: Timeout.
    code: str
    code_source: CodeSource
    #: One human-readable line.
    message: str
    #: The service's <Resource>, otherwise the URL of the request.
    resource: str
    request_id: str
    trace_id: str
    responder: Responder
    retry: Retry
    #: The delay that the header Retry-After demands; None if there is none.
    retry_after_ms: Optional[int]
    #: False if the request certainly never reached the server. Check this first after a PUT has timed out.
    request_sent: bool
    method: str
    url: str
    operation: str
    region_hint: str
    endpoint_hint: str
    #: The server's clock minus the local clock in seconds; None if it is not known.
    clock_skew_s: Optional[int]
    #: The operating system's error number, or 0 if there is none.
    os_errno: int
    #: Whether the body is incomplete, because the network cut it or only its first 1 MiB was kept.
    origin_truncated: bool
    #: The body as text, verbatim; "" on HEAD.
    origin_xml: str
    #: The exact bytes of the body, verbatim.
    origin_body: bytes
    #: Headers as they arrived, and other elements of the error's document. Both are verbatim.
    header_fields: List[Tuple[str, str]]
    detail_fields: List[Tuple[str, str]]
    #: The same as dicts. Names of headers are compared without regard to case.
    headers: Headers
    details: Dict[str, str]
    parts: List[Part]
    attempts: List[Attempt]
    #: The causes of a client error, the outermost first.
    causes: List[str]
    #: The fields that another SDK lost, if from_sdk_error made the error.
    lost: FrozenSet[Lost]
    #: What to do about the error, in English and in Chinese.
    advice: str
    advice_zh: str
    #: The URL of the page that documents the code, and of the console's diagnosis page; "" if there is none.
    doc_url: str
    diagnose_url: str
    _diagnose_steps_en: str
    _diagnose_steps_zh: str
    #: The error as one JSON object, and as one line for logs. Both are without secrets.
    json: str
    text: str

    def diagnose_steps(self, language: str = "en") -> str:
        """Return how to enter the request id on the diagnosis page, in "en" or "zh"; "" where diagnose_url is ""."""
        zh = language.replace("_", "-").split("-")[0].lower() == "zh"
        return self._diagnose_steps_zh if zh else self._diagnose_steps_en

    def _take(self, pointer: Any, fields: Any) -> None:
        """Take ownership of the library's error, which is freed with the object."""
        skew, wait, reason = fields.clock_skew_s, fields.retry_after_ms, fields.reason
        self.__dict__.update(
            _fields=fields,
            _pointer=ffi.gc(pointer, lib.cos_error_free),
            kind=_KINDS[fields.kind],
            # A library that is newer than this module may have more reasons.
            reason=_REASONS.get(reason, reason) if reason else None,
            status=fields.status,
            code=from_c(fields.code),
            code_source=_SOURCES[fields.code_source],
            message=from_c(fields.message),
            resource=from_c(fields.resource),
            request_id=from_c(fields.request_id),
            trace_id=from_c(fields.trace_id),
            responder=_RESPONDERS[fields.responder],
            retry=_RETRIES[fields.retry],
            retry_after_ms=None if wait < 0 else wait,
            request_sent=bool(fields.request_sent),
            method=from_c(fields.method),
            url=from_c(fields.url),
            operation=from_c(fields.operation),
            region_hint=from_c(fields.region_hint),
            endpoint_hint=from_c(fields.endpoint_hint),
            clock_skew_s=None if skew == _NO_SKEW else skew,
            os_errno=fields.os_errno,
            origin_truncated=bool(fields.origin_truncated),
        )

    def __getattr__(self, name: str) -> Any:
        """Read an attribute that `_take` left out, on its first use."""
        later = _LATER.get(name)
        if later is None or "_fields" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        value = later(self.__dict__["_fields"], self.__dict__["_pointer"])
        self.__dict__[name] = value
        return value

    def _state(self) -> Dict[str, Any]:
        """Return all fields as plain objects."""
        for name in _LATER:
            getattr(self, name)
        return {name: value for name, value in self.__dict__.items() if name not in ("_fields", "_pointer")}


def read(pointer: Any) -> Any:
    """Read all scalar values and strings of an error by one foreign call."""
    fields = ffi.new("cos_error_fields_t *")
    fields.struct_size = _SIZE
    lib.cos_error_fields(pointer, fields)
    return fields


def _parts(fields: Any, pointer: Any) -> List[Part]:
    if not fields.part_count:
        return []
    part = ffi.new("cos_error_part_t *")
    part.struct_size = ffi.sizeof("cos_error_part_t")
    found = []
    for index in range(fields.part_count):
        lib.cos_error_part(pointer, index, part)
        retry = _RETRIES[part.retry]
        found.append(Part(from_c(part.key), from_c(part.version_id), from_c(part.code), from_c(part.message), retry))
    return found


def _attempts(fields: Any, pointer: Any) -> List[Attempt]:
    if not fields.attempt_count:
        return []
    one = ffi.new("cos_attempt_t *")
    one.struct_size = ffi.sizeof("cos_attempt_t")
    found = []
    for index in range(fields.attempt_count):
        lib.cos_error_attempt(pointer, index, one)
        reason = _REASONS.get(one.reason)
        found.append(
            Attempt(from_c(one.host), one.status, reason, from_c(one.request_id), one.elapsed_ms, from_c(one.note))
        )
    return found


_LATER: Dict[str, Callable[[Any, Any], Any]] = {
    "origin_xml": lambda fields, pointer: from_c(fields.origin_xml),
    "origin_body": lambda fields, pointer: ffi.buffer(fields.origin_body, fields.origin_body_len)[:],
    "header_fields": lambda fields, pointer: pairs(fields.headers, fields.headers_len),
    "detail_fields": lambda fields, pointer: pairs(fields.details, fields.details_len),
    "headers": lambda fields, pointer: Headers(pairs(fields.headers, fields.headers_len)),
    "details": lambda fields, pointer: dict(reversed(pairs(fields.details, fields.details_len))),
    "parts": _parts,
    "attempts": _attempts,
    "causes": lambda fields, pointer: [from_c(lib.cos_error_cause(pointer, i)) for i in range(fields.cause_count)],
    "lost": lambda fields, pointer: frozenset(field for field in Lost if field & lib.cos_error_lost(pointer)),
    "advice": lambda fields, pointer: from_c(lib.cos_error_advice(pointer, b"en")),
    "advice_zh": lambda fields, pointer: from_c(lib.cos_error_advice(pointer, b"zh")),
    "doc_url": lambda fields, pointer: from_c(lib.cos_error_doc_url(pointer)),
    "diagnose_url": lambda fields, pointer: from_c(lib.cos_error_diagnose_url(pointer)),
    "_diagnose_steps_en": lambda fields, pointer: from_c(lib.cos_error_diagnose_steps(pointer, b"en")),
    "_diagnose_steps_zh": lambda fields, pointer: from_c(lib.cos_error_diagnose_steps(pointer, b"zh")),
    "json": lambda fields, pointer: from_c(lib.cos_error_json(pointer)),
    "text": lambda fields, pointer: from_c(lib.cos_error_text(pointer)),
}
