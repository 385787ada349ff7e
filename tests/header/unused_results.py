"""Throws away the result of every call that reports an error: each must warn,
in C and in C++, and none when the result is used."""

import os
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
import header  # noqa: E402

PREFIX = Path(os.environ["PREFIX"])
COMPILERS = [
    (os.environ["C_COMPILER"], "c", "c99"),
    (os.environ["C_COMPILER"], "c", "c2x"),
    (os.environ["CXX_COMPILER"], "c++", "c++11"),
    (os.environ["CXX_COMPILER"], "c++", "c++17"),
]


def program(calls, statement):
    lines = [f"  {statement.format(call)}" for call in calls]
    return "\n".join(["#include <cos_err.h>", "int main(void) {", *lines, "  return 0;", "}", ""])


def compile_it(compiler, language, standard, text):
    command = [compiler, "-x", language, f"-std={standard}", "-Werror=unused-result"]
    # Not -fsyntax-only: gcc finds these while it generates code.
    command += ["-c", "-o", os.devnull, f"-I{PREFIX / 'include'}", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def main():
    text = (PREFIX / "include/cos_err.h").read_text(encoding="utf-8")
    reporting = [f for f in header.functions(text) if f.result == "cos_error_t *"]
    calls = [f"{f.name}({', '.join('0' for _ in f.parameters)})" for f in reporting]
    failures = [f"{f.name} lacks COS_ERR_MUST_USE" for f in reporting if not f.must_use]
    for compiler, language, standard in COMPILERS:
        thrown = compile_it(compiler, language, standard, program(calls, "{};"))
        said = [line for line in thrown.stderr.splitlines() if "unused-result" in line]
        warned = set(re.findall(r"\bcos_\w+", "\n".join(said)))
        failures += [f"{standard}: {f.name} does not warn" for f in reporting if f.name not in warned]
        if thrown.returncode == 0:
            failures.append(f"{standard}: a thrown away result compiles")
        used = compile_it(compiler, language, standard, program(calls, "cos_error_free({});"))
        if used.returncode != 0:
            failures.append(f"{standard}: a used result does not compile\n{used.stderr}")
    print("\n".join(failures) or f"{len(reporting)} functions warn when their result is unused")
    return bool(failures) or not reporting


if __name__ == "__main__":
    sys.exit(main())
