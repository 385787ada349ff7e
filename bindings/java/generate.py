#!/usr/bin/env python3
"""Writes what Java has from the C header: its numbers as enumerations, and the
places of the members of its structs.

generate.py HEADER FOLDER: one file each, into FOLDER.
generate.py --check HEADER FOLDER: fails if a file there is not what would be written.
"""

import os
import re
import sys

# Prefix in C, name in Java, what a value of it says.
ENUMS = [
    ("COS_ERROR_REASON_", "Reason", "Why a client error happened."),
    ("COS_CODE_SOURCE_", "CodeSource", "Where an error's code comes from."),
    ("COS_RESPONDER_", "Responder", "Who answered."),
    ("COS_RETRY_", "Retry", "Whether the same request may be sent again."),
    ("COS_ERR_LOG_", "LogLevel", "How much a log tells; each level tells what those before it tell."),
]
KIND = "COS_ERROR_KIND_"

# Struct in C, name in Java.
STRUCTS = [
    ("cos_error_fields_t", "Fields"),
    ("cos_error_part_t", "Part"),
    ("cos_attempt_t", "Attempt"),
    ("cos_header_t", "Header"),
    ("cos_exchange_t", "Exchange"),
    ("cos_client_failure_t", "Failure"),
    ("cos_response_fields_t", "ResponseFields"),
]
WIDTHS = {"int32_t": 4, "int64_t": 8, "size_t": 8}

MARK = "// Generated from cos_err.h by generate.py: do not edit.\n"
DEFINE = re.compile(r"/\*\*\n((?: \* .*\n)+) \*/\n#define (COS_[A-Z_]+) (\d+)\n")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

ENUM = """{mark}package io.github.cos_err;

/** {says} */
public enum {name} {{
{values}
  /** A number that this version does not know. */
  UNRECOGNIZED(-1);

  private static final {name}[] ALL = values();
  private final int number;

  {name}(int number) {{
    this.number = number;
  }}

  /**
   * The number that the library has for it.
   *
   * @return the number; -1 for {{@link #UNRECOGNIZED}}
   */
  public int getNumber() {{
    return number;
  }}

{more}  static {name} of(int number) {{
    for ({name} one : ALL) {{
      if (one.number == number) {{
        return one;
      }}
    }}
    return UNRECOGNIZED;
  }}
}}
"""

NAME_OF = """  /**
   * The reason's name, "Timeout" ..., as an error code gives it.
   *
   * @return the name; "" for {@link #NONE} and {@link #UNRECOGNIZED}
   */
  public String getName() {
    return Text.at(Library.cos_error_reason_name(number));
  }

"""

NONE = """  /** None: not a client error. */
  NONE(0),
"""


def constants(header):
    """Name in C, comment and number of every number that has a comment, in order."""
    for comment, name, number in DEFINE.findall(header):
        yield name, " ".join(line[3:] for line in comment.splitlines()), number


def enumeration(prefix, name, says, known):
    values = NONE if name == "Reason" else ""
    for c_name, comment, number in known:
        if c_name.startswith(prefix):
            values += f"  /** {comment} */\n  {c_name[len(prefix):]}({number}),\n"
    if "(" not in values:
        sys.exit(f"the header has no {prefix}*")
    return ENUM.format(mark=MARK, says=says, name=name, values=values.rstrip("\n"),
                       more=NAME_OF if name == "Reason" else "")


def members(header, struct):
    """Name and width of the members of a struct, in order."""
    body = re.search(r"typedef struct (?:\w+ )?\{([^}]*)\} " + struct + ";", header)
    if not body:
        sys.exit(f"the header has no struct {struct}")
    for line in filter(None, (part.strip() for part in COMMENT.sub("", body[1]).split(";"))):
        kind, name = re.fullmatch(r"(?:const )?(?:struct )?(\w+ \*?)(\w+)", line).groups()
        width = 8 if "*" in kind else WIDTHS.get(kind.strip(), 4 if kind.strip().endswith("_t") else None)
        yield name, width


def layout(header, struct, name):
    """Its offsets where pointers and size_t have 64 bits."""
    at, lines = 0, [f"  /** {struct} */", f"  static final class {name} {{"]
    for member, width in members(header, struct):
        at = (at + width - 1) // width * width
        lines.append(f"    static final int {member.upper()} = {at};")
        at += width
    size = (at + 7) // 8 * 8
    return "\n".join(lines + [f"    static final int SIZE = {size};", "", f"    private {name}() {{}}", "  }", ""])


def written(header):
    known = list(constants(header))
    for prefix, name, says in ENUMS:
        yield name, enumeration(prefix, name, says, known)
    text = MARK + "package io.github.cos_err;\n\n"
    text += "/** Numbers of kinds, and where members of structs are. */\nfinal class Layout {\n"
    version = re.search(r'#define COS_ERR_VERSION ("[^"]+")', header)[1]
    text += f"  static final String HEADER_VERSION = {version};\n"
    for c_name, _, number in known:
        if c_name.startswith(KIND):
            text += f"  static final int KIND_{c_name[len(KIND):]} = {number};\n"
    text += "\n" + "\n".join(layout(header, *struct) for struct in STRUCTS)
    yield "Layout", text + "\n  private Layout() {}\n}\n"


def main(arguments):
    check = arguments[0] == "--check"
    header_file, folder = arguments[check:]
    with open(header_file, encoding="utf-8") as file:
        header = file.read()
    for name, text in written(header):
        path = os.path.join(folder, name + ".java")
        if check:
            with open(path, encoding="utf-8") as file:
                if file.read() != text:
                    sys.exit(f"{path} is not what the header says; run bindings/java/generate.py")
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)


main(sys.argv[1:])
