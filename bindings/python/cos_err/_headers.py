"""Response headers, as a dict whose names are compared without regard to case."""

from typing import Any, Dict, Iterable, Tuple

_SPELLED: Dict[str, str] = {"etag": "ETag", "content-md5": "Content-MD5", "www-authenticate": "WWW-Authenticate"}


def spelled(name: str) -> str:
    """Return a lower-case name as COS writes it: x-cos-request-id, ETag, Content-Length."""
    known = _SPELLED.get(name)
    if known is None:
        known = name if name.startswith("x-") else "-".join(word.capitalize() for word in name.split("-"))
        if len(_SPELLED) < 256:
            # Names come from servers, so the cache is limited.
            _SPELLED[name] = known
    return known


class Headers(Dict[str, Any]):
    """A dict of headers; `headers["etag"]` and `headers["ETag"]` are the same.

    Headers that arrived more than once are joined by a comma and a space.
    Results of calls also contain the members of a response's document.
    """

    def __init__(self, fields: Iterable[Tuple[str, Any]] = ()) -> None:
        super().__init__()
        for name, value in fields:
            self.add(name, value)

    def add(self, name: str, value: Any) -> None:
        """Add a header; if it exists, append the value to its own."""
        key = self._key(name)
        before = dict.get(self, key)
        dict.__setitem__(self, key, value if before is None else f"{before}, {value}")

    def _key(self, name: Any) -> Any:
        if dict.__contains__(self, name) or not isinstance(name, str):
            return name
        lower = name.lower()
        return next((key for key in self if key.lower() == lower), name)

    def __getitem__(self, name: str) -> Any:
        return dict.__getitem__(self, self._key(name))

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, self._key(name))

    def __setitem__(self, name: str, value: Any) -> None:
        dict.__setitem__(self, self._key(name), value)

    def __delitem__(self, name: str) -> None:
        dict.__delitem__(self, self._key(name))

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a header, or the default."""
        return dict.get(self, self._key(name), default)

    def pop(self, name: str, *default: Any) -> Any:
        """Remove a header."""
        return dict.pop(self, self._key(name), *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return the value of a header, which is set to the default if it does not exist."""
        return dict.setdefault(self, self._key(name), default)

    def update(self, *others: Any, **named: Any) -> None:
        """Set headers."""
        for name, value in dict(*others, **named).items():
            self[name] = value

    def copy(self) -> "Headers":
        """Return a copy."""
        copied = Headers()
        dict.update(copied, self)
        return copied


def spelled_headers(found: Iterable[Tuple[str, str]]) -> Headers:
    """Return the headers of a response to the library's own call, whose names are in lower case."""
    headers = Headers()
    put, has = super(Headers, headers).__setitem__, super(Headers, headers).__contains__
    for name, value in found:
        key = _SPELLED.get(name) or spelled(name)
        if has(key):
            headers.add(key, value)
        else:
            put(key, value)
    return headers


def length_of(headers: Headers) -> int:
    """Return the length of a body, or -1 if it is not known."""
    length = str(headers.get("Content-Length", ""))
    return int(length) if length.isascii() and length.isdigit() else -1
