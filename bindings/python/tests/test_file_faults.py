"""Every fault of the stand-in during upload_file and download_file: the rows of tests/cases/faults.jsonl."""

import http.client
import json
import os
import pathlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import BUCKET, KEYS, Standin

import cos_err
from cos_err import CosClientError, CosServiceError, Reason

TABLE = pathlib.Path(__file__).resolve().parents[3] / "tests" / "cases" / "faults.jsonl"
ROWS = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
SIZE = 2 * 1024 * 1024 + 5
#: The phase, the request of the table, and the part that its error names.
PHASES = [("middle", "part", "part 2 "), ("complete", "complete", ""), ("later", "range", "part 2 ")]
ENDLESS = ("hangs", "may hang")
#: As long as all of them need on a busy machine.
LIMIT_S = 10


def ask(standin, method, path, body=None):
    connection = http.client.HTTPConnection(standin.address)
    connection.request(method, f"/_standin/{path}", None if body is None else json.dumps(body))
    text = connection.getresponse().read()
    connection.close()
    return text


class Move:
    """A transfer of which one request meets with the fault."""

    def __init__(self, standin, row, number, phase, request, folder):
        outcome = row["outcome"]
        self.row, self.phase, self.folder = row, phase, folder
        self.expected = outcome if isinstance(outcome, str) else outcome[request]
        name = f"{number}.{phase}"
        self.key = f"synthetic/{SIZE}/{name}" if phase == "later" else name
        self.path, self.error = folder / name, None
        config = cos_err.CosConfig(
            Region="ap-guangzhou",
            Scheme="http",
            ConnectTo=standin.address,
            SecretId=KEYS["COS_SECRET_ID"],
            SecretKey=KEYS["COS_SECRET_KEY"],
            # Clients of the same settings share their connections, so each has its own.
            TotalTimeout=(LIMIT_S if self.expected in ENDLESS else 120) + number / 1000,
        )
        self.client = cos_err.CosS3Client(config, retry=row.get("attempts", 1) - 1)

    def faults(self):
        """What the stand-in is told."""
        fault = self.row["fault"]
        if self.phase == "middle":
            return [{"faults": fault, "target": f"/{self.key}?partNumber=2&"}]
        if self.phase == "complete":
            return [{"faults": fault, "target": f"/{self.key}?uploadId=", "methods": ["POST"]}]
        get = {"target": f"/{self.key}", "methods": ["GET"]}
        return [{"faults": "", "times": 1, **get}, {"faults": fault, **get}]

    def run(self):
        try:
            if self.phase == "later":
                self.client.download_file(BUCKET, self.key, self.path, PartSize=1, MAXThread=1)
            else:
                self.client.upload_file(BUCKET, self.key, self.folder / "source", PartSize=1, MAXThread=1)
        except (CosServiceError, CosClientError) as error:
            self.error = error

    def complaints(self, part):
        """What is wrong with its outcome."""
        error, found = self.error, "" if self.error is None else f"{self.error.code} {self.error.status}"
        wrong = []
        if self.expected == "hangs":
            wrong += [] if found.startswith("Timeout ") else [found]
        elif self.expected not in ("any", "may hang") and found != self.expected:
            wrong.append(found)
        if error is not None:
            is_client = isinstance(error, CosClientError)
            wrong += [] if is_client == (error.reason is not None) else [repr(error)]
            wrong += [] if not is_client or isinstance(error.reason, Reason) else [repr(error.reason)]
            names_part = error.method == "POST" or error.code == "Checksum" or part in error.message
            is_certain = self.expected not in ("any", *ENDLESS)
            wrong += [] if names_part or not is_certain else [error.message]
        if self.phase == "later":
            is_whole = self.path.exists() and self.path.stat().st_size == SIZE
            wrong += [] if is_whole == (error is None) else ["the file"]
        return [f"{self.row['id']}, {self.phase}: {one!r}, not {self.expected!r}" for one in wrong]


@pytest.fixture(scope="module")
def silent():
    one = Standin("--no-log")
    yield one
    one.stop()


def left(client):
    return client.list_multipart_uploads(BUCKET).get("Upload", [])


def test_the_table_has_each_fault(silent):
    names = json.loads(ask(silent, "GET", "faults"))
    assert set(names) == {row["name"] for row in ROWS}


@pytest.mark.parametrize(("phase", "request_kind", "part"), PHASES)
def test_each_fault_has_its_error_and_leaves_nothing(silent, tmp_path, phase, request_kind, part):
    (tmp_path / "source").write_bytes(os.urandom(SIZE))
    moves = [Move(silent, row, number, phase, request_kind, tmp_path) for number, row in enumerate(ROWS)]
    # Those without end go first, and all of them at once.
    moves.sort(key=lambda move: move.expected not in ENDLESS)
    # Those of fail-N.
    ask(silent, "DELETE", "counters")
    ask(silent, "PUT", f"faults/{BUCKET}", [fault for move in moves for fault in move.faults()])
    with ThreadPoolExecutor(24) as pool:
        list(pool.map(Move.run, moves))
    ask(silent, "PUT", f"faults/{BUCKET}", [])
    assert [one for move in moves for one in move.complaints(part)] == []
    named = {move.error.details.get("UploadId") for move in moves if move.error}
    assert [one["Key"] for one in left(moves[0].client) if one["UploadId"] not in named] == []
    whole = {move.path.name for move in moves if phase == "later" and not move.error}
    assert {one.name for one in tmp_path.iterdir()} == {"source", *whole}
    for one in left(moves[0].client):
        moves[0].client.abort_multipart_upload(BUCKET, one["Key"], one["UploadId"])
