"""Runs the suite with both libraries, and compares what passes with the expected differences.

compare.py SUITE STANDIN DIFFERENCES
"""

import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile

THEIRS, OURS = "qcloud_cos", "cos_err"
#: Of the tests that pass with Tencent's SDK, this share passes with ours.
SHARE = 0.9
#: How the reason of a difference begins that is only one of wording.
WORDING = "wording: "
SIDE = pathlib.Path(__file__).parent / "side.py"


@contextlib.contextmanager
def standin(program):
    """Start a stand-in, and give its HOST:PORT."""
    process = subprocess.Popen(
        [program, "--no-log"],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process.stdout.readline().strip().partition("://")[2]
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def running(module, suite, program):
    """Run the suite with a library, in a folder and with a stand-in of its own."""
    with tempfile.TemporaryDirectory() as folder, standin(program) as address:
        log = pathlib.Path(folder) / "log"
        with open(log, "w", encoding="utf-8") as errors:
            yield subprocess.Popen(
                [sys.executable, "-B", str(SIDE), module, suite, address],
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )


def results(process):
    """Return the failures of the tests by their names; None is a success."""
    lines = [json.loads(line) for line in process.stdout]
    if process.wait() != 0:
        sys.exit("the suite could not be loaded")
    return dict(lines)


def expected(path):
    """Return the reasons of differences by the names of the tests; lines that begin with # are comments."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def compared(theirs, ours, reasons):
    """Print the table; return how many tests pass with Tencent's SDK, how many of them with ours, and the complaints.

    A test that asserts the wording of a message counts with neither.
    """
    good, passed, complaints = 0, 0, []
    for name in theirs:
        if theirs[name] is not None:
            line = "with neither" if ours[name] is not None else "with ours only"
            print(f"{line:16} {name}: {theirs[name].splitlines()[0][:120]}")
        elif ours[name] is None:
            good, passed = good + 1, passed + 1
            if name in reasons:
                complaints.append(f"{name} passes: remove its line from the differences")
        else:
            reason = reasons.get(name)
            print(f"with theirs only {name}: {reason or ours[name][:300]}")
            good += 0 if reason and reason.startswith(WORDING) else 1
            if reason is None:
                complaints.append(f"{name} passes with theirs only, and the differences do not explain why")
    return good, passed, complaints


def main(suite, program, differences):
    """Run, compare, and print a line for the count."""
    suite, program = (
        str(pathlib.Path(suite).resolve()),
        str(pathlib.Path(program).resolve()),
    )
    with running(THEIRS, suite, program) as one, running(OURS, suite, program) as other:
        theirs, ours = results(one), results(other)
    good, passed, complaints = compared(theirs, ours, expected(differences))
    print(
        f"{len(theirs)} tests outside data processing; {good} pass with Tencent's SDK, {passed} of these with cos_err"
    )
    if passed < SHARE * good:
        complaints.append(f"{passed} of {good} are less than {SHARE:.0%}")
    for complaint in complaints:
        print(f"not ok: {complaint}")
    print(f"{passed} passed, {len(complaints)} failed")
    return 1 if complaints or not good else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
