"""Counts in texts, comments and messages what the rules of the language forbid, and prints a table.

    prose.py [--list] [ROOT]

--list also prints each place. Code, tables of code and headings are left out where sentences are
counted. Sentences without a verb are found by a list of verbs, so their number is an estimate: compare
it between two versions of a text. The first sentence of a comment may be a noun, which names what the
comment is about; such sentences have a column of their own. Of messages only words are counted.
"""

import ast
import io
import re
import sys
import tokenize
from pathlib import Path

GROUPS = {
    "README.md": ["README.md"],
    "include/cos_err.h": ["include/cos_err.h"],
    "include/*.hpp": ["include/cos_err.hpp", "include/cos_err/*.hpp"],
    **{f"bindings/{name}": [f"bindings/{name}/README.md"] for name in ("c", "cpp", "go", "python", "node", "web", "java")},
    "bindings/reference": ["bindings/reference/*.md"],
    ".github": [".github/*.md"],
    "tests": ["tests/*/README.md"],
    "CHANGELOG.md": ["CHANGELOG.md"],
    "Python": ["bindings/python/cos_err/*.py"],
    "Node": ["bindings/node/index.d.ts", "bindings/node/lib/*.js", "bindings/node/lib/*.d.ts"],
    "web": ["bindings/web/index.d.ts", "bindings/web/lib/*.js"],
    "Go": ["bindings/go/*.go"],
    "Java": ["bindings/java/src/main/**/*.java"],
    "src/ffi": ["src/ffi/**/*.rs"],
    "src/error": ["src/error/**/*.rs"],
    "src/client": ["src/client/**/*.rs"],
    "src, others": ["src/*.rs", "src/arena/**/*.rs", "src/catalogue/**/*.rs", "src/request/**/*.rs", "src/unwinder/*.rs"],
}
# String literals of non-test code, and the English columns of tables.
MESSAGES = {"messages": ["src/**/*.rs"], "advice": ["src/error/codes/*.tsv"]}
DETERMINER = r"(?:an?|the|each|every|this|that|one|two|first|second|last|next|per|another|no|all|any|more|further|its|in|by)"
FORBIDDEN = {
    "answer": r"\banswer(?:s|ed|ing)?\b(?!\.jsonl)",
    "try (noun)": rf"\b{DETERMINER}\s+(?:\w+\s+)?try\b|(?<!it )(?<!which )(?<!that )(?<!library )(?<!client )\btries\b",
    "likewise": r"\blikewise\b",
    "otherwise than": r"\botherwise\s+than\b",
    "beside": r"\bbesides?\b",
    "behind": r"\bbehind\b",
    "tells, asks": r"\b(?:tells?|told|hears?|heard|believes?|forgets?|forgot(?:ten)?|asks?|asked|asking)\b",
}
AUXILIARIES = """is are was were be am has have had do does did can could may might must shall should will would cannot isn't
aren't don't doesn't can't""".split()
# Verbs that are seldom nouns. Their base form counts, and their form with s.
VERBS = """accept add agree allow announce appear append apply arrive ask assume avoid become begin believe belong break block bring
build carry check choose close combine come compare compile compute consider contain convert copy count create cross decide declare define
delete depend derive describe detect determine differ disable discard distinguish drop enforce enter establish exceed exclude expect expire explain export extend
fail fetch fill find fit follow forget free generate get give go grow guarantee happen hear hide hold identify ignore imply improve
include increase indicate inherit install join keep know last lead learn leave let lie link listen live load look lose make
mark mask mean measure miss move need obey obtain occur omit open outlive overwrite own parse pass pay permit point prevent print
matter promise prove provide put quote raise reach read receive recognise reduce refuse reject release remain remove rename repeat replace
respond retry return reuse rewind run say see seem send separate serve set share shorten show shrink shut sign skip stand stay stop store
strip succeed suffice suggest support take tell terminate think throw transfer trust turn understand unpack update use validate verify wait
walk want wrap write yield went came took got gave held kept left lost made meant met said sent stood told""".split()
# Verbs that are often nouns: they count at the beginning of a sentence, after a subject that is no noun,
# and, with s, after everything that does not make them a plural.
AMBIGUOUS = """call cancel cause change commit connect cost document end flush group head help limit list log map match name note order place
plan process reference report push request rest result sign start state tag test time trace upload download work""".split()
SUBJECT = r"(?:\b(?:i|you|we|they|these|it|he|who|that|which|this|what|nobody|nothing|everything|to|not|never|then|also|CODE) )"
PLURAL = r"(?<!\bof )(?<!\bthe )(?<!\ball )(?<!\bthese )(?<!\bits )(?<!\bwith )(?<!\bin )(?<!\bfor )(?<!\bby )(?<!\bsystem )(?<!\bno )(?<!\band )(?<!\bor )"


