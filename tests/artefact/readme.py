"""What the README repeats of the sources is what they say: JSON members,
reasons, code sources, limits, defaults, link list, versions, names, paths."""

import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ.get("COS_ERR_ROOT", Path(__file__).resolve().parent.parent.parent))
UNITS = {"": 1, "KiB": 1024, "MiB": 1024 * 1024}
TYPES = {"&'a str": "string", "Option<i64>": "number or null", "bool": "boolean", "Text<'a>": "string", "Vec<Text<'a>>": "array of string"}
# Limits as the README calls them: the constant, and the file that has it if several have one of that name.
LIMITS = {
    "bytes of an error's body": ("MAX_BYTES", "src/error/body/mod.rs"),
    "header fields": ("MAX_FIELDS", "src/error/headers.rs"),
    "bytes of header fields": ("MAX_BYTES", "src/error/headers.rs"),
    "depth of an XML body": ("MAX_DEPTH", "src/error/body/value.rs"),
    "details of an error": ("MAX_DETAILS", "src/error/body/xml.rs"),
    "parts of a partial failure": ("MAX_PARTS", "src/error/body/xml.rs"),
    "bytes of a successful answer": ("MAX_ANSWER", "src/client/transport/mod.rs"),
    "bytes of an error's text": ("MAX_TEXT", "src/error/digest.rs"),
    "bytes of an error's JSON": ("MAX_JSON", "src/error/digest.rs"),
    "bytes of a log line": ("MAX_LINE", "src/client/log.rs"),
}
DEFAULTS = {
    "connect timeout (resolving, connecting, TLS), each try": "connect",
    "io timeout (no byte either way)": "io",
    "total timeout (all tries and waits)": "total",
    "tries in all": "max_attempts",
    "open connections": "max_connections",
    "backup domain": "backup_domain",
}


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


README = read("README.md")
HEADER = read("include/cos_err.h")


def find(pattern, text):
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    if not found:
        raise SystemExit(f"nothing is like {pattern}")
    return found.group(1)


def table(first):
    """The rows below the table head that begins with this cell."""
    rows = find(rf"^\| {re.escape(first)} \|[^\n]*\n\|[-:| ]+\|\n((?:\|[^\n]*\n)+)", README)
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in rows.splitlines()]


def bare(cell):
    return cell.strip("`")


def differing(what, documented, real):
    """One complaint for each entry that stands on one side alone, or on both with another value."""
    names = [*documented, *(name for name in real if name not in documented)]
    nothing = "(nothing)"
    pairs = ((name, documented.get(name, nothing), real.get(name, nothing)) for name in names)
    found = [f"{what}: {name}: README {ours!r}, source {theirs!r}" for name, ours, theirs in pairs if ours != theirs]
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


DIGEST = read("src/error/digest.rs")


def json_members():
    rows = table("member")
    return differing("JSON", {bare(row[0]): row[1] for row in rows}, members("Digest"))


def json_words():
    """The words of the closed sets, as the members' meanings list them."""
    meanings = {bare(row[0]): set(re.findall(r"`([a-z-]+)`", row[2])) for row in table("member")}
    kinds = read("src/error/kind.rs")
    found = []
    for member, name in {"kind": "Kind", "code_source": "CodeSource", "responder": "Responder", "retry": "Retry"}.items():
        words = set(re.findall(rf'{name}::\w+ => "([a-z-]+)"', kinds))
        found += differing("words", {member: meanings.get(member)}, {member: words or None})
    return found


def reasons():
    """Number, code, retry class and text of each reason, by the name of its macro."""
    documented = {bare(r[0]): (int(r[1]), bare(r[2]), r[3], r[4]) for r in table("`cos_error_reason`")}
    retry = {"Yes": "yes", "No": "no", "AfterFix": "after a fix"}
    rows = re.findall(r'^    (\w+) = (\d+), (\w+), "(.*)";$', read("src/error/reason.rs"), re.M)
    by_number = {int(number): (code, retry[again], text) for code, number, again, text in rows}
    macros = re.findall(r"^#define (COS_ERROR_REASON_\w+) (\d+)$", HEADER, re.M)
    real = {macro: (int(number), *by_number.get(int(number), ())) for macro, number in macros}
    return differing("reasons", documented, real)


