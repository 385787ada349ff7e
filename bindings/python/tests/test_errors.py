"""What an exception tells."""

import copy
import json
import pickle

import pytest

import cos_err
from cos_err import CodeSource, CosClientError, CosException, CosServiceError, Kind, Reason, Responder, Retry, _model

GETTERS = {
    "get_origin_msg": str,
    "get_digest_msg": dict,
    "get_status_code": int,
    "get_error_code": str,
    "get_error_msg": str,
    "get_trace_id": str,
    "get_request_id": str,
    "get_resource_location": str,
}
#: Attributes of the model, as the class declares them.
FIELDS = sorted(_model.Model.__annotations__)
# Made when they are asked for.
TEXTS = (
    "advice",
    "advice_zh",
    "doc_url",
    "diagnose_url",
    "_diagnose_steps_en",
    "_diagnose_steps_zh",
    "json",
    "text",
    "lost",
)
EXCHANGES = [
    {"status": 404, "method": "HEAD", "headers": {}},
    {"status": 403, "method": "HEAD", "headers": [("x-cos-request-id", "abc")]},
    {"status": 502, "method": "GET", "body": b"<html>Bad Gateway</html>"},
    {"status": 400, "method": "GET", "body": b"<Error><Code>InvalidArgument</Code>"},
    {"status": 400, "method": "PUT", "body": b"\xff\xfe\x00"},
    {"status": 0, "body": b"<Error><Code>NoSuchKey</Code></Error>"},
]


def failed(call, *arguments, **named):
    with pytest.raises(CosException) as caught:
        call(*arguments, **named)
    return caught.value


def test_the_documents_example(client, bucket):
    e = failed(client.get_object, Bucket=bucket, Key="no/such/object")
    assert type(e) is CosServiceError
    assert e.get_origin_msg().startswith("<?xml") and "<Code>NoSuchKey</Code>" in e.get_origin_msg()
    assert list(e.get_digest_msg()) == ["code", "message", "resource", "requestid", "traceid"]
    assert e.get_digest_msg()["code"] == e.get_error_code() == e.error_code == e.code == "NoSuchKey"
    assert e.get_digest_msg()["message"] == e.get_error_msg() == e.error_msg == e.message
    assert e.get_digest_msg()["requestid"] == e.get_request_id() == e.request_id != ""
    assert e.get_digest_msg()["traceid"] == e.get_trace_id() == e.trace_id != ""
    assert e.get_digest_msg()["resource"] == e.get_resource_location() == e.resource
    assert (e.get_status_code(), e.status_code, e.status) == (404, "404", 404)
    assert str(e) == str(e.get_digest_msg())
    assert "NoSuchKey" in repr(e) and e.request_id in repr(e)


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: f"{exchange['status']} {exchange.get('body')}")
def test_no_getter_fails_where_something_is_missing(exchange):
    e = cos_err.read_answer(**exchange)
    for name, kind in GETTERS.items():
        assert type(getattr(e, name)()) is kind, name
    assert all(isinstance(value, str) and value for value in e.get_digest_msg().values())
    for name in ("request_id", "status_code", "error_code", "error_msg"):
        assert type(getattr(e, name)) is str, name
    for name in FIELDS:
        getattr(e, name)


def test_head_404_reads_as_there(client, bucket):
    for e in (failed(client.head_object, bucket, "no"), failed(client.head_bucket, "missing-1250000000")):
        assert (e.get_error_code(), e.get_status_code()) == ("NoSuchResource", 404)
        assert e.code in ("NoSuchKey", "NoSuchBucket") and e.code_source is CodeSource.STATUS
        assert e.get_request_id() == e.request_id != "" and e.get_origin_msg() == ""


def test_head_403_keeps_its_id(config, bucket):
    stranger = cos_err.CosS3Client(config(SecretKey="WRONG"))
    e = failed(stranger.head_bucket, Bucket=bucket)
    assert (e.get_error_code(), e.code, e.get_status_code()) == ("Unknown", "AccessDenied", 403)
    assert e.get_request_id() == e.headers["X-COS-Request-Id"] == e.request_id
    explained = failed(stranger.head_bucket, Bucket=bucket, Explain=True)
    assert (explained.get_error_code(), explained.code_source) == ("SignatureDoesNotMatch", CodeSource.PROBE)
    assert len(explained.attempts) == 2


def test_the_whole_model(client):
    e = failed(client.head_bucket, "missing-1250000000")
    assert (e.kind, e.reason, e.responder, e.retry) == (Kind.SERVICE, None, Responder.COS, Retry.AFTER_FIX)
    assert (e.method, e.operation, e.request_sent) == ("HEAD", "HeadBucket", True)
    assert "missing-1250000000" in e.advice and "存储桶" in e.advice_zh
    assert json.loads(e.json)["code"] == "NoSuchBucket" and "\n" not in e.text
    assert e.diagnose_url in e.diagnose_steps() and e.doc_url.startswith("https://")
    assert e.request_id in e.diagnose_steps("zh_CN") and "请求 ID" in e.diagnose_steps("zh")
    assert e.diagnose_steps("tlh") == e.diagnose_steps("en") != e.diagnose_steps("zh")
    assert e.attempts[0].status == 404 and e.attempts[0].reason is None
    assert dict(e.header_fields)["x-cos-request-id"] == e.request_id
    assert (e.parts, e.causes, e.os_errno, e.retry_after_ms) == ([], [], 0, None)
    with pytest.raises(AttributeError):
        e.no_such_field  # noqa: B018


