"""Reads cos_err.h: its constants, and its declarations as cffi takes them."""

import re
from typing import Dict, List, NamedTuple, Tuple

_CONDITION = re.compile(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b[ \t]*(.*)$")
_CONSTANT = re.compile(
    r"(?:/\*\*(?P<comment>.*?)\*/\s*)?^#define (?P<name>COS_[A-Z0-9_]+) (?P<value>\S+)$", re.S | re.M
)


class Constant(NamedTuple):
    """A `#define`, and the sentence above it."""

    name: str
    value: str
    comment: str


def constants(header: str) -> List[Constant]:
    """The header's constants that have a value, in its order."""
    found: Dict[str, Constant] = {}
    for match in _CONSTANT.finditer(header):
        # A comment that belongs to something further up is not this constant's.
        comment = (match["comment"] or "").rpartition("/**")[2]
        if "*/" in comment:
            comment = ""
        words = " ".join(line.strip(" *") for line in comment.splitlines()).strip()
        found.setdefault(match["name"], Constant(match["name"], match["value"], words))
    return [constant for constant in found.values() if not constant.name.startswith("COS_ERR_MUST_USE")]


def codes(header: str) -> List[Tuple[str, str]]:
    """The codes of the catalogue, each with the end of its macro's name."""
    return re.findall(r'^#define COS_ERROR_CODE_(\w+) "(.*)"$', header, re.M)


def meaning(header: str, prefix: str) -> str:
    """The comment of the type whose constants have the prefix."""
    for comment in re.findall(r"/\*\*\n((?: \* .*\n)+) \*/\ntypedef int32_t ", header):
        text = " ".join(line[3:] for line in comment.splitlines())
        if f", one of {prefix}*" in text:
            return text.replace(f", one of {prefix}*", "")
    raise SystemExit(f"the header has no type for {prefix}*")


def declarations(header: str) -> str:
    """Types and functions, without comments and without what the preprocessor is for.

    Left out are the parts for C++, and the short names that Tencent's C SDK has too.
    """
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    kept: List[str] = []
    dropping: List[bool] = []
    for line in text.splitlines():
        condition = _CONDITION.match(line)
        if condition is None:
            if not any(dropping) and not line.lstrip().startswith("#"):
                kept.append(line.split("//")[0])
        elif condition[1] == "endif":
            dropping.pop()
        elif condition[1] in ("elif", "else"):
            dropping[-1] = True
        else:
            dropping.append("__cplusplus" in condition[2] or "SHORT_NAME" in condition[2])
    source = "\n".join(kept).replace("COS_ERR_MUST_USE", "")
    return re.sub(r"\n\s*\n+", "\n", source)
