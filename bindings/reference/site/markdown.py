"""Markdown of the repository as HTML: headings with anchors, links to the pages of the reference."""

import html
import posixpath
import re

from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark").enable("table")


def slug(text):
    """The anchor of a heading, as forges make it."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def plain(tokens):
    """The text of a document without its markup, for the search."""
    inline = (token.children for token in tokens if token.type == "inline")
    words = ("".join(" " if child.type == "softbreak" else child.content for child in children) for children in inline)
    return " ".join(" ".join(words).split())


class Document:
    """A Markdown file: its title, its text, and its HTML once all pages are known."""

    def __init__(self, root, path):
        self.path = path
        self.tokens = PARSER.parse((root / path).read_text(encoding="utf-8"))
        titles = (self.tokens[i + 1] for i, t in enumerate(self.tokens) if t.type == "heading_open")
        self.title = plain([next(titles)])
        # Without the title, which stands in front of it where it is found.
        self.text = plain(self.tokens).removeprefix(self.title).strip()

    def render(self, page, pages):
        """HTML for the page at this path; pages: the page of each file of the repository."""
        for at, token in enumerate(self.tokens):
            if token.type == "heading_open":
                token.attrSet("id", slug(plain([self.tokens[at + 1]])))
            for child in token.children or []:
                if child.type == "link_open":
                    self.resolve(child, page, pages)
        body = PARSER.renderer.render(self.tokens, PARSER.options, {})
        return re.sub(r"<a>(.*?)</a>", r"\1", body).replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")

    def resolve(self, link, page, pages):
        """A link to a file that has no page becomes text."""
        target, _, anchor = link.attrGet("href").partition("#")
        if re.match(r"https?:", target):
            return
        file = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), target)) if target else self.path
        if file not in pages:
            link.attrs.clear()
            return
        link.attrSet("href", relative(pages[file], page) + (f"#{anchor}" if anchor else ""))


def relative(target, page):
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def prose(comment, link):
    """A comment of the header as HTML. link: an identifier and its HTML."""
    text = re.sub(r"@code\n(.*?)@endcode", lambda code: "\n\n\0" + code[1].rstrip().replace("\n\n", "\n") + "\n\n", comment, flags=re.S)
    parts = []
    for part in filter(str.strip, re.split(r"\n\n+", text)):
        escaped = link(html.escape(part.strip("\n").removeprefix("\0"), quote=False))
        if part.startswith("\0"):
            parts.append(f"<pre><code>{escaped}</code></pre>")
        else:
            parts.append("<p>" + re.sub(r"`([^`]*)`", r"<code>\1</code>", escaped) + "</p>")
    return "\n".join(parts)
