#!/usr/bin/env python3
"""Writes cos_err/aio.pyi: the types of the awaited methods, from the source of the other client.

stubs.py            writes it
stubs.py --check    ends with 1 if it is not what would be written
"""

import ast
import pathlib
import sys
from typing import Dict, List

PACKAGE = pathlib.Path(__file__).parent.parent / "cos_err"
TARGET = PACKAGE / "aio.pyi"
#: The classes whose methods the client has, in the order of its base classes.
SOURCES = {
    "cos_client": "CosS3Client",
    "_composed": "Composed",
    "_operations": "Generated",
    "_copy": "Copy",
    "_transfer": "Transfer",
    "_multipart": "Multipart",
    "_objects": "Objects",
    "_buckets": "Buckets",
    "_signing": "Signing",
    "_base": "ClientBase",
}
BEGINNING = '''"""Written by native/stubs.py: do not edit."""

from types import TracebackType
from typing import Any, AsyncIterator, Callable, Dict, Mapping, Optional, Type

from ._callbacks import Progress
from ._headers import Headers
from ._move import Callback
from ._options import Cancel
from ._response import Response
from ._signing import Fields, SignedRequest
from ._threads import to_thread as to_thread
from .cos_config import CosConfig

__all__ = ["AsyncBody", "CosS3Client", "to_thread"]

class AsyncBody:
    length: int
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    async def __anext__(self) -> bytes: ...
    async def read(self, size: int = ...) -> bytes: ...
    def close(self) -> None: ...
    async def aclose(self) -> None: ...
    async def __aenter__(self) -> AsyncBody: ...
    async def __aexit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None: ...

class CosS3Client:
    def __init__(self, conf: CosConfig, retry: int = ..., session: object = ...) -> None: ...
    async def __aenter__(self) -> CosS3Client: ...
    async def __aexit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None: ...
'''


def at_once() -> List[str]:
    """The methods that are not awaited."""
    tree = ast.parse((PACKAGE / "_aio.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "AT_ONCE":
            return list(ast.literal_eval(node.value))
    sys.exit("_aio.py has no AT_ONCE")


def methods() -> Dict[str, ast.FunctionDef]:
    """The public methods of the blocking client."""
    found: Dict[str, ast.FunctionDef] = {}
    for file, name in SOURCES.items():
        tree = ast.parse((PACKAGE / f"{file}.py").read_text(encoding="utf-8"))
        for owner in tree.body:
            if isinstance(owner, ast.ClassDef) and owner.name == name:
                for node in owner.body:
                    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                        found.setdefault(node.name, node)
    return found


def stub(node: ast.FunctionDef, word: str) -> str:
    """A method without its body; the values of its defaults are of no use here."""
    given = node.args
    for group in (given.defaults, given.kw_defaults):
        group[:] = [one and ast.Constant(...) for one in group]
    result = ast.unparse(node.returns) if node.returns else "Any"
    line = f"    {word}def {node.name}({ast.unparse(given)}) -> {result}: ..."
    line = line.replace("=...", " = ...")
    if len(line) <= 120:
        return line
    start, _, rest = line.partition("(")
    parts, _, end = rest.rpartition(")")
    if len(parts) + 8 <= 120:
        return f"{start}(\n        {parts}\n    ){end}"
    split = ast.unparse(given).replace("=...", " = ...").split(", ")
    joined: List[str] = []
    for part in split:
        # A type may have a comma of its own.
        if joined and joined[-1].count("[") > joined[-1].count("]"):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    last = "" if joined[-1].startswith("**") else ","
    ending = ",\n        ".join(joined) + (last or ",")
    return f"{start}(\n        {ending}\n    ){end}"


def module() -> str:
    """The text of the file."""
    waits_not = at_once()
    lines = [stub(node, "" if name in waits_not else "async ") for name, node in methods().items()]
    return BEGINNING + "\n".join(lines) + "\n"


def main() -> int:
    """Writes, or compares."""
    text = module()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET} is not what the source says; run: python3 {sys.argv[0]}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
