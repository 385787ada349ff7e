"""One request of the table of operations, and what it returns."""

import json
from types import MappingProxyType
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional, Sequence, Tuple, TypeVar

from ._base import ClientBase
from ._body import needed
from ._headers import Headers
from ._parameters import Queries, sort, wire
from ._response import read_body, read_headers, read_nothing
from ._shape import Shape
from ._xml import from_dict, read_document
from .constants import Reason
from .cos_exception import CosClientError

Result = TypeVar("Result")

XML = "application/xml"
#: The default of arguments that are documents.
EMPTY: Mapping[str, Any] = MappingProxyType({})


class Operation(NamedTuple):
    """What all requests of an operation have in common."""

    method: str
    sub_resource: str
    #: The root element of the request's document; "json", or "bytes".
    body: str = ""
    #: Whether an empty document is left out.
    optional: bool = False
    #: The member of the request's document that is the only child of its parent: "RoutingRules/RoutingRule".
    lowered: str = ""
    #: The root element that a success must have, where the library does not know it on every host.
    root: Optional[str] = None
    shape: Shape = Shape()


class Operations(ClientBase):
    """Sends the requests of the table."""

    def _operate(
        self,
        operation: Operation,
        kwargs: Mapping[str, Any],
        bucket: str,
        key: Any,
        read: Callable[[Any], Result],
        query: Mapping[str, Any] = EMPTY,
        headers: Mapping[str, Any] = EMPTY,
        elements: Mapping[str, Any] = EMPTY,
        body: Any = None,
    ) -> Result:
        """Send a request. Of `query`, `headers` and `elements`, those that are None are left out."""
        given = sort(kwargs)
        asked: Queries = [(operation.sub_resource, None)] if operation.sub_resource else []
        asked += given.query
        asked += [(name, wire(value)) for name, value in query.items() if value is not None]
        sent = [*given.headers, *((name, wire(value)) for name, value in headers.items() if value is not None)]
        kind, data = "", None
        if operation.body:
            kind, data = _body(operation, body, elements)
        if kind == XML:
            # The bytes are ours: a digest from the caller could only be wrong.
            sent = [(name, value) for name, value in sent if name != "Content-MD5"]
        if kind:
            sent.append(("Content-Type", kind))
        given = given._replace(headers=sent, query=asked)
        return self._exchange(operation.method, bucket, key, given, read, body=data, root=operation.root)

    def _done(self, operation: Operation, kwargs: Mapping[str, Any], bucket: str, key: Any, **parts: Any) -> None:
        """Return nothing."""
        return self._operate(operation, kwargs, bucket, key, read_nothing, **parts)

    def _headers(self, operation: Operation, kwargs: Mapping[str, Any], bucket: str, key: Any, **parts: Any) -> Headers:
        """Return the response headers."""
        return self._operate(operation, kwargs, bucket, key, read_headers, **parts)

    def _document(
        self,
        operation: Operation,
        kwargs: Mapping[str, Any],
        bucket: str,
        key: Any,
        encoding: Optional[str] = None,
        query: Mapping[str, Any] = EMPTY,
    ) -> Dict[str, Any]:
        """Return the document of the response. `encoding` is the argument of a listing."""
        if encoding not in (None, "", "url"):
            raise CosClientError(f'EncodingType "{encoding}": must be url')
        if encoding is not None:
            query = {**query, "encoding-type": "url"}

        def read(out: Any) -> Dict[str, Any]:
            return operation.shape.of(read_document(out), read_headers(out), not encoding)

        return self._operate(operation, kwargs, bucket, key, read, query)

    def _text(
        self, operation: Operation, kwargs: Mapping[str, Any], bucket: str, key: Any, member: str
    ) -> Dict[str, Any]:
        """Return the text of the document's root element as a member."""

        def read(out: Any) -> Dict[str, Any]:
            return {member: read_document(out).get(member)}

        return self._operate(operation, kwargs, bucket, key, read)

    def _json(
        self, operation: Operation, kwargs: Mapping[str, Any], bucket: str, key: Any, member: str
    ) -> Dict[str, Any]:
        """Return the JSON of the response as a member."""

        def read(out: Any) -> Dict[str, Any]:
            return {member: json.dumps(read_json(out))}

        return self._operate(operation, kwargs, bucket, key, read)


def read_json(out: Any) -> Any:
    """Return the JSON document of the response in `out`."""
    try:
        return json.loads(read_body(out))
    except ValueError as error:
        text = "the answer is not the JSON document that was expected"
        raise CosClientError(text, Reason.BAD_RESPONSE, cause=str(error)) from None


def _body(operation: Operation, body: Any, elements: Mapping[str, Any]) -> Tuple[str, Any]:
    """Return the type and the bytes of the request's body. An empty type is left to the caller."""
    if operation.body == "bytes":
        return "", needed(body)
    if operation.body == "json":
        if not isinstance(body, (str, dict)):
            raise CosClientError("the body must be a dict, or a str of JSON")
        return "application/json", body if isinstance(body, str) else json.dumps(body)
    if not isinstance(body, Mapping) and body is not None:
        raise CosClientError(f"{operation.body} must be a dict, not {type(body).__name__}")
    members = {**(body or EMPTY), **{name: value for name, value in elements.items() if value is not None}}
    if operation.optional and not members:
        return "", None
    parent, _, name = operation.lowered.partition("/")
    if parent and parent in members:
        members[parent] = {name: members[parent]}
    return XML, from_dict(operation.body, members)


def chosen_of(name: str, value: Any, values: Sequence[str]) -> Any:
    """Check an argument that has few values."""
    if value not in values:
        raise CosClientError(f'{name} "{value}": must be {" or ".join(values)}')
    return value
