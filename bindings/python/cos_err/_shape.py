"""The shape in which Tencent's SDK returns a document."""

from typing import Any, Callable, Dict, Iterator, Mapping, NamedTuple, Tuple
from urllib.parse import unquote

from ._xml import always_lists

Paths = Tuple[str, ...]
_ALL_USERS = "http://cam.qcloud.com/groups/global/AllUsers"


class Shape(NamedTuple):
    """How a document differs from the dict of its elements. Paths are below the root, as in "Rule/Transition"."""

    #: Members that are lists, also if there is one; of an empty one, an empty list.
    lists: Paths = ()
    #: Members that are lists, also if there is one; of an empty one, [None].
    wrapped: Paths = ()
    #: Members whose names were requested encoded.
    decoded: Paths = ()
    #: Members that get another name, wherever they are.
    renamed: Mapping[str, str] = {}
    #: A member that takes the place of its parent.
    lifted: str = ""
    #: "bucket" or "object": the document is an ACL, and its canned form is added.
    canned: str = ""
    #: A response header that is added if it was received.
    header: str = ""

    def of(self, document: Dict[str, Any], headers: Mapping[str, Any], decodes: bool) -> Dict[str, Any]:
        """Return the document in this shape."""
        document = _rename(document, self.renamed) if self.renamed else document
        for path in self.lists:
            _at(document, path, lambda parent, name: always_lists(parent, [name]))
        for path in self.wrapped:
            _at(document, path, _wrap)
        for path in self.decoded if decodes else ():
            _at(document, path, _decode)
        if self.lifted:
            parent, _, name = self.lifted.partition("/")
            if parent in document:
                document[parent] = (document[parent] or {}).get(name, [])
        if self.canned:
            document["CannedACL"] = _canned(document, headers, self.canned)
        if self.header and self.header in headers:
            document[self.header] = headers[self.header]
        return document


def _at(document: Dict[str, Any], path: str, change: Callable[[Dict[str, Any], str], None]) -> None:
    """Change each member that a path names, given its parent and its name."""
    parents, _, name = path.rpartition("/")
    for parent in _found(document, parents.split("/") if parents else []):
        if parent.get(name, parent) is not parent:
            change(parent, name)


def _found(document: Any, names: "list[str]") -> Iterator[Dict[str, Any]]:
    if isinstance(document, list):
        for item in document:
            yield from _found(item, names)
    elif isinstance(document, dict):
        if not names:
            yield document
        elif names[0] in document:
            yield from _found(document[names[0]], names[1:])


def _wrap(parent: Dict[str, Any], name: str) -> None:
    if not isinstance(parent[name], list):
        parent[name] = [parent[name]]


def _decode(parent: Dict[str, Any], name: str) -> None:
    if parent[name]:
        parent[name] = unquote(parent[name])


def _rename(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_rename(item, names) for item in value]
    if isinstance(value, dict):
        return {names.get(name, name): _rename(inner, names) for name, inner in value.items()}
    return value


def _canned(document: Mapping[str, Any], headers: Mapping[str, Any], target: str) -> str:
    if target == "object" and headers.get("x-cos-acl") == "default":
        return "default"
    grants = (document.get("AccessControlList") or {}).get("Grant", [])

    def has(permission: str) -> bool:
        return {"Grantee": {"Type": "Group", "URI": _ALL_USERS}, "Permission": permission} in grants

    if not has("READ"):
        return "private"
    return "public-read-write" if target == "bucket" and has("WRITE") else "public-read"
