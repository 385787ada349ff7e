"""Arguments, files and callbacks that are wrong: nothing else happens instead, and nothing is lost."""

import concurrent.futures
import gzip
import http.client
import io
import logging
import os
import sys
import threading
import time
import xml.etree.ElementTree as ET
from types import MappingProxyType

import httpx
import pytest
import requests
import urllib3

import cos_err
from cos_err import CosClientError, CosS3Client, CosServiceError, Reason

OBJECT = "mistakes/one"


class Broken(Exception):
    """Not one of ours."""


def read(client, bucket, key=OBJECT):
    return client.get_object(bucket, key)["Body"].get_raw_stream().read()


def test_no_key_is_not_the_bucket(client):
    own = "mistakes-1250000000"
    client.create_bucket(own)
    for call in (
        lambda: client.delete_object(own, None),
        lambda: client.object_exists(own, None),
        lambda: client.get_object(own, None),
        lambda: client.put_object("mistakes2-1250000000", b"", None),
        lambda: client.abort_multipart_upload(own, None, "id"),
    ):
        with pytest.raises(CosClientError, match="key is missing"):
            call()
    assert client.bucket_exists(own) and not client.bucket_exists("mistakes2-1250000000")
    client.delete_bucket(own)


@pytest.mark.parametrize(
    "body, kind",
    [
        (None, CosClientError),
        ({"a": 1}, CosClientError),
        ({b"a"}, CosClientError),
        (iter([b"a", None, b"b"]), TypeError),
    ],
    ids=["none", "dict", "set", "none within"],
)
def test_what_is_no_body_leaves_the_object(client, bucket, body, kind):
    client.put_object(bucket, b"kept", OBJECT)
    with pytest.raises(kind):
        client.put_object(bucket, body, OBJECT)
    assert read(client, bucket) == b"kept"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("name", ["cmdline", "environ", "status"])
def test_a_file_that_does_not_tell_its_size(client, bucket, name):
    with open(f"/proc/self/{name}", "rb") as file:
        client.put_object(bucket, file, OBJECT)
    assert len(read(client, bucket)) > 20
    client.put_object(bucket, io.BytesIO(b""), OBJECT)
    assert read(client, bucket) == b""


def test_a_pipe_that_does_not_wait(client, bucket):
    client.put_object(bucket, b"kept", OBJECT)
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.write(writing, b"the first half")
    with open(reading, "rb", buffering=0) as file, pytest.raises(BlockingIOError):
        client.put_object(bucket, file, OBJECT)
    os.close(writing)
    assert read(client, bucket) == b"kept"


def test_none_is_not_sent_as_a_word(client, bucket):
    client.put_object(bucket, b"", OBJECT, ContentType=None, Metadata={"x-cos-meta-a": None})
    headers = client.head_object(bucket, OBJECT, VersionId=None)
    assert headers["Content-Type"] != "None" and "x-cos-meta-a" not in headers
    assert "None" not in client.get_presigned_url(bucket, "k", "GET", Params={"acl": None})
    with pytest.raises(CosClientError):
        client.send("HEAD", bucket, headers={"x-cos-acl": None})


class Provider:
    """Fails on demand."""

    token = None

    def __init__(self, keys):
        self.keys, self.fails, self.asked = keys, False, 0

    @property
    def secret_id(self):
        self.asked += 1
        if self.fails:
            time.sleep(0.2)
            raise Broken("provider")
        return self.keys["COS_SECRET_ID"]

    @property
    def secret_key(self):
        return self.keys["COS_SECRET_KEY"]


@pytest.fixture
def provided(config, keys):
    def make():
        instance = Provider(keys)
        return instance, CosS3Client(config(SecretId=None, SecretKey=None, CredentialInstance=instance))

    return make


def test_a_failure_of_one_call_is_not_told_by_the_next(provided, bucket):
    instance, client = provided()
    instance.fails = True
    with pytest.raises(Broken):
        client.get_presigned_url(bucket, "k", "GET")
    instance.fails = False
    with pytest.raises(CosServiceError):
        client.head_bucket("missing-1250000000")


def test_an_early_renewal_that_fails_hides_nothing(provided, bucket):
    instance, client = provided()
    begin = int(time.time())
    # They are renewed in the last quarter of their life.
    instance.expires_at = begin + 5
    assert client.head_bucket(bucket)
    time.sleep(begin + 4.2 - time.time())
    instance.fails = True
    with pytest.raises(CosServiceError) as caught:
        client.head_object(bucket, "mistakes/no")
    assert caught.value.status == 404 and isinstance(caught.value.__context__, Broken)


