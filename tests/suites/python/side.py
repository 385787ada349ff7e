"""Runs Tencent's test suite of its Python SDK with one library against the stand-in.

    side.py MODULE SUITE ADDRESS

MODULE is qcloud_cos or cos_err, SUITE the file ut/test.py of Tencent's repository, ADDRESS the stand-in's HOST:PORT.
Runs in the current folder, in which the suite writes files. Prints one line of JSON for each test: its name and its
failure, which is null if it passed.

Of the suite, only the import is changed. Endpoint and keys come from the environment, from defaults of CosConfig, and
from the connection: COS's hosts are on the stand-in.
"""

import ast
import contextlib
import importlib
import json
import os
import re
import signal
import sys
import traceback
import types

from endpoint import add_defaults, connect_to
from environment import prepare

#: Seconds that a test may take: for one that hangs.
LIMIT_S = 600
#: Uploads 10 GB at the limit that it sets for the traffic, which takes a quarter of an hour.
LONG = "test_upload_file_10000_parts_with_trafficlimit"
#: What only tests of data processing, of vectors and of the search in metadata use.
PROCESSING = re.compile(
    r"\bci_|_ci_|TEST_CI|meta_insight|cos_vectors|vector_bucket|ai_recognition_client|intelligent_speech_client"
    r"|sensitive_content"
)


def defaults(module, address):
    """Return what CosConfig of a library gets: http, and for ours the address of the stand-in.

    Ours refuses a switch to the backup domain over http. The suite sends nothing with such settings.
    """
    given = {} if module.__name__ == "qcloud_cos" else {"ConnectTo": address}
    return lambda kwargs: given if kwargs.get("AutoSwitchDomainOnRetry") else {"Scheme": "http", **given}


def load(name, path):
    """Import the suite, with another name of the library."""
    with open(path, encoding="utf-8") as file:
        source = re.sub(r"\bqcloud_cos\b", name, file.read())
    suite = types.ModuleType("suite")
    suite.__file__ = path
    sys.modules["suite"] = suite
    exec(compile(source, path, "exec"), suite.__dict__)  # noqa: S102 - it is the program to run
    return suite, source


def tests_of(source):
    """Return the names of the suite's tests that are not for data processing, in the suite's order."""
    found = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [
        node.name
        for node in found
        if node.name.startswith("test_")
        and node.name != LONG
        and not PROCESSING.search(ast.get_source_segment(source, node))
    ]


def overdue(_signal, _frame):
    """End a test that takes too long."""
    raise TimeoutError(f"the test was still running after {LIMIT_S} s")


def outcome(test):
    """Run a test; return its failure, or None."""
    signal.alarm(LIMIT_S)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            test()
    except BaseException as error:
        traceback.print_exc()
        return f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
    return None


def main(name, path, address):
    """Run all tests."""
    prepare()
    connect_to({80: address})
    signal.signal(signal.SIGALRM, overdue)
    module = importlib.import_module(name)
    add_defaults(module, defaults(module, address))
    with contextlib.redirect_stdout(sys.stderr):
        suite, source = load(name, path)
        suite.setUp()
    for test in tests_of(source):
        print(f"\n=== {test}", file=sys.stderr, flush=True)
        print(json.dumps([test, outcome(getattr(suite, test))]), flush=True)
    # The threads of a pool may still wait.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
