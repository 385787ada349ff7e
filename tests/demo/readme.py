"""The lines that README.md shows of the demo are lines of its output, in this order.

    readme.py OUTPUT

A line `...` in README.md stands for any number of lines; all others follow each other. Request ids differ in each run.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def lines(text):
    return [re.sub(r"\bNm[A-Za-z0-9+/]{30,}=*", "ID", line.rstrip()) for line in text.splitlines()]


def shown():
    """The blocks between the `...` lines of the first text block after `make demo`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("`make demo`", 1)[1]
    block = re.search(r"^```text\n(.*?)^```", text, re.DOTALL | re.MULTILINE).group(1)
    return [lines(part) for part in re.split(r"^\.\.\.\n", block, flags=re.MULTILINE)]


def main():
    output = lines(Path(sys.argv[1]).read_text(encoding="utf-8"))
    parts = [part for part in shown() if part]
    if sum(map(len, parts)) < 15:
        raise SystemExit("README.md shows fewer than 15 lines of the demo")
    begin = 0
    for part in parts:
        places = (at for at in range(begin, len(output)) if output[at : at + len(part)] == part)
        at = next(places, None)
        if at is None:
            raise SystemExit("README.md shows lines that the demo does not print:\n" + "\n".join(part))
        begin = at + len(part)
    print(f"README.md shows {sum(map(len, parts))} lines of the demo")


if __name__ == "__main__":
    main()
