"""Responses to calls that succeeded."""

from typing import Any, List, NamedTuple, Optional, Tuple

from ._headers import Headers, spelled_headers
from ._native import ffi, lib
from ._text import from_c, header_array, pairs, to_c


class _Members(NamedTuple):
    status: int
    headers: Headers
    #: The body; b"" if it went into a sink.
    body: bytes
    request_id: str
    bucket_region: str
    #: The number of bytes of the body, in memory or in a sink.
    received: int


class Response(_Members):
    """The response to a call that succeeded.

    Its methods read the XML document in the body, also that of a response
    which a program created, for a mock or from another HTTP stack.
    """

    #: The library's response with the document; None before its first use.
    _kept: Any = None
    #: Why there is no document, if the body went elsewhere.
    _fault: Optional[str] = None

    def _document(self) -> Any:
        if self._kept is None:
            objects: List[Any] = []
            fields = header_array(self.headers, objects)
            made = lib.cos_response_new(self.status, fields, len(fields), self.body, len(self.body))
            self._kept = ffi.gc(made, lib.cos_response_free)
        return self._kept

    def count(self, path: Any) -> int:
        """Return how many elements a path names, or 1 if it has the attribute.

        The path is below the root element, as in "Contents" or
        "Contents[2]/Key". An index starts at 0. A name without an index stands
        for the first element, except at the end of the path, where all elements
        of the name are counted. "Grantee/@type" is an attribute, and "" the
        root. Names are without prefix; in them ~1, ~2, ~3 and ~0 stand for /,
        [, @ and ~.

        The document is read at the first use, as a whole or not at all:
        count("") is 1 if it was read to its end. Otherwise it is 0, every other
        count is 0, every value is "", and `fault` is the reason.
        """
        return int(lib.cos_response_count(self._document(), to_c(path, "path")))

    def value(self, path: str) -> str:
        """Return the text of the element or attribute that a path names, as it stands in the document.

        References are resolved, and nothing is trimmed. A NUL reads U+FFFD. It
        is "" if there is none. See count() for paths.
        """
        return from_c(lib.cos_response_value(self._document(), to_c(path, "path")))

    @property
    def fault(self) -> str:
        """Why the body could not be read as a whole XML document; "" if it was read."""
        return from_c(lib.cos_response_fault(self._document())) if self._fault is None else self._fault

    @property
    def json(self) -> str:
        """The document as JSON; "" if it could not be read.

        The root element is the only member of the outermost object. Texts are
        strings, empty elements "", attributes members such as "@type". The text
        of an element that has attributes or child elements too is its member
        "#text". An element is an array where it is documented as a list, where
        it occurs several times, and, if it is not documented, where it has
        child elements.
        """
        return from_c(lib.cos_response_json(self._document()))

    def __reduce__(self) -> Tuple[Any, ...]:
        return Response, tuple(self)


def read_fields(response: Any) -> Any:
    """Read all values of a response by one foreign call."""
    fields = ffi.new("cos_response_fields_t *")
    fields.struct_size = ffi.sizeof("cos_response_fields_t")
    lib.cos_response_fields(response, fields)
    return fields


def _headers(fields: Any) -> Headers:
    return spelled_headers(pairs(fields.headers, fields.headers_len))


def _body(fields: Any) -> bytes:
    return bytes(ffi.buffer(fields.body, fields.body_len))


def read_headers(out: Any) -> Headers:
    """Return the headers of the response in `out`."""
    return _headers(read_fields(out[0]))


def read_nothing(_out: Any) -> None:
    """Return None: the call has no result."""


def read_true(_out: Any) -> bool:
    """Return True: the call succeeded."""
    return True


def read_body(out: Any) -> bytes:
    """Return the body of the response in `out`."""
    return _body(read_fields(out[0]))


def read_head(response: Any) -> Response:
    """Convert a response without a body."""
    fields = read_fields(response)
    request_id, region = from_c(fields.request_id), from_c(fields.bucket_region)
    found = Response(fields.status, _headers(fields), _body(fields), request_id, region, fields.received)
    if not found.body:
        found._fault = from_c(lib.cos_response_fault(response))
    return found


def read_all(out: Any) -> Response:
    """Convert the response in `out`."""
    return read_head(out[0])
