#!/usr/bin/env python3
"""Packs a folder so that the same files give the same bytes: pack.py ARCHIVE BASE NAME...

ARCHIVE: .tar.gz, .zip or .jar; NAME: a file or folder below BASE. Names are sorted, owners are 0, modes
0644 or 0755, and all times are SOURCE_DATE_EPOCH.
"""

import gzip
import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path

EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])


def below(base, names):
    """The files and links, and in a tar the folders, in the order of their names."""
    found = set()
    for name in names:
        path = base / name
        found.add(path)
        if path.is_dir() and not path.is_symlink():
            found.update(path.rglob("*"))
    return sorted(found, key=lambda path: path.relative_to(base).as_posix())


def mode(path):
    return 0o755 if path.is_dir() or os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o644


def tar(archive, base, paths):
    with open(archive, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as out:
            for path in paths:
                entry = out.gettarinfo(path, path.relative_to(base).as_posix())
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = "root"
                entry.mtime = EPOCH
                entry.mode = 0o777 if entry.issym() else mode(path)
                # A second name of the same file is a file of its own.
                if entry.islnk():
                    entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", path.stat().st_size
                if entry.isreg():
                    with open(path, "rb") as file:
                        out.addfile(entry, file)
                else:
                    out.addfile(entry)


def zipped(archive, base, paths):
    # Zip has no zone, and no year before 1980.
    when = time.gmtime(max(EPOCH, 315532800))[:6]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        for path in paths:
            if path.is_dir():
                continue
            entry = zipfile.ZipInfo(path.relative_to(base).as_posix(), when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode(path)) << 16
            out.writestr(entry, path.read_bytes())


def main():
    archive, base, *names = sys.argv[1:]
    base = Path(base)
    pack = tar if archive.endswith(".tar.gz") else zipped
    pack(archive, base, below(base, names))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main()
