#!/usr/bin/env python3
"""Writes cos_err/constants.py from the installed header.

generate.py PREFIX            writes it
generate.py PREFIX --check    ends with 1 if it is not what would be written
"""

import pathlib
import sys
import textwrap
from typing import List

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import header as reading  # noqa: E402

GROUPS = {
    "COS_ERROR_KIND_": "Kind",
    "COS_ERROR_REASON_": "Reason",
    "COS_CODE_SOURCE_": "CodeSource",
    "COS_RESPONDER_": "Responder",
    "COS_RETRY_": "Retry",
    "COS_LOST_": "Lost",
    "COS_ERR_LOG_": "LogLevel",
}
# Their functions have no form in Python.
C_ALONE = ("COS_FINDING_", "COS_COMPLETION_", "COS_BODY_")
COMMENT = "    #: "
TARGET = pathlib.Path(__file__).parent.parent / "cos_err" / "constants.py"
BEGINNING = '''"""The constants of cos_err.h.

Written from the header by native/generate.py: do not edit.
"""

import enum


class Constant(enum.IntEnum):
    """An integer whose text is its name in every version of Python."""

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec[-1:] in tuple("bcdeEfFgGnoxX%") else format(str(self), spec)


'''


def module(header: str) -> str:
    """The module's text. A constant that no class takes is a defect of GROUPS."""
    constants = reading.constants(header)
    lines: List[str] = []
    taken = set()
    for constant in constants:
        if constant.name in ("COS_ERR_VERSION", "COS_ERR_ABI"):
            lines += [f"#: {constant.comment}"] if constant.comment else []
            lines.append(f"{constant.name[8:]} = {constant.value}")
            taken.add(constant.name)
        elif constant.name == "COS_SKEW_UNKNOWN":
            # None stands for it in Python.
            taken.add(constant.name)
        elif constant.name.startswith(("COS_ERR_VERSION_", "COS_ERROR_CODE_", *C_ALONE)):
            taken.add(constant.name)
    for prefix, name in GROUPS.items():
        lines += ["", "", f"class {name}(Constant):", f'    """{reading.meaning(header, prefix)}"""', ""]
        for constant in constants:
            if constant.name.startswith(prefix):
                lines += textwrap.wrap(constant.comment, 120, initial_indent=COMMENT, subsequent_indent=COMMENT)
                lines.append(f"    {constant.name[len(prefix) :]} = {int(constant.value)}")
                taken.add(constant.name)
    lines += ["", "", "class Code:", '    """The codes of the catalogue, to compare with the code of an error."""', ""]
    lines += [f'    {name} = "{code}"' for name, code in reading.codes(header)]
    left = [constant.name for constant in constants if constant.name not in taken]
    if left:
        sys.exit(f"no class for {', '.join(left)}: add one to GROUPS")
    return BEGINNING + "\n".join(lines).lstrip("\n") + "\n"


def main() -> int:
    """Writes, or compares."""
    prefix = pathlib.Path(sys.argv[1])
    text = module((prefix / "include" / "cos_err.h").read_text(encoding="utf-8"))
    if "--check" not in sys.argv[2:]:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET} is not what the header says; run: python3 {sys.argv[0]} {prefix}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main())
