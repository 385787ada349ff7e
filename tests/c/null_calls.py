"""Writes a C program that gives NULL to every function of cos_err.h: to each
pointer alone, the others valid, and to all at once.

    null_calls.py cos_err.h null_calls.c

A function it does not know how to call is an error, so that new ones get here.
"""

import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
import header  # noqa: E402

# A valid argument for each type of parameter.
VALID = {
    "cos_error_t *": "given.error",
    "cos_client_t *": "given.client",
    "cos_client_options_t *": "given.options",
    "cos_request_t *": "given.request",
    "cos_call_t *": "given.call",
    "cos_transfer_t *": "given.transfer",
    "cos_cancel_t *": "given.cancel",
    "cos_signed_t *": "given.signed_request",
    "cos_queue_t *": "given.queue",
    # A started call would run: one that is NULL is all that is tried here.
    "cos_started_t *": "NULL",
    "cos_completion_t *": "&given.completion",
    # An answer needs a server: an answer that is NULL is all that is tried here.
    "cos_response_t *": "NULL",
    # Credentials that are being provided exist during that callback only.
    "cos_credentials_t *": "NULL",
    "cos_header_t *": '&(cos_header_t){"name", "value", 0, 0}',
    "cos_exchange_t *": "&given.exchange",
    "cos_client_failure_t *": "&given.failure",
    "cos_sdk_error_t *": "&given.sdk",
    "cos_error_fields_t *": "&given.fields",
    "cos_response_fields_t *": "&given.response_fields",
    "cos_error_part_t *": "&given.part",
    "cos_attempt_t *": "&given.attempt",
    "cos_id_t *": "&given.id",
    # A finding would be an error that nobody frees.
    "cos_scan_t *": "NULL",
    "cos_finding_t *": "NULL",
    "size_t *": "&given.length",
    "intptr_t *": "&given.descriptor",
    "ptrdiff_t *": "&given.descriptor",
    "char *": '"examplebucket-1250000000"',
    "void *": '"bytes"',
    "cos_client_t **": "&given.client_out",
    "cos_response_t **": "&given.response_out",
    "cos_signed_t **": "&given.signed_out",
    "cos_started_t **": "&given.started_out",
    "char **": "&given.text_out",
    "int32_t ( *)(void *user_data)": "given_check",
    "int32_t ( *)(void *user_data, cos_credentials_t *credentials)": "given_provide",
    "int64_t ( *)(void *user_data, void *buffer, size_t size)": "given_read",
    "int32_t ( *)(void *user_data, void *bytes, size_t size)": "given_write",
    "int32_t ( *)(void *user_data, cos_response_t *head)": "given_head",
    "void ( *)(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive)": "given_report",
    "void ( *)(void *user_data, int64_t moved, int64_t size)": "given_moved",
    "void ( *)(void *user_data, cos_log_level_t level, char *line)": "given_log",
    "void ( *)(void *user_data)": "given_release",
    "size_t": "1",
    "int32_t": "1",
    "int64_t": "1",
    "cos_error_reason_t": "COS_ERROR_REASON_DNS",
    "cos_log_level_t": "COS_ERR_LOG_INFO",
    "cos_responder_t": "COS_RESPONDER_COS",
}

# Functions that give an error: which arguments they cannot do without.
REQUIRED = {
    "cos_error_from_response": ["exchange"],
    "cos_error_client": ["failure"],
    "cos_error_from_sdk": ["sdk"],
    "cos_client_new": ["options", "client"],
    "cos_client_send": ["client", "request"],
    "cos_client_sign": ["client", "request"],
    "cos_client_presign": ["client", "request"],
    "cos_client_url": ["client", "request"],
    "cos_client_start": ["client", "request", "queue"],
    "cos_client_upload_file": ["client", "bucket", "key", "path"],
    "cos_client_download_file": ["client", "bucket", "key", "path"],
    "cos_client_start_upload_file": ["client", "bucket", "key", "path", "queue"],
    "cos_client_start_download_file": ["client", "bucket", "key", "path", "queue"],
    "cos_queue_fd": ["queue", "fd"],
    "cos_xml_from_json": ["json"],
    "cos_err_head_bucket": ["client", "bucket"],
    "cos_head_bucket": ["client", "bucket"],
}

