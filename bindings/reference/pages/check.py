#!/usr/bin/env python3
"""Checks the diagnosis pages against each other and against the catalogue.

usage: check.py [PAGES [ROOT]]

PAGES is the directory with en/, zh/ and README.md, by default the one of this script. ROOT is the tree
whose src/error holds the catalogue and the reasons, by default the tree that contains this script.
Prints one line per fault and "N passed, M failed". The exit status is 1 if a check failed, else 0.
"""

import base64
import calendar
import csv
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

HEADINGS = {
    "en": ["What it means", "Usual causes", "How to check", "How to fix", "Example", "See also"],
    "zh": ["含义", "常见原因", "排查方法", "解决方法", "示例", "另请参阅"],
}
EXAMPLE = {"en": ("Example response", "Example error"), "zh": ("响应示例", "错误示例")}
RETRY = {
    "en": {"no": "no", "yes": "yes", "after-fix": "after a fix"},
    "zh": {"no": "不可以", "yes": "可以", "after-fix": "修正后可以"},
}
CLASSES = {"No": "no", "Yes": "yes", "AfterFix": "after-fix"}
MEANING, CAUSES, CHECKS, FIXES, SAMPLE, LINKS = range(6)
HAN = re.compile(r"[\u3400-\u9fff]")
HAN_SHARE = 0.4
# Words that the project's prose does not use for these things.
BANNED_EN = re.compile(r"\b(answers?|answered|likewise|otherwise than|header fields?|temporary keys)\b", re.I)
# Words that COS's Chinese documents do not use for these things.
BANNED_ZH = re.compile(r"(存储空间|文件名|密匙|帐号|帐户|(?<!DNS )区域|请求ID|回复|储存|不认识)")


class Page:
    """A page cut into its title, its line of facts and its sections."""

    def __init__(self, path, language):
        self.path, self.language = path, language
        self.label = f"{language}/{path.name}"
        # A name can be that of a code and of a reason (InvalidArgument), so the file's name decides.
        self.of_reason = path.name.startswith("reason-")
        self.text = path.read_text(encoding="utf-8")
        lines = self.text.split("\n")
        self.title = lines[0]
        self.facts = lines[2] if len(lines) > 2 else ""
        self.headings, self.sections = [], []
        self.open_fence = self._cut(lines[1:])

    def _cut(self, lines):
        fence = False
        for line in lines:
            fence ^= line.lstrip().startswith("```")
            if not fence and line.startswith("## "):
                self.headings.append(line[3:])
                self.sections.append([])
            elif self.sections:
                self.sections[-1].append(line)
        return fence

    def section(self, number):
        return "\n".join(self.sections[number]) if number < len(self.sections) else ""

    def items(self, number):
        """The numbered items of a section: pairs of number and text."""
        found, fence = [], False
        for line in self.section(number).split("\n"):
            start = None if fence else re.match(r"(\d+)\. (.*)", line)
            fence ^= line.lstrip().startswith("```")
            if start:
                found.append([int(start[1]), start[2]])
            elif found:
                found[-1][1] += "\n" + line
        return found


def without_code(text):
    """Prose alone: no fenced blocks."""
    return re.sub(r"^[ ]*```.*?^[ ]*```[ ]*$", "", text, flags=re.M | re.S)


def sentences(text, language):
    prose = " ".join(without_code(text).split())
    pattern = r"(?<=[.!?:])\s+" if language == "en" else r"(?<=[。！？：；])"
    cut = (part.strip(" `*-").lower() for part in re.split(pattern, prose))
    return [part for part in cut if len(part) > 3]


