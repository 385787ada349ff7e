"""What the documents repeat of the sources is what the sources say: JSON members, reasons,
code sources, limits, defaults, link list, versions, names, paths, links."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ.get("COS_ERR_ROOT", Path(__file__).resolve().parent.parent.parent))
UNITS = {"": 1, "KiB": 1024, "MiB": 1024 * 1024}
TYPES = {"&'a str": "string", "Option<i64>": "number or null", "bool": "boolean", "Text<'a>": "string", "Vec<Text<'a>>": "array of string"}
REFERENCE = "bindings/reference"
# Limits as limits.md calls them: the constant, and its file.
LIMITS = {
    "bytes of an error's body": ("MAX_BYTES", "src/error/body/mod.rs"),
    "headers": ("MAX_FIELDS", "src/error/headers.rs"),
    "bytes of headers": ("MAX_BYTES", "src/error/headers.rs"),
    "depth of an XML body": ("MAX_DEPTH", "src/error/body/xml_text.rs"),
    "details of an error": ("MAX_DETAILS", "src/error/body/xml.rs"),
    "parts of a partial failure": ("MAX_PARTS", "src/error/body/xml.rs"),
    "bytes of a successful response": ("MAX_ANSWER", "src/client/transport/mod.rs"),
    "bytes of an error's text": ("MAX_TEXT", "src/error/report.rs"),
    "bytes of an error's JSON": ("MAX_JSON", "src/error/report.rs"),
    "bytes of a log line": ("MAX_LINE", "src/client/log.rs"),
    "calls of a client that let others go on while a callback does not return": ("MOST_LENT", "src/client/lent_places.rs"),
}
# Names of others, and of the tests.
NOT_IN_THE_HEADER = {"cos_err", "cos_api", "COS_C_SDK", "COS_STANDIN", "COS_ERR_PREFIX"}
DEFAULTS = {
    "connect timeout (resolving, connecting, TLS), per attempt": "connect",
    "io timeout (no byte in either direction)": "io",
    "total timeout (all attempts and waits)": "total",
    "attempts": "max_attempts",
    "connections in use": "max_connections",
    "backup domain": "backup_domain",
}


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


# For people who use or change the library. Tests and bindings have guides of their own.
DOCUMENTS = ["README.md", "CHANGELOG.md", "bindings/c/README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / REFERENCE).glob("*.md"))]
DOCUMENTS += [".github/CONTRIBUTING.md", ".github/SECURITY.md", ".github/RELEASING.md"]
HEADER = read("include/cos_err.h")


def find(pattern, text):
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    if not found:
        raise SystemExit(f"nothing is like {pattern}")
    return found.group(1)


def flat(path):
    """A text in one line: its lines may break anywhere."""
    return " ".join(read(path).split())


def table(first, subject):
    """The rows below the table head that begins with this cell, in the reference of this subject."""
    text = read(f"{REFERENCE}/{subject}.md")
    rows = find(rf"^\| {re.escape(first)} \|[^\n]*\n\|[-:| ]+\|\n((?:\|[^\n]*\n)+)", text)
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in rows.splitlines()]


def bare(cell):
    return cell.strip("`")


def differing(what, documented, real):
    """One complaint for each entry that stands on one side alone, or on both with another value."""
    names = [*documented, *(name for name in real if name not in documented)]
    nothing = "(nothing)"
    pairs = ((name, documented.get(name, nothing), real.get(name, nothing)) for name in names)
    found = [f"{what}: {name}: document {ours!r}, source {theirs!r}" for name, ours, theirs in pairs if ours != theirs]
    if not documented or not real:
        found.append(f"{what}: nothing to compare")
    elif not found and list(documented) != list(real):
        found.append(f"{what}: in another order")
    return found


def members(name, prefix=""):
    """Members of a struct of digest.rs and their JSON types; those of nested objects behind their array."""
    found = {}
    for member, type_name in re.findall(r"^    (\w+): (.*),$", find(rf"struct {name}<'a> {{\n(.*?)\n}}", DIGEST), re.M):
        nested = None if type_name in TYPES else re.fullmatch(r"Vec<(\w+)<'a>>", type_name)
        json_type = "array of object" if nested else TYPES.get(type_name, "number")
        found[prefix + member] = json_type
        if nested:
            found.update(members(nested.group(1), f"{prefix}{member}[]."))
    return found


DIGEST = read("src/error/report.rs")


def json_members():
    rows = table("member", "json")
    return differing("JSON", {bare(row[0]): row[1] for row in rows}, members("Digest"))


def json_words():
    """The words of the closed sets, as the members' meanings list them."""
    meanings = {bare(row[0]): set(re.findall(r"`([a-z-]+)`", row[2])) for row in table("member", "json")}
    kinds = read("src/error/kind.rs")
    found = []
    for member, name in {"kind": "Kind", "code_source": "CodeSource", "responder": "Responder", "retry": "Retry"}.items():
        words = set(re.findall(rf'{name}::\w+ => "([a-z-]+)"', kinds))
        found += differing("words", {member: meanings.get(member)}, {member: words or None})
    return found