# Functions among them that succeed with what they cannot do without: they need no server.
SUCCEEDING = [
    "cos_client_url",
    "cos_client_start",
    "cos_client_start_upload_file",
    "cos_client_start_download_file",
    "cos_queue_fd",
]

# What a number reads when there is no object, where it is not 0.
NOTHING = {
    "cos_error_retry_after_ms": "-1",
    "cos_error_clock_skew_s": "COS_SKEW_UNKNOWN",
    "cos_code_retry": "-1",
    "cos_queue_next": "-2",
    "cos_client_wait": "-2",
}

# Numbers that are more than 0 when only these are NULL.
OPTIONAL = {"cos_error_strings": ["buffer"], "cos_code_count": []}

# The arguments of a *_free that has more than the object.
FREED = {"cos_queue": "made, 0"}

NUMBERS = re.compile(r"size_t|int(32|64)_t|cos_\w+_t")
OUT = {
    "cos_client_t **": "given.client_out",
    "cos_response_t **": "given.response_out",
    "cos_signed_t **": "given.signed_out",
    "cos_started_t **": "given.started_out",
    "char **": "given.text_out",
}


def main(source, target):
    functions = header.functions(Path(source).read_text(encoding="utf-8"))
    bodies = [body for function in functions for body in calls(function)]
    lines = ['#include "check.h"', '#include "null_given.h"', "", "int main(void) {"]
    lines += ["  " + line for body in bodies for line in body]
    lines += ["  return check_report();", "}", ""]
    Path(target).write_text("\n".join(lines), encoding="utf-8")


def calls(function):
    """One block of lines per call."""
    pointers = [each.name for each in function.parameters if each.is_pointer]
    ways = [[name] for name in pointers] + ([pointers] if len(pointers) != 1 else [])
    return [call(function, way) for way in ways]


def call(function, without):
    arguments = [
        "NULL" if parameter.name in without else valid(function, parameter)
        for parameter in function.parameters
    ]
    subject = f"{function.name} without {', '.join(without) or 'nothing'}"
    made = f"{function.name}({', '.join(arguments)})"
    lines = ["{", f'  check_subject = "{subject}";', "  given_t given = given_new();"]
    lines += ["  " + line for line in checked(function, made, without)]
    return lines + ["  given_free(&given);", "}"]


def valid(function, parameter):
    kind = parameter.type.replace("const ", "")
    if kind not in VALID:
        raise SystemExit(f"{function.name}: no valid {parameter.type} for {parameter.name} is known here")
    return VALID[kind]


def checked(function, made, without):
    """The call, and what its result must be."""
    result = function.result
    if result == "void":
        return [f"{made};"]
    if result == "cos_error_t *":
        return failing(function, made, without)
    if result.startswith("const "):
        return [f"CHECK({made} != NULL);"]
    if result == "void *":
        # The caller's own pointer, of which there is none.
        return [f"CHECK({made} == NULL);"]
    made_object = re.fullmatch(r"(cos_\w+)_t \*", result)
    if made_object:
        freed = FREED.get(made_object.group(1), "made")
        return [f"{result}made = {made};", "CHECK(made != NULL);", f"{made_object.group(1)}_free({freed});"]
    if NUMBERS.fullmatch(result):
        if without == OPTIONAL.get(function.name):
            return [f"CHECK({made} > 0);"]
        return [f"CHECK_NUMBER({made}, {NOTHING.get(function.name, '0')});"]
    raise SystemExit(f"{function.name}: nothing is known here of the result {result}")


def failing(function, made, without):
    if function.name not in REQUIRED:
        raise SystemExit(f"{function.name}: say in REQUIRED which arguments it cannot do without")
    missed = [name for name in REQUIRED[function.name] if name in without]
    if function.name in SUCCEEDING and not missed:
        return [f"cos_error_t *error = {made};", "CHECK(error == NULL);", "cos_error_free(error);"]
    lines = [f"cos_error_t *error = {made};", "CHECK(error != NULL);"]
    for parameter in function.parameters:
        if parameter.type in OUT and parameter.name not in without:
            lines.append(f"CHECK({OUT[parameter.type]} == NULL);")
    # Of several, any may be the one that is named.
    name = missed[0] if len(missed) == 1 else ""
    lines.append(f'check_names(error, "{name}");' if missed else "cos_error_free(error);")
    return lines


if __name__ == "__main__":
    main(*sys.argv[1:])
