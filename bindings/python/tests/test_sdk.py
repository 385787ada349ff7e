"""Errors from exceptions of Tencent's SDK, on results that the SDK gave for responses and broken connections."""

import json
import pathlib

import pytest

from cos_err import CodeSource, CosClientError, CosServiceError, Kind, Lost, Reason, from_sdk_error, reason_name

CASES = pathlib.Path(__file__).resolve().parents[3] / "tests" / "cases" / "sdk" / "python.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
TEXTS = ("code", "message", "resource", "request_id", "trace_id")


class SdkHeaders(dict):
    """The headers of requests, as far as the SDK hands them out."""


class SdkServiceError(Exception):
    """What qcloud_cos.CosServiceError offers: the message as it was raised, and a dict if it is one."""

    def __init__(self, message, status):
        super().__init__(message)
        is_dict = isinstance(message, dict)
        self._origin, self._digest = ("", message) if is_dict else (message, "Response Error Msg Is INVALID")
        self._status = status

    def get_status_code(self):
        return self._status

    def get_origin_msg(self):
        return self._origin

    def get_digest_msg(self):
        return self._digest


def raised(sdk):
    """The exception of the SDK."""
    if sdk["class"] == "CosClientError":
        return RuntimeError(sdk["text"])
    if "bytes" in sdk:
        return SdkServiceError(sdk["bytes"].encode(), sdk["status"])
    message = sdk.get("text", sdk.get("dict", SdkHeaders(sdk.get("headers", []))))
    return SdkServiceError(message, sdk["status"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_keeps_what_the_sdk_kept(row):
    theirs = raised(row["sdk"])
    e = from_sdk_error(theirs, method=row["method"])
    kept = row["kept"]
    assert e.__cause__ is theirs
    assert e.status == kept.get("status", 0)
    assert e.kind == (Kind.CLIENT if "reason" in kept else Kind.SERVICE)
    assert "reason" not in kept or reason_name(e.reason) == kept["reason"]
    assert {name: getattr(e, name) for name in TEXTS if name in kept} == {n: kept[n] for n in TEXTS if n in kept}
    assert e.lost >= {Lost[name.upper()] for name in row["gone"]}
    # Nothing is made up.
    assert "request_id" in kept or e.request_id == ""
    assert "trace_id" in kept or e.trace_id == ""
    assert "resource" in kept or e.resource == e.url
    assert "code" in kept or e.code_source not in (CodeSource.BODY, CodeSource.HEADER)


def test_a_head_is_known_by_the_code_that_the_sdk_makes_up():
    url = "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/k"
    message = {"code": "NoSuchResource", "message": "The Resource You Head Not Exist", "resource": url}
    e = from_sdk_error(SdkServiceError(message, 404))
    assert isinstance(e, CosServiceError) and e.operation == "HeadObject"
    assert (e.code, e.code_source, e.url) == ("NoSuchKey", CodeSource.STATUS, url)
    assert e.lost == {Lost.CODE, Lost.MESSAGE, Lost.REQUEST_ID, Lost.TRACE_ID, Lost.HEADERS}


def test_what_the_program_knows_is_added():
    e = from_sdk_error(SdkServiceError("", "404"), method="GET", bucket="examplebucket-1250000000", key="a/b")
    assert (e.status, e.operation, e.code) == (404, "GetObject", "NoSuchKey")


def test_errno_and_unknown_words():
    e = from_sdk_error(FileNotFoundError(2, "No such file or directory"))
    assert isinstance(e, CosClientError)
    assert (e.reason, e.os_errno, e.lost) == (Reason.LOCAL_IO, 2, frozenset())
    unknown = from_sdk_error(RuntimeError("it failed"))
    assert (unknown.reason, unknown.lost, unknown.request_sent) == (Reason.CONNECT, {Lost.REASON}, True)
    assert from_sdk_error(RuntimeError("[Errno 111] Connection refused")).reason == Reason.CONNECT
