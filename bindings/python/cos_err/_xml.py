"""Documents of successes, converted to dicts and back, in the shape of Tencent's SDK."""

import xml.etree.ElementTree as ET
from typing import Any, Dict, List, Mapping, Sequence
from urllib.parse import unquote
from xml.sax.saxutils import escape

from .constants import Reason
from .cos_exception import CosClientError

#: XML parsers convert a CR to a line end.
_ENTITIES = {"\r": "&#13;"}


def to_dict(body: bytes) -> Dict[str, Any]:
    """Return the children of the root. Repeated ones become a list, those without text None."""
    try:
        return _children(ET.fromstring(body))
    except ET.ParseError as error:
        text = "the answer is not the XML document that was expected"
        raise CosClientError(text, Reason.BAD_RESPONSE, cause=str(error)) from None


def _children(element: "ET.Element") -> Dict[str, Any]:
    found: Dict[str, Any] = {_local(name): value for name, value in element.items()}
    if not len(element):
        _add(found, _local(element.tag), element.text)
    for child in element:
        _add(found, _local(child.tag), _value(child))
    return found


def _value(element: "ET.Element") -> Any:
    if len(element):
        return _children(element)
    attributes = {_local(name): value for name, value in element.items()}
    if not attributes:
        return element.text
    return {**attributes, _local(element.tag): element.text} if element.text else attributes


def _add(found: Dict[str, Any], name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def always_lists(document: Dict[str, Any], names: Sequence[str]) -> None:
    """Make members that may repeat a list, also if there is one; if there is an empty one, an empty list."""
    for name in names:
        if name in document and not isinstance(document[name], list):
            document[name] = [] if document[name] is None else [document[name]]


def decode(document: Dict[str, Any], names: Sequence[str], items: Mapping[str, str]) -> None:
    """Undo encoding-type=url for these members, and for one member of each item of these lists."""
    for name in names:
        if document.get(name):
            document[name] = unquote(document[name])
    for name, member in items.items():
        for item in document.get(name, ()):
            if item.get(member):
                item[member] = unquote(item[member])


def from_dict(root: str, members: Mapping[str, Any]) -> bytes:
    """Return a document: a list repeats its element, a dict nests."""
    lines: List[str] = ['<?xml version="1.0" encoding="utf-8"?>\n']
    _write(lines, root, members)
    return "".join(lines).encode("utf-8")


def _write(lines: List[str], name: str, value: Any) -> None:
    if isinstance(value, (list, tuple)):
        for item in value:
            _write(lines, name, item)
        return
    lines.append(f"<{name}>")
    if isinstance(value, Mapping):
        for member, inner in value.items():
            _write(lines, member, inner)
    elif value is not None:
        lines.append(escape(str(value).lower() if isinstance(value, bool) else str(value), _ENTITIES))
    lines.append(f"</{name}>")
