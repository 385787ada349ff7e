#!/usr/bin/env python3
"""Writes NOTICES: the licenses of the crates that are linked into the library, and into the stand-in.

    bindings/c/notices.py            writes both files
    bindings/c/notices.py --check    ends with 1 if they are not what would be written

Which crates, and their texts: Cargo.lock's, as cargo has fetched them. Where a
crate gives the choice, MIT is chosen.
"""

import json
import os
import pathlib
import subprocess
import sys
import textwrap
from typing import Dict, Iterator, List

HERE = pathlib.Path(__file__).resolve().parent
STANDIN = HERE.parent.parent / "tests" / "standin"
PLATFORM = "x86_64-unknown-linux-gnu"
# Crates from which build.rs takes data that get into the library.
DATA = {"encoding_rs"}
NAMES = ("LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")
INTRODUCTION = """
libcos_err itself is under the MIT license or the Apache license 2.0, at your choice. Into its libraries the crates below
are linked, each under the text that follows its name. So are Rust's standard library (MIT OR Apache-2.0, The Rust Project
contributors) and, into the shared one, the unwinder of GCC (GPL 3 with the GCC Runtime Library Exception, which asks for
nothing).
"""


STANDIN_INTRODUCTION = """
cos-standin is under the MIT license or the Apache license 2.0, at your choice. The crates below are linked into it, each
under the text that follows its name. So is Rust's standard library (MIT OR Apache-2.0, The Rust Project contributors).
"""


def metadata(folder: pathlib.Path) -> dict:
    """What cargo knows of the package in a folder and of all below it."""
    command = [os.environ.get("CARGO", "cargo"), "metadata", "--locked", "--format-version=1"]
    asked = subprocess.run(
        command + ["--filter-platform", PLATFORM], cwd=folder, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(asked.stdout)


def linked(known: dict) -> List[dict]:
    """The packages whose code gets into the library: neither what builds it nor what tests it."""
    packages = {package["id"]: package for package in known["packages"]}
    nodes = {node["id"]: node for node in known["resolve"]["nodes"]}
    root = known["resolve"]["root"]
    seen, left = set(), [root]
    while left:
        for below in nodes[left.pop()]["deps"]:
            kinds = {kind["kind"] for kind in below["dep_kinds"]}
            runs_in_compiler = any("proc-macro" in target["kind"] for target in packages[below["pkg"]]["targets"])
            is_linked = None in kinds and not runs_in_compiler
            if (is_linked or packages[below["pkg"]]["name"] in DATA) and below["pkg"] not in seen:
                seen.add(below["pkg"])
                left.append(below["pkg"])
    return sorted((packages[each] for each in seen), key=lambda package: (package["name"], package["version"]))


def files(package: dict) -> List[pathlib.Path]:
    """Its license files: of a choice those of MIT."""
    folder = pathlib.Path(package["manifest_path"]).parent
    found = sorted(file for file in folder.iterdir() if file.is_file() and file.name.upper().startswith(NAMES))
    of_mit = [file for file in found if "MIT" in file.name.upper()]
    terms = package["license"].replace("/", " OR ")
    # Of "(MIT OR Apache-2.0) AND X" that choice alone is no help: everything is kept.
    return of_mit if of_mit and " AND " not in terms else found


def texts(package: dict) -> Iterator[str]:
    """Its licenses, without what differs in white space alone."""
    for file in files(package):
        lines = file.read_text(encoding="utf-8", errors="replace").replace("\r", "").expandtabs().split("\n")
        yield "\n".join(line.rstrip() for line in lines).strip("\n")


def notices(packages: List[dict], introduction: str) -> str:
    """The whole file."""
    owners: Dict[str, List[str]] = {}
    for package in packages:
        name = f"{package['name']} {package['version']} ({package['license']})"
        mine = list(texts(package))
        if not mine:
            sys.exit(f"{name} has no license file: look at its repository, and name the text here")
        for text in mine:
            owners.setdefault(text, []).append(name)
    parts = [textwrap.fill(introduction.strip(), 100)]
    for text, names in owners.items():
        parts.append("=" * 100 + "\n" + textwrap.fill(", ".join(names), 100) + "\n" + "-" * 100 + "\n\n" + text)
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Writes, or compares."""
    differs = 0
    for folder, introduction in ((HERE, INTRODUCTION), (STANDIN, STANDIN_INTRODUCTION)):
        target = folder / "NOTICES"
        text = notices(linked(metadata(folder)), introduction)
        if sys.argv[1:] != ["--check"]:
            target.write_text(text, encoding="utf-8")
        elif not target.is_file() or target.read_text(encoding="utf-8") != text:
            print(f"{target} is not about the crates of Cargo.lock; run: python3 {sys.argv[0]}", file=sys.stderr)
            differs = 1
    return differs


if __name__ == "__main__":
    sys.exit(main())