def with_s(verb):
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


def any_of(verbs):
    return "|".join(sorted({form for verb in verbs for form in (verb, with_s(verb))}))


VERB = re.compile(
    rf"\b(?:{'|'.join(AUXILIARIES)}|{any_of(VERBS)})\b|^(?:{'|'.join(AMBIGUOUS)})\b"
    rf"|{SUBJECT}(?:{any_of(AMBIGUOUS)})\b|(?<=[\w,] ){PLURAL}(?:{'|'.join(map(with_s, AMBIGUOUS))})\b",
    re.I,
)


def plain(text):
    """Without markup: code is the word CODE."""
    text = re.sub(r"\A\*\*[^*]*\.\*\*", "", text)
    text = re.sub(r"``.+?``|`[^`]*`", "CODE", text, flags=re.S)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("**", "").replace("*", "")


def markdown(text):
    """Paragraphs, and the lines of tables. Headings and blocks of code are left out."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    text = re.sub(r"(?:(?<=\n\n)|\A)(?:    .*\n)+", "\n", text)
    text = re.sub(r"^#.*$", "", text, flags=re.M)
    tables = re.findall(r"^\|.*$", text, re.M)
    text = re.sub(r"^\|.*$", "", text, flags=re.M)
    paragraphs = re.split(r"\n\s*\n|\n(?=- |\d+\. )", text)
    return [plain(re.sub(r"^(?:- |\d+\. )", "", part.strip())) for part in paragraphs], [plain(line) for line in tables]


# Comments of languages like C, and the literals in which no comment begins.
TOKENS = re.compile(
    r"""(?P<comment>/\*.*?\*/|(?:^[ \t]*//[^\n]*(?:\n|\Z))+|//[^\n]*)
    |(?P<raw>\bb?r(?P<hashes>\#*)".*?"(?P=hashes))|"(?P<text>(?:\\.|[^"\\])*)"|'(?:\\.|[^'\\\n])'|`[^`]*`""",
    re.S | re.M | re.X,
)


def paragraphs_of(block):
    """Tags of Doxygen, Javadoc and JSDoc begin a paragraph, and are left out."""
    lines = (re.sub(r"^\s*(?:/\*\*?<?|\*/|\*|//[/!]?)|\*/$", "", line).strip() for line in block.splitlines())
    text = re.sub(r"^@code.*?^@endcode|^```.*?^```", "", "\n".join(lines), flags=re.M | re.S)
    text = re.sub(r"\{@\w+ ([^}]*)\}", r"`\1`", re.sub(r"^@(?:param|throws|exception)\s+\S+|^@\w+", "\n", text, flags=re.M))
    return [plain(part) for part in re.split(r"\n\s*\n", text) if part.strip()]


def comments(text):
    """The paragraphs of each comment of C, C++, Rust, Go, Java and JavaScript."""
    return [paragraphs_of(token.group("comment")) for token in TOKENS.finditer(text) if token.group("comment")]


def python(text):
    """The paragraphs of each comment and docstring."""
    tree, found = ast.parse(text), []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(re.split(r"\n\s*\n", ast.get_docstring(node) or ""))
    lines, last = [], -1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            lines += [[]] if token.start[0] != last + 1 else []
            lines[-1].append(token.string.lstrip("#: "))
            last = token.start[0]
    return [[plain(part) for part in block] for block in [*found, *(["\n".join(block)] for block in lines)]]


def literals(text):
    """String literals of Rust that are sentences, up to the tests of the file."""
    text = text.partition("#[cfg(test)]\nmod tests")[0]
    found = (re.sub(r"\\\s*\n\s*", "", token.group("text")) for token in TOKENS.finditer(text) if token.group("text"))
    found = (re.sub(r"\{\w+(?::\?)?\}", "X", literal) for literal in found)
    return [literal for literal in found if len(re.findall(r"[a-z]{2,}", literal)) > 2]


def sentences(paragraph):
    flat = re.sub(r"\s+", " ", paragraph).strip()
    flat = re.sub(r"\b(e\.g|i\.e|etc|vs)\.", r"\1", flat).replace("...", " ")
    parts = re.split(r"(?<=[.!?])[\"')]*\s+", flat)
    return [part for part in parts if len(re.findall(r"[A-Za-z]{2,}", part)) >= 2]


def verbless(paragraph):
    """The end of a sentence makes it one: what ends with a colon or with nothing is a label."""
    return [part for part in sentences(paragraph) if part.rstrip("\"')").endswith(".") and not VERB.search(part)]


def counts(path):
    """The places of each kind, and the number of words, as `wc -w` counts them."""
    text, lines, nouns = path.read_text(encoding="utf-8"), [], []
    if path.suffix == ".md":
        paragraphs, lines = markdown(text)
    else:
        blocks = [block for block in (python if path.suffix == ".py" else comments)(text) if block]
        paragraphs = [paragraph for block in blocks for paragraph in block]
        nouns = [sentence for block in blocks for sentence in verbless(block[0])[:1] if sentences(block[0])[0] == sentence]
    found = words_in("\n\n".join([*paragraphs, *lines]))
    found["verbless"] = [part for paragraph in paragraphs for part in verbless(paragraph)]
    for noun in nouns:
        found["verbless"].remove(noun)
    return {**found, "nouns": nouns}, len(text.split())


def counts_of_messages(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".rs":
        parts = [] if path.stem.endswith("_tests") else literals(text)
    else:
        parts = [cell for line in text.splitlines()[1:] for cell in line.split("\t") if " " in cell]
    return {**words_in("\n".join(parts)), "verbless": [], "nouns": []}, len(" ".join(parts).split())


def words_in(text):
    return {name: [m.group() for m in re.finditer(pattern, text, re.I)] for name, pattern in FORBIDDEN.items()}


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--list"]
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent.parent
    columns = [*FORBIDDEN, "verbless", "nouns"]
    print(f"| text | {' | '.join(columns)} | words |\n|---|{'--:|' * (len(columns) + 1)}")
    totals, places = dict.fromkeys([*columns, "words"], 0), []
    groups = [(*group, counts) for group in GROUPS.items()] + [(*group, counts_of_messages) for group in MESSAGES.items()]
    for group, patterns, count in groups:
        sums = dict.fromkeys(totals, 0)
        for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
            found, words = count(path)
            sums["words"] += words
            for name in columns:
                sums[name] += len(found[name])
                places += [f"{path.relative_to(root)}: {name}: {place}" for place in found[name]]
        totals = {name: totals[name] + sums[name] for name in totals}
        print(f"| {group} | {' | '.join(map(str, sums.values()))} |")
    print(f"| all | {' | '.join(map(str, totals.values()))} |")
    if "--list" in sys.argv:
        print("\n" + "\n".join(places))


if __name__ == "__main__":
    main()
