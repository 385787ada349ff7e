"""Counts in the public texts what the rules of the language forbid, and prints a table.

    prose.py [--list] [ROOT]

--list also prints each place. Code, tables of code and headings are left out where sentences are
counted. Sentences without a verb are found by a list of verbs, so their number is an estimate: compare
it between two versions of a text.
"""

import re
import sys
from pathlib import Path

GROUPS = {
    "README.md": ["README.md"],
    "include/cos_err.h": ["include/cos_err.h"],
    "include/*.hpp": ["include/cos_err.hpp", "include/cos_err/*.hpp"],
    **{f"bindings/{name}": [f"bindings/{name}/README.md"] for name in ("c", "cpp", "go", "python", "node", "java")},
    "bindings/reference": ["bindings/reference/*.md"],
    ".github": [".github/*.md"],
    "tests": ["tests/*/README.md"],
    "CHANGELOG.md": ["CHANGELOG.md"],
}
DETERMINER = r"(?:an?|the|each|every|this|that|one|two|first|second|last|next|per|another|no|all|any|more|further|its|in|by)"
FORBIDDEN = {
    "answer": r"\banswer(?:s|ed|ing)?\b(?!\.jsonl)",
    "try (noun)": rf"\b{DETERMINER}\s+(?:\w+\s+)?try\b|(?<!it )(?<!which )(?<!that )(?<!library )(?<!client )\btries\b",
    "likewise": r"\blikewise\b",
    "otherwise than": r"\botherwise\s+than\b",
    "beside": r"\bbesides?\b",
    "behind": r"\bbehind\b",
}
AUXILIARIES = """is are was were be am has have had do does did can could may might must shall should will would cannot isn't
aren't don't doesn't can't""".split()
# Verbs that are seldom nouns. Their base form counts, and their form with s.
VERBS = """accept add agree allow announce appear append apply arrive ask assume avoid become begin believe belong break block bring
build carry check choose close combine come compare compile compute consider contain convert copy count create cross decide declare define
delete depend derive describe detect determine differ discard drop enforce enter establish exceed exclude expect expire explain export extend
fail fetch fill find fit follow forget free generate get give go grow guarantee happen hear hide hold ignore imply improve
include increase indicate inherit install join keep know last lead learn leave let lie link listen live load look lose make
mark mask mean measure miss move need obey obtain occur omit open outlive overwrite own parse pass pay permit point prevent print
promise prove provide put quote raise reach read receive recognise reduce refuse reject release remain remove rename repeat replace
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


def comments(text):
    """The paragraphs of C and C++ comments."""
    found = []
    for block in re.findall(r"/\*.*?\*/|(?:^[ \t]*//[^\n]*\n)+|//[^\n]*", text, re.S | re.M):
        lines = (re.sub(r"^\s*(?:/\*\*?<?|\*/|\*|///?)|\*/$", "", line).strip() for line in block.splitlines())
        found += re.split(r"\n\s*\n", "\n".join(lines))
    return [plain(part) for part in found if part.strip()], []


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
    text = path.read_text(encoding="utf-8")
    paragraphs, lines = (markdown if path.suffix == ".md" else comments)(text)
    everything = "\n\n".join([*paragraphs, *lines])
    found = {name: [m.group() for m in re.finditer(pattern, everything, re.I)] for name, pattern in FORBIDDEN.items()}
    found["verbless"] = [part for paragraph in paragraphs for part in verbless(paragraph)]
    return found, len(text.split())


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--list"]
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent.parent
    columns = [*FORBIDDEN, "verbless"]
    print(f"| text | {' | '.join(columns)} | words |\n|---|{'--:|' * (len(columns) + 1)}")
    totals, places = dict.fromkeys([*columns, "words"], 0), []
    for group, patterns in GROUPS.items():
        sums = dict.fromkeys(totals, 0)
        for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
            found, words = counts(path)
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
