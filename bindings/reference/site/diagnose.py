"""The diagnosis page: one file per language that loads nothing and sends nothing."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent / "diagnose"
LOADER = HERE.parents[2] / "web/lib"
WORDS = {
    "en": {
        "title": "Diagnose a failed request",
        "intro": "Paste a request ID, a response with its headers, an error body, log lines, or the text of an exception. "
        "The page reads it in this browser: it sends nothing, and it stores nothing.",
        "label": "Text to diagnose", "explain": "Explain", "clear": "Clear", "results": "Results",
        "keys": "Ctrl+Enter (⌘+Enter on a Mac) explains too.", "noscript": "This page needs JavaScript and WebAssembly.",
    },
    "zh": {
        "title": "诊断失败的请求",
        "intro": "粘贴请求 ID、带响应头的响应、错误正文、日志或异常信息。内容只在此浏览器中解析，不发送，也不保存。",
        "label": "待诊断的内容", "explain": "诊断", "clear": "清空", "results": "诊断结果",
        "keys": "也可按 Ctrl+Enter（Mac 为 ⌘+Enter）。", "noscript": "此页面需要 JavaScript 和 WebAssembly。",
    },
}


def policy(style, script):
    """Forbids everything but this style, this script, and the module that is part of the page."""
    rules = [
        "default-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'", "img-src data:",
        f"style-src {source(style)}", f"script-src {source(script)} 'wasm-unsafe-eval'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    ]
    return "; ".join(rules)


def source(text):
    """The hash by which a policy names an inline text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def read(name, folder=HERE):
    return (folder / name).read_text(encoding="utf-8")


def bundle():
    """The loader of the module, whose files require each other, and the scripts of the page."""
    files = (f"'./{name}'(module, require) {{\n{read(name, LOADER)}}},\n" for name in ("memory.js", "module.js"))
    require = "function require(name) {\n  const module = {};\n  FILES[name](module, require);\n  return module.exports;\n}\n"
    return "const FILES = {\n" + "".join(files) + "};\n" + require + read("words.js") + read("page.js")


def page(language, module, codes, style, frame):
    """The page as HTML. module: the bytes of the WebAssembly module; codes: those that have a page,
    and those that have a row; frame: what all pages of the reference have around their content."""
    style += read("style.css")
    script = bundle()
    texts = {name: html.escape(text) for name, text in WORDS[language].items()}
    values = {
        **frame, **texts, "style": style, "script": script, "policy": html.escape(policy(style, script)),
        "codes": json.dumps(codes, ensure_ascii=False).replace("<", "\\u003c"), "module": base64.b64encode(module).decode(),
    }
    return re.sub(r"@(\w+)@", lambda name: values[name[1]] if name[1] in values else name[0], read("page.html"))
