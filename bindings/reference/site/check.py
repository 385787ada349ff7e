#!/usr/bin/env python3
"""Checks the built reference against its sources: check.py OUTPUT COMMAND

Every link leads to a page and an anchor, nothing is loaded from elsewhere, and every symbol, code and
diagnosis page is there. Prints one line per fault and `N passed, M failed`.
"""

import base64
import hashlib
import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
LOADING = {"link": "href", "script": "src", "img": "src", "iframe": "src"}


class Reader(HTMLParser):
    """Collects the anchors of a page, its links, and what a browser loads for it."""

    def __init__(self, path):
        super().__init__()
        self.anchors, self.twice, self.links, self.loads = {None}, set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        anchor = attributes.get("id")
        if anchor and anchor in self.anchors:
            self.twice.add(anchor)
        self.anchors.add(anchor)
        if tag == "a" and attributes.get("href") is not None:
            self.links.append(attributes["href"])
        if tag in LOADING and attributes.get(LOADING[tag]):
            self.loads.append(attributes[LOADING[tag]])


def links(output, pages):
    """One result for each link of each page."""
    for path, page in pages.items():
        for link in page.links:
            url = urlsplit(link)
            if url.scheme:
                yield url.scheme == "https", f"{path}: {link} is no https link"
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            found = target in pages and (not url.fragment or unquote(url.fragment) in pages[target].anchors)
            yield found, f"{path.relative_to(output)}: the link {link} leads nowhere"


def anchors(output, pages):
    """One result for each page."""
    for path, page in pages.items():
        yield not page.twice, f"{path.relative_to(output)}: these anchors stand twice: {sorted(page.twice)}"


def loads(output, pages):
    """One result for each file that a browser loads."""
    for path, page in pages.items():
        for url in page.loads:
            is_ours = url == "data:," or (not urlsplit(url).scheme and (path.parent / url).resolve().is_file())
            yield is_ours, f"{path.relative_to(output)}: {url} is not a file of the reference"
    for name in ("style.css", "search.js"):
        yield not re.search(r"https?:|@import|url\(", (output / name).read_text()), f"{name} loads something"


def symbols(output, pages, index):
    header = (ROOT / "include/cos_err.h").read_text(encoding="utf-8")
    functions = re.findall(r"(cos_\w+);", (ROOT / "include/cos_err.symbols").read_text())
    macros = re.findall(r"^#define (COS_\w+) \S", header, re.M)
    types = re.findall(r"^(?:typedef .*?|\} )(cos_\w+_t);$", header, re.M)
    yield len(functions) > 100 and len(macros) > 200 and len(types) > 20, "the header is not read"
    for name in {*functions, *macros, *types}:
        place = index.get(name, "#").split("#")
        page = pages.get(output / place[0])
        yield bool(page) and name in page.anchors, f"{name} has no place"


def codes(output, pages, command):
    tables = (ROOT / "src/error/codes" / f"{name}.tsv" for name in ("cos", "numbers"))
    names = {line.split("\t")[0] for table in tables for line in table.read_text(encoding="utf-8").splitlines()[1:]}
    yield len(names) > 300, "the catalogue is not read"
    for language in ("en", "zh"):
        text = (output / language / "codes.html").read_text(encoding="utf-8")
        for name in names:
            yield name.replace(" ", "-") in pages[output / language / "codes.html"].anchors, f"{language}: {name} is not listed"
        arguments = [command, "explain", "--json", *(["--zh"] if language == "zh" else []), "SlowDown"]
        for meaning in json.loads(subprocess.run(arguments, check=True, capture_output=True, text=True).stdout)["meanings"]:
            yield meaning["advice"] in text, f"{language}: the advice of SlowDown is another one"
        for source in (ROOT / "bindings/reference/pages" / language).glob("*.md"):
            yield output / language / f"{source.stem}.html" in pages, f"{language}: {source.name} is not built"


def operations(output, pages, index):
    table = (ROOT / "src/operations/operations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    yield len(table) > 80, "the table of operations is not read"
    page = pages[output / "operations.html"]
    for name in {row.split("\t")[0] for row in table} - {""}:
        yield name in page.anchors and index.get(name, "").startswith("operations.html#"), f"{name} is not listed"


def diagnosis(output, pages):
    """The diagnosis page loads and sends nothing, runs nothing but its own script, and its links lead to pages."""
    for path in (output / language / "diagnose.html" for language in ("en", "zh")):
        if path not in pages:
            continue
        name, text = path.relative_to(output), path.read_text(encoding="utf-8")
        policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
        for rule in ("default-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'"):
            yield rule in policy.split("; "), f"{name}: the policy lacks {rule}"
        for tag in ("style", "script"):
            inline = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.S)[1]
            digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
            yield f"{tag}-src 'sha256-{digest}'" in policy, f"{name}: the policy is for another {tag}"
        listed = json.loads(re.search(r'id="codes">(.*?)<', text, re.S)[1])
        for code in listed["pages"]:
            yield path.with_name(f"{code.replace(' ', '-')}.html") in pages, f"{name}: {code} has no page"
        for code in listed["rows"]:
            yield code.replace(" ", "-") in pages[path.with_name("codes.html")].anchors, f"{name}: {code} is not listed"


def chinese():
    """The program of the Chinese front door is that of the README, which a test compiles and runs."""
    blocks = [re.findall(r"```(?:c|sh)\n.*?```", (ROOT / path).read_text(encoding="utf-8"), re.S) for path in ("README.md", "bindings/reference/zh.md")]
    for block in blocks[0][:2]:
        yield block in blocks[1], "zh.md: a block differs from that of README.md"


def main():
    output, command = Path(sys.argv[1]).resolve(), sys.argv[2]
    pages = {path: Reader(path) for path in output.rglob("*.html")}
    text = (output / "index.js").read_text(encoding="utf-8")
    index = {name: path for name, _, path, _ in json.loads(text.removeprefix("const INDEX = ").rstrip(";\n"))}
    results = [*links(output, pages), *anchors(output, pages), *loads(output, pages), *symbols(output, pages, index), *codes(output, pages, command), *operations(output, pages, index), *diagnosis(output, pages), *chinese()]
    faults = sorted({fault for passed, fault in results if not passed})
    print("\n".join(faults))
    print(f"{sum(passed for passed, _ in results)} passed, {sum(not passed for passed, _ in results)} failed")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
