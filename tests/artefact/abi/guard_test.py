"""The header is compatible with that of the last release; and `bindings/c/abi/compare` finds
each incompatible change of changes.tsv that is made in it, and permits the others."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ABI = Path(os.environ["COS_ERR_ROOT"], "bindings/c/abi")
HEADER = Path(os.environ["COS_ERR_ROOT"], "include/cos_err.h")
WORK = Path(os.environ["WORK"])
ENVIRONMENT = {**os.environ, "CC": os.environ["C_COMPILER"]}
GROWING = re.compile(r"^typedef struct (\w+) \{\s*size_t struct_size;[^}]*?(\w+);\s*\} \1;", re.MULTILINE)


def compare(baseline, new):
    command = [sys.executable, ABI / "compare", baseline, new]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or done.stderr:
        raise SystemExit(f"compare ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.returncode, done.stdout


def changed(text, edit, name):
    new = subprocess.run(["sed", edit], input=text, capture_output=True, text=True, check=True).stdout
    if new == text:
        raise SystemExit(f"{name}: the edit changes nothing: {edit}")
    path = WORK / "changed.h"
    path.write_text(new, encoding="utf-8")
    return path


def is_told(row, baseline):
    name, edit, expected = row
    text = (baseline / "cos_err.h").read_text(encoding="utf-8")
    code, printed = compare(baseline, changed(text, edit, name))
    if expected == "-":
        return code == 0, printed
    return code == 1 and re.search(expected, printed) is not None, printed


def padding():
    """A member that is added must not lie within the size that a program of an older header states."""
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(encoding="utf-8"), flags=re.DOTALL)
    structs = GROWING.findall(text)
    lines = [
        f'_Static_assert(sizeof({name}) == offsetof({name}, {last}) + sizeof((({name} *)0)->{last}), "{name}");'
        for name, last in structs
    ]
    source = "\n".join(["#include <stddef.h>", f'#include "{HEADER}"', *lines, ""])
    command = [os.environ["C_COMPILER"], "-std=c11", "-fsyntax-only", "-x", "c", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    return done.returncode == 0 and len(structs) > 0, done.stderr


def main():
    if not shutil.which("abidw"):
        print("skipped: abidw is missing (Debian: abigail-tools)")
        return 77
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    code, printed = compare(ABI, HEADER)
    results = [("the header is compatible with the last release", code == 0, printed)]
    results.append(("no struct that may grow ends with padding", *padding()))
    # Described anew, so that a difference between compilers is none between the headers.
    baseline = WORK / "baseline"
    command = ["sh", ABI / "dump", baseline, ABI / "cos_err.h"]
    subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    table = Path(__file__).with_name("changes.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    results += [(row[0], *is_told(row, baseline)) for row in rows]
    for name, right, said in results:
        print(f"ok     {name}" if right else f"FAILED {name}\n{said}")
    failed = sum(not right for _, right, _ in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