def read_codes(root):
    """The statuses and the retry class of each code, COS's rows before those of data processing."""
    rows = defaultdict(list)
    with open(root / "src/error/codes/cos.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            rows[row["code"]].append(row)
    return {code: [r for r in found if r["service"] != "ci"] or found for code, found in rows.items()}


def read_reasons(root):
    text = (root / "src/error/reason.rs").read_text(encoding="utf-8")
    found = re.findall(r'^    (\w+) = (\d+), (\w+), "', text, re.M)
    return {name: (number, CLASSES[retry]) for name, number, retry in found}


def file_of_code(name):
    return name.replace(" ", "-") + ".md"


def file_of_reason(name):
    return "reason-" + re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower() + ".md"


def facts_of(page, name, codes, reasons):
    language, words = page.language, RETRY[page.language]
    if page.of_reason:
        number, retry = reasons[name]
        if language == "en":
            return f"Client error · reason {number} · retry: {words[retry]}"
        return f"客户端错误 · 原因编号 {number} · 重试：{words[retry]}"
    statuses = [row["status"] for row in codes[name]]
    retry = words[codes[name][0]["retry"]]
    if language == "en":
        return f"HTTP {' or '.join(statuses)} · retry: {retry}"
    return f"HTTP {' 或 '.join(statuses)} · 重试：{retry}"


def check_head(page, name, codes, reasons):
    if page.title != f"# {name}":
        yield f'the title must be "# {name}", not "{page.title}"'
    expected = facts_of(page, name, codes, reasons)
    if page.facts != expected:
        yield f'the third line must be "{expected}", not "{page.facts}"'


def check_headings(page):
    expected = list(HEADINGS[page.language])
    expected[SAMPLE] = EXAMPLE[page.language][page.of_reason]
    if page.headings != expected:
        missing = [heading for heading in expected if heading not in page.headings]
        what = f'"## {missing[0]}" is missing' if missing else "the order is wrong"
        yield f"the headings must be {expected}: {what}"
    if page.open_fence:
        yield "a ``` block is not closed"
    for number, heading in enumerate(page.headings):
        if not page.section(number).strip():
            yield f'section "{heading}" is empty'


def check_numbers(page):
    counts = []
    for number in (CAUSES, CHECKS, FIXES):
        found = [item[0] for item in page.items(number)]
        counts.append(len(found))
        if found != list(range(1, len(found) + 1)):
            yield f"section {number + 1}: the items are numbered {found}"
    if len(set(counts)) != 1 or counts[0] < 2:
        yield f"causes, checks and fixes must be as many, and at least 2: {counts}"


def check_checks(page):
    items = page.items(CHECKS)
    for number, text in items:
        if "→" not in text and "`" not in text:
            yield f"check {number} names neither a command nor a place in the console or the response"
    shown = sum("```" in text or "→" in text for _, text in items)
    if shown * 2 < len(items):
        yield f"only {shown} of {len(items)} checks show a command or a place in the console"


def check_service_example(page, name, codes):
    blocks = re.findall(r"^```http\n(.*?)^```$", page.section(SAMPLE), re.M | re.S)
    if len(blocks) != 1:
        yield f"the example must be one ```http block, not {len(blocks)}"
        return
    head, _, body = blocks[0].partition("\n\n")
    status = re.match(r"HTTP/1\.1 (\d{3}) \S", head)
    allowed = {row["status"] for row in codes[name]}
    if not status or status[1] not in allowed:
        yield f'the status line "{head.splitlines()[0]}" must have status {" or ".join(sorted(allowed))}'
    element = lambda tag: (re.search(rf"<{tag}>(.*?)</{tag}>", body, re.S) or ["", ""])[1]
    header = lambda key: (re.search(rf"^{key}: (.*)$", head, re.M | re.I) or ["", ""])[1]
    # The catalogue lists the message "Request has expired" as a code: COS sends AccessDenied with it.
    told = element("Message") if " " in name else element("Code")
    if told != name:
        yield f"the body names {told!r}, not {name!r}"
    if header("Content-Length") != str(len(body.encode())):
        yield f"Content-Length is {header('Content-Length')}, the body has {len(body.encode())} bytes"
    for key, tag in (("x-cos-request-id", "RequestId"), ("x-cos-trace-id", "TraceId")):
        if not header(key) or header(key) != element(tag):
            yield f"{key} and {tag} must be the same"
    if header("Server") != "tencent-cos":
        yield "Server must be tencent-cos"
    yield from check_request_id(header("x-cos-request-id"), header("Date"))
    if "bucket" in element("Resource") and "1250000000" not in element("Resource"):
        yield f"Resource must use the APPID 1250000000: {element('Resource')}"


def check_request_id(request_id, date):
    try:
        decoded = base64.b64decode(request_id, validate=True).decode("ascii")
        made = int(re.fullmatch(r"([0-9a-f]{8})(_[0-9a-f]+){3}", decoded)[1], 16)
        sent = calendar.timegm(time.strptime(date, "%a, %d %b %Y %H:%M:%S GMT"))
    except (ValueError, TypeError, UnicodeError):
        yield f"the request id {request_id!r} or the Date {date!r} is not one of COS"
        return
    if made != sent:
        yield f"the request id was made at {made}, the Date is {sent}"
    if time.strftime("%a", time.gmtime(sent)) != date[:3]:
        yield f"the weekday of {date} is wrong"


def check_client_example(page, name):
    blocks = re.findall(r"^```text\n(.*?)^```$", page.section(SAMPLE), re.M | re.S)
    if len(blocks) != 1 or not re.match(rf"{name}( \(HTTP \d{{3}}\))?: ", blocks[0]):
        yield f"the example must be one ```text block that begins with {name}:"


def check_links(page):
    prose = without_code(page.text)
    for text, target in re.findall(r"\[([^\]]*)\]\(([^)]*)\)", prose):
        if not text.strip():
            yield f"the link to {target} has no text"
        if re.fullmatch(r"https://(www\.tencentcloud\.com|cloud\.tencent\.com)/document/[\w/]+", target):
            continue
        if re.match(r"\w+:", target) or not re.fullmatch(r"[\w.-]+\.md", target):
            yield f"the link {target} is neither a page nor an https address of the COS documentation"
        elif not (page.path.parent / target).is_file():
            yield f"the link {target} leads to no page"
        elif target == page.path.name:
            yield "the page links to itself"
    bare = re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\)", "", prose)
    if re.search(r"https?://", bare):
        yield "an address stands in the text without a link or backticks"
    if prose.count("[") != prose.count("]"):
        yield "square brackets do not match"
    if "](" not in page.section(LINKS):
        yield "the last section has no link"


