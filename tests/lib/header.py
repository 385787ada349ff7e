"""Reads cos_err.h: its functions with their comments, its types and macros."""

import re
from dataclasses import dataclass
from typing import List


@dataclass
class Parameter:
    name: str
    type: str

    @property
    def is_callback(self):
        return ")(" in self.type

    @property
    def is_pointer(self):
        return self.is_callback or self.type.endswith("*")


@dataclass
class Function:
    name: str
    result: str
    parameters: List[Parameter]
    comment: str
    must_use: bool


TOKENS = re.compile(
    r"(?P<comment>/\*.*?\*/)|(?P<directive>^[ \t]*#(?:[^\n]*\\\n)*[^\n]*)|(?P<other>[^/#]+|.)",
    re.DOTALL | re.MULTILINE,
)


def functions(text):
    """All functions declared, in order; a repeated one is listed again."""
    found = []
    for comment, declaration in declarations(text):
        function = parse(declaration, comment)
        if function:
            found.append(function)
    return found


def declarations(text):
    """Declarations that end with a semicolon outside braces, each with the comment in front of it."""
    comment, body, depth = "", "", 0
    for token in TOKENS.finditer(text):
        if token.lastgroup == "directive":
            continue
        if token.lastgroup == "comment":
            if token.group().startswith("/**") and not body.strip():
                comment = clean(token.group())
            continue
        for character in token.group():
            body += character
            if character == "{":
                # extern "C" is no scope of its own: what is in it counts.
                if re.search(r'extern\s+"C"\s*\{$', body):
                    body = ""
                else:
                    depth += 1
            elif character == "}":
                depth = max(0, depth - 1)
            elif character == ";" and depth == 0:
                yield comment, " ".join(body[:-1].split())
                comment, body = "", ""


def clean(comment):
    lines = comment.strip("/").strip("*").splitlines()
    return " ".join(" ".join(line.strip().lstrip("*") for line in lines).split())


def parse(declaration, comment):
    if declaration.startswith("typedef") or "(" not in declaration:
        return None
    must_use = declaration.startswith("COS_ERR_MUST_USE ")
    declaration = declaration.replace("COS_ERR_MUST_USE ", "", 1)
    head = re.match(r"([^(]*?)(\w+)\s*\((.*)\)$", declaration)
    if not head:
        raise ValueError("not understood: " + declaration)
    result, name, inside = head.groups()
    listed = [] if inside.strip() in ("", "void") else [parameter(each) for each in split(inside)]
    return Function(name, plain(result), listed, comment, must_use)


def split(inside):
    """Parameters, separated by the commas outside parentheses."""
    parts, depth = [""], 0
    for character in inside:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def parameter(text):
    callback = re.match(r"(.*\(\*)(\w+)(\)\s*\(.*\))$", text.strip())
    if callback:
        return Parameter(callback.group(2), plain(callback.group(1) + callback.group(3)))
    name = re.search(r"(\w+)$", text.strip())
    return Parameter(name.group(1), plain(text.strip()[: name.start()]))


def plain(type_text):
    """`const struct cos_error_t *` and `cos_error_t*` read alike."""
    text = re.sub(r"\bstruct\s+", "", type_text)
    text = re.sub(r"\s*\*\s*", " *", text)
    return " ".join(text.split()).replace("* *", "**")


def macros(text):
    """Object-like macros with a value: name to text."""
    return dict(re.findall(r"^#define (COS_\w+) (\S.*)$", text, re.MULTILINE))


def identifiers(text):
    """Every cos_ and COS_ name outside comments and strings."""
    code = re.sub(r'/\*.*?\*/|"[^"\n]*"', " ", text, flags=re.DOTALL)
    return set(re.findall(r"\b(?:cos|COS)_\w+", code))