def reasons():
    """Number, code, retry class and text of each reason, by the name of its macro."""
    documented = {bare(r[0]): (int(r[1]), bare(r[2]), r[3], r[4]) for r in table("`cos_error_reason`", "reasons")}
    retry = {"Yes": "yes", "No": "no", "AfterFix": "after a fix"}
    rows = re.findall(r'^    (\w+) = (\d+), (\w+), "(.*)";$', read("src/error/reason.rs"), re.M)
    by_number = {int(number): (code, retry[again], text) for code, number, again, text in rows}
    macros = re.findall(r"^#define (COS_ERROR_REASON_\w+) (\d+)$", HEADER, re.M)
    real = {macro: (int(number), *by_number.get(int(number), ())) for macro, number in macros}
    return differing("reasons", documented, real)


def reasons_in_the_header():
    """The comment of a reason's macro begins with the reason's text."""
    texts = dict(re.findall(r'^    \w+ = (\d+), \w+, "(.*)";$', read("src/error/reason.rs"), re.M))
    comments = re.findall(r"/\*\*\n((?: \* .*\n)+) \*/\n#define COS_ERROR_REASON_\w+ (\d+)$", HEADER, re.M)
    flat_comments = {number: " ".join(line[3:] for line in comment.splitlines()) for comment, number in comments}
    return differing("comments of reasons", {number: comment[: len(texts.get(number, "?"))] for number, comment in flat_comments.items()}, texts)


def code_sources():
    documented = {bare(row[0]): row[1] for row in table("`cos_error_code_source`", "code-sources")}
    return differing("code sources", documented, dict(re.findall(r"^#define (COS_CODE_SOURCE_\w+) (\d+)$", HEADER, re.M)))


def constant(name, path):
    product = find(rf"^(?:pub )?const {name}: \w+ = ([\d_* ]+);", read(path))
    value = 1
    for factor in product.split("*"):
        value *= int(factor)
    return value


def limits():
    documented = {}
    for name, value in table("limit", "limits"):
        number, _, unit = value.partition(" ")
        documented[name] = int(number) * UNITS[unit]
    return differing("limits", documented, {name: constant(*where) for name, where in LIMITS.items()})


def defaults_of_options():
    """The defaults of the options, as defaults.md writes them."""
    source = read("src/client/options.rs")
    block = find(r"fn default\(\) -> Options {(.*?)\n    }\n", source)
    real = {}
    for name, field in DEFAULTS.items():
        value = find(rf"\b{field}: ([^,]+),", block)
        if value == "None":
            # Not set: what is taken then is a constant.
            value = find(rf"^pub const {field.upper()}: Duration = ([^;]+);", source)
        seconds = re.fullmatch(r"Duration::from_secs\((\d+)\)", value)
        real[name] = f"{seconds.group(1)} 000 ms" if seconds else {"true": "on", "false": "off"}.get(value, value)
    return real


def defaults():
    return differing("defaults", dict(table("option", "defaults")), defaults_of_options())


def defaults_in_the_header():
    """The comments of the setters name the defaults."""
    documented = {}
    for name, field in DEFAULTS.items():
        setter = f"{field}_timeout_ms" if field in ("connect", "io", "total") else field
        text = " ".join(line.strip(" *") for line in find(rf"/\*\*\n((?: \*(?!/)[^\n]*\n)+) \*/\nvoid cos_client_options_set_{setter}\(", HEADER).splitlines())
        value = find(r"The default is (\d[\d ]*)\b", text).strip()
        documented[name] = f"{value} ms" if setter != field else {"0": "off", "1": "on"}[value] if field == "backup_domain" else value
    return differing("defaults in the header", documented, defaults_of_options())


def defaults_in_the_packages():
    """The comments of Go's and Java's options name the defaults."""
    go, java = read("bindings/go/options.go"), read("bindings/java/src/main/java/io/github/cos_err/CosClientBuilder.java")
    found, numbers = [], {name: value for name, value in defaults_of_options().items() if value != "on"}
    for name, value in numbers.items():
        field = DEFAULTS[name]
        words = [field, "timeout"] if field in ("connect", "io", "total") else field.split("_")
        camel = "".join(word.capitalize() for word in words)
        comments = {
            "Go": (rf"((?:^// [^\n]*\n)+)func With{camel.replace('Io', 'IO')}\(", r"The default is (\d+)"),
            "Java": (rf"((?:^   \*[^\n]*\n)+)  public CosClientBuilder {camel[0].lower() + camel[1:]}\(", r"(\d+)(?: s)? by default"),
        }
        real = value.removesuffix(" 000 ms")
        for language, (comment, number) in comments.items():
            text = " ".join(line.strip(" /*") for line in find(comment, {"Go": go, "Java": java}[language]).splitlines())
            found += differing(f"defaults in {language}", {name: find(number, text)}, {name: real})
    return found