def check_language(page):
    prose = without_code(page.text)
    if page.language == "en":
        if HAN.search(prose):
            yield f"Han text in an English page: {HAN.search(prose)[0]}"
        for match in BANNED_EN.finditer(re.sub(r"`[^`]*`", "", prose)):
            yield f'the word "{match[0]}" is not used for this'
        return
    for number, heading in enumerate(page.headings):
        section = re.sub(r"`[^`]*`|\]\([^)]*\)", "", without_code(page.section(number)))
        if number != LINKS and len(HAN.findall(section)) < 8:
            yield f'section "{heading}" has hardly any Han text'
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|\s", "", prose)
    share = len(HAN.findall(text)) / max(1, len(text))
    if share < HAN_SHARE:
        yield f"only {share:.0%} of the text is Han, at least {HAN_SHARE:.0%} is wanted"
    half = re.search(r"[\u3400-\u9fff][,;:!?]", prose)
    if half:
        yield f'half-width punctuation after Han: "{half[0]}"'
    for match in BANNED_ZH.finditer(prose):
        yield f"{match[0]} is not the term that COS uses"


def check_pair(one, other):
    if len(one.items(CAUSES)) != len(other.items(CAUSES)):
        yield f"{one.label} and {other.label} differ in the number of causes"
    fenced = lambda page: re.findall(r"^```\w+\n(.*?)^```$", page.section(SAMPLE), re.M | re.S)
    if fenced(one) != fenced(other):
        yield f"{one.label} and {other.label} show different examples"


def check_uniqueness(pages):
    seen = {}
    for page in pages:
        for number in (CAUSES, CHECKS):
            for _, text in page.items(number):
                for sentence in sentences(text, page.language):
                    if sentence in seen:
                        yield f'{page.label} repeats a sentence of {seen[sentence]}: "{sentence}"'
                    seen.setdefault(sentence, page.label)


def check_readme(readme, pages):
    listed = set(re.findall(r"\]\(en/([\w.-]+\.md)\)", readme.read_text(encoding="utf-8")))
    present = {page.path.name for page in pages if page.language == "en"}
    for name in sorted(listed ^ present):
        yield f"README.md: {name} is {'listed, but there is no such page' if name in listed else 'not listed'}"


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def run(self, label, faults):
        faults = list(faults)
        for fault in faults:
            print(f"{label}: {fault}" if label else fault)
        self.failed += bool(faults)
        self.passed += not faults


def check_page(tally, page, name, codes, reasons):
    tally.run(page.label, check_head(page, name, codes, reasons))
    tally.run(page.label, check_headings(page))
    tally.run(page.label, check_numbers(page))
    tally.run(page.label, check_checks(page))
    example = check_client_example(page, name) if page.of_reason else check_service_example(page, name, codes)
    tally.run(page.label, example)
    tally.run(page.label, check_links(page))
    tally.run(page.label, check_language(page))


def main(arguments):
    pages_dir = Path(arguments[0] if arguments else Path(__file__).parent).resolve()
    root = Path(arguments[1] if len(arguments) > 1 else Path(__file__).resolve().parents[3])
    codes, reasons = read_codes(root), read_reasons(root)
    names = {file_of_code(name): name for name in codes} | {file_of_reason(name): name for name in reasons}
    tally, pages = Tally(), []
    for language in HEADINGS:
        for path in sorted((pages_dir / language).glob("*.md")):
            known = path.name in names
            tally.run(f"{language}/{path.name}", [] if known else ["neither a code nor a reason has this name"])
            if known:
                pages.append(Page(path, language))
                check_page(tally, pages[-1], names[path.name], codes, reasons)
    by_name = {page.label: page for page in pages}
    for file in sorted({page.path.name for page in pages}):
        pair = [by_name.get(f"{language}/{file}") for language in HEADINGS]
        absent = [language for language, page in zip(HEADINGS, pair) if page is None]
        tally.run(file, [f"the page in {absent[0]}/ is missing"] if absent else check_pair(*pair))
    for name in reasons:
        file = file_of_reason(name)
        tally.run("", [] if f"en/{file}" in by_name else [f"reason {name} has no page {file}"])
    for language in HEADINGS:
        tally.run("", check_uniqueness([page for page in pages if page.language == language]))
    tally.run("", check_readme(pages_dir / "README.md", pages))
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
