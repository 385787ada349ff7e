#!/usr/bin/env python3
"""Writes cos_err/_operations.py and cos_err/_parameter_names.py from the tables of operations.

generate_operations.py ROOT            writes them; ROOT is the checkout
generate_operations.py ROOT --check    ends with 1 if they are not what would be written
"""

import csv
import pathlib
import re
import sys
import textwrap
from typing import Dict, List, NamedTuple, Optional

WIDTH = 120
PACKAGE = pathlib.Path(__file__).parent.parent / "cos_err"
BEGINNING = '''"""Calls that are one request each.

Written from src/operations/operations.tsv by native/generate_operations.py: do not edit.
"""

from typing import Any, Dict, Mapping, Optional

from ._base import BUCKET
from ._headers import Headers
from ._operate import EMPTY, Operation, Operations, chosen_of
from ._shape import Shape

'''
NAMES = '''"""The keyword arguments that many methods take.

Written from src/operations/parameters.tsv by native/generate_operations.py: do not edit.
"""
'''
#: Steps of the column python_result, and the member of Shape for each.
STEPS = {"list": "lists", "wrap": "wrapped", "decode": "decoded"}
SINGLE = {"lift": "lifted", "canned": "canned", "header": "header"}
ARGUMENT = re.compile(r"(\w+)(?::(\w+))?(?:\{([\w,]+)\})?(?:=([^>]*))?>(\S+)")


class Argument(NamedTuple):
    """An argument of a method, and its places in the request."""

    name: str
    hint: str
    #: As it is written in the signature; None if it is required.
    default: Optional[str]
    values: List[str]
    #: `query`, `header`, `element`, each with a name; `body`, `key`, `encoding`.
    places: List[List[str]]

    @property
    def declared(self) -> str:
        """Its text in the signature."""
        return f"{self.name}: {self.hint}" + ("" if self.default is None else f" = {self.default}")

    @property
    def sent(self) -> str:
        """The expression for its value."""
        if not self.values:
            return self.name
        return f'chosen_of("{self.name}", {self.name}, {literal(self.values)})'


def argument(text: str, body: str) -> Argument:
    """Read one argument of the column."""
    found = ARGUMENT.fullmatch(text)
    if found is None:
        sys.exit(f"not an argument: {text}")
    name, hint, values, default, places = found.groups()
    at = [place.split(":") for place in places.split(",")]
    if hint is None:
        if at[0][0] == "body":
            hint = "Any" if body in ("bytes", "json") else "Mapping[str, Any]"
        else:
            hint = "int" if default and default.isdigit() else "str"
    if default == "None":
        hint = f"Optional[{hint}]"
    default = {"''": '""', "{}": "EMPTY"}.get(default or "", default)
    return Argument(name, hint, default, values.split(",") if values else [], at)


def literal(values: List[str]) -> str:
    """A tuple of texts."""
    return "(" + ", ".join(f'"{value}"' for value in values) + ("," if len(values) == 1 else "") + ")"


def call(indent: str, before: str, arguments: List[str], after: str = "") -> List[str]:
    """A call or a signature, over as few lines as fit."""
    whole = f"{indent}{before}({', '.join(arguments)}){after}"
    if len(whole) <= WIDTH:
        return [whole]
    inner = f"{indent}    {', '.join(arguments)}"
    if len(inner) <= WIDTH:
        return [f"{indent}{before}(", inner, f"{indent}){after}"]
    return [f"{indent}{before}(", *(f"{indent}    {one}," for one in arguments), f"{indent}){after}"]


def member(name: str, values: List[str]) -> List[str]:
    """The lines of a member that is a tuple of paths."""
    one = f"        {name}={literal(values)},"
    if len(one) <= WIDTH:
        return [one]
    return [f"        {name}=(", *(f'            "{path}",' for path in values), "        ),"]


def shape(steps: List[str]) -> List[str]:
    """The lines of an operation's shape."""
    lines: List[str] = []
    for step in steps:
        name, _, value = step.partition(":")
        if name in STEPS:
            lines += member(STEPS[name], value.split(","))
        elif name == "rename":
            old, _, new = value.partition("=")
            lines.append(f'        renamed={{"{old}": "{new}"}},')
        elif name in SINGLE:
            lines.append(f'        {SINGLE[name]}="{value}",')
        elif name != "lower":
            sys.exit(f"not a step: {step}")
    return ["    shape=Shape(", *lines, "    ),"] if lines else []


