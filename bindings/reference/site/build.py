#!/usr/bin/env python3
"""Builds the reference: static pages that load nothing from elsewhere.

    build.py OUTPUT COMMAND MODULE

COMMAND is the installed cos-err, which explains the codes of the catalogue. MODULE is the
WebAssembly module of `make wasm`; without it the reference has no diagnosis page. Everything else
comes from include/cos_err.h, src/ffi, src/operations, bindings/reference, the guides and tests/bench.
"""

import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import capi
import diagnose
import operations
from markdown import Document, prose, relative

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
GUIDES = {name: f"bindings/{name}/README.md" for name in ("c", "cpp", "go", "python", "node", "java")}
FIXED = {
    "bindings/reference/README.md": "index.html",
    "bindings/reference/zh.md": "zh/index.html",
    "include/cos_err.h": "c/index.html",
    "tests/bench/README.md": "figures.html",
    operations.TABLE: "operations.html",
    **{path: f"guides/{name}.html" for name, path in GUIDES.items()},
}
WORDS = {
    "en": {
        "codes": "Error codes", "search": "Search codes, symbols, words", "status": "status", "retry": "retry", "code": "code",
        "advice": "cause and remedy", "yes": "yes", "no": "no", "after-fix": "after a fix", "other": "中文", "none": "-",
        "cos": "COS", "ci": "data processing", "unknown": "", "client": "client error", "documentation": "documentation",
        "intro": "Each code of the catalogue with the advice of the library. A code that is a link has a page with its causes, checks and remedies.",
    },
    "zh": {
        "codes": "错误码", "search": "搜索错误码、符号、关键词", "status": "状态码", "retry": "重试", "code": "错误码",
        "advice": "原因与解决方法", "yes": "可以", "no": "不可以", "after-fix": "修正后可以", "other": "English", "none": "-",
        "cos": "COS", "ci": "数据万象", "unknown": "", "client": "客户端错误", "documentation": "文档",
        "intro": "目录中的全部错误码及本库给出的建议。带链接的错误码有单独的页面，说明常见原因、排查方法和解决方法。",
    },
}
WORDS_OF_COMMAND = {"en": {"yes": "yes", "no": "no", "after a fix": "after-fix"}, "zh": {"可以": "yes", "不可以": "no", "修正后可以": "after-fix"}}
NAVIGATION = {
    "en": [("c/index.html", "C API"), ("en/codes.html", "Codes"), ("reasons.html", "Reasons"), ("operations.html", "Operations"), ("json.html", "JSON"),
           ("limits.html", "Limits"), ("defaults.html", "Defaults"), ("figures.html", "Figures")],
    "zh": [("c/index.html", "C API"), ("zh/codes.html", "错误码"), ("guides/c.html", "C 指南"), ("json.html", "JSON")],
}

DIAGNOSE = {"en": "Diagnose", "zh": "诊断"}
OTHER_LANGUAGE = {"en": "zh-CN", "zh": "en"}


@dataclass
class Page:
    path: str
    title: str
    language: str
    body: str
    # Names that lead to a place of the page: name, anchor, text.
    names: list
    other: str = ""


def repository_pages():
    """The page of each file of the repository that has one."""
    pages = dict(FIXED)
    for path in sorted((ROOT / "bindings/reference").glob("*.md")):
        pages.setdefault(str(path.relative_to(ROOT)), f"{path.stem}.html")
    for language in ("en", "zh"):
        for path in sorted((ROOT / "bindings/reference/pages" / language).glob("*.md")):
            pages[str(path.relative_to(ROOT))] = f"{language}/{path.stem}.html"
    return pages


def documents(pages, folders):
    """The Markdown files as pages. folders: the page, of the same language, for a link to a folder."""
    for source, path in pages.items():
        if not source.endswith(".md"):
            continue
        document = Document(ROOT, source)
        language = "zh" if path.startswith("zh/") else "en"
        twin = {"en": "zh", "zh": "en"}[language] + path[2:] if "/pages/" in source else ""
        twin = {"index.html": "zh/index.html", "zh/index.html": "index.html"}.get(path, twin)
        body = document.render(path, {**pages, **{folder: f"{language}/{page}" for folder, page in folders.items()}})
        yield Page(path, document.title, language, body, [(document.title, "", document.text)], twin)


