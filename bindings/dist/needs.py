#!/usr/bin/env python3
"""Checks what programs and libraries need of a system: needs.py GLIBC FILE...

Prints a line for each file: the highest version of glibc's symbols, the libraries, and the size. Exits
with 1 if a file needs more than GLIBC (2.17; or none), has LLVM's unwinder, needs a library that is
not everywhere, or is a library with a C library inside.
"""

import re
import subprocess
import sys
from pathlib import Path

# Parts of glibc, and the unwinder of GCC, which every distribution has.
EVERYWHERE = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libgcc_s.so.1"}
LOADERS = {"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
OURS = re.compile(r"libcos_err\.so\.\d+")


def readelf(option, path):
    return subprocess.run(["readelf", "--wide", option, path], capture_output=True, text=True, check=True).stdout


def version(text):
    return tuple(map(int, text.split(".")))


def check(path, limit):
    """The line of a file, and what is wrong with it."""
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", readelf("--dynamic", path)))
    glibc = sorted(set(re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)", readelf("--version-info", path))), key=version)
    # Versions without a number are of one glibc alone, or of newer ones: GLIBC_PRIVATE, GLIBC_ABI_DT_RELR of 2.36.
    unnumbered = sorted(set(re.findall(r"\bGLIBC_[A-Z]\w*", readelf("--version-info", path))))
    wrong = [f"needs {name}" for name in unnumbered]
    if limit == "none":
        allowed = {"libc.so"}
        if glibc:
            wrong.append(f"needs glibc {glibc[-1]}")
    else:
        allowed = EVERYWHERE | LOADERS
        if glibc and version(glibc[-1]) > version(limit):
            wrong.append(f"needs glibc {glibc[-1]}, more than {limit}")
    if "(SONAME)" in readelf("--dynamic", path) and not needed:
        wrong.append("has a C library inside")
    others = sorted(name for name in needed - allowed if not OURS.fullmatch(name))
    if others:
        wrong.append(f"needs {', '.join(others)}")
    # Its messages begin so; libgcc's has none.
    if b"libunwind: " in path.read_bytes():
        wrong.append("has LLVM's unwinder")
    said = f"glibc {glibc[-1] if glibc else '-'}, {' '.join(sorted(needed)) or 'static'}, {path.stat().st_size} bytes"
    return said, wrong


def main():
    limit, *files = sys.argv[1:]
    bad = 0
    for name in files:
        said, wrong = check(Path(name), limit)
        print(f"{'FAILED' if wrong else 'ok    '} {name}: {said}", *wrong, sep="; " if wrong else "")
        bad += bool(wrong)
    return bad > 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main())
