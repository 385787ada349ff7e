"""program.c, compiled against the header of the last release, runs with this library, in which it
finds each function that the header declares. Compiled against a header in which a struct has
another layout, it fails: so it would find a library whose structs have changed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
PREFIX = Path(os.environ["PREFIX"])
WORK = Path(os.environ["WORK"])
HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/lib"))
import header  # noqa: E402


def compiled(name, text):
    """The program and the addresses of all functions, against that header."""
    folder = WORK / name
    folder.mkdir(parents=True)
    (folder / "cos_err.h").write_text(text, encoding="utf-8")
    functions = "".join(f"  (any){each.name},\n" for each in header.functions(text))
    every = f"#include <cos_err.h>\ntypedef void (*any)(void);\nany const every[] = {{\n{functions}}};\n"
    (folder / "every.c").write_text(every, encoding="utf-8")
    sources = [HERE / "program.c", ROOT / "tests/c/check.c", folder / "every.c"]
    command = [os.environ["C_COMPILER"], "-std=c11", "-w", f"-I{folder}", f"-I{ROOT / 'tests/c'}", *sources]
    # Every function is looked up when the program starts.
    command += [f"-L{PREFIX / 'lib'}", "-lcos_err", "-Wl,-z,now", "-o", folder / "program"]
    subprocess.run(command, check=True)
    return folder / "program"


def run(program):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COS_")}
    environment["LD_LIBRARY_PATH"] = str(PREFIX / "lib")
    try:
        done = subprocess.run([program], env=environment, capture_output=True, text=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        # With a wrong layout it may wait for ever, or crash.
        return 1, "it did not end"
    return done.returncode, done.stdout + done.stderr


def damaged(text, struct):
    """That struct with eight bytes more behind its first member."""
    return re.sub(rf"^(typedef struct {struct} \{{.*?;)", r"\1\n  int64_t more;", text, count=1, flags=re.S | re.M)


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    text = re.sub(r"/\*.*?\*/", "", (ROOT / "bindings/c/abi/cos_err.h").read_text(encoding="utf-8"), flags=re.DOTALL)
    code, said = run(compiled("kept", text))
    results = [("a program of the last release", code == 0, said)]
    structs = re.findall(r"^typedef struct (\w+) \{", text, re.MULTILINE)
    for struct in structs:
        code, said = run(compiled(struct, damaged(text, struct)))
        results.append((f"another layout of {struct} is found", code != 0, said))
    for name, right, printed in results:
        print(f"ok     {name}" if right else f"FAILED {name}\n{printed}")
    failed = sum(not right for _, right, _ in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return bool(failed) or len(structs) < 2


if __name__ == "__main__":
    sys.exit(main())