def test_threads_that_wait_for_a_provider_hear_the_same(provided, bucket):
    instance, client = provided()
    instance.fails = True

    def ask(_):
        with pytest.raises(Broken):
            client.head_bucket(bucket)

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(6)))


def test_an_end_at_0_is_one(provided, bucket):
    instance, client = provided()
    instance.expires_at = 0
    assert client.head_bucket(bucket) and client.head_bucket(bucket) and instance.asked == 2


def test_a_provider_must_not_presign_with_its_client(config, bucket):
    class Asking:
        token = secret_key = None

        @property
        def secret_id(self):
            return client.get_presigned_url(bucket, "k", "GET")

    client = CosS3Client(config(SecretId=None, SecretKey=None, CredentialInstance=Asking()))
    failed = []

    def ask():
        try:
            client.head_bucket(bucket)
        except CosClientError as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(10)
    assert "callback" in failed[0].message


def test_a_log_that_fails_hides_nothing(config):
    class Failing(logging.Filter):
        def filter(self, record):
            raise Broken("log")

    logger = logging.getLogger("mistakes")
    logger.setLevel(logging.DEBUG)
    logger.addFilter(Failing())
    with pytest.raises(CosServiceError):
        CosS3Client(config(Logger=logger)).head_bucket("missing-1250000000")


def test_shutdown_holds_for_all_hosts_and_settings(config, bucket, keys):
    client = CosS3Client(config())
    client.shutdown()
    with pytest.raises(CosClientError) as caught:
        client.list_buckets()
    assert caught.value.reason is Reason.CANCELLED
    client.get_conf().set_credential(*keys.values())
    with pytest.raises(CosClientError):
        client.head_bucket(bucket)


def test_a_call_with_former_settings_is_shut_down_too(config, bucket):
    client = CosS3Client(config())
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.head_bucket, "fault-hang-1250000000", CallTimeout=15)
        time.sleep(0.2)
        client.get_conf().set_ip_port(None)
        assert client.head_bucket(bucket)
        client.shutdown()
        assert call.exception(timeout=30).reason is Reason.CANCELLED


def test_a_token_ends_all_its_children(client):
    token, done = cos_err.Cancel(), threading.Event()
    children = [token.child() for _ in range(500)]

    def add():
        while not done.is_set():
            [token.child() for _ in range(50)]

    threads = [threading.Thread(target=add) for _ in range(2)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for _ in range(20):
            token.trigger()
    finally:
        sys.setswitchinterval(interval)
        done.set()
        for thread in threads:
            thread.join()
    assert all(child.triggered for child in children)


def test_all_members_of_a_gzip_file(client, bucket):
    client.put_object(bucket, gzip.compress(b"one") + gzip.compress(b"two"), OBJECT, ContentEncoding="gzip")
    for size in (1, 7, 1024):
        assert b"".join(client.get_object(bucket, OBJECT)["Body"].get_stream(size)) == b"onetwo"
    client.put_object(bucket, gzip.compress(b"one") + bytes(512), OBJECT, ContentEncoding="gzip")
    assert b"".join(client.get_object(bucket, OBJECT)["Body"]) == b"one"


class Short(io.RawIOBase):
    """Takes less than it is given, as raw files may."""

    def __init__(self):
        super().__init__()
        self.got = b""

    def seekable(self):
        return True

    def seek(self, *_where):
        return 0

    def writable(self):
        return True

    def write(self, data):
        taken = bytes(data)[:1000]
        self.got += taken
        return len(taken)


def test_a_raw_sink_gets_everything(client, bucket):
    sink, beside = Short(), Short()
    client.send("GET", bucket, "synthetic/5000", sink=sink)
    client.get_object(bucket, "synthetic/5000")["Body"].pget_stream_to_file(beside, 0, 5000)
    assert len(sink.got) == len(beside.got) == 5000


def test_what_comes_again_leaves_what_was_behind(client, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"A" * 300000)
    with open(path, "r+b") as file:
        client.send("GET", "fault-fail-1-cut-70000-1250000000", "synthetic/100k", sink=file)
    assert path.stat().st_size == 300000


def test_conditions_hold_for_parts(client, config, bucket, tmp_path):
    with pytest.raises(CosServiceError) as caught:
        client.download_file(bucket, "synthetic/3m", tmp_path / "a", PartSize=1, IfMatch='"other"')
    assert caught.value.status == 412 and not os.listdir(tmp_path)
    client.put_object(bucket, b"x" * 3000000, OBJECT)
    other = CosS3Client(config())
    other.get_conf().set_copy_part_threshold_size(1)
    source = {"Bucket": bucket, "Key": OBJECT, "Region": "ap-guangzhou"}
    with pytest.raises(CosServiceError) as caught:
        other.copy(bucket, "b", source, PartSize=1, StorageClass="STANDARD_IA", CopySourceIfMatch='"other"')
    assert caught.value.status == 412


def test_a_path_of_bytes(client, bucket, tmp_path):
    path = os.fsencode(tmp_path)
    client.download_file(bucket, "synthetic/3m", path + b"/\xff", PartSize=1)
    client.get_object(bucket, "synthetic/1k")["Body"].get_stream_to_file(path + b"/b")
    assert sorted(os.listdir(path)) == [b"b", b"\xff"]


def test_a_carriage_return_in_a_key():
    document = cos_err._xml.from_dict("Delete", {"Key": "a\rb"})
    assert ET.fromstring(document)[0].text == "a\rb"


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"Object": [{"Key": "a"}, {"Key": "b\x01"}]}, r"Delete/Object\[1\]/Key .*U\+0001"),
        ({"Object": [{"Key": "\udc80"}]}, r"Delete/Object\[0\]/Key .*surrogate"),
        ({"Object": [{"Size": float("nan")}]}, r"Delete/Object\[0\]/Size .*NaN"),
        ({"Object": [[{"Key": "a"}]]}, r"Delete/Object\[0\]"),
        ({"no name": "a"}, 'Delete "no name"'),
        ({("a", "b"): "c"}, "Delete cannot be written as XML"),
    ],
)
def test_what_xml_cannot_hold_is_named(client, bucket, members, told):
    with pytest.raises(CosClientError, match=told) as caught:
        client.delete_objects(bucket, members)
    assert caught.value.reason == Reason.INVALID_ARGUMENT and not caught.value.request_sent


