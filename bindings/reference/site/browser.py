#!/usr/bin/env python3
"""The search of the built reference in Chromium: browser.py OUTPUT

Each query is given in the URL. Chromium prints the page as its scripts have left it, without a network.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

# The page that is open, the query, and where the first result must lead.
QUERIES = [
    ("index.html", "NoSuchBucket", "./en/NoSuchBucket.html"),
    ("zh/index.html", "NoSuchBucket", "../zh/NoSuchBucket.html"),
    ("c/index.html", "cos_error_retry", "../c/error.html#cos_error_retry"),
    ("index.html", "%E7%AD%BE%E5%90%8D", "./zh/SignatureDoesNotMatch.html"),
    ("en/SlowDown.html", "xyzzyplugh", None),
]


def dom(url):
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                   "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000", "--dump-dom", url]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def main():
    output = Path(sys.argv[1]).resolve()
    passed = 0
    for page, query, expected in QUERIES:
        results = re.search(r'<ol class="results".*?</ol>', dom(f"file://{output}/{page}?q={query}"), re.S)[0]
        first = re.search(r'<a href="([^"]*)"', results)
        if (first and first[1]) == expected:
            passed += 1
        else:
            print(f"{page}: {query}: {first and first[1]} instead of {expected}")
    print(f"{passed} passed, {len(QUERIES) - passed} failed")
    return passed != len(QUERIES)


if __name__ == "__main__":
    sys.exit(main())
