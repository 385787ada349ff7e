"""Signed requests, which requests and http.client send."""

import http.client
import io
import threading
import time
import urllib.parse

import httpx
import pytest
import requests

import cos_err
from cos_err import CosClientError, CosServiceError, Reason

KEY = "/signed a/+?%2F~'()*.\U0001f600"


@pytest.fixture
def send(start_standin, config, monkeypatch):
    """Sends by requests, whatever the host is."""
    proxies = {"http": "http://" + start_standin("--proxy").proxy}

    def sent(signed, body=None, **changed):
        given = {"method": signed.method, "url": signed.url, "headers": signed.headers, **changed}
        response = requests.request(data=body, proxies=proxies, **given)
        return response, cos_err.from_response(response)

    return sent


@pytest.mark.parametrize("token", [None, "STANDINTOKEN"])
def test_requests_sends_what_is_signed(config, bucket, send, token):
    client = cos_err.CosS3Client(config(Token=token))
    headers = {"x-cos-meta-of": "a  b", "Content-Type": "text/x"}
    signed = client.sign("PUT", bucket, KEY, headers=headers, call_headers={"x-cos-meta-more": "1"}, expires=60)
    assert 0 < signed.expires_at - time.time() <= 60
    assert send(signed, b"text")[1] is None
    signed = client.sign("GET", bucket, KEY, query={"response-content-type": "a/b; c=d&e"})
    response, error = send(signed)
    assert error is None and response.content == b"text"
    assert response.headers["x-cos-meta-of"] == "a  b" and response.headers["x-cos-meta-more"] == "1"


def test_http_client_sends_what_is_signed(client, bucket, standin):
    signed = client.sign("PUT", bucket, "signed", headers={"x-cos-meta-of": "this"})
    url = urllib.parse.urlsplit(signed.url)
    for meta, status in (("this", 200), ("other", 403)):
        connection = http.client.HTTPConnection(standin.address)
        fields = {**signed.headers, "Host": url.netloc, "x-cos-meta-of": meta}
        connection.request(signed.method, url.path, b"text", fields)
        response = connection.getresponse()
        assert response.status == status
        error = cos_err.from_response(response, method=signed.method, url=signed.url)
        assert (error is None) == (status == 200)
        connection.close()


def test_tampered_requests_are_refused(client, bucket, send):
    signed = client.sign("PUT", bucket, "tampered", headers={"x-cos-meta-of": "this"}, query={"a": "1"})
    for changed in (
        {"method": "DELETE"},
        {"url": client.url(bucket, "other", query={"a": "1"})},
        {"url": client.url(bucket, "tampered", query={"a": "2"})},
        {"url": client.url("public-1250000000", "tampered", query={"a": "1"})},
        {"headers": {**signed.headers, "x-cos-meta-of": "other"}},
        {"headers": {**signed.headers, "Authorization": "q-sign-algorithm=sha1"}},
    ):
        _, error = send(signed, b"text", **changed)
        assert isinstance(error, CosServiceError) and error.status == 403, changed
    assert send(signed, b"text")[1] is None
    assert "q-sign" not in repr(signed)


@pytest.fixture
def session(start_standin):
    with requests.Session() as one:
        one.proxies = {"http": "http://" + start_standin("--proxy").proxy}
        yield one


def test_requests_signs_by_its_auth(config, bucket, session):
    client = cos_err.CosS3Client(config(Token="STANDINTOKEN"))
    session.auth = cos_err.RequestAuth(client)
    url = client.url(bucket, KEY)
    headers = {"x-cos-meta-of": "a  b", "Content-Type": "text/x"}
    assert session.put(url, data=b"text", headers=headers).status_code == 200
    response = session.get(url, params={"response-content-type": "a/b; c=d&e", "versionId": ""})
    assert (response.status_code, response.content, response.headers["x-cos-meta-of"]) == (200, b"text", "a  b")
    assert response.headers["Content-Type"] == "a/b; c=d&e"
    document = "<Delete><Object><Key>none</Key></Object></Delete>"
    assert session.post(client.url(bucket), params="delete", data=document).status_code == 200
    assert session.head(client.url(bucket)).status_code == 200


def test_what_its_auth_has_signed_must_not_change(client, bucket, session):
    auth = cos_err.RequestAuth(client)
    url = client.url(bucket, "tampered", query={"a": "1"})

    def tampered(request):
        signed = auth(request)
        signed.headers["x-cos-meta-of"] = "other"
        return signed

    given = {"headers": {"x-cos-meta-of": "this"}, "data": b"text"}
    assert session.put(url, auth=auth, **given).status_code == 200
    response = session.put(url, auth=tampered, **given)
    error = cos_err.from_response(response)
    assert (error.status, error.code) == (403, "SignatureDoesNotMatch")