def c_api():
    sections = capi.sections(ROOT)
    place = {item.name: f"c/{section.slug}.html#{item.name}" for section in sections for item in section.items}
    for section in sections:
        path = f"c/{section.slug}.html"
        items = [item_html(item, linker(place, path, item.name)) for item in section.items]
        names = [(item.name, item.name, f"{item.declaration} {item.comment}") for item in section.items]
        body = f"<h1>{section.title}</h1>\n" + "\n".join(items)
        yield Page(path, section.title, "en", body, [(section.title, "", ""), *names])
    path = "c/index.html"
    rows = (
        f'<h2><a href="{section.slug}.html">{section.title}</a></h2>\n<p class="names">'
        + " ".join(f'<a href="{section.slug}.html#{i.name}">{i.name}</a>' for i in section.items if not is_code(i.name))
        + "</p>"
        for section in sections
    )
    text = capi.introduction((ROOT / "include/cos_err.h").read_text(encoding="utf-8"))
    body = "<h1>C API</h1>\n" + prose(text, linker(place, path)) + "\n".join(rows)
    yield Page(path, "C API", "en", body, [("cos_err.h", "", text)])


def is_code(name):
    return name.startswith("COS_ERROR_CODE_")


def item_html(item, link):
    declaration = link(html.escape(item.declaration, quote=False))
    text = prose(item.comment, link)
    return f'<section id="{item.name}"><h2><a href="#{item.name}">{item.name}</a></h2>\n<pre><code>{declaration}</code></pre>\n{text}</section>'


def linker(place, page, own=""):
    def one(found):
        name = found[0]
        return name if name == own or name not in place else f'<a href="{relative(place[name], page)}">{name}</a>'

    return lambda text: re.sub(r"\b(?:cos|COS)_\w+", one, text)


def codes():
    """The codes of the catalogue, those with a name before the numbers."""
    tables = (ROOT / "src/error/codes" / f"{name}.tsv" for name in ("cos", "numbers"))
    return sorted({line.split("\t")[0] for table in tables for line in table.read_text(encoding="utf-8").splitlines()[1:]}, key=lambda code: (not code[0].isalpha(), code.lower()))


def explained(command, language):
    arguments = [command, "explain", "--json", *(["--zh"] if language == "zh" else []), "--", *codes()]
    lines = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def code_list(command, language, pages):
    words, path = WORDS[language], f"{language}/codes.html"
    rows, names = [], []
    for code in explained(command, language):
        name = code["code"]
        of_page = f"bindings/reference/pages/{language}/{name.replace(' ', '-')}.md"
        label = html.escape(name)
        cell = f'<a href="{relative(pages[of_page], path)}">{label}</a>' if of_page in pages else label
        for at, meaning in enumerate(code["meanings"]):
            retry = words[WORDS_OF_COMMAND[language].get(meaning["retry"], meaning["retry"])]
            status = meaning["status"] or words["none"]
            advice = html.escape(meaning["advice"])
            if meaning["doc_url"]:
                advice += f' <a href="{html.escape(meaning["doc_url"])}">{words["documentation"]}</a>'
            anchor = f' id="{label.replace(" ", "-")}"' if at == 0 else ""
            service = words[meaning["responder"]]
            rows.append(f"<tr{anchor}><td>{cell} <small>{service}</small></td><td>{status}</td><td>{retry}</td><td>{advice}</td></tr>")
        if of_page not in pages:
            names.append((name, name.replace(" ", "-"), " ".join(meaning["advice"] for meaning in code["meanings"])))
    head = "".join(f"<th>{words[column]}</th>" for column in ("code", "status", "retry", "advice"))
    body = f'<h1>{words["codes"]}</h1>\n<p>{words["intro"]}</p>\n<div class="wide"><table class="codes"><thead><tr>{head}</tr></thead><tbody>\n' + "\n".join(rows) + "</tbody></table></div>"
    other = {"en": "zh", "zh": "en"}[language]
    return Page(path, words["codes"], language, body, [(words["codes"], "", ""), *names], f"{other}/codes.html")