def constant(row: Dict[str, str], name: str) -> List[str]:
    """What all calls of the method have in common."""
    _, *steps = row["python_result"].split()
    parts = [f'"{row["method"]}"', f'"{row["sub_resource"]}"']
    if row["body"]:
        parts.append(f'body="{row["body"].rstrip("?")}"')
    if row["body"].endswith("?"):
        parts.append("optional=True")
    parts += [f'lowered="{step[6:]}"' for step in steps if step.startswith("lower:")]
    if row["response"] not in ("", "json") and not row["sub_resource"]:
        # The library knows it by the sub-resource.
        parts.append(f'root="{row["response"]}"')
    lines = shape(steps)
    whole = f"{name} = Operation({', '.join(parts)})"
    if not lines and len(whole) <= WIDTH:
        return [whole]
    return [f"{name} = Operation(", *(f"    {part}," for part in parts), *lines, ")"]


def documentation(row: Dict[str, str]) -> List[str]:
    """The lines of the method's docstring."""
    text = row["summary"]
    if row["doc"]:
        text += f" COS's document 436/{row['doc']}."
    if len(text) + 14 <= WIDTH:
        return [f'        """{text}"""']
    wrapped = textwrap.wrap(text, WIDTH - 3, initial_indent='        """', subsequent_indent="        ")
    return [*wrapped, '        """']


def method(row: Dict[str, str], name: str) -> List[str]:
    """The method's lines."""
    arguments = [argument(text, row["body"]) for text in row["arguments"].split()]
    base, _, name_of = row["python_result"].split()[0].partition(":")
    key = [one.name for one in arguments if one.places[0] == ["key"]]
    on_object = row["target"] == "object"
    declared = [one.declared for one in arguments]
    if on_object and not key:
        declared.insert(0, "Key: str")
    returns = {"none": "None", "headers": "Headers"}.get(base, "Dict[str, Any]")
    lines = call("    ", f"def {row['python']}", ["self", "Bucket: str", *declared, "**kwargs: Any"], f" -> {returns}:")
    lines += documentation(row)
    passed = [name, "kwargs", "Bucket", (key or ["Key"])[0] if on_object else "BUCKET"]
    if name_of:
        passed.append(f'"{name_of}"')
    for part, keyword in (("query", "query"), ("header", "headers"), ("element", "elements")):
        at = [(place[1], one) for one in arguments for place in one.places if place[0] == part]
        if len(at) > 2:
            sent = [f'            "{wire}": {one.sent},' for wire, one in at]
            lines += [f"        {keyword} = {{", *sent, "        }"]
            passed.append(f"{keyword}={keyword}")
        elif at:
            passed.append(f"{keyword}={{" + ", ".join(f'"{wire}": {one.sent}' for wire, one in at) + "}")
    for one in arguments:
        if one.places[0] == ["encoding"]:
            passed.append(f"encoding={one.name}")
        elif ["body"] in one.places:
            passed.append(f"body={one.name}")
    use = f"return self._{dict(none='done').get(base, base)}"
    return [*lines, *call("        ", use, passed)]


def read(table: pathlib.Path) -> List[Dict[str, str]]:
    """The rows that have a name in Python."""
    with table.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["python"]]


def names(table: pathlib.Path) -> str:
    """The text of the module of keyword arguments."""
    lines: List[str] = []
    rows = read(table)
    for place, name, meaning in (("header", "HEADERS", "The header"), ("query", "QUERIES", "The query parameter")):
        lines += ["", f"#: {meaning} that each of them sets.", f"{name} = {{"]
        lines += [f'    "{row["python"]}": "{row["name"]}",' for row in rows if row["place"] == place]
        lines.append("}")
    return NAMES + "\n".join(lines) + "\n"


def module(table: pathlib.Path) -> str:
    """The module's text."""
    rows = sorted(read(table), key=lambda row: row["python"])
    lines: List[str] = []
    for row in rows:
        lines += constant(row, f"_{row['python'].upper()}")
    lines += ["", "", "class Generated(Operations):", '    """Calls that are one request each."""']
    for row in rows:
        lines += ["", *method(row, f"_{row['python'].upper()}")]
    return BEGINNING + "\n".join(lines) + "\n"


def main() -> int:
    """Writes, or compares."""
    tables = pathlib.Path(sys.argv[1]) / "src" / "operations"
    written = {
        PACKAGE / "_operations.py": module(tables / "operations.tsv"),
        PACKAGE / "_parameter_names.py": names(tables / "parameters.tsv"),
    }
    for target, text in written.items():
        if "--check" not in sys.argv[2:]:
            target.write_text(text, encoding="utf-8")
        elif target.read_text(encoding="utf-8") != text:
            print(f"{target} is not what the table says; run: python3 {sys.argv[0]} {sys.argv[1]}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main())
