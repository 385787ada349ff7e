"""The shared library exports what the header declares, nothing else; its names
stay off those of Tencent's C SDK, but for the one that users know."""

import os
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
import header  # noqa: E402

ROOT = Path(os.environ["COS_ERR_ROOT"])
PREFIX = Path(os.environ["PREFIX"])
SHARED = {"cos_head_bucket"}


def exported():
    command = ["nm", "--dynamic", "--defined-only", PREFIX / "lib/libcos_err.so"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.split()[-1] for line in listed.splitlines()]


def differences(name_a, a, name_b, b):
    found = [f"{name} is in {name_a}, not in {name_b}" for name in sorted(set(a) - set(b))]
    return found + [f"{name} is in {name_b}, not in {name_a}" for name in sorted(set(b) - set(a))]


def main():
    text = (PREFIX / "include/cos_err.h").read_text(encoding="utf-8")
    declared = [function.name for function in header.functions(text)]
    golden = re.findall(r"^(\w+);", (ROOT / "include/cos_err.symbols").read_text(encoding="utf-8"), re.M)
    sdk = set(Path(__file__).with_name("c_sdk_names.txt").read_text(encoding="utf-8").split())
    exports = exported()

    failures = differences("the library", exports, "cos_err.symbols", golden)
    failures += differences("cos_err.h", declared, "cos_err.symbols", golden)
    for name, names in (("cos_err.symbols", golden), ("cos_err.h", declared)):
        failures += [f"{each} is twice in {name}" for each in sorted(set(names)) if names.count(each) > 1]
    failures += [f"{name} does not begin with cos_" for name in exports if not name.startswith("cos_")]
    failures += [f"{name} is a name of the C SDK" for name in sorted((header.identifiers(text) & sdk) - SHARED)]
    failures += [f"{name} is not exported" for name in SHARED | {"cos_err_head_bucket"} if name not in exports]
    if len(sdk) < 400:
        failures.append("the list of the C SDK's names is not whole")
    print("\n".join(failures) or f"{len(exports)} exports")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
