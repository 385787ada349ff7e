"""Doxygen shows every function, and takes no word of a comment for HTML. Without
doxygen only what that rests on is checked: the @file command, and quoted elements."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
import header  # noqa: E402

INCLUDE = Path(os.environ["PREFIX"]) / "include"
SETTINGS = """
INPUT = {include}/cos_err.h {include}/cos_err.hpp
OUTPUT_DIRECTORY = {output}
GENERATE_LATEX = NO
MACRO_EXPANSION = YES
QUIET = YES
HAVE_DOT = NO
WARN_IF_UNDOCUMENTED = NO
"""


def complaints_without_it():
    for name, first in (("cos_err.h", "/** @file\n"), ("cos_err.hpp", "/// @file\n")):
        text = (INCLUDE / name).read_text(encoding="utf-8")
        if not text.startswith(first):
            yield f"{name} does not begin with {first.strip()}"
    for comment in re.findall(r"/\*\*.*?\*/", (INCLUDE / "cos_err.h").read_text(encoding="utf-8"), re.DOTALL):
        for element in re.findall(r"<[A-Za-z]+>", re.sub(r"`[^`]*`", "", comment)):
            yield f"{element} in a comment is no code"


def complaints_of_doxygen(functions):
    with tempfile.TemporaryDirectory() as output:
        settings = SETTINGS.format(include=INCLUDE, output=output)
        told = subprocess.run(["doxygen", "-"], input=settings, capture_output=True, text=True, check=False)
        yield from told.stderr.splitlines()
        page = Path(output) / "html/cos__err_8h.html"
        shown = page.read_text(encoding="utf-8") if page.exists() else ""
        for name in sorted(functions):
            if f">{name}</a>" not in shown:
                yield f"{name} is not shown"


def main():
    text = (INCLUDE / "cos_err.h").read_text(encoding="utf-8")
    functions = {function.name for function in header.functions(text)}
    failures = list(complaints_without_it())
    if shutil.which("doxygen"):
        failures += complaints_of_doxygen(functions)
    print("\n".join(failures) or f"{len(functions)} functions")
    return bool(failures) or not functions


if __name__ == "__main__":
    sys.exit(main())