def code_sources():
    documented = {bare(row[0]): row[1] for row in table("`cos_error_code_source`")}
    return differing("code sources", documented, dict(re.findall(r"^#define (COS_CODE_SOURCE_\w+) (\d+)$", HEADER, re.M)))


def constant(name, path):
    product = find(rf"^(?:pub )?const {name}: \w+ = ([\d_* ]+);", read(path))
    value = 1
    for factor in product.split("*"):
        value *= int(factor)
    return value


def limits():
    documented = {}
    for name, value in table("limit"):
        number, _, unit = value.partition(" ")
        documented[name] = int(number) * UNITS[unit]
    return differing("limits", documented, {name: constant(*where) for name, where in LIMITS.items()})


def defaults():
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
    return differing("defaults", dict(table("option")), real)


def figures():
    """Single numbers and lists in running text."""
    listed = " ".join(f"-l{name}" for name in read("bindings/c/static-libs.txt").split())
    statuses = find(r"fn of_status.*?^        ([\d |.=]+) => Retry::Yes", read("src/error/retry.rs"))
    documented = {
        "static list": find(r"`pkg-config --static --libs cos_err` appends `([^`]*)`", README),
        "Rust": find(r"Rust ([\d.]+) or later", README),
        "glibc": find(r"glibc ([\d.]+) or later", README),
        "soname": find(r"soname is `libcos_err\.so\.(\d+)`", README),
        "skew, s": [find(r"more than (\d+) s ahead", README), find(r"or (\d+) s behind", README)],
        "shown of a SecretId": find(r"of a SecretId they show the first (\d+) characters", README),
        "statuses to retry": re.findall(r"\d+", find(r"the status decides: ([^.]*) are yes", README)),
    }
    real = {
        "static list": listed,
        "Rust": find(r'^rust-version = "([\d.]+)"', read("Cargo.toml")),
        "glibc": find(r"^GLIBC = \(([\d, ]+)\)$", read("tests/artefact/dynamic.py")).replace(", ", "."),
        "soname": find(r"^#define COS_ERR_ABI (\d+)$", HEADER),
        "skew, s": [str(constant(name, "src/error/status.rs")) for name in ("SIGNED_BACK_S", "SIGNED_AHEAD_S")],
        "shown of a SecretId": str(constant("SHOWN", "src/error/mask.rs")),
        "statuses to retry": re.findall(r"\d+", statuses),
    }
    return differing("figures", documented, real)


def names():
    """Functions, types and macros that are named are declared; files and make targets are there."""
    text = README + read("CHANGELOG.md")
    named = set(re.findall(r"\b(?:cos|COS)_\w+", text)) - {"cos_err"}
    found = [f"{name} is not in cos_err.h" for name in sorted(named) if not re.search(rf"\b{name}\b", HEADER)]
    paths = set(re.findall(r"`((?:src|tests|include|bindings)/[\w./*-]+)`", text))
    paths |= set(re.findall(r"^    ((?:src|tests|include|bindings)/\S*)", README, re.M)) | {"LICENSE-MIT", "LICENSE-APACHE"}
    found += [f"{path} is not there" for path in sorted(paths) if not list(ROOT.glob(path.rstrip("/")))]
    targets = set(re.findall(r"`make (\w+)", text)) | set(re.findall(r"^    make (\w+)", README, re.M))
    makefile = read("Makefile")
    return found + [f"make {name} is no target" for name in sorted(targets) if not re.search(rf"^{name}:", makefile, re.M)]


def main():
    checks = [json_members, json_words, reasons, code_sources, limits, defaults, figures, names]
    failures = [complaint for check in checks for complaint in check()]
    print("\n".join(failures) or f"{len(checks)} kinds of statements in the README agree with the sources")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
