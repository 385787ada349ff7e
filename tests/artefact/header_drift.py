"""A header that is not what the sources say fails the build, and the message
tells the way out; a normal build never writes into include/."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
WORK = Path(os.environ["WORK"])


def build_script():
    """The build script that cargo made for the library, and the variables it ran with."""
    command = [os.environ["CARGO"], "build", "--release", "--locked", "--message-format=json"]
    said = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    manifest = str(ROOT / "Cargo.toml")
    for line in said.splitlines():
        message = json.loads(line)
        built = message["reason"] == "compiler-artifact" and "custom-build" in message["target"]["kind"]
        if built and message["manifest_path"] == manifest:
            return message["filenames"][0], message["package_id"].rsplit("@", 1)[-1].rsplit("#", 1)[-1]
    raise SystemExit("cargo built no build script")


def run(script, version, write=False):
    """Runs it as cargo does, on the copy."""
    out = WORK / "out"
    out.mkdir(exist_ok=True)
    major, minor, patch = version.split(".")
    variables = {
        "CARGO_MANIFEST_DIR": str(WORK / "copy"),
        "OUT_DIR": str(out),
        "CARGO_CFG_TARGET_OS": "linux",
        "CARGO_PKG_VERSION": version,
        "CARGO_PKG_VERSION_MAJOR": major,
        "CARGO_PKG_VERSION_MINOR": minor,
        "CARGO_PKG_VERSION_PATCH": patch,
    }
    environment = {k: v for k, v in os.environ.items() if k != "COS_ERR_WRITE_HEADER"}
    environment.update(variables)
    if write:
        environment["COS_ERR_WRITE_HEADER"] = "1"
    done = subprocess.run([script], cwd=WORK / "copy", env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    script, version = build_script()
    shutil.rmtree(WORK, ignore_errors=True)
    for folder in ("include", "src/ffi", "src/error/codes", "src/operations"):
        shutil.copytree(ROOT / folder, WORK / "copy" / folder)
    header = WORK / "copy/include/cos_err.h"
    current = header.read_bytes()

    fresh, said_fresh = run(script, version)
    header.write_bytes(current + b"\n/* edited by hand */\n")
    touched, said_touched = run(script, version)
    kept = header.read_bytes() != current
    written, said_written = run(script, version, write=True)

    expected = [
        (fresh == 0, f"the committed header builds\n{said_fresh}"),
        (touched != 0 and "make header" in said_touched, f"a touched one fails, with the way out\n{said_touched}"),
        (kept, "a normal build leaves include/ alone"),
        (written == 0 and header.read_bytes() == current, f"asked to write, it writes\n{said_written}"),
    ]
    for holds, fact in expected:
        print("ok     " + fact.splitlines()[0] if holds else "FAILED " + fact)
    return not all(holds for holds, _ in expected)


if __name__ == "__main__":
    sys.exit(main())
