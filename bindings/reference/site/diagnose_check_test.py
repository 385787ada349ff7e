#!/usr/bin/env python3
"""Plants faults into the diagnosis page, each of which diagnose_check.py must find: diagnose_check_test.py OUTPUT SCRATCH"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import diagnose

CHECK = Path(__file__).resolve().parent / "diagnose_check.py"
# What is wrong, what is replaced in the page, by what, and what is then printed.
FAULTS = [
    ("a page that may connect", r"default-src &#x27;none&#x27;; connect-src &#x27;none&#x27;", "default-src *", "refused by the policy"),
    ("a page that sends the text", r"show\(core, core", "new Image().src = 'data:,' + element('text').value; fetch('?' + element('text').value).catch(() => {}); show(core, core", "complaints of the browser"),
    ("a page that keeps the text", r"show\(core, core", "localStorage.setItem('text', element('text').value); show(core, core", "en: kept"),
    ("a field without a label", r"<label for=\"text\">", "<label>", "no textbox"),
    ("results that do not get the focus", r"element\('finding-0'\).focus\(\);", "", "focus"),
    ("the advice of another language", r"error.advice\[LANGUAGE\]", "''", "no advice"),
    ("a key that does nothing", r"event.ctrlKey", "event.altKey", "the page says nothing"),
    ("text in a pale colour", r"--text: #1c2024", "--text: #9aa0a6", "has a contrast of"),
]


def with_policy(text):
    """The page with the hashes of what it now contains."""
    for tag in ("style", "script"):
        inline = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.S)[1]
        text = re.sub(rf"({tag}-src &#x27;)sha256-[^&]*", lambda found, inline=inline: found[1] + diagnose.source(inline).strip("'"), text)
    return text


def found(scratch):
    command = [sys.executable, "-B", CHECK, scratch, "--rows", "go,nothing", "--languages", "en"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main():
    output, scratch = Path(sys.argv[1]), Path(sys.argv[2])
    page = (output / "en/diagnose.html").read_text(encoding="utf-8")
    passed = 0
    for name, old, new, fault in FAULTS:
        shutil.rmtree(scratch, ignore_errors=True)
        (scratch / "en").mkdir(parents=True)
        damaged = re.sub(old, lambda _, new=new: new, page)
        (scratch / "en/diagnose.html").write_text(with_policy(damaged), encoding="utf-8")
        result = found(scratch)
        if damaged != page and result.returncode == 1 and fault in result.stdout:
            passed += 1
        else:
            print(f"not found: {name}: {result.stdout[-500:]}{result.stderr[-300:]}")
    print(f"{passed} passed, {len(FAULTS) - passed} failed")
    return passed != len(FAULTS)


if __name__ == "__main__":
    sys.exit(main())
