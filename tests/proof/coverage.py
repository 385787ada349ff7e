"""coverage.py LCOV TREE LEAST: a table of the lines covered, and those that are not.

The files are those that read what others wrote, and the C ABI. Unit tests in them do not count.
"""

import pathlib
import re
import sys

GROUPS = {
    "body readers": ["error/body/", "error/header_block.rs", "error/headers.rs"],
    "transport": [
        f"client/transport/{name}.rs"
        for name in ["wire", "buffers", "interim", "incoming", "head", "chunks", "framing"]
    ],
    "ffi": ["ffi/"],
}


def counts(lcov: str) -> dict[str, dict[int, int]]:
    """How often each line of each file was run, the most of all programs."""
    files: dict[str, dict[int, int]] = {}
    lines: dict[int, int] = {}
    for record in lcov.splitlines():
        if record.startswith("SF:"):
            lines = files.setdefault(record[3:], {})
        elif record.startswith("DA:"):
            number, count = map(int, record[3:].split(",")[:2])
            lines[number] = max(lines.get(number, 0), count)
    return files


def end_of_code(text: list[str]) -> int:
    """The line at which the unit tests begin."""
    for number, line in enumerate(text, 1):
        if re.match(r"#\[cfg\((all\()?test", line) and not re.match(r"mod \w+;", text[number]):
            return number
    return len(text) + 1


def ranges(numbers: list[int]) -> str:
    """Numbers as `3-5 9`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def main() -> int:
    lcov, tree, least = sys.argv[1], pathlib.Path(sys.argv[2]), float(sys.argv[3])
    source = tree / "src"
    files = counts(pathlib.Path(lcov).read_text(encoding="utf-8"))
    uncovered, passed, failed = [], 0, 0
    for group, prefixes in GROUPS.items():
        all_run, all_lines, unmet = 0, 0, set(prefixes)
        for path, lines in sorted(files.items()):
            if not path.startswith(str(source)):
                continue
            name = str(pathlib.Path(path).relative_to(source))
            met = {prefix for prefix in prefixes if name.startswith(prefix)}
            if not met:
                continue
            unmet -= met
            text = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
            end = end_of_code(text)
            of_code = {number: count for number, count in lines.items() if number < end}
            missing = sorted(number for number, count in of_code.items() if count == 0)
            run = len(of_code) - len(missing)
            all_run, all_lines = all_run + run, all_lines + len(of_code)
            print(f"{name:44} {run:5} of {len(of_code):5} {100 * run / max(len(of_code), 1):6.1f} %")
            if missing:
                uncovered.append(f"{name}: {ranges(missing)}")
        share = 100 * all_run / max(all_lines, 1)
        print(f"{group.upper():44} {all_run:5} of {all_lines:5} {share:6.1f} %\n")
        if unmet:
            print(f"No such files, of which there must be some: {' '.join(sorted(unmet))}\n")
        is_met = share >= least and not unmet
        passed, failed = passed + is_met, failed + (not is_met)
    print("Not covered:", *uncovered, sep="\n  ")
    print(f"{passed} passed, {failed} failed")
    return failed


sys.exit(main())