def test_values_of_a_document():
    members = {"a": True, "b": None, "c": b"x", "d": (1, 2.5), "e": MappingProxyType({"@f": "g", "#text": "h"})}
    document = cos_err._xml.from_dict("R", members).decode()
    assert document.endswith('\n<R><a>true</a><b></b><c>x</c><d>1</d><d>2.5</d><e f="g">h</e></R>')


def test_a_large_partial_failure_is_told(client, bucket):
    keys = [{"Key": f"denied/{'&' * 300}{number}"} for number in range(1000)]
    with pytest.raises(CosServiceError) as caught:
        client.delete_objects(bucket, {"Object": keys})
    assert caught.value.parts and caught.value.origin_truncated


def by_requests(url, headers):
    return requests.get(url, headers=headers, stream=True)


def by_urllib3(url, headers):
    return urllib3.PoolManager().request("GET", url, headers=headers, retries=False, preload_content=False)


def by_http_client(url, headers):
    connection = http.client.HTTPConnection(url.split("/")[2])
    connection.request("GET", "/" + url.split("/", 3)[3], headers=headers)
    return connection.getresponse()


def by_httpx(url, headers):
    client = httpx.Client(trust_env=False)
    return client.send(client.build_request("GET", url, headers=headers), stream=True)


@pytest.mark.parametrize("ask", [by_requests, by_urllib3, by_http_client, by_httpx], ids=lambda ask: ask.__name__)
def test_an_answer_that_is_cut(ask, standin):
    headers = {"Host": "public-1250000000.cos.ap-guangzhou.myqcloud.com", "x-standin-fault": "cut-body"}
    error = cos_err.from_response(ask(f"http://{standin.address}/missing", headers))
    assert (error.status, error.code, error.origin_truncated) == (404, "NoSuchKey", True) and error.request_id
    headers["x-standin-fault"] = "cut-1000"
    lost = cos_err.from_response(ask(f"http://{standin.address}/synthetic/3000", headers))
    assert (type(lost), lost.reason, lost.status) == (CosClientError, Reason.CONNECTION_LOST, 200) and lost.request_id
    libraries = (OSError, urllib3.exceptions.HTTPError, http.client.HTTPException, httpx.HTTPError)
    assert isinstance(error.__cause__, libraries) and isinstance(lost.__cause__, libraries)


def test_an_answer_can_still_be_read(standin):
    headers = {"Host": "public-1250000000.cos.ap-guangzhou.myqcloud.com"}
    for path, length in (("missing", 100), ("synthetic/3000", 3000)):
        url = f"http://{standin.address}/{path}"
        first, second = by_requests(url, headers), by_urllib3(url, headers)
        assert (cos_err.from_response(first) is None) == (cos_err.from_response(second) is None) == (length == 3000)
        assert len(first.content) >= length and len(second.data) >= length
