"""A program for qcloud_cos prints the same after its import lines are changed."""

import difflib
import os
import pathlib
import re
import subprocess
import sys

import pytest

PROGRAMS = sorted((pathlib.Path(__file__).parent / "programs").glob("*.py"))
#: What differs from call to call: ids, times, and words that Tencent's SDK has for its own.
VARYING = [
    (r"\b\d{10};\d{10}\b", "WINDOW"),
    (r"\b[A-Za-z0-9+/]{38,}={0,2}", "ID"),
    (r"\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT", "TIME"),
    (r"\d{4}-\d\d-\d\dT[\d:]+Z", "TIME"),
]
#: Some of its calls dial the bucket's own host even if they were given an address.
DIAL = """
import sys
from urllib3.util import connection
dial = connection.create_connection
here = ("127.0.0.1", int(sys.argv[1]))
connection.create_connection = lambda to, *rest, **more: dial(here if "cos" in to[0] else to, *rest, **more)
"""


def run(source, folder, port, keys):
    folder.mkdir()
    environment = {**os.environ, **keys, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", source, str(port)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    printed = done.stdout
    for pattern, word in VARYING:
        printed = re.sub(pattern, word, printed)
    return printed.splitlines()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_the_same_lines(program, tmp_path, start_standin, keys):
    source = program.read_text(encoding="utf-8")
    changed = re.sub(r"^from qcloud_cos", "from cos_err", source, flags=re.M)
    assert changed != source
    theirs = run(DIAL + source, tmp_path / "theirs", start_standin().port, keys)
    ours = run(changed, tmp_path / "ours", start_standin().port, keys)
    assert len(ours) > 10
    assert ours == theirs, "\n".join(difflib.unified_diff(theirs, ours, "qcloud_cos", "cos_err", lineterm="", n=0))
