"""Documents of successes, converted to dicts and back, in the shape of Tencent's SDK."""

import json
from typing import Any, Dict, Mapping, Sequence

from ._headers import Headers
from ._native import ffi, lib
from ._parameters import wire
from ._response import read_headers
from ._text import from_c
from .constants import Reason
from .cos_exception import CosClientError, exception

#: What Tencent's SDK sends before the root.
_BEGINNING = b'<?xml version="1.0" encoding="utf-8"?>\n'
#: The text of an element that has attributes too, in the library's JSON.
_TEXT = "#text"


def to_dict(body: bytes) -> Dict[str, Any]:
    """Return the children of the root, as read_document does."""
    data = ffi.from_buffer(body)
    response = lib.cos_response_new(200, ffi.NULL, 0, data, len(data))
    try:
        return _read(response)
    finally:
        lib.cos_response_free(response)


def read_document(out: Any) -> Dict[str, Any]:
    """Return the document of the response in `out`.

    It is the children of the root. Repeated ones become a list, those without text None.
    """
    return _read(out[0])


def read_result(out: Any) -> Headers:
    """Return the headers of the response in `out`, and the members of its document."""
    headers = read_headers(out)
    headers.update(read_document(out))
    return headers


def _read(response: Any) -> Dict[str, Any]:
    text = from_c(lib.cos_response_json(response))
    if not text:
        cause = from_c(lib.cos_response_fault(response))
        text = "the answer is not the XML document that was expected"
        raise CosClientError(text, Reason.BAD_RESPONSE, cause=cause)
    ((name, root),) = json.loads(text).items()
    if isinstance(root, str):
        return {name: root or None}
    found = _members(name, root)
    if all(member[0] in "@#" for member in root):
        found.setdefault(name, None)
    return found


def _members(name: str, element: Mapping[str, Any]) -> Dict[str, Any]:
    found: Dict[str, Any] = {}
    text = element.get(_TEXT)
    if text is not None and any(member[0] not in "@#" for member in element):
        # The text between child elements is not part of the document.
        text = None
    for member, value in element.items():
        if member == _TEXT:
            continue
        member = member[1:] if member[0] == "@" else member
        for item in value if isinstance(value, list) else (value,):
            _add(found, member, _members(member, item) if isinstance(item, dict) else item or None)
    if text is not None:
        _add(found, name, text)
    return found


def _add(found: Dict[str, Any], name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def always_lists(document: Dict[str, Any], names: Sequence[str]) -> None:
    """Make members that may repeat a list, also if there is one; if there is an empty one, an empty list."""
    for name in names:
        if name in document and not isinstance(document[name], list):
            document[name] = [] if document[name] is None else [document[name]]


def from_dict(root: str, members: Any) -> bytes:
    """Return a document: a list repeats its element, a dict nests, "@name" is an attribute, "#text" the text."""
    try:
        text = json.dumps({root: members}, default=_plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise CosClientError(f"{root} cannot be written as XML: {error}") from error
    out = ffi.new("char **")
    pointer = lib.cos_xml_from_json(text.encode(), out)
    if pointer:
        raise exception(pointer)
    try:
        return _BEGINNING + bytes(ffi.string(out[0]))
    finally:
        lib.cos_text_free(out[0])


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else wire(value)
