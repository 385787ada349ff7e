#!/usr/bin/env python3
"""Plants faults into a copy of the built reference, each of which check.py must find: check_test.py OUTPUT COMMAND SCRATCH"""

import shutil
import subprocess
import sys
from pathlib import Path

CHECK = Path(__file__).resolve().parent / "check.py"
# What is wrong, the file, what is replaced there, by what, and what check.py then prints.
FAULTS = [
    ("a link to a page that is not there", "en/NoSuchKey.html", 'href="NoSuchVersion.html"', 'href="Gone.html"', "leads nowhere"),
    ("a link to an anchor that is not there", "c/error.html", 'href="#cos_error_t"', 'href="#cos_gone_t"', "leads nowhere"),
    ("a symbol without its place", "c/error.html", 'id="cos_error_retry"', 'id="cos_error_again"', "cos_error_retry has no place"),
    ("an anchor that stands twice", "c/error.html", 'id="cos_error_free"', 'id="cos_error_t"', "these anchors stand twice"),
    ("a code that is not listed", "zh/codes.html", 'id="SlowDown"', 'id="Slow"', "SlowDown is not listed"),
    ("another advice", "en/codes.html", "lower the concurrency", "raise the concurrency", "the advice of SlowDown"),
    ("an operation that is not listed", "operations.html", 'id="PutBucketCORS"', 'id="PutBucketCors"', "PutBucketCORS is not listed"),
    ("a script from elsewhere", "index.html", 'src="./search.js"', 'src="https://example.com/search.js"', "is not a file of the reference"),
    ("a picture from elsewhere", "figures.html", "<h1", '<img src="//example.com/a.png"><h1', "is not a file of the reference"),
    ("a link without TLS", "zh/index.html", "https://cloud.tencent.com", "http://cloud.tencent.com", "is no https link"),
    ("a diagnosis page that may connect", "en/diagnose.html", "connect-src &#x27;none&#x27;", "connect-src *", "the policy lacks connect-src"),
    ("a script that the policy does not name", "zh/diagnose.html", "const MOST_SHOWN = 50", "const MOST_SHOWN = 51", "the policy is for another script"),
    ("a code without a page", "en/diagnose.html", '"NoSuchKey"', '"NoSuchKeys"', "NoSuchKeys has no page"),
    ("a stylesheet that loads a font", "style.css", "* {", "@import 'font.css'; * {", "style.css loads something"),
]


def found(output, command):
    return subprocess.run([sys.executable, "-B", CHECK, output, command], capture_output=True, text=True, check=False)


def main():
    output, command, scratch = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    passed = 0
    # Without the WebAssembly module there is no diagnosis page.
    faults = [fault for fault in FAULTS if (output / fault[1]).exists()]
    for name, file, old, new, fault in faults:
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(output, scratch)
        text = (scratch / file).read_text(encoding="utf-8")
        (scratch / file).write_text(text.replace(old, new), encoding="utf-8")
        result = found(scratch, command)
        if old in text and result.returncode == 1 and fault in result.stdout:
            passed += 1
        else:
            print(f"not found: {name}: {result.stdout[-300:]}{result.stderr[-300:]}")
    print(f"{passed} passed, {len(faults) - passed} failed")
    return passed != len(faults)


if __name__ == "__main__":
    sys.exit(main())
