#!/usr/bin/env python3
"""Records what Tencent's Python SDK sends and returns for the calls of python.jsonl.

    pip install cos-python-sdk-v5==1.9.44
    python3 tests/cases/operations/record.py [ID...]

Each row has an id, a method, its arguments, and the response to it (or several, by method and
sub-resource). This program writes the rest: the requests, and the returned value or the
exception. Run it by hand after adding rows; the tests compare this project's package with it.
"""

import copy
import json
import sys

from urllib3.util import connection

import answering

CLIENT = {
    "Region": "ap-guangzhou",
    "Scheme": "http",
    "SecretId": "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000",
    "SecretKey": "STANDINSECRETKEYEXAMPLEEXAMPLE00",
}


def record(client, server, row):
    """The row with what the call did."""
    import qcloud_cos

    server.expect(row)
    found = {name: row[name] for name in ("id", "method", "arguments", "response", "responses") if name in row}
    try:
        value = getattr(client, row["method"])(**answering.given(copy.deepcopy(row["arguments"])))
        found["value"] = answering.plain(value)
    except qcloud_cos.CosServiceError as error:
        found["error"] = {"type": "CosServiceError", "status": error.get_status_code(), "code": error.get_error_code()}
    except qcloud_cos.CosClientError:
        found["error"] = {"type": "CosClientError"}
    except Exception as error:
        found["error"] = {"type": type(error).__name__}
    found["requests"] = server.received()
    return found


def main():
    """Record all rows, or those that are named."""
    import qcloud_cos

    server = answering.Answering()
    # Some of its calls dial a host of their own even if they were given an address.
    dial = connection.create_connection
    connection.create_connection = lambda to, *rest, **more: dial(("127.0.0.1", server.port), *rest, **more)
    client = qcloud_cos.CosS3Client(qcloud_cos.CosConfig(**CLIENT), retry=0)
    rows = [
        row if sys.argv[1:] and row["id"] not in sys.argv[1:] else record(client, server, row)
        for row in answering.rows()
    ]
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    answering.ROWS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} rows")


if __name__ == "__main__":
    main()
