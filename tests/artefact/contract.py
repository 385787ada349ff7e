"""Each sentence of the contract in README.md has tests, in contract.tsv, and each of these tests exists:
contract.py BUILD, the folder of ctest."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["COS_ERR_ROOT"])
VARIANT = re.compile(r"\.(shared|static|sanitized|valgrind)$")


def sentences():
    """Without the links, and without the word that names a group."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## The contract\n", 1)[1].split("\n## ", 1)[0]
    for item in re.split(r"\n- ", text.split("\n\nThe [C guide]", 1)[0])[1:] or []:
        yield from of_item(" ".join(item.split()))


def of_item(item):
    item = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", item)
    label, rest = re.match(r"\*\*(.*?)\*\* *(.*)", item).groups()
    # "**Strings** are UTF-8": the word belongs to the sentence.
    whole = rest if label.endswith(".") else f"{label} {rest}"
    return re.findall(r"\S.*?[.](?= [A-Z`]|$)", whole)


def tests(build):
    listed = subprocess.run(["ctest", "--test-dir", build, "-N"], capture_output=True, text=True, check=True).stdout
    return {VARIANT.sub("", name) for name in re.findall(r"^ *Test *#\d+: (\S+)", listed, re.MULTILINE)}


def differences(stated, table, known):
    yield from (f"no test for: {each}" for each in stated if each not in table)
    yield from (f"no sentence of README.md: {each}" for each in table if each not in stated)
    for sentence, names in table.items():
        yield from (f"no such test: {name} ({sentence})" for name in names if name not in known)
        if not names:
            yield f"no test for: {sentence}"


def main():
    lines = Path(__file__).with_name("contract.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    table = {sentence: names.split() for sentence, names in rows}
    stated, known = list(sentences()), tests(sys.argv[1])
    found = list(differences(stated, table, known))
    # The check itself, on a sentence and a test that nobody has.
    if len(list(differences([*stated, "It never fails."], {**table, "It flies.": ["flies"]}, known))) != len(found) + 3:
        found.append("the check does not find what is missing")
    print("\n".join(found) or f"{len(stated)} sentences, {len(set().union(*table.values()))} tests")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
