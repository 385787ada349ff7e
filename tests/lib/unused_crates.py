"""Every dependency of Cargo.toml is used where it is declared for: `name::` or
`use name` in the sources, or in the build script. One that nothing uses fails."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
USERS = {
    "dependencies": sorted(ROOT.glob("src/**/*.rs")),
    "dev-dependencies": sorted(ROOT.glob("src/**/*.rs")),
    "build-dependencies": [ROOT / "build.rs"],
}


def declared(manifest):
    """Pairs of table and crate, for tables of the package and of targets, in either notation."""
    table = ""
    for line in manifest.splitlines():
        heading = re.match(r"\[(?:target\..*\.)?((?:dev-|build-)?dependencies)(?:\.([\w-]+))?\]", line)
        entry = re.match(r"([\w-]+)\s*[.=]", line)
        if heading:
            table = heading.group(1)
            if heading.group(2):
                yield table, heading.group(2)
                table = ""
        elif line.startswith("["):
            table = ""
        elif table and entry:
            yield table, entry.group(1)


def used(crate, paths):
    name = crate.replace("-", "_")
    pattern = re.compile(rf"\b{name}::|\buse {name}\b|\bextern crate {name}\b")
    return any(pattern.search(without_comments(path)) for path in paths)


def without_comments(path):
    return re.sub(r"//.*", "", path.read_text(encoding="utf-8"))


def main():
    crates = list(declared((ROOT / "Cargo.toml").read_text(encoding="utf-8")))
    unused = [f"{crate} of [{table}] is used nowhere" for table, crate in crates if not used(crate, USERS[table])]
    print("\n".join(unused) or f"{len(crates)} crates are used")
    return bool(unused) or not crates


if __name__ == "__main__":
    sys.exit(main())
