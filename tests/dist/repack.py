#!/usr/bin/env python3
"""Packs an archive again with a fault inside: repack.py ARCHIVE PATTERN [CONTENT]

ARCHIVE: .tar.gz, .tgz, or any kind of zip. Members whose names match PATTERN, a regular expression, get CONTENT; without
CONTENT they are left out. Zips inside a zip are searched too. Fails if no member matches. The archive is a new file, so that
another name of the old one keeps its bytes.
"""

import io
import os
import re
import sys
import tarfile
import zipfile


def tar(data, change):
    packed = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=packed, mode="w:gz") as new:
        for entry in old:
            if not entry.isreg():
                if change(entry.name, b"") is not None:
                    new.addfile(entry)
                continue
            content = change(entry.name, old.extractfile(entry).read())
            if content is not None:
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def zipped(data, change):
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            content = zipped(content, change) if entry.filename.endswith(".zip") else change(entry.filename, content)
            if content is not None:
                new.writestr(entry, content)
    return packed.getvalue()


def main():
    archive, pattern, *content = sys.argv[1:]
    matched = []

    def change(name, old):
        if not re.search(pattern, name):
            return old
        matched.append(name)
        return content[0].encode() if content else None

    with open(archive, "rb") as file:
        data = file.read()
    data = (tar if archive.endswith((".tar.gz", ".tgz")) else zipped)(data, change)
    if not matched:
        sys.exit(f'PATTERN "{pattern}": matches no member of {archive}')
    with open(archive + ".new", "wb") as file:
        file.write(data)
    os.replace(archive + ".new", archive)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main()
