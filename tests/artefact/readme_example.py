"""The C code of README.md and of the header's comment compiles without a warning. The program
of README.md is built and run by the command lines below it, and prints what README.md shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
PREFIX = Path(os.environ["PREFIX"])
WORK = Path(os.environ["WORK"])
README = (ROOT / "README.md").read_text(encoding="utf-8")
# How README.md names the installed tree.
DOCUMENTED_PREFIX = "build/prefix"


def blocks(language, text):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def compiles(name, code):
    """Without a warning: whether each function that is called is declared, and the code is standard C."""
    (WORK / f"{name}.c").write_text(code, encoding="utf-8")
    environment = {**os.environ, "PKG_CONFIG_PATH": str(PREFIX / "lib/pkgconfig")}
    pkg_config = ["pkg-config", "--cflags", "cos_err"]
    flags = subprocess.run(pkg_config, env=environment, capture_output=True, text=True, check=True).stdout
    command = [os.environ["C_COMPILER"], "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-c"]
    command += [WORK / f"{name}.c", *shlex.split(flags), "-o", WORK / f"{name}.o"]
    subprocess.run(command, check=True)


def header_example():
    """The example at the top of the header, as a program."""
    header = (PREFIX / "include/cos_err.h").read_text(encoding="utf-8")
    example = re.search(r" \* @code\n(.*?) \* @endcode\n", header, re.DOTALL).group(1)
    lines = "\n".join(line[3:] for line in example.splitlines())
    return f"#include <cos_err.h>\n#include <stdio.h>\n\nint main(void)\n{{\n{lines}\nreturn 0;\n}}\n"


def with_prefix(line):
    """The line for the tree under test."""
    return re.sub(rf"(\$PWD/)?{DOCUMENTED_PREFIX}", str(PREFIX), line)


def runs():
    """The output of the program, whose exit code must be that of a failure."""
    after = README.split("```c\n", 1)[1].split("```\n", 1)[1]
    lines = blocks("sh", after)[0].splitlines()
    shown = blocks("text", after)[0]
    (build,) = (line for line in lines if line.startswith("cc "))
    (run,) = (line for line in lines if "./program" in line)
    if f"PREFIX=$PWD/{DOCUMENTED_PREFIX}" not in lines[0]:
        raise SystemExit(f"the tree is not installed into {DOCUMENTED_PREFIX}: {lines[0]}")
    subprocess.run(["sh", "-c", with_prefix(build)], cwd=WORK, check=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COS_")}
    done = subprocess.run(["sh", "-c", run], cwd=WORK, env=environment, capture_output=True, text=True, check=False)
    if (done.returncode, done.stdout) != (1, shown):
        raise SystemExit(f"{run}\nended with {done.returncode} and printed\n{done.stdout}README.md shows\n{shown}")


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    programs = blocks("c", README)
    if len(programs) != 2:
        raise SystemExit(f"README.md has {len(programs)} blocks of C")
    for name, code in zip(["program", "parse"], programs):
        compiles(name, code)
    compiles("header", header_example())
    runs()


if __name__ == "__main__":
    sys.exit(main())
