"""With COS_ERR_COEXIST our headers share no name with Tencent's C SDK, whichever
header comes first: not as macros, types or constants, in C and in C++.

c_sdk_names.txt lists the functions of the SDK; more_names.txt lists the types,
constants and macros of its headers (commit 647524b)."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PREFIX = Path(os.environ["PREFIX"])
# cos_log.h, as it is there: the values tell the SDK's levels from ours.
LOG_LEVELS = ["OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL"]
LOG_ENUM = "typedef enum { COS_LOG_OFF = 1, %s } cos_log_level_e;\n" % ", ".join(
    f"COS_LOG_{level}" for level in LOG_LEVELS[1:]
)
LANGUAGES = [
    (os.environ["C_COMPILER"], "c", "c11", "cos_err.h", "_Static_assert"),
    (os.environ["CXX_COMPILER"], "c++", "c++11", "cos_err.h", "static_assert"),
    (os.environ["CXX_COMPILER"], "c++", "c++17", "cos_err.hpp", "static_assert"),
]


def names():
    functions = (HERE.parent / "c_sdk_names.txt").read_text(encoding="utf-8").split()
    more = (HERE / "more_names.txt").read_text(encoding="utf-8").split()
    return functions + more


def trapped_macros(listed):
    """As macros that no declaration survives: where one of them is used, nothing compiles."""
    return "".join(f"#define {name} !trap {number}!\n" for number, name in enumerate(listed))


def other_declarations(listed):
    """As types and constants that agree with no declaration of the same name."""
    constants = [name for name in listed if name.isupper()]
    types = [name for name in listed if not name.isupper() and name != "cos_log_level_e"]
    lines = [f"typedef struct {{ char size[{100 + number}]; }} {name};" for number, name in enumerate(types)]
    lines += [f"enum {{ {name} = {1000 + number} }};" for number, name in enumerate(constants) if "_LOG_" not in name]
    return LOG_ENUM + "\n".join(lines) + "\n"


def levels(assertion):
    """Both sides keep their levels."""
    lines = [f'{assertion}(COS_LOG_{level} == {number}, "");' for number, level in enumerate(LOG_LEVELS, 1)]
    lines += [
        f'{assertion}(COS_ERR_LOG_{level} == {number}, "");'
        for number, level in enumerate(["ERROR", "WARN", "INFO", "DEBUG"], 1)
    ]
    return "\n".join(lines) + "\n"


def compiles(compiler, language, standard, text, options):
    command = [compiler, "-x", language, f"-std={standard}", "-Wall", "-Wextra", "-Werror", "-Wno-unused-macros"]
    command += ["-fsyntax-only", f"-I{PREFIX / 'include'}", *options, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def main():
    listed = names()
    failures = [] if len(set(listed)) == len(listed) > 600 else ["the lists of names are not whole"]
    forms = [("macros", trapped_macros(listed), False), ("declarations", other_declarations(listed), True)]
    tried = 0
    for compiler, language, standard, header, assertion in LANGUAGES:
        ours = f"#include <{header}>\n"
        for what, sdk, has_levels in forms:
            check = levels(assertion) if has_levels else ""
            for order, text in (("SDK first", sdk + ours + check), ("SDK last", ours + sdk + check)):
                result = compiles(compiler, language, standard, text, ["-DCOS_ERR_COEXIST"])
                tried += 1
                if result.returncode != 0:
                    failures.append(f"{header} in {standard}, {what}, {order}:\n{result.stderr[:1500]}")
        # The one name that is shared without COS_ERR_COEXIST shows that the check can fail.
        without = compiles(compiler, language, standard, other_declarations(listed) + ours, [])
        if without.returncode == 0 or "cos_head_bucket" not in without.stderr:
            failures.append(f"{header} in {standard}: cos_head_bucket is not noticed")
    print("\n".join(failures) or f"{len(listed)} names, {tried} compilations")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
