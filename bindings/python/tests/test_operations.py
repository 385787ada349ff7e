"""Calls send and return what Tencent's SDK was recorded to send and return for the same arguments.

Requests are compared by method, path, query, body (a document by its elements), and every header
except those in answering.OWN_HEADERS. Content-MD5 must be that of the body that was sent.
"""

import base64
import hashlib
import inspect
import pathlib
import sys

import pytest
import qcloud_cos

import cos_err

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "cases" / "operations"))

import answering  # noqa: E402

ROWS = answering.rows()
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
}


@pytest.fixture(scope="module")
def server():
    one = answering.Answering()
    yield one
    one.shutdown()
    one.server_close()


@pytest.fixture(scope="module")
def caller(server, keys):
    config = cos_err.CosConfig(
        Region="ap-guangzhou",
        Scheme="http",
        ConnectTo=f"127.0.0.1:{server.port}",
        SecretId=keys["COS_SECRET_ID"],
        SecretKey=keys["COS_SECRET_KEY"],
    )
    return cos_err.CosS3Client(config, retry=0)


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


def comparable(found):
    """Header names are the same in any case; which of them the HTTP library adds does not count."""
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


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_call_is_that_of_tencents_sdk(caller, server, row):
    server.expect(row)
    found = outcome(caller, row)
    requests = server.received()
    different = DIFFERENCES.get(row["id"], {})
    expected = {name: row[name] for name in ("value", "error") if name in row}
    if "value" in different:
        assert expected != {"value": different["value"]}, "not a difference"
        expected = {"value": different["value"]}
    assert comparable(found) == comparable(expected)
    assert len(requests) == len(row["requests"])
    for ours, theirs in zip(requests, row["requests"]):
        check_request(ours, theirs, different)