def operation_list():
    table = operations.rows(ROOT)
    return Page("operations.html", "Operations", "en", operations.body(table), [("Operations", "", ""), *operations.names(table)])


def frame(page, navigation):
    """What surrounds the content of a page: its language, and the links to other pages."""
    home = "zh/index.html" if page.language == "zh" else "index.html"
    other = page.other or {"en": "zh/index.html", "zh": "index.html"}[page.language]
    return {
        "language": {"en": "en", "zh": "zh-CN"}[page.language],
        "home": relative(home, page.path),
        "navigation": "".join(f'<a href="{relative(path, page.path)}">{label}</a>' for path, label in navigation[page.language]),
        "other": f'<a href="{relative(other, page.path)}" lang="{OTHER_LANGUAGE[page.language]}">{WORDS[page.language]["other"]}</a>',
    }


def whole(page, navigation):
    template = (HERE / "page.html").read_text(encoding="utf-8")
    values = {
        **frame(page, navigation),
        "root": relative(".", page.path),
        "title": html.escape(page.title),
        "search": WORDS[page.language]["search"],
        "body": page.body,
    }
    return re.sub(r"@(\w+)@", lambda name: values[name[1]], template)


def diagnosis(output, module, pages, navigation):
    """Writes the diagnosis page in both languages."""
    style = (HERE / "style.css").read_text(encoding="utf-8")
    for language, other in (("en", "zh"), ("zh", "en")):
        page = Page(f"{language}/diagnose.html", "", language, "", [], f"{other}/diagnose.html")
        of_page = {name for name in codes() if f"bindings/reference/pages/{language}/{name.replace(' ', '-')}.md" in pages}
        listed = {"pages": sorted(of_page), "rows": [name for name in codes() if name not in of_page]}
        text = diagnose.page(language, module.read_bytes(), listed, style, frame(page, navigation))
        (output / page.path).write_text(text, encoding="utf-8")


def with_diagnosis():
    """The navigation with the diagnosis page, and its names for the search."""
    names = {language: words["title"] for language, words in diagnose.WORDS.items()}
    navigation = {language: [(f"{language}/diagnose.html", label), *NAVIGATION[language]] for language, label in DIAGNOSE.items()}
    return navigation, [[name, language, f"{language}/diagnose.html", diagnose.WORDS[language]["intro"]] for language, name in names.items()]


def build(output, command, module):
    pages = repository_pages()
    navigation, names = with_diagnosis() if module.is_file() else (NAVIGATION, [])
    folders = {"bindings/reference/pages": "codes.html"}
    if module.is_file():
        folders["bindings/reference/site/diagnose"] = "diagnose.html"
    built = [*documents(pages, folders), *c_api(), operation_list(), *(code_list(command, language, pages) for language in ("en", "zh"))]
    shutil.rmtree(output, ignore_errors=True)
    pictures = ROOT / "bindings/reference/curves"
    if pictures.is_dir():
        shutil.copytree(pictures, output / "curves")
    for page in built:
        path = output / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole(page, navigation), encoding="utf-8")
    if module.is_file():
        diagnosis(output, module, pages, navigation)
    else:
        print(f"without the diagnosis page: {module} is not there; `make wasm` builds it")
    index = [[name, page.language, page.path + (f"#{anchor}" if anchor else ""), text] for page in built for name, anchor, text in page.names] + names
    (output / "index.js").write_text("const INDEX = " + json.dumps(index, ensure_ascii=False) + ";\n", encoding="utf-8")
    for name in ("style.css", "search.js"):
        shutil.copy(HERE / name, output / name)
    print(f"{len(built)} pages, {len(index)} names are in {output}")


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
