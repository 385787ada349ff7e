"""Explains codes and request ids without an error."""

from datetime import datetime, timezone
from typing import List, NamedTuple, Optional

from ._native import ffi, lib
from ._text import from_c, to_c
from .constants import Responder, Retry


class CodeInfo(NamedTuple):
    """What the catalogue says about a code."""

    #: The code as it was given.
    code: str
    #: HTTP status; 0 if the documents give none.
    status: int
    retry: Retry
    #: The cause and what to do, in general words.
    advice: str
    doc_url: str


class IdInfo(NamedTuple):
    """What a request id contains: a hint, because its form is not documented."""

    #: The service that made the id: COS or CI.
    responder: Responder
    #: The time of the server when it made the id.
    made_at: datetime


def codes() -> List[str]:
    """Returns the names of all codes in the catalogue."""
    return [from_c(lib.cos_code_name(index)) for index in range(lib.cos_code_count())]


def explain_code(code: str, responder: Responder = Responder.UNKNOWN, language: str = "en") -> Optional[CodeInfo]:
    """Explains a code, in any spelling that services send; None if it is unknown.

    Some codes mean another thing in data processing: `responder` chooses the service.
    The language is "en" or "zh".
    """
    text = to_c(code, "code")
    retry = lib.cos_code_retry(text, responder)
    if retry < 0:
        return None
    return CodeInfo(
        code,
        lib.cos_code_status(text, responder),
        Retry(retry),
        from_c(lib.cos_code_advice(text, responder, to_c(language, "language"))),
        from_c(lib.cos_code_doc_url(text, responder)),
    )


def read_id(request_id: str) -> Optional[IdInfo]:
    """Reads a request id; None if it is that of another system."""
    found = ffi.new("cos_id_t *")
    found.struct_size = ffi.sizeof("cos_id_t")
    if not lib.cos_id_read(to_c(request_id, "request_id"), found):
        return None
    return IdInfo(Responder(found.responder), datetime.fromtimestamp(found.made_at_s, timezone.utc))
