#!/usr/bin/env python3
"""Plants one fault at a time in a copy of the pages, and requires check.py to find it.

usage: check_test.py

Prints one line per planted fault that was not found and "N passed, M failed".
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def run(pages, root):
    done = subprocess.run(
        [sys.executable, str(HERE / "check.py"), str(pages), str(root)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )
    return done.returncode, done.stdout


def edit(path, change):
    before = path.read_text(encoding="utf-8")
    after = change(before)
    if after == before:
        raise AssertionError(f"nothing to change in {path.name}")
    path.write_text(after, encoding="utf-8")


def once(old, new):
    return lambda text: text.replace(old, new, 1)


def first_item(text, heading):
    return re.search(rf"^## {heading}\n\n1\. (.*)$", text, re.M)[1]


def doubled_cause(pages):
    sentence = first_item((pages / "en/NoSuchBucket.md").read_text(encoding="utf-8"), "Usual causes")
    edit(pages / "en/AccessDenied.md", lambda text: re.sub(
        r"(## Usual causes\n\n1\. ).*", lambda m: m[1] + sentence, text, count=1))


def doubled_check_zh(pages):
    sentence = first_item((pages / "zh/NoSuchBucket.md").read_text(encoding="utf-8"), "排查方法")
    edit(pages / "zh/AccessDenied.md", lambda text: re.sub(
        r"(## 排查方法\n\n1\. ).*", lambda m: m[1] + sentence, text, count=1))


def wrong_class(root):
    edit(root / "src/error/codes/cos.tsv", once("NoSuchBucket\tcos\t404\tafter-fix", "NoSuchBucket\tcos\t404\tyes"))


def new_reason(root):
    edit(root / "src/error/reason.rs", once("    Internal = 900, No, ", '    Weather = 910, No, "It rains.";\n    Internal = 900, No, '))


def page(name, old, new):
    return lambda pages, root: edit(pages / name, once(old, new))


def pattern(name, old, new):
    return lambda pages, root: edit(pages / name, lambda text: re.sub(old, new, text, count=1, flags=re.M))


# What is planted, how, and a piece of the line that must tell it.
FAULTS = [
    ("a cause of another page", lambda p, r: doubled_cause(p), "en/NoSuchBucket.md repeats a sentence of en/AccessDenied.md"),
    ("a check of another page", lambda p, r: doubled_check_zh(p), "zh/NoSuchBucket.md repeats a sentence of zh/AccessDenied.md"),
    ("a heading left out", page("en/NoSuchBucket.md", "## How to fix\n", ""), '"## How to fix" is missing'),
    ("a heading left out in Chinese", page("zh/NoSuchBucket.md", "## 排查方法\n", ""), '"## 排查方法" is missing'),
    ("two headings exchanged", pattern("en/NoSuchBucket.md", r"## What it means\n((?s:.*?))## Usual causes\n", r"## Usual causes\n\1## What it means\n"), "the order is wrong"),
    ("an empty section", pattern("en/NoSuchBucket.md", r"## See also\n(?s:.*)", "## See also\n"), 'section "See also" is empty'),
    ("a wrong status line", page("en/NoSuchBucket.md", "HTTP/1.1 404 Not Found\nContent-Type", "HTTP/1.1 403 Forbidden\nContent-Type"), "must have status 404"),
    ("a wrong status under the title", page("en/NoSuchBucket.md", "HTTP 404 ·", "HTTP 400 ·"), "the third line must be"),
    ("a wrong retry class", page("zh/NoSuchBucket.md", "重试：修正后可以", "重试：可以"), "the third line must be"),
    ("a retry class changed in the catalogue", lambda p, r: wrong_class(r), "en/NoSuchBucket.md: the third line must be"),
    ("another code in the body", page("en/NoSuchBucket.md", "<Code>NoSuchBucket<", "<Code>NoSuchKey<"), "the body names 'NoSuchKey'"),
    ("another message for a message that is listed as a code", page("en/Request-has-expired.md", "<Message>Request has expired<", "<Message>Access Denied.<"), "the body names 'Access Denied.'"),
    ("a wrong length", pattern("en/NoSuchBucket.md", r"^Content-Length: \d+$", "Content-Length: 7"), "Content-Length is 7"),
    ("a request id of another store", pattern("en/NoSuchBucket.md", r"^x-cos-request-id: .*$", "x-cos-request-id: AVRWEY367G347MEM"), "is not one of COS"),
    ("a date that the id does not fit", pattern("en/NoSuchBucket.md", r"(\d\d):(\d\d):\d\d GMT", r"\1:\2:60 GMT"), "the request id was made at"),
    ("a code in the wrong title", page("en/NoSuchBucket.md", "# NoSuchBucket", "# NoSuchBuckets"), "the title must be"),
    ("a cause without a number", page("en/NoSuchBucket.md", "\n2. The APPID", "\n- The APPID"), "the items are numbered [1, 3, 4]"),
    ("a check too few", pattern("zh/NoSuchBucket.md", r"^4\. 打开 COS 控制台.*\n", ""), "causes, checks and fixes must be as many"),
    ("a check without a command", pattern("en/NoSuchBucket.md", r"^4\. Open COS console.*$", "4. Have a look around."), "check 4 names neither"),
    ("a link to nowhere", page("en/NoSuchBucket.md", "(NoSuchKey.md)", "(NoSuchThing.md)"), "leads to no page"),
    ("a link to another site", page("en/NoSuchBucket.md", "https://www.tencentcloud.com/document/product/436/6224", "http://example.com/6224"), "nor an https address"),
    ("a bare address", page("en/NoSuchBucket.md", "The host of the request", "See https://example.com/ for the host of the request"), "without a link or backticks"),
    ("a block that does not end", pattern("en/NoSuchBucket.md", r"</Error>\n```\n", "</Error>\n"), "block is not closed"),
    ("an English section in a Chinese page", pattern("zh/NoSuchBucket.md", r"(## 含义\n\n)(?s:.*?)\n\n(## )", r"\1The host names a bucket that is not there.\n\n\2"), "has hardly any Han text"),
    ("half-width punctuation", page("zh/NoSuchBucket.md", "不存在。", "不存在,"), "half-width punctuation"),
    ("a term that COS does not use", page("zh/NoSuchBucket.md", "存储桶", "存储空间"), "is not the term"),
    ("Chinese in an English page", page("en/NoSuchBucket.md", "the whole name", "the whole 名称"), "Han text in an English page"),
    ("a word that the project does not use", page("en/NoSuchBucket.md", "gets the same status", "gets the same answer"), 'the word "answer"'),
    ("different examples", pattern("zh/NoSuchBucket.md", r"^Connection: keep-alive$", "Connection: close"), "show different examples"),
    ("a page in one language", lambda p, r: (p / "zh/NoSuchBucket.md").unlink(), "the page in zh/ is missing"),
    ("a page of no code", lambda p, r: shutil.copy(p / "en/NoSuchBucket.md", p / "en/NoSuchThing.md"), "neither a code nor a reason"),
    ("a reason without a page", lambda p, r: new_reason(r), "reason Weather has no page"),
    ("an error text of another reason", page("zh/reason-timeout.md", "Timeout: ", "Dns: "), "that begins with Timeout:"),
    ("a page that the README does not list", page("README.md", "(en/NoSuchBucket.md)", "(en/NoSuchKey.md)"), "NoSuchBucket.md is not listed"),
]


def planted(what, plant, told):
    with tempfile.TemporaryDirectory() as directory:
        pages, root = Path(directory) / "pages", Path(directory) / "root"
        shutil.copytree(HERE, pages, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        (root / "src/error/codes").mkdir(parents=True)
        for name in ("src/error/reason.rs", "src/error/codes/cos.tsv"):
            shutil.copy(ROOT / name, root / name)
        plant(pages, root)
        status, output = run(pages, root)
    last = output.strip().split("\n")[-1]
    if status == 1 and told in output and not last.endswith(" 0 failed"):
        return True
    print(f"not found: {what}; status {status}, last line: {last}")
    return False


def main():
    status, output = run(HERE, ROOT)
    clean = status == 0 and output.strip().endswith(" 0 failed")
    if not clean:
        print(f"the pages as they are do not pass:\n{output}")
    results = [clean] + [planted(*fault) for fault in FAULTS]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
