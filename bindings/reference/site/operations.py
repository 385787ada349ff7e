"""The page of the operations of COS, from the table of the library."""

import csv
import html
import re

TABLE = "src/operations/operations.tsv"
DOCUMENT = "https://cloud.tencent.com/document/product/436/"
TARGETS = {"service": "Service", "bucket": "Buckets", "object": "Objects"}
INTRODUCTION = (
    "Each operation of COS with its name in policies (<code>name/cos:...</code>), its request, its arguments, and the "
    "methods of the packages for Python and Node that the table describes. All of them can be sent with "
    "<code>cos_client_send</code>, and with the <code>send</code> of a package."
)
COLUMNS = ("operation", "request", "arguments", "Python", "Node")


def rows(root):
    """The rows of the table."""
    with (root / TABLE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def anchors(table):
    """The place of each row on the page: the name of its operation, numbered where several have it."""
    seen, found = {}, []
    for row in table:
        name = row["operation"] or row["python"]
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def names(table):
    """What the search finds: each operation and each method, with its place."""
    for row, place in zip(table, anchors(table)):
        for name in dict.fromkeys((row["operation"], row["python"], *row["node"].split(","))):
            if name:
                yield name, place, row["summary"]


def request(row):
    """The method and the URL, and the document of the body."""
    path = {"service": "/", "bucket": "/", "object": "/<i>key</i>"}[row["target"]]
    query = f"?{html.escape(row['sub_resource'])}" if row["sub_resource"] else ""
    body = row["body"].rstrip("?")
    parts = [f"<code>{row['method']} {path}{query}</code>"]
    if body:
        parts.append(f"body: {html.escape(body)}" + (", with Content-MD5" if row["md5"] else ""))
    if row["response"]:
        parts.append(f"response: {html.escape(row['response'])}")
    return "<br>".join(parts)


def arguments(row):
    """The arguments, and where each goes."""
    found = []
    for text in row["arguments"].split():
        name, _, places = text.partition(">")
        name = re.match(r"\w+", name)[0]
        found.append(f"{name} <small>{html.escape(places.replace(':', ' ').replace(',', ', '))}</small>")
    return "<br>".join(found)


def body(table):
    """The content of the page."""
    parts = [f"<h1>Operations</h1>\n<p>{INTRODUCTION}</p>"]
    head = "".join(f"<th>{column}</th>" for column in COLUMNS)
    for target, title in TARGETS.items():
        parts.append(f'<h2>{title}</h2>\n<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>')
        for row, place in zip(table, anchors(table)):
            if row["target"] != target:
                continue
            name = html.escape(row["operation"] or "no name is documented")
            link = f' <a href="{DOCUMENT}{row["doc"]}">documentation</a>' if row["doc"] else ""
            first = f"{name}<br><small>{html.escape(row['summary'])}</small>{link}"
            cells = (first, request(row), arguments(row), row["python"], row["node"].replace(",", "<br>"))
            parts.append(f'<tr id="{place}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        parts.append("</tbody></table></div>")
    return "\n".join(parts)
