"""Strings and blocks of strings, from Python to C and back."""

import os
from typing import Any, Iterable, List, Mapping, Optional, Tuple, Union

from ._native import ffi

Text = Union[str, bytes]
Fields = Union[Mapping[Any, Any], Iterable[Tuple[Any, Any]]]


def to_c(value: Any, name: str) -> Any:
    """Return a NUL-terminated string for a C function: bytes, or NULL for None."""
    if value is None:
        return ffi.NULL
    if isinstance(value, str):
        # The library reports text that is not Unicode, because it checks for UTF-8.
        value = value.encode("utf-8", "surrogatepass")
    elif not isinstance(value, bytes):
        raise TypeError(f"{name} must be str or bytes, not {type(value).__name__}")
    if b"\0" in value:
        raise ValueError(f"{name} must not contain a NUL")
    return value


def header_array(headers: Fields, kept: List[Any]) -> Any:
    """Return the headers as a `cos_header_t[]`; the objects that it points to are added to `kept`."""
    found = list(headers.items() if isinstance(headers, Mapping) else headers)
    array = ffi.new("cos_header_t[]", len(found))
    for slot, (name, value) in zip(array, found):
        for text, pointer, length in ((name, "name", "name_len"), (value, "value", "value_len")):
            data = text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogateescape")
            kept.append(ffi.from_buffer("char[]", data + b"\0"))
            setattr(slot, pointer, kept[-1])
            setattr(slot, length, len(data))
    return array


def path_to_c(path: Any) -> bytes:
    """Return a path for a C function, in the file system's encoding."""
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise ValueError("a path must not contain a NUL")
    return encoded


def from_c(pointer: Any) -> str:
    """Return a string of the library, which is always UTF-8."""
    return str(ffi.string(pointer), "utf-8")


def pairs(block: Any, length: int) -> List[Tuple[str, str]]:
    """Return the pairs of a block: name, value, name, value ..., each followed by a NUL."""
    if not length:
        return []
    texts = str(ffi.buffer(block, length - 1), "utf-8").split("\0")
    return list(zip(texts[::2], texts[1::2]))


def first(found: List[Tuple[str, str]], name: str) -> Optional[str]:
    """Return the first value of the name, in any case."""
    lower = name.lower()
    return next((value for key, value in found if key.lower() == lower), None)
