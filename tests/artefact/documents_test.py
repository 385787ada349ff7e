"""Plants one fault at a time in a copy of the tree, and requires documents.py to complain of it: a fault or more for
each kind of statement."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(os.environ.get("COS_ERR_ROOT", Path(__file__).resolve().parent.parent.parent))
CHECK = Path(__file__).with_name("documents.py")
REFERENCE = "bindings/reference"
# File, text that stands there, the fault, and the complaint.
FAULTS = [
    (f"{REFERENCE}/json.md", "| `retry_after_ms` |", "| `retry_after` |", "JSON: retry_after"),
    ("src/error/kind.rs", 'CodeSource::Probe => "probe"', 'CodeSource::Probe => "second-request"', "words: code_source"),
    (f"{REFERENCE}/reasons.md", "| `COS_ERROR_REASON_DNS` | 110 |", "| `COS_ERROR_REASON_DNS` | 111 |", "reasons: COS_ERROR_REASON_DNS"),
    (f"{REFERENCE}/reasons.md", "| `Dns` | yes |", "| `Dns` | no |", "reasons: COS_ERROR_REASON_DNS"),
    ("include/cos_err.h", " * The host name could not be resolved.", " * The host name was not resolved.", "comments of reasons: 110"),
    (f"{REFERENCE}/code-sources.md", "| `COS_CODE_SOURCE_PROBE` | 4 |", "| `COS_CODE_SOURCE_PROBE` | 5 |", "code sources: COS_CODE_SOURCE_PROBE"),
    ("src/error/headers.rs", "pub const MAX_BYTES: usize = 64 * 1024;", "pub const MAX_BYTES: usize = 128 * 1024;", "limits: bytes of headers"),
    ("src/client/options.rs", "max_attempts: 3,", "max_attempts: 4,", "defaults: attempts"),
    ("include/cos_err.h", "to 20. The default is 3.", "to 20. The default is 4.", "defaults in the header: attempts"),
    ("bindings/go/options.go", "1 to 20. The default is 3.", "1 to 20. The default is 4.", "defaults in Go: attempts"),
    ("README.md", "glibc 2.34 or later", "glibc 2.31 or later", "figures: glibc"),
    ("src/error/retry.rs", "408 | 429 | 500", "408 | 500", "figures: statuses to retry"),
    ("bindings/c/README.md", "cos_error_free", "cos_error_release", "cos_error_release is not in cos_err.h"),
    (f"{REFERENCE}/curves.md", "# ", "# `tests/bench/bends` ", "tests/bench/bends is not there"),
    ("README.md", "`make demo`", "`make show`", "make show is no target"),
    ("README.md", "(bindings/reference/limits.md)", "(bindings/reference/bounds.md)", "nothing is at bindings/reference/bounds.md"),
    ("README.md", "(bindings/c/README.md#conventions)", "(bindings/c/README.md#manners)", "no heading is at bindings/c/README.md#manners"),
    ("README.md", "## Why\n", "## Why\n" + "word " * 1900, "README.md has"),
    ("README.md", "not tested against live COS", "tested", "README.md does not begin with its status"),
]


def complaints(root):
    environment = {**os.environ, "COS_ERR_ROOT": str(root)}
    done = subprocess.run([sys.executable, "-B", CHECK], env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def seen(root, path, old, new, complaint):
    place = root / path
    before = place.read_text(encoding="utf-8")
    if old not in before:
        return f"{path} does not say {old!r}"
    place.write_text(before.replace(old, new, 1), encoding="utf-8")
    said = complaints(root)
    place.write_text(before, encoding="utf-8")
    return "" if complaint in said else f"{path}, {new[:60]!r}: not found, but {said or 'nothing'!r}"


def main():
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "tree"
        unneeded = shutil.ignore_patterns("build", "target", ".git", "node_modules", "__pycache__")
        shutil.copytree(ROOT, root, symlinks=True, ignore=unneeded)
        failures = [complaints(root)] + [seen(root, *fault) for fault in FAULTS]
    failures = [each for each in failures if each]
    print("\n".join(failures) or f"{len(FAULTS)} planted faults are found")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
