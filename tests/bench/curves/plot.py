#!/usr/bin/env python3
"""Makes pictures and a page of tables: plot.py TABLES OUT

TABLES has the file `machine`, and NAME.tsv files: the name of what grows, the unit, the contestants; then rows of
numbers. A file `endurance.tsv` is drawn over time. OUT gets curves.md and an SVG for each.
"""
import math
import sys
from pathlib import Path

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 76, 20, 40, 48
# Distinct also where colours are not seen: each has a form of its own line.
STYLES = [("#0b5cad", ""), ("#c2410c", "7 4"), ("#3f7d20", "2 3"), ("#6d28d9", "9 3 2 3")]
# Samples of a point.
GROUP = 15
TITLES = {
    "body": "Reading an error: size of the body",
    "headers": "Reading an error: number of headers",
    "put": "PUT of an object from memory",
    "get": "GET of an object into memory",
    "threads": "HEAD requests of many threads on one client",
    "flight": "Started calls in flight",
    "buckets": "HEAD requests for many buckets",
}


def read(path):
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return lines[0], [[float(cell) for cell in line] for line in lines[1:]]


def short(number):
    """5000000 is 5M."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:.3g}{letter}"
    return f"{number:.3g}"


def scale(values, low, high):
    """A logarithmic axis: the place of a value, and the ticks."""
    least, most = min(values), max(values)
    first, last = math.floor(math.log10(least)), math.ceil(math.log10(most) + 1e-9)
    span = max(last - first, 1)
    ticks = [10.0**power for power in range(first, last + 1)]
    return (lambda value: low + (math.log10(value) - first) / span * (high - low)), ticks


def linear(values, low, high):
    """An axis from 0."""
    most = max(values) or 1
    step = 10 ** math.floor(math.log10(most))
    step = step if most / step >= 3 else step / 2 if most / step >= 1.5 else step / 5
    top = math.ceil(most / step) * step
    return (lambda value: low + value / top * (high - low)), [step * i for i in range(round(top / step) + 1)]


def slope(rows, column):
    """Of the line through the logarithms of the upper half: 0 is constant, 1 is proportional."""
    points = [(math.log(row[0]), math.log(row[column])) for row in rows[len(rows) // 2 :] if row[0] > 0]
    middle_x, middle_y = (sum(each) / len(points) for each in zip(*points))
    above = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return above / sum((x - middle_x) ** 2 for x, _ in points)


def label(x, y, text, anchor="middle", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{text}</text>'


def axes(place_x, ticks_x, place_y, ticks_y):
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for tick in ticks_x:
        x = place_x(tick)
        yield f'<line class="g" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}"/>{label(x, bottom + 16, short(tick))}'
    for tick in ticks_y:
        y = place_y(tick)
        yield f'<line class="g" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>{label(LEFT - 6, y + 4, short(tick), "end")}'


def picture(title, x_name, y_name, names, rows, axis_x, axis_y):
    drawn = [row for row in rows if axis_x is linear or row[0] > 0]
    place_x, ticks_x = axis_x([row[0] for row in drawn], LEFT, WIDTH - RIGHT)
    cells = [cell for row in drawn for cell in row[1:]]
    # What is held stays near its maximum: the names need room above.
    cells += [max(cells) * 1.5] if axis_y is linear else []
    place_y, ticks_y = axis_y(cells, HEIGHT - BOTTOM, TOP)
    parts = list(axes(place_x, ticks_x, place_y, ticks_y))
    for column, name in enumerate(names, start=1):
        colour, dashes = STYLES[(column - 1) % len(STYLES)]
        points = " ".join(f"{place_x(row[0]):.1f},{place_y(row[column]):.1f}" for row in drawn)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>')
        x, y = LEFT + 12, TOP + 14 + 16 * (column - 1)
        parts.append(f'<line x1="{x}" x2="{x + 24}" y1="{y - 4}" y2="{y - 4}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>')
        parts.append(label(x + 30, y, name, "start"))
    parts.append(label(WIDTH / 2, 22, title, more=' font-weight="bold"'))
    parts.append(label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_name))
    parts.append(label(16, HEIGHT / 2, y_name, more=f' transform="rotate(-90 16 {HEIGHT / 2})"'))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{title}">\n<style>text {{ font: 12px sans-serif; fill: #222 }} .g {{ stroke: #ddd }}</style>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def section(name, head, rows):
    title, names = TITLES[name], head[2:]
    yield f"## {title}\n\n![{title}: {head[1]} by {head[0]}](curves/{name}.svg)\n\n"
    yield f"| {head[0]} | " + " | ".join(names) + " |\n" + "|--:" * (len(names) + 1) + "|\n"
    for row in rows:
        yield f"| {row[0]:,.0f} | " + " | ".join(f"{cell:,.0f}" if cell >= 100 else f"{cell:.1f}" for cell in row[1:]) + " |\n"
    slopes = ", ".join(f"{name} {slope(rows, column):.2f}" for column, name in enumerate(names, start=1))
    yield f"\nIn {head[1]}. Slope of the upper half, on logarithmic axes (0: constant, 1: proportional): {slopes}.\n\n"


def endurance(path, out):
    """What a process held over time, each divided by its own maximum."""
    head, rows = read(path)
    wanted = ["resident_bytes", "heap_bytes", "sockets", "threads"]
    columns = [head.index(name) for name in wanted]
    most = [max(row[column] for row in rows) or 1 for column in columns]
    groups = [rows[at : at + GROUP] for at in range(0, len(rows), GROUP)]
    middle = [[sorted(cells)[len(cells) // 2] for cells in zip(*group)] for group in groups]
    drawn = [[row[0] / 60, *(row[column] / top for column, top in zip(columns, most))] for row in middle]
    names = [f"{name.replace('_bytes', '')}, at most {short(top)}" for name, top in zip(wanted, most)]
    title = "What a process holds over time"
    (out / "curves/endurance.svg").write_text(
        picture(title, "minutes", "÷ its maximum", names, drawn, linear, linear), encoding="utf-8"
    )
    calls = int(rows[-1][head.index("calls")])
    return (
        f"## {title}\n\n![{title}](curves/endurance.svg)\n\n32 threads with calls of all kinds, a queue with started calls, files in "
        f"parts, faults at random: {calls:,} calls in {rows[-1][0] / 60:.0f} minutes. Medians of {GROUP} seconds.\n"
    )


def main(tables, out):
    (out / "curves").mkdir(parents=True, exist_ok=True)
    machine = (tables / "machine").read_text(encoding="utf-8").strip()
    page = ["# Curves\n\nWhat a call costs as one thing grows, beside what it is compared with. "
            "`make curves` measures this on your machine and writes this page; "
            f"[the benchmarks](../../tests/bench/README.md) say how.\n\nMachine: {machine}.\n\n"]
    for name in TITLES:
        path = tables / f"{name}.tsv"
        if not path.exists():
            continue
        head, rows = read(path)
        drawn = picture(TITLES[name], head[0], head[1], head[2:], rows, scale, scale)
        (out / f"curves/{name}.svg").write_text(drawn, encoding="utf-8")
        page += section(name, head, rows)
    if (tables / "endurance.tsv").exists():
        page.append(endurance(tables / "endurance.tsv", out))
    (out / "curves.md").write_text("".join(page).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
