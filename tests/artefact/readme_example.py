"""The first C example of the README compiles without a warning, and links."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
PREFIX = Path(os.environ["PREFIX"])
WORK = Path(os.environ["WORK"])


def main():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^```c\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    if not block:
        raise SystemExit("README.md has no ```c block")
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "example.c").write_text(block.group(1), encoding="utf-8")
    environment = {**os.environ, "PKG_CONFIG_PATH": str(PREFIX / "lib/pkgconfig")}
    pkg_config = ["pkg-config", "--cflags", "--libs", "cos_err"]
    flags = subprocess.run(pkg_config, env=environment, capture_output=True, text=True, check=True).stdout
    command = [os.environ["C_COMPILER"], "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    command += [WORK / "example.c", *shlex.split(flags), "-o", WORK / "example"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
