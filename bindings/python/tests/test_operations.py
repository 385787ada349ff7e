"""Calls send and return what Tencent's SDK was recorded to send and return for the same arguments.

Requests are compared by method, path, query, body (a document by its elements), and every header
except those in answering.OWN_HEADERS. Content-MD5 must be that of the body that was sent.
"""

import asyncio
import base64
import hashlib
import inspect
import pathlib
import re
import sys

import pytest
import qcloud_cos

import cos_err
from cos_err import aio

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "cases" / "operations"))

import answering  # noqa: E402

ROWS = answering.rows()
#: The first failure ends the other requests of the call, some of which may have been sent.
CANCELS = "get_bucket_meta/missing"
#: What is different on purpose: the parts of the recording that are replaced, and why.
DIFFERENCES = {
    # A document without an optional element is not a reason to lose the rest of it.
    "get_bucket_website/empty": {"value": {"IndexDocument": {"Suffix": "index.html"}, "RoutingRules": []}},
    "get_bucket_inventory/absent": {
        "value": {
            "Id": "1",
            "IsEnabled": "true",
            "Destination": {
                "COSBucketDestination": {
                    "Format": "CSV",
                    "AccountId": "1",
                    "Bucket": "b",
                    "Encryption": {"SSE-COS": None},
                }
            },
            "Schedule": {"Frequency": "Daily"},
            "IncludedObjectVersions": "All",
        }
    },
    # Theirs writes Type for type in every text of the document, also in names and values.
    "get_bucket_acl/type": {
        "value": {
            "Owner": {"ID": "type", "DisplayName": "prototype"},
            "AccessControlList": None,
            "CannedACL": "private",
        }
    },
    # Theirs sends these as headers, which COS ignores; they are query parameters.
    "get_object_acl/version": {"query": {"acl": "", "versionId": "v1"}, "headers": {}},
    "get_symlink/expires": {"query": {"symlink": "", "response-expires": "0"}, "headers": {}},
    # Theirs hides the failure of a part behind an error of its own, and leaves the stored parts to be paid for.
    "upload_file_from_buffer/failed": {
        "error": {"type": "CosServiceError", "status": 403, "code": "AccessDenied"},
        "more": ["DELETE"],
    },
}


@pytest.fixture(scope="module")
def server():
    one = answering.Answering()
    yield one
    one.shutdown()
    one.server_close()


class Awaiting:
    """Awaits the methods of the client of asyncio."""

    def __init__(self, config, **given):
        self._client = aio.CosS3Client(config, **given)

    def __getattr__(self, name):
        method = getattr(self._client, name)
        if not inspect.iscoroutinefunction(method):
            return method

        async def call(*arguments, **named):
            return await method(*arguments, **named)

        return lambda *arguments, **named: asyncio.run(call(*arguments, **named))


def client_of(server, keys, kind=cos_err.CosS3Client):
    config = cos_err.CosConfig(
        Region="ap-guangzhou",
        Scheme="http",
        ConnectTo=f"127.0.0.1:{server.port}",
        SecretId=keys["COS_SECRET_ID"],
        SecretKey=keys["COS_SECRET_KEY"],
    )
    return kind(config, retry=0)


@pytest.fixture(scope="module", params=[cos_err.CosS3Client, Awaiting], ids=["waits", "awaits"])
def caller(request, server, keys):
    return client_of(server, keys, request.param)


GENERATED = sorted(name for name in vars(cos_err._operations.Generated) if not name.startswith("_"))


@pytest.mark.parametrize("name", GENERATED)
def test_a_signature_is_that_of_tencents_sdk(name):
    def parts(function):
        return [(one.name, one.kind, one.default) for one in inspect.signature(function).parameters.values()]

    assert parts(getattr(cos_err.CosS3Client, name)) == parts(getattr(qcloud_cos.CosS3Client, name))


def test_every_method_of_the_table_is_recorded():
    assert set(GENERATED) <= {row["method"] for row in ROWS}
    assert set(DIFFERENCES) <= {row["id"] for row in ROWS}


def outcome(client, row):
    """What a call returned or raised, as the recording has it."""
    try:
        value = getattr(client, row["method"])(**answering.given(row["arguments"]))
        return {"value": answering.plain(value)}
    except cos_err.CosServiceError as error:
        code = error.get_error_code()
        return {"error": {"type": "CosServiceError", "status": error.get_status_code(), "code": code}}
    except cos_err.CosClientError:
        return {"error": {"type": "CosClientError"}}


def is_headers(value):
    return isinstance(value, dict) and any(name.lower() == "x-cos-request-id" for name in value)


def window(found):
    begin, end = map(int, found.group(0).split(";"))
    return f"{end - begin} s"


def comparable(found):
    """Return what is compared.

    Header names are the same in any case; which of them the HTTP library adds does not count. Of a
    signature, the duration of its window counts, and not when it begins.
    """
    value = found.get("value")
    if isinstance(value, str) and value.startswith("q-sign-algorithm"):
        return {"value": re.sub(r"\d+;\d+", window, value.rpartition("&q-signature=")[0])}
    if not is_headers(found.get("value")):
        return found
    own = {"content-length", "server"}
    return {"value": {name.lower(): value for name, value in found["value"].items() if name.lower() not in own}}


