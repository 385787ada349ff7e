"""The command lines under "Linking" in the C README, as they stand there, in a prefix
of one's own: each makes a program that runs without further help of the loader's."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
PREFIX = os.environ["PREFIX"]
WORK = Path(os.environ["WORK"])


def lines():
    text = (ROOT / "bindings/c/README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Linking\n(.*?)^## ", text, re.DOTALL | re.MULTILINE).group(1)
    return re.findall(r"^    ((?:export|cc) .*)$", section, re.MULTILINE)


def run(line, exports, environment):
    script = "\n".join([*exports, line])
    done = subprocess.run(["sh", "-c", script], cwd=WORK, env=environment, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "program.c").write_bytes((ROOT / "tests/artefact/consumer/main.c").read_bytes())
    environment = {name: value for name, value in os.environ.items() if name not in ("PKG_CONFIG_PATH", "LD_LIBRARY_PATH")}
    environment["PREFIX"] = PREFIX
    exports = [line for line in lines() if line.startswith("export")]
    commands = [line for line in lines() if line.startswith("cc")]
    failures = []
    for line in commands:
        (WORK / "program").unlink(missing_ok=True)
        built, said = run(line, exports, environment)
        # The line for a prefix that the loader knows.
        plain = "rpath" not in line and "cos_err-static" not in line
        loader = {"LD_LIBRARY_PATH": f"{PREFIX}/lib"} if plain else {}
        if not built:
            failures.append(f"{line}\n{said}")
        elif subprocess.run([WORK / "program"], env={**environment, **loader}, check=False).returncode != 0:
            failures.append(f"the program does not run: {line}")
    if len(commands) < 4 or not exports:
        failures.append(f"the README has {len(commands)} command lines")
    print("\n".join(failures) or f"{len(commands)} command lines")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
