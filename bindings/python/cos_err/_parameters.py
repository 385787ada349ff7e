"""The keyword arguments of Tencent's SDK, and how they are sent."""

from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from ._options import Options
from ._parameter_names import HEADERS, QUERIES
from .cos_exception import CosClientError

#: Additional arguments of every method: a Cancel, seconds for the whole call, and whether to explain a HEAD.
_OURS = ("Cancel", "CallTimeout", "Explain")

Pairs = List[Tuple[str, str]]
#: A query parameter whose value is None is a sub-resource.
Queries = List[Tuple[str, Optional[str]]]


class Parameters(NamedTuple):
    """Keyword arguments, sorted by their place in the request."""

    headers: Pairs
    query: Queries
    #: The length of the request's body, if it was given.
    length: Optional[int]
    options: Optional[Options]


_NONE = Parameters([], [], None, None)


def sort(given: Mapping[str, Any]) -> Parameters:
    """Find the place of each argument; an unknown argument is an error."""
    if not given:
        return _NONE
    headers: Pairs = []
    query: Queries = []
    length: Optional[int] = None
    ours: Dict[str, Any] = {}
    for name, value in given.items():
        if name in _OURS:
            ours[name] = value
        elif value is None and (name in ("Metadata", "ContentLength") or name in HEADERS or name in QUERIES):
            # It counts as not given, as in Tencent's SDK.
            continue
        elif name == "Metadata":
            headers += [(key, wire(meta)) for key, meta in value.items() if meta is not None]
        elif name == "ContentLength":
            length = int(value)
        elif name in HEADERS:
            headers.append((HEADERS[name], wire(value)))
        elif name in QUERIES:
            query.append((QUERIES[name], wire(value)))
        else:
            raise CosClientError(f"{name}: there is no parameter of this name")
    options = Options(ours.get("Cancel"), ours.get("CallTimeout"), bool(ours.get("Explain"))) if ours else None
    return Parameters(headers, query, length, options)


def wire(value: Any) -> str:
    """Return a value as it is sent."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def wire_or_none(value: Any) -> Optional[str]:
    """Return a value as it is sent; the library reports None."""
    return None if value is None else wire(value)


def chosen(given: Mapping[str, Any], *names: str, prefix: str = "") -> Dict[str, Any]:
    """Return the arguments of these names, and the additional ones, for another request of the same operation."""
    found = {name: given[prefix + name] for name in names if prefix + name in given}
    return {**found, **{name: given[name] for name in _OURS if name in given}}


#: The conditions for the source of a copy.
COPY_IF = ("CopySourceIfMatch", "CopySourceIfNoneMatch", "CopySourceIfModifiedSince", "CopySourceIfUnmodifiedSince")
#: The headers that every request must repeat for an object whose encryption key the customer keeps.
SSE_C = ("SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5")