def test_httpx_signs_by_its_auth(client, bucket, standin):
    url = f"http://{standin.address}/httpx a+b"
    host = {"Host": f"{bucket}.cos.ap-guangzhou.myqcloud.com"}
    auth = cos_err.RequestAuth(client)
    assert httpx.put(url, content=b"text", headers={**host, "x-cos-meta-of": "this"}, auth=auth).status_code == 200
    response = httpx.get(url, headers=host, auth=auth)
    assert (response.content, response.headers["x-cos-meta-of"]) == (b"text", "this")
    assert httpx.get(url, headers=host, auth=cos_err.RequestAuth(client, bucket)).content == b"text"


def test_a_signed_document_has_its_md5(client, bucket, send, tmp_path):
    document = "<Delete><Object><Key>none</Key></Object></Delete>"
    path = tmp_path / "document"
    path.write_text(document)
    for body in ({"body": document}, {"body_file": path}):
        signed = client.sign("POST", bucket, query={"delete": None}, **body)
        assert "Content-MD5" in {name.title().replace("Md5", "MD5") for name in signed.headers}
        assert send(signed, document)[1] is None
    stream = io.BytesIO(document.encode())
    with pytest.raises(CosClientError) as caught:
        client.sign("POST", bucket, query={"delete": None}, body=stream)
    assert caught.value.reason is Reason.INVALID_ARGUMENT and stream.tell() == 0


def test_the_host_to_sign_is_set(client, bucket, send):
    right = f"{bucket}.cos.ap-guangzhou.myqcloud.com"
    assert send(client.sign("HEAD", bucket, signed_host="other.example.com"))[1] is not None
    assert send(client.sign("HEAD", bucket, signed_host=right))[1] is None
    assert "q-header-list=&" in client.sign("HEAD", bucket, signed_host="").headers["Authorization"]


def test_the_clock_skew_is_set(config, bucket, send):
    # Settings that no other test has: clients of equal settings share the clock.
    client = cos_err.CosS3Client(config(UA="skewed"))
    client.set_clock_skew_s(-86400)
    _, error = send(client.sign("HEAD", bucket))
    assert error is not None
    client.set_clock_skew_s(0)
    assert send(client.sign("HEAD", bucket))[1] is None


def test_urls_are_not_signed(config, bucket):
    client = cos_err.CosS3Client(config(SecretId=None, SecretKey=None, Anonymous=True, Scheme="https"))
    expected = f"https://{bucket}.cos.ap-beijing.myqcloud.com/a%20b/%C3%BC?versionId=1%202"
    assert client.url(bucket, "a b/ü", query={"versionId": "1 2"}, region="ap-beijing") == expected
    with pytest.raises(CosClientError) as caught:
        client.sign("GET", bucket, "k")
    assert caught.value.reason is Reason.INVALID_CREDENTIALS


def test_presigning_takes_options(client, bucket, send):
    assert send(client.sign("PUT", bucket, "presigned"), b"text")[1] is None
    url = client.presign("GET", bucket, "presigned", call_headers={"x-cos-meta-of": "this"})
    signed = client.sign("GET", bucket, "presigned")
    assert send(signed, url=url, headers={"x-cos-meta-of": "this"})[1] is None
    assert send(signed, url=url, headers={"x-cos-meta-of": "other"})[1] is not None
    assert "ap-beijing" in client.presign("GET", bucket, "k", region="ap-beijing")


def test_the_timeout_covers_the_wait_for_credentials(config, bucket):
    asked, done = threading.Event(), threading.Event()

    class Slow:
        secret_key, token, expires_at = "STANDINSECRETKEYEXAMPLEEXAMPLE00", None, None

        @property
        def secret_id(self):
            asked.set()
            done.wait()
            return "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"

    client = cos_err.CosS3Client(config(SecretId=None, SecretKey=None, CredentialInstance=Slow()))
    first = threading.Thread(target=client.sign, args=("GET", bucket, "k"))
    first.start()
    asked.wait()
    with pytest.raises(CosClientError) as caught:
        client.sign("GET", bucket, "k", timeout=0.02)
    assert caught.value.reason is Reason.TIMEOUT
    cancel = cos_err.Cancel()
    cancel.trigger()
    with pytest.raises(CosClientError) as caught:
        client.presign("GET", bucket, "k", cancel=cancel)
    assert caught.value.reason is Reason.CANCELLED
    done.set()
    first.join()
