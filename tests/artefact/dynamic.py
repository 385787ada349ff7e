"""What the shared library says to the loader: its name, what it needs, how it is
hardened; and its size."""

import os
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
import header  # noqa: E402

PREFIX = Path(os.environ["PREFIX"])
LIBRARY = PREFIX / "lib/libcos_err.so"
# glibc, of which libm and the loader are parts.
NEEDED = {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
GLIBC = (2, 34)
# A tree for an older one, as tests/dist/suites says: what is in libc since 2.34 was in libraries of their own.
OLDER = os.environ.get("COS_ERR_GLIBC", "")
if OLDER:
    GLIBC = tuple(map(int, OLDER.split(".")))
    NEEDED |= {"libpthread.so.0", "libdl.so.2"}
SIZE = 2_750_000


def readelf(*options):
    command = ["readelf", "--wide", *options, LIBRARY]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def unwinder():
    """Inside the library, unless the compiler has no archive of it."""
    command = [os.environ["C_COMPILER"], "-print-file-name=libgcc_eh.a"]
    archive = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return set() if Path(archive).is_absolute() else {"libgcc_s.so.1"}


def main():
    text = (PREFIX / "include/cos_err.h").read_text(encoding="utf-8")
    soname = "libcos_err.so." + header.macros(text)["COS_ERR_ABI"]
    dynamic, segments, versions = readelf("--dynamic"), readelf("--program-headers"), readelf("--version-info")
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic))
    allowed = NEEDED | unwinder()
    flags = " ".join(re.findall(r"\(FLAGS(?:_1)?\)\s*(.*)", dynamic))
    glibc = {tuple(map(int, each.split("."))) for each in re.findall(r"GLIBC_(\d+(?:\.\d+)+)", versions)}
    size = LIBRARY.stat().st_size

    expected = [
        (re.findall(r"\(SONAME\).*\[(.*)\]", dynamic) == [soname], f"its soname is {soname}"),
        ((PREFIX / "lib" / soname).resolve() == LIBRARY.resolve(), f"{soname} is a link to it"),
        ("libc.so.6" in needed and needed <= allowed, f"it needs {sorted(needed)}, nothing but {sorted(allowed)}"),
        (glibc and max(glibc) <= GLIBC, f"it runs with glibc {GLIBC}, asks for {max(glibc)}"),
        ("NODELETE" in flags, "it stays loaded (-z nodelete)"),
        ("NOW" in flags.split() or "BIND_NOW" in flags, "all symbols are bound at start"),
        ("GNU_RELRO" in segments, "its tables are read-only after start (RELRO)"),
        ("(TEXTREL)" not in dynamic, "its code is never written to"),
        (" RWE " not in segments, "no segment is writable and executable"),
        (size <= SIZE, f"its {size} bytes are at most {SIZE}"),
    ]
    for holds, fact in expected:
        print("ok    " if holds else "FAILED", fact)
    return not all(holds for holds, _ in expected)


if __name__ == "__main__":
    sys.exit(main())
