"""Runs public programs with both libraries, and compares what they print.

compare_programs.py FOLDER STANDIN PROGRAMS

FOLDER: a folder with one folder for each program, see README.md. PROGRAMS: programs.tsv.
"""

import difflib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
#: What differs between two runs with one library: times, ids and signatures; and the wording of messages.
CHANGING = [
    (r"'message': '[^']*'", "'message': 'TEXT'"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "TIME"),
    (r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", "TIME"),
    (r"\d+:\d\d:\d\d(\.\d+)?", "DURATION"),
    (r"\d+[.\d]* ?(s|sec|seconds)\b", "DURATION"),
    (r"q-sign-algorithm=[^ \"']*", "SIGNATURE"),
    (r"[0-9A-Za-z+/]{20,}={1,2}", "ID"),
    (r"\r[^\n]*", ""),
]


def standin(program, folder):
    """Start a stand-in with TLS; return its process and its addresses."""
    process = subprocess.Popen(
        [program, "--no-log", "--tls", folder], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    http, https = (process.stdout.readline().split()[0].partition("://")[2] for _ in range(2))
    return process, http, https


def run(module, name, source, program):
    """Run a program with a library; return its lines, without what changes from run to run."""
    with tempfile.TemporaryDirectory() as folder:
        code, work = pathlib.Path(folder) / "code", pathlib.Path(folder) / "work"
        work.mkdir()
        shutil.copytree(source, code, ignore=shutil.ignore_patterns(".git"))
        for file in code.rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(r"\bqcloud_cos\b(?!_)", module, text), encoding="utf-8")
        process, http, https = standin(program, folder)
        try:
            arguments = [module, name, str(code), http, https, str(pathlib.Path(folder) / "ca.pem")]
            found = subprocess.run(
                [sys.executable, "-B", str(HERE / "program.py"), *arguments],
                cwd=work,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
    text = found.stdout.replace(folder, "FOLDER")
    for pattern, word in CHANGING:
        text = re.sub(pattern, word, text)
    # The log of Tencent's SDK is not what the program prints.
    lines = [line for line in text.splitlines() if not re.match(r"\w+:qcloud_cos\.", line)]
    return [*lines, f"exit status {found.returncode}"]


def main(folder, program, programs):
    """Run all, and print a line for each."""
    failed = passed = skipped = 0
    program = str(pathlib.Path(program).resolve())
    for line in pathlib.Path(programs).read_text(encoding="utf-8").splitlines():
        name = line.split("\t")[0]
        source = pathlib.Path(folder) / name
        if line.startswith("#"):
            continue
        if not source.is_dir():
            print(f"skipped: {name}: there is no {source}")
            skipped += 1
            continue
        theirs, ours = (run(module, name, source, program) for module in ("qcloud_cos", "cos_err"))
        if theirs == ours and theirs[-1] == "exit status 0":
            print(f"ok: {name}: the same {len(theirs) - 1} lines")
            passed += 1
            continue
        print("\n".join(difflib.unified_diff(theirs, ours, "qcloud_cos", "cos_err", lineterm="")) or "\n".join(ours))
        print(f"not ok: {name}")
        failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
