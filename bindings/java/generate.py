#!/usr/bin/env python3
"""Writes what Java has from the C header: its numbers as enumerations, and the
places of the members of its structs.

generate.py HEADER FOLDER: one file each, into FOLDER.
generate.py --check HEADER FOLDER: fails if a file there is not what would be written.
"""

import os
import re
import sys

# Prefix in C, name in Java.
ENUMS = [
    ("COS_ERROR_REASON_", "Reason"),
    ("COS_CODE_SOURCE_", "CodeSource"),
    ("COS_RESPONDER_", "Responder"),
    ("COS_RETRY_", "Retry"),
    ("COS_LOST_", "Lost"),
    ("COS_ERR_LOG_", "LogLevel"),
]
KINDS = ("COS_ERROR_KIND_", "COS_COMPLETION_")

# Struct in C, name in Java.
STRUCTS = [
    ("cos_error_fields_t", "Fields"),
    ("cos_error_part_t", "Part"),
    ("cos_attempt_t", "Attempt"),
    ("cos_header_t", "Header"),
    ("cos_exchange_t", "Exchange"),
    ("cos_client_failure_t", "Failure"),
    ("cos_sdk_error_t", "SdkError"),
    ("cos_response_fields_t", "ResponseFields"),
    ("cos_id_t", "Id"),
    ("cos_completion_t", "Completion"),
]
WIDTHS = {"int32_t": 4, "int64_t": 8, "size_t": 8}

MARK = "// Generated from cos_err.h by generate.py: do not edit.\n"
DEFINE = re.compile(r"/\*\*\n((?: \* .*\n)+) \*/\n#define (COS_[A-Z_]+) (\d+)\n")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

ENUM = """{mark}package io.github.cos_err;

/** {says} */
public enum {name} {{
{values}
  /** A number that this version of the package does not define. */
  UNRECOGNIZED(-1);

  private static final {name}[] ALL = values();
  private final int number;

  {name}(int number) {{
    this.number = number;
  }}

  /**
   * Returns the number of the constant in {{@code cos_err.h}}.
   *
   * @return the number, or -1 for {{@link #UNRECOGNIZED}}
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
   * Returns the name of the reason, such as "Timeout", which is the code of its errors.
   *
   * @return the name, or "" for {@link #NONE} and {@link #UNRECOGNIZED}
   */
  public String getName() {
    return Text.at(Library.cos_error_reason_name(number));
  }

"""

NONE = """  /** The error is not a client error. */
  NONE(0),
"""


def constants(header):
    """Name in C, comment and number of every number that has a comment, in order."""
    for comment, name, number in DEFINE.findall(header):
        yield name, " ".join(line[3:] for line in comment.splitlines()), number


def meaning(header, prefix):
    """The comment of the type in C whose values have the prefix."""
    for comment in re.findall(r"/\*\*\n((?: \* .*\n)+) \*/\ntypedef int32_t ", header):
        text = " ".join(line[3:] for line in comment.splitlines())
        if f", one of {prefix}*" in text:
            return text.replace(f", one of {prefix}*", "")
    sys.exit(f"the header has no type for {prefix}*")


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


def codes(header):
    """A constant for each code of the catalogue that has a name."""
    found = re.findall(r'^#define COS_ERROR_CODE_(\w+) "(.*)"$', header, re.M)
    if not found:
        sys.exit("the header has no COS_ERROR_CODE_*")
    lines = "".join(f'  /** Services send the code {{@code {code}}}. */\n  public static final String {name} = "{code}";\n\n' for name, code in found)
    return (MARK + "package io.github.cos_err;\n\n/** The codes of the catalogue, to compare with the code of an error. */\n"
            "public final class Codes {\n" + lines + "  private Codes() {}\n}\n")


def written(header):
    known = list(constants(header))
    for prefix, name in ENUMS:
        yield name, enumeration(prefix, name, meaning(header, prefix), known)
    yield "Codes", codes(header)
    text = MARK + "package io.github.cos_err;\n\n"
    text += "/** Numbers of the kinds, and offsets of the members of structs. */\nfinal class Layout {\n"
    version = re.search(r'#define COS_ERR_VERSION ("[^"]+")', header)[1]
    text += f"  static final String HEADER_VERSION = {version};\n"
    for c_name, _, number in known:
        prefix = next(filter(c_name.startswith, KINDS), None)
        if prefix:
            text += f"  static final int {prefix.split('_')[-2]}_{c_name[len(prefix):]} = {number};\n"
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
