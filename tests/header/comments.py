"""Every function has a comment, in the header itself: what NULL does, who frees
what is handed out, which threads may call. For threads, the comment of the type counts
too. A function that is documented as the same as another needs none of this."""

import os
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
import header  # noqa: E402


def type_comments(text):
    """Comments of typedefs, by the type's name."""
    found = re.findall(r"/\*\*(.*?)\*/\s*typedef struct (cos_\w+) cos_\w+;", text, re.DOTALL)
    return {name: comment for comment, name in found}


def object_of(function):
    """The type of the object a function is about: its first parameter, or what it makes."""
    makes = function.name.endswith("_new") and function.result != "cos_error_t *"
    first = function.result if makes else function.parameters[0].type if function.parameters else ""
    return re.sub(r"const |[ *]", "", first)


def wants_null(function):
    """A setter without other pointers is covered by the sentence at the top of the header."""
    pointers = [each for each in function.parameters if each.is_pointer]
    sets = re.search(r"_(set|add|load)_", function.name)
    return len(pointers) > (1 if sets else 0)


def complaints(function, types, names):
    comment = function.comment
    if len(comment) < 20 or not comment.endswith("."):
        return ["has no comment of whole sentences"]
    if any(name != function.name and name in comment and "free" not in name for name in names):
        return []
    found = []
    if wants_null(function) and "NULL" not in comment:
        found.append("does not say what NULL does")
    owned = function.result.endswith("*") and not function.result.startswith("const ")
    if owned and not re.search(r"frees", comment):
        found.append("does not say who frees the result")
    borrowed = function.result.startswith("const ")
    if borrowed and not re.search(r"valid until|static", comment):
        found.append("does not say how long the result lives")
    if not re.search(r"thread", comment + types.get(object_of(function), "")):
        found.append("does not say which threads may call, nor does its type")
    return found


def main():
    text = (Path(os.environ["PREFIX"]) / "include/cos_err.h").read_text(encoding="utf-8")
    functions = header.functions(text)
    types = type_comments(text)
    names = {function.name for function in functions}
    failures = [
        f"{function.name} {complaint}"
        for function in functions
        for complaint in complaints(function, types, names)
    ]
    if len(names) != len(functions):
        failures.append("a function is declared twice")
    print("\n".join(failures) or f"{len(functions)} functions are commented")
    return bool(failures) or not functions


if __name__ == "__main__":
    sys.exit(main())
