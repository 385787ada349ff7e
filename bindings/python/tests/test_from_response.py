"""Errors from answers of other HTTP libraries."""

import http.client
import urllib.error
import urllib.request

import httpx
import pytest
import requests
import urllib3

import cos_err
from cos_err import CodeSource, CosClientError, CosServiceError, Reason, Responder, from_response

HOST = {"Host": "public-1250000000.cos.ap-guangzhou.myqcloud.com"}


def by_requests(method, url, headers):
    return requests.request(method, url, headers=headers)


def by_httpx(method, url, headers):
    return httpx.request(method, url, headers=headers, trust_env=False)


def by_urllib3(method, url, headers):
    return urllib3.PoolManager().request(method, url, headers=headers, retries=False)


def by_urllib3_unread(method, url, headers):
    return urllib3.PoolManager().request(method, url, headers=headers, retries=False, preload_content=False)


def by_urllib(method, url, headers):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers))
    except urllib.error.HTTPError as error:
        return error


def by_http_client(method, url, headers):
    connection = http.client.HTTPConnection(url.split("/")[2])
    connection.request(method, "/" + url.split("/", 3)[3], headers=headers)
    return connection.getresponse()


LIBRARIES = [by_requests, by_httpx, by_urllib3, by_urllib3_unread, by_urllib, by_http_client]


@pytest.mark.parametrize("ask", LIBRARIES, ids=lambda ask: ask.__name__)
def test_reads_its_answer(ask, standin):
    url = f"http://{standin.address}/missing"
    e = from_response(ask("GET", url, HOST), method="GET", url=url)
    assert isinstance(e, CosServiceError)
    assert (e.code, e.status, e.code_source, e.responder) == ("NoSuchKey", 404, CodeSource.BODY, Responder.COS)
    assert e.request_id == e.headers["x-cos-request-id"] and "<Code>NoSuchKey</Code>" in e.origin_xml
    assert e.clock_skew_s is not None and e.method == "GET" and e.url == url
    assert from_response(ask("GET", f"http://{standin.address}/", HOST)) is None


@pytest.mark.parametrize("ask", LIBRARIES, ids=lambda ask: ask.__name__)
def test_head_needs_the_method(ask, standin):
    url = f"http://{standin.address}/missing"
    e = from_response(ask("HEAD", url, HOST), method="HEAD", url=url, bucket="public-1250000000", key="missing")
    assert (e.code, e.code_source, e.get_error_code()) == ("NoSuchKey", CodeSource.STATUS, "NoSuchResource")


@pytest.mark.parametrize("ask", [by_requests, by_httpx, by_urllib3], ids=lambda ask: ask.__name__)
def test_method_and_url_are_found(ask, standin):
    e = from_response(ask("HEAD", f"http://{standin.address}/missing?a=b", HOST))
    assert e.url.endswith("/missing?a=b")
    if ask is not by_urllib3:
        assert e.method == "HEAD"


def test_repeated_fields_and_other_bytes():
    answer = requests.Response()
    answer.status_code = 403
    answer._content = b"<Error><Code>AccessDenied</Code></Error>"
    answer.headers.update({"x-cos-request-id": "id", "x-note": "é"})
    e = from_response(answer)
    assert e.code == "AccessDenied" and e.headers["X-Note"]
    answer = httpx.Response(403, headers=[("a", "1"), ("a", "2"), ("b", "文".encode())], content=b"")
    e = from_response(answer)
    assert e.header_fields == [("a", "1"), ("a", "2"), ("b", "文")] and e.headers["A"] == "1, 2"


class Portal:
    status, headers, data = 200, {"Server": "nginx"}, b"<html/>"


def test_a_portal_is_told_from_cos():
    assert from_response(Portal()) is None
    assert from_response(Portal(), expect_cos=True).reason is Reason.BAD_RESPONSE


@pytest.mark.parametrize("nothing", [None, requests.Response(), requests.ConnectionError(), urllib.error.URLError("x")])
def test_what_has_no_status_is_no_success(nothing):
    assert cos_err.read_answer(method="GET", headers={}).reason is Reason.INVALID_ARGUMENT
    e = from_response(nothing)
    assert type(e) is CosClientError and e.reason is Reason.INVALID_ARGUMENT
    assert e.message.startswith(f"response: {type(nothing).__name__} has no HTTP status; ")


def test_a_program_can_tell_what_its_answer_does_not():
    e = cos_err.read_answer(
        status=404, method="GET", url="https://img.example.com/a", bucket="b-1250000000", key="a", received_at_ms=0
    )
    assert (e.operation, e.clock_skew_s) == ("GetObject", None)
    assert cos_err.read_answer(status=200, body=b"<html/>", expect_root="CopyObjectResult").code == "BadResponse"
    assert cos_err.read_answer(status=204) is None
    assert cos_err.read_answer(status=200, body=b"a part", body_truncated=True).reason is Reason.CONNECTION_LOST
    assert cos_err.read_answer(status=404, headers=[("a", "b\0c"), ("", "")]).headers["a"] == "b\ufffdc"
    portal = {"status": 200, "method": "HEAD", "headers": {"Server": "nginx"}}
    assert cos_err.read_answer(**portal) is None
    assert cos_err.read_answer(**portal, expect_cos=True).reason is Reason.BAD_RESPONSE
    filtered = {**portal, "headers": {"Content-Type": "text/plain"}}
    assert cos_err.read_answer(**filtered, expect_cos=True, headers_filtered=True) is None
    raw = b"HTTP/1.1 403 Forbidden\r\nx-cos-request-id: raw\r\n\r\n"
    assert cos_err.read_answer(status=403, raw_headers=raw).request_id == "raw"
