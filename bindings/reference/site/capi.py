"""The C API for the reference: items of cos_err.h, each with its comment, in the sections of src/ffi."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import List

# What build.rs writes into the header by itself stands in the section of this file.
WRITTEN_BY_BUILD = "version"
DEFINED = re.compile(r'pub (?:extern "C" fn|unsafe extern "C" fn|struct|type|const|static) (\w+)')


@dataclass
class Item:
    name: str
    declaration: str
    comment: str

    @property
    def kind(self):
        if self.declaration.startswith("#define"):
            return "macro"
        return "type" if self.declaration.startswith("typedef") else "function"


@dataclass
class Section:
    slug: str
    title: str
    items: List[Item] = field(default_factory=list)


def sections(root: Path):
    """The sections in the order of build.rs, each with its types, constants and functions."""
    folder = root / "src/ffi"
    table = re.search(r"const SECTIONS: .*?= \[(.*?)\n\];", (root / "build.rs").read_text(), re.S)[1]
    rows = re.findall(r'\(\s*"(\w+)(?:/mod)?\.rs",\s*"([^"]+)"', table)
    found = {slug: Section(slug, title) for slug, title in rows}
    place = {}
    for path in sorted(folder.rglob("*.rs")):
        section = str(path.relative_to(folder).with_suffix("")).split("/")[0]
        if section in found:
            place.update({name: section for name in DEFINED.findall(path.read_text())})
    for item in items((root / "include/cos_err.h").read_text()):
        section = "catalogue" if item.name.startswith("COS_ERROR_CODE_") else place.get(item.name, WRITTEN_BY_BUILD)
        found[section].items.append(item)
    return [section for section in found.values() if section.items]


def introduction(header):
    """The comment at the top of the header, without what is for its maintainers."""
    comment = clean(re.match(r"/\*\* @file\n(.*?)\*/", header, re.S)[1])
    return "\n\n".join(part for part in comment.split("\n\n") if not part.startswith("Generated from"))


def items(header):
    """What the header declares, in its order. Conditions of the preprocessor are left out."""
    lines = header[header.index("*/") + 2 :].splitlines()
    comment, at, seen = "", 0, set()
    while at < len(lines):
        line = lines[at]
        if line.startswith("/*"):
            end = next(i for i in range(at, len(lines)) if "*/" in lines[i])
            comment = clean("\n".join(lines[at : end + 1])) if line.startswith("/**") else ""
            at = end + 1
        elif re.match(r"#define COS_\w+ |\w", line) and not line.startswith('extern "C"'):
            end = end_of(lines, at)
            declaration = "\n".join(lines[at:end])
            name = name_of(declaration)
            if name not in seen:
                yield Item(name, declaration, comment)
            seen.add(name)
            comment, at = "", end
        else:
            # A blank line or a condition: a comment in front of a condition is that of what follows.
            at += 1


def name_of(declaration):
    if declaration.startswith("#define"):
        return declaration.split()[1]
    if not declaration.startswith("typedef"):
        return re.search(r"(\w+)\(", declaration)[1]
    return (re.match(r"typedef [^{]*\(\*(\w+)\)", declaration) or re.search(r"(\w+);$", declaration))[1]


def end_of(lines, at):
    """The line behind a declaration."""
    if lines[at].startswith("#"):
        while lines[at].endswith("\\"):
            at += 1
        return at + 1
    depth = 0
    while True:
        code = re.sub(r"/\*.*?\*/|^\s*/?\*.*", "", lines[at])
        depth += code.count("{") - code.count("}")
        at += 1
        if depth == 0 and code.rstrip().endswith(";"):
            return at


def clean(comment):
    """The text of a comment: paragraphs, separated by an empty line."""
    lines = [re.sub(r"^\s*\* ?", "", line).rstrip() for line in re.sub(r"^/\*\*|\*/$", "", comment.strip()).splitlines()]
    return "\n".join(line.strip() if not line.startswith("    ") else line for line in lines).strip()
