"""The install tree of libcos_err that is built against: COS_ERR_PREFIX, else what pkg-config finds."""

import os
import pathlib
import subprocess
import sys


def prefix() -> pathlib.Path:
    """Where it is."""
    given = os.environ.get("COS_ERR_PREFIX")
    if not given:
        asked = subprocess.run(
            ["pkg-config", "--variable=prefix", "cos_err"], stdout=subprocess.PIPE, text=True, check=False
        )
        given = asked.stdout.strip()
    tree = pathlib.Path(given).resolve()
    if not given or not (tree / "include" / "cos_err.h").is_file() or not (tree / "lib" / "libcos_err.a").is_file():
        sys.exit(
            "libcos_err is not found: run `make install PREFIX=DIR` in its checkout, and build with COS_ERR_PREFIX=DIR"
        )
    return tree


def licenses() -> "list[pathlib.Path]":
    """What must go with every copy of the library."""
    return sorted((prefix() / "share" / "licenses" / "cos_err").iterdir())
