"""Each sentence of the contract in README.md has tests, in contract.tsv, and faults that make it false, which are
planted by tests/proof/plant.sh. Each of these exists: contract.py BUILD, the folder of ctest."""

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


def plants():
    text = (ROOT / "tests/proof/plants.sh").read_text(encoding="utf-8")
    return set(re.findall(r"^plant (\S+) ", text, re.MULTILINE))


def differences(kind, stated, table, known):
    yield from (f"no {kind} for: {each}" for each in stated if each not in table)
    yield from (f"no sentence of README.md: {each}" for each in table if each not in stated)
    for sentence, names in table.items():
        yield from (f"no such {kind}: {name} ({sentence})" for name in names if name not in known)
        if not names:
            yield f"no {kind} for: {sentence}"


def checked(kind, stated, table, known):
    found = list(differences(kind, stated, table, known))
    # The check itself, on a sentence and a name that nobody has.
    if len(list(differences(kind, [*stated, "It never fails."], {**table, "It flies.": ["flies"]}, known))) != len(found) + 3:
        found.append(f"the check does not find what {kind} is missing")
    return found


def main():
    lines = Path(__file__).with_name("contract.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    table, planted = ({row[0]: row[column].split() for row in rows} for column in (1, 2))
    stated = list(sentences())
    found = checked("test", stated, table, tests(sys.argv[1])) + checked("plant", stated, planted, plants())
    counts = (len(set().union(*each.values())) for each in (table, planted))
    print("\n".join(found) or "{} sentences, {} tests, {} plants".format(len(stated), *counts))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