def figures():
    """Single numbers and lists in running text."""
    listed = " ".join(f"-l{name}" for name in read("bindings/c/static-libs.txt").split())
    statuses = find(r"fn of_status.*?^        ([\d |.=]+) => Retry::Yes", read("src/error/retry.rs"))
    readme, guide = flat("README.md"), flat("bindings/c/README.md")
    sources, decided = flat(f"{REFERENCE}/code-sources.md"), flat(f"{REFERENCE}/reasons.md")
    documented = {
        "static list": find(r"`pkg-config --static --libs cos_err` appends `([^`]*)`", guide),
        "Rust": find(r"Rust ([\d.]+) or later", readme),
        "glibc": [find(r"glibc ([\d.]+) or later", text) for text in (readme, guide)],
        "soname": [find(r"soname is `libcos_err\.so\.(\d+)`", text) for text in (readme, guide)],
        "skew, s": [find(r"more than (\d+) s ahead", sources), find(r"or (\d+) s behind", sources)],
        "shown of a SecretId": find(r"of a SecretId they show the first (\d+) characters", guide),
        "statuses to retry": re.findall(r"\d+", find(r"the status decides: ([^.]*) are yes", decided)),
    }
    real = {
        "static list": listed,
        "Rust": find(r'^rust-version = "([\d.]+)"', read("Cargo.toml")),
        "glibc": [find(r"^GLIBC = \(([\d, ]+)\)$", read("tests/artefact/dynamic.py")).replace(", ", ".")] * 2,
        "soname": [find(r"^#define COS_ERR_ABI (\d+)$", HEADER)] * 2,
        "skew, s": [str(constant(name, "src/error/derived_code.rs")) for name in ("SIGNED_BACK_S", "SIGNED_AHEAD_S")],
        "shown of a SecretId": str(constant("SHOWN", "src/error/secrets.rs")),
        "statuses to retry": re.findall(r"\d+", statuses),
    }
    return differing("figures", documented, real)


def declared():
    """Functions, types and macros that are named are declared."""
    named = {name: path for path in DOCUMENTS for name in re.findall(r"\b(?:cos|COS)_\w+", read(path))}
    headers = HEADER + read("include/cos_err/c_sdk.h")
    unknown = [name for name in named.keys() - NOT_IN_THE_HEADER if not re.search(rf"\b{name}\b", headers)]
    return [f"{named[name]}: {name} is not in cos_err.h or c_sdk.h" for name in sorted(unknown)]


def there():
    """Files and make targets that are named are there."""
    found, makefile = [], read("Makefile")
    for document in DOCUMENTS:
        text = read(document)
        paths = set(re.findall(r"`((?:src|tests|include|bindings)/[\w./*-]+)`", text))
        paths |= set(re.findall(r"^    ((?:src|tests|include|bindings)/\S*)", text, re.M))
        found += [f"{document}: {path} is not there" for path in sorted(paths) if not list(ROOT.glob(path.rstrip("/")))]
        targets = set(re.findall(r"`make ([a-z][a-z-]*)", text)) | set(re.findall(r"^(?:    )?make ([a-z][a-z-]*)", text, re.M))
        found += [f"{document}: make {name} is no target" for name in sorted(targets) if not re.search(rf"^{name}:", makefile, re.M)]
    return found


def anchors(path):
    """The anchors of a document's headings, as a forge makes them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links():
    """Relative links of all documents lead to files, and to headings in them."""
    found = []
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True, check=False)
    # Without git: an unpacked archive of the sources.
    documents = listed.stdout.splitlines() or DOCUMENTS
    for document in documents:
        place = ROOT / document
        text = re.sub(r"^ *```.*?^ *```|`[^`\n]*`", "", place.read_text(encoding="utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            name, _, anchor = target.partition("#")
            if "://" in target:
                continue
            path = (place.parent / name) if name else place
            if not path.exists():
                found.append(f"{document}: nothing is at {target}")
            elif anchor and anchor not in anchors(path):
                found.append(f"{document}: no heading is at {target}")
    return found


def door():
    """README.md stays short, and its first screen says what has not been tested."""
    readme = read("README.md")
    words, first = len(readme.split()), "\n".join(readme.splitlines()[:20])
    found = [] if words <= 1900 else [f"README.md has {words} words"]
    return found + ([] if "not tested against live COS" in first else ["README.md does not begin with its status"])


def main():
    checks = [json_members, json_words, reasons, reasons_in_the_header, code_sources, limits, defaults, defaults_in_the_header, defaults_in_the_packages, figures, declared, there, links, door]
    failures = [complaint for check in checks for complaint in check()]
    print("\n".join(failures) or f"{len(checks)} kinds of statements in {len(DOCUMENTS)} documents agree with the sources")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