def test_client_errors(config, bucket):
    e = failed(cos_err.CosS3Client(config(ConnectTo="127.0.0.1:1"), retry=0).head_bucket, bucket)
    assert type(e) is CosClientError and not isinstance(e, CosServiceError)
    assert (e.kind, e.reason, e.code, e.status) == (Kind.CLIENT, Reason.CONNECT, "Connect", 0)
    assert e.retry is Retry.YES and not e.request_sent and e.causes and e.os_errno > 0
    assert str(e) == e.message and e.attempts[0].reason is Reason.CONNECT
    e = failed(client_of(config).head_bucket, "fault-hang-1250000000", CallTimeout=0.3)
    assert e.reason is Reason.TIMEOUT and cos_err.reason_name(e.reason) == e.code == "Timeout"
    assert cos_err.reason_text(e.reason).startswith("A timeout")


def client_of(config):
    return cos_err.CosS3Client(config())


def test_one_foreign_call_reads_an_error(monkeypatch):
    """All but the lazy fields: the library is asked once."""
    asked = []

    class Counting:
        def __init__(self, lib):
            self._lib = lib

        def __getattr__(self, name):
            asked.append(name)
            return getattr(self._lib, name)

    monkeypatch.setattr(_model, "lib", Counting(_model.lib))
    e = cos_err.read_answer(
        status=404, method="GET", headers={"a": "b"}, body=b"<Error><Code>NoSuchKey</Code><A>b</A></Error>"
    )
    plain = [name for name in FIELDS if name not in TEXTS]
    assert [getattr(e, name) for name in plain]
    assert e.details == {"A": "b"} and e.headers == {"a": "b"} and e.origin_body.startswith(b"<Error>")
    assert [name for name in asked if name != "cos_error_free"] == ["cos_error_fields"]
    assert e.advice and asked[-1] == "cos_error_advice"


@pytest.mark.parametrize("again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_copies_hold_everything(client, bucket, again):
    e = failed(client.delete_bucket, "missing-1250000000")
    other = again(e)
    assert type(other) is type(e) and str(other) == str(e) and repr(other) == repr(e)
    assert {name: getattr(other, name) for name in FIELDS} == {name: getattr(e, name) for name in FIELDS}


def test_made_by_a_program():
    e = CosServiceError("GET", b"<Error><Code>SlowDown</Code><Message>m</Message></Error>", 503)
    assert (e.code, e.message, e.status, e.retry, e.method) == ("SlowDown", "m", 503, Retry.YES, "GET")
    assert (e.get_trace_id(), e.get_request_id()) == ("Unknown", "Unknown")
    e = CosServiceError("PUT", "<CopyObjectResult/>", 200)
    assert (e.kind, e.get_error_code(), e.get_status_code()) == (Kind.SERVICE, "Unknown", 200)
    e = CosClientError("no way", Reason.LOCAL_IO, os_errno=13, cause="Permission denied")
    assert (str(e), e.reason, e.os_errno, e.causes) == ("no way", Reason.LOCAL_IO, 13, ["Permission denied"])
    assert CosException("words").message == "words"
    e = CosServiceError("GET", "", 0)
    assert (e.kind, e.reason, e.code, e.status) == (Kind.SERVICE, None, "Unknown", 0)


def test_a_failure_after_the_headers_keeps_them():
    headers = [("Server", "tencent-cos"), ("x-cos-request-id", "abc"), ("Retry-After", "7"), ("empty", "")]
    e = CosClientError("cut", Reason.CONNECTION_LOST, status=200, headers=headers)
    assert (e.reason, e.status, e.request_id, e.retry_after_ms) == (Reason.CONNECTION_LOST, 200, "abc", 7000)
    assert (e.header_fields, e.responder, e.request_sent) == (headers, Responder.COS, True)
    assert CosClientError("cut", Reason.TLS, headers=dict(headers)).headers["Server"] == "tencent-cos"
    assert CosClientError("x", Reason.DNS, status=70000).reason is Reason.INVALID_ARGUMENT


@pytest.mark.parametrize(
    "reason, given, sent",
    [
        (Reason.CONNECT, None, False),
        (Reason.CONNECT, True, True),
        (Reason.TIMEOUT, None, True),
        (Reason.TIMEOUT, False, False),
    ],
)
def test_request_sent_is_the_callers_word(reason, given, sent):
    assert CosClientError("x", reason, request_sent=given).request_sent is sent


def test_parts_have_a_retry_class_each():
    items = [("InternalError", Retry.YES), ("AccessDenied", Retry.AFTER_FIX), ("NoSuchThing", Retry.NO)]
    body = "".join(f"<Error><Key>k</Key><Code>{code}</Code></Error>" for code, _ in items)
    e = cos_err.read_answer(status=200, method="POST", body=f"<DeleteResult>{body}</DeleteResult>".encode())
    assert [(part.code, part.retry) for part in e.parts] == items


def test_a_part_of_a_request_fails(client, bucket):
    body = "<Delete><Object><Key>a</Key></Object><Object><Key>denied/b</Key></Object></Delete>"
    e = failed(client.send, "POST", bucket, query={"delete": None}, body=body)
    assert [(part.key, part.code, part.retry) for part in e.parts] == [("denied/b", "AccessDenied", Retry.AFTER_FIX)]
    answer = client.delete_objects(Bucket=bucket, Delete={"Object": [{"Key": "a"}, {"Key": "denied/b"}]})
    assert answer["Error"][0]["Key"] == "denied/b" and answer["Deleted"] == [{"Key": "a"}]
