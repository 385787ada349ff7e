#!/usr/bin/env python3
"""Compares the packages of two runs: same.py A B WORD...

A and B must have the same files with the same bytes. WORD: the name of a folder of this machine, which must be in no file of A,
packed or not. Prints a line for each difference, then how many files A has. Exits with 1 if there is a difference, if a
file cannot be read, or if A has no file.
"""

import gzip
import io
import lzma
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

GZIP, XZ, ZIP, AR = b"\x1f\x8b", b"\xfd7zXZ\0", b"PK\3\4", b"!<arch>\n"
# Of what is packed in these ways, nothing can be read here.
UNREADABLE = {b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2"}
# What their readers raise for damaged bytes, encrypted members, and ways of packing that they do not know.
DAMAGED = (ValueError, OSError, EOFError, RuntimeError, NotImplementedError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile)


def ar(data):
    at = 8
    while at < len(data):
        size = int(data[at + 48 : at + 58])
        yield data[at : at + 16].decode().strip(), data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2


def members(name, data):
    """The bytes of a file, and those of everything that is packed in it, with names for messages."""
    yield name, data
    if data.startswith(GZIP):
        yield from members(name + " unpacked", gzip.decompress(data))
    elif data.startswith(XZ):
        yield from members(name + " unpacked", lzma.decompress(data))
    elif data.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for each in packed.namelist():
                yield from members(f"{name}: {each}", packed.read(each))
    elif data.startswith(AR) and name.endswith(".deb"):
        for each, content in ar(data):
            yield from members(f"{name}: {each}", content)
    elif data[257:262] == b"ustar":
        # What it has unpacked is in its own bytes.
        with tarfile.open(fileobj=io.BytesIO(data)) as packed:
            for each in packed:
                content = packed.extractfile(each).read() if each.isreg() else b""
                if content.startswith((GZIP, XZ, ZIP, *UNREADABLE)):
                    yield from members(f"{name}: {each.name}", content)
    for start, how in UNREADABLE.items():
        if data.startswith(start):
            raise ValueError(f"{name}: is packed by {how}, which is not read here; use gzip or xz")


def named(path, words):
    """Where a file has one of the words."""
    try:
        for name, data in members(path.name, path.read_bytes()):
            for word in words:
                at = data.find(word.encode())
                if at >= 0:
                    yield f"{name}: {data[max(at - 40, 0) : at + 120]!r}"
    except DAMAGED as error:
        yield f"{path.name}: cannot be read: {error}"


def files(folder):
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def different(a, b):
    for name in sorted(a.keys() | b.keys()):
        if name not in a or name not in b:
            yield f"{name}: is in one folder only"
        elif a[name].read_bytes() != b[name].read_bytes():
            yield f"{name}: has other bytes the second time"


def main():
    a, b = (files(Path(folder)) for folder in sys.argv[1:3])
    found = [each for path in a.values() for each in named(path, sys.argv[3:])]
    found += different(a, b)
    for each in found:
        print("FAILED", each)
    if found or not a:
        print(f"{len(a)} files, {len(found)} differences")
        return 1
    print(f"{len(a)} files, and the same bytes twice")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main())