def check_request(ours, theirs, different):
    for name in ("method", "path", "query"):
        assert ours[name] == different.get(name, theirs[name])
    assert answering.document(ours["body"]) == answering.document(theirs["body"])
    sent, expected = dict(ours["headers"]), dict(theirs["headers"])
    if "headers" in different:
        expected = {"host": expected["host"], **different["headers"]}
    digest = sent.pop("content-md5", None)
    if "content-md5" in expected:
        assert digest is not None
        del expected["content-md5"]
    if digest is not None and isinstance(ours["body"], str):
        assert digest == base64.b64encode(hashlib.md5(ours["body"].encode("utf-8")).digest()).decode()
    if "content-type" not in expected:
        # Ours has the type of every document.
        sent.pop("content-type", None)
    assert sent == expected


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS if row["id"] != CANCELS])
def test_a_call_is_that_of_tencents_sdk(caller, server, row):
    server.expect(row)
    found = outcome(caller, row)
    requests = server.received()
    different = DIFFERENCES.get(row["id"], {})
    expected = {name: row[name] for name in ("value", "error") if name in row}
    for name in {"value", "error"} & set(different):
        assert expected != {name: different[name]}, "not a difference"
        expected = {name: different[name]}
    assert comparable(found) == comparable(expected)
    requests = [one for one in requests if one["method"] not in different.get("more", ())]
    assert len(requests) == len(row["requests"])
    for ours, theirs in zip(requests, row["requests"]):
        check_request(ours, theirs, different)


def test_the_settings_of_a_bucket_that_is_missing_are_an_error(keys):
    # Theirs returns None for each of them.
    (row,) = (row for row in ROWS if row["id"] == CANCELS)
    assert row["value"]["ACL"] is None and "Location" not in row["value"]
    server = answering.Answering()
    server.expect(row)
    found = outcome(client_of(server, keys), row)
    assert found == {"error": {"type": "CosServiceError", "status": 404, "code": "NoSuchResource"}}
    server.shutdown()
    server.server_close()


EVENTS = next(row for row in ROWS if row["id"] == "select_object_content")


@pytest.fixture
def payload(caller, server):
    """Makes the call whose events are damaged by a function."""

    def make(damage):
        data = damage(answering.bytes_of(EVENTS["response"]["body"]))
        body = {"base64": base64.b64encode(data).decode()}
        server.expect({"response": {**EVENTS["response"], "body": body}})
        return caller.select_object_content(**EVENTS["arguments"])["Payload"]

    return make


def test_the_records_of_a_query(payload, tmp_path):
    assert payload(bytes).get_select_result() == "甲,1\nb,2\n".encode()
    payload(bytes).get_select_result_to_file(tmp_path / "records")
    assert (tmp_path / "records").read_bytes() == "甲,1\nb,2\n".encode()
    events = payload(bytes)
    assert list(events)[-1] == {"End": {}} and list(events) == []


@pytest.mark.parametrize(
    "damage, text",
    [
        (lambda data: data[:-20], "within an event"),
        (lambda data: data[:6], "before its End"),
        (lambda data: b"", "before its End"),
        (lambda data: data.replace(b"b,2", b"b,3"), "does not match its checksum"),
        (lambda data: b"\xff" + data[1:], "lengths of an event"),
    ],
)
def test_a_damaged_result_of_a_query(payload, tmp_path, damage, text):
    with pytest.raises(cos_err.CosClientError, match=text) as caught:
        payload(damage).get_select_result_to_file(tmp_path / "records")
    assert caught.value.reason is cos_err.Reason.BAD_RESPONSE
    assert list(tmp_path.iterdir()) == []


def test_parts_are_read_as_they_are_sent(caller, server):
    class Slow:
        """A pipe: it returns less than it is asked for."""

        def __init__(self):
            self.left = 3 * 1024 * 1024 + 5

        def read(self, size):
            size = min(size, 100_000, self.left)
            self.left -= size
            return b"x" * size

    (row,) = (row for row in ROWS if row["id"] == "upload_file_from_buffer/parts")
    server.expect(row)
    caller.upload_file_from_buffer(row["arguments"]["Bucket"], "k", Slow(), PartSize=1, MaxBufferSize=2)
    sent = [one["body"] for one in server.received() if one["method"] == "PUT"]
    assert [part if isinstance(part, str) else part["length"] for part in sent] == [1024 * 1024] * 3 + ["xxxxx"]


def test_a_file_that_cannot_be_read_ends_the_upload(caller, server):
    class Broken:
        """Its second part cannot be read."""

        def __init__(self):
            self.calls = 0

        def read(self, size):
            self.calls += 1
            if self.calls > 1:
                raise ValueError("broken")
            return b"x" * size

    (row,) = (row for row in ROWS if row["id"] == "upload_file_from_buffer/failed")
    responses = {**row["responses"], "PUT uploadId": {"status": 200, "headers": {"ETag": "p", "x-cos-request-id": "i"}}}
    server.expect({"responses": responses})
    with pytest.raises(ValueError, match="broken"):
        caller.upload_file_from_buffer(row["arguments"]["Bucket"], "k", Broken(), PartSize=1)
    assert [one["method"] for one in server.received()][0] == "DELETE"
