"""What programs for Tencent's SDK do, beyond the calls themselves."""

import contextlib
import copy
import gc
import io
import pickle
import socket
import threading
import time
import urllib.parse

import pytest

import cos_err
from cos_err import CosClientError, CosConfig, CosOSError, CosS3Client, CosServiceError, Reason
from cos_err._pool import KEPT_S, MOST_KEPT, POOL, Core, Pool
from cos_err.constants import LogLevel

KEYS = {"Region": "ap-guangzhou", "SecretId": "AKIDEXAMPLE", "SecretKey": "KEY"}


class Relay:
    """Passes bytes on to an address, and counts connections."""

    def __init__(self, address):
        self.connections = 0
        self._to = ("127.0.0.1", int(address.rpartition(":")[2]))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                one, _ = self._listening.accept()
                self.connections += 1
                other = socket.create_connection(self._to)
                for source, target in ((one, other), (other, one)):
                    threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    @staticmethod
    def _pass(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def close(self):
        self._listening.close()


@pytest.fixture
def relayed():
    relays = []

    def make(address):
        relays.append(Relay(address))
        return relays[-1]

    yield make
    for relay in relays:
        relay.close()


def over_tls(start_standin, tmp_path, relayed):
    relay = relayed(start_standin("--tls", str(tmp_path)).tls)
    return relay, {"Scheme": "https", "ConnectTo": relay.address, "CAFile": str(tmp_path / "ca.pem")}


def test_a_client_per_call_makes_one_connection(config, bucket, start_standin, tmp_path, relayed):
    relay, tls = over_tls(start_standin, tmp_path, relayed)
    for i in range(50):
        CosS3Client(config(**tls)).put_object(bucket, b"x", f"programs/{i}")
    assert relay.connections == 1


def test_a_config_per_call_with_a_token_and_a_timeout_too(config, bucket, standin, relayed):
    relay = relayed(standin.address)
    for _ in range(5):
        given = config(ConnectTo=relay.address, Token="STANDINTOKEN", Timeout=(3, 7))
        CosS3Client(given, retry=1).head_bucket(bucket)
    assert relay.connections == 1


@pytest.mark.parametrize("other", [{"Token": "STANDINTOKEN"}, {"Timeout": 9}, {"UA": "other/1"}])
def test_other_settings_have_connections_of_their_own(config, bucket, standin, relayed, other):
    relay = relayed(standin.address)
    for more in ({}, other):
        CosS3Client(config(ConnectTo=relay.address, **more)).head_bucket(bucket)
    assert relay.connections == 2


def test_shutdown_leaves_other_clients(config, bucket):
    one, other = CosS3Client(config()), CosS3Client(config())
    assert one._native().pointer == other._native().pointer
    one.shutdown()
    with pytest.raises(CosClientError) as caught:
        one.head_bucket(bucket)
    assert caught.value.reason is Reason.CANCELLED and other.head_bucket(bucket)
    assert pickle.loads(pickle.dumps(other.get_conf())).region == "ap-guangzhou"


def test_what_is_kept_is_bounded():
    now = [0.0]
    pool = Pool(lambda: now[0])
    made = []

    def make():
        made.append(Core(cos_err._native.lib.cos_err_version() and cos_err._native.ffi.NULL, ()))
        return made.pop()

    used = pool.get("used", make)
    for number in range(2 * MOST_KEPT):
        pool.get(number, make)
    assert len(pool) == MOST_KEPT and pool.get("used", make) is used
    last = id(pool.get("last", make))
    now[0] = KEPT_S - 1
    assert id(pool.get("last", make)) == last
    now[0] = 3 * KEPT_S
    pool.get("new", make)
    assert len(pool) == 1 and pool.get("used", make) is used
    assert len(POOL) <= MOST_KEPT


def test_waits_are_as_long_as_those_of_tencents_sdk(config):
    client = CosS3Client(config(), retry=1)
    begin = time.monotonic()
    with pytest.raises(CosServiceError) as caught:
        client.head_bucket("fault-status-503-1250000000")
    assert time.monotonic() - begin >= 1 and len(caught.value.attempts) == 2


def test_raw_streams(client, bucket):
    lines = b"one\ntwo\nthree"
    client.put_object(bucket, lines, "programs/raw")

    def raw():
        return client.get_object(bucket, "programs/raw")["Body"].get_raw_stream()

    assert list(raw()) == [b"one\n", b"two\n", b"three"]
    assert [line for line in raw()] == list(io.TextIOWrapper(raw(), newline="\n").buffer)
    one = raw()
    assert one.data == lines and one.data == lines and not one.read()
    assert list(raw().stream(4)) == [b"one\n", b"two\n", b"thre", b"e"]
    assert raw().read() == raw().read(decode_content=True) == lines and raw().read(3) == b"one"
    buffer = bytearray(5)
    assert raw().readinto(buffer) == 5 and bytes(buffer) == b"one\nt"
    one.release_conn()
    one.close()
    assert one.closed


def test_a_raw_stream_that_is_no_longer_used_leaves_the_body_open(client, bucket):
    client.put_object(bucket, b"one two three", "programs/raw")
    for read_all in (False, True):
        body = client.get_object(bucket, "programs/raw", ReadAll=read_all)["Body"]
        assert body.get_raw_stream().read(3) == b"one"
        assert body.get_raw_stream().read(4) == b" two"
        gc.collect()
        assert body.read() == b" three"
        with body.get_raw_stream() as raw:
            assert raw.seekable() == read_all
            if read_all:
                raw.seek(0)
        with pytest.raises(ValueError):
            body.read()


@pytest.mark.parametrize("given", ["params", "headers", "lower case"])
def test_a_token_is_in_a_presigned_url_once(given):
    client = CosS3Client(CosConfig(**KEYS, Token="TOKENtoken"))
    name = "x-cos-security-token" if given != "lower case" else "X-COS-Security-Token"
    where = "Headers" if given == "headers" else "Params"
    url = client.get_presigned_url("b-1250000000", "k", "GET", **{where: {name: "TOKENtoken"}})
    assert url.count("TOKENtoken") == (0 if given == "headers" else 1)
    assert client.get_presigned_url("b-1250000000", "k", "GET").count("TOKENtoken") == 1


def test_headers_of_presigned_urls():
    headers = {"Content-Length": 5, "Host": "img.example.com", "Content-Type": "text/plain"}
    url = CosS3Client(CosConfig(**KEYS)).get_presigned_url("b-1250000000", "k", "PUT", Headers=headers)
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    assert query["q-header-list"] == ["content-length;content-type;host"]


def test_local_files(client, bucket, tmp_path):
    calls = [
        lambda: client.put_object_from_local_file(bucket, str(tmp_path / "none"), "k"),
        lambda: client.upload_file(bucket, "k", str(tmp_path / "none")),
        lambda: client.send("PUT", bucket, "k", body_file=str(tmp_path / "none")),
    ]
    for call in calls:
        with pytest.raises(FileNotFoundError) as caught:
            call()
        error = caught.value
        assert isinstance(error, CosClientError) and isinstance(error, CosOSError)
        assert (error.reason, error.errno, error.os_errno) == (Reason.LOCAL_IO, 2, 2) and error.args
        again = pickle.loads(pickle.dumps(error))
        assert isinstance(again, FileNotFoundError) and again.errno == 2 and str(again) == str(error)
    with pytest.raises(IsADirectoryError) as caught:
        client.put_object_from_local_file(bucket, str(tmp_path), "k")
    assert isinstance(caught.value, CosClientError) and caught.value.filename == str(tmp_path)


def test_arguments_of_exceptions(client):
    with pytest.raises(CosServiceError) as caught:
        client.list_objects("missing-1250000000")
    method, body, status = caught.value.args
    assert (method, status) == ("GET", 404) and "<Code>NoSuchBucket</Code>" in body
    assert copy.copy(caught.value).args == caught.value.args
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args
    caught.value.args += ("more",)
    assert caught.value.args[3:] == ("more",)
    with pytest.raises(CosClientError) as caught:
        client.head_bucket("wrong")
    assert caught.value.args == (str(caught.value),)
    assert CosClientError("text").args == ("text",)


@pytest.mark.parametrize("status", ["400", 400])
@pytest.mark.parametrize("body", ["<Error></Error>", "", "<Error><Code>A</Code></Error>"])
def test_exceptions_that_programs_make(body, status):
    error = CosServiceError("GET", body, status)
    for one in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert one.get_status_code() == status and type(one.get_status_code()) is type(status)
        assert (one.status, one.status_code, one.args) == (400, "400", ("GET", body, status))
    assert error.get_origin_msg() == body
    assert error.get_error_code() == ("A" if "Code" in body else "Unknown")
    assert list(error.get_digest_msg()) == ["code", "message", "resource", "requestid", "traceid"]


@pytest.mark.parametrize(
    "one, text",
    [(Reason.TIMEOUT, "Reason.TIMEOUT"), (cos_err.Retry.YES, "Retry.YES"), (LogLevel.INFO, "LogLevel.INFO")],
)
def test_constants_are_printed_by_their_names(one, text):
    assert f"{one}" == str(one) == f"{one}" == text
    assert f"{one:d}" == str(int(one)) and f"{one:>20}" == text.rjust(20)


@pytest.mark.parametrize("text", ["一\ntwo\n", "一\r\ntwo\r\n"])
def test_files_in_text_mode(client, bucket, tmp_path, text):
    path = tmp_path / "text"
    path.write_bytes(text.encode())
    with open(path, encoding="utf-8") as file:
        client.put_object(bucket, file, "programs/text")
    stored = client.get_object(bucket, "programs/text")["Body"].read()
    assert stored == path.read_bytes()
    with open(path, encoding="utf-8") as file:
        file.readline()
        client.put_object(bucket, file, "programs/text")
    assert client.get_object(bucket, "programs/text")["Body"].read() == path.read_bytes().partition(b"\n")[2]
    client.put_object(bucket, io.StringIO("一two"), "programs/text")
    assert client.get_object(bucket, "programs/text")["Body"].read() == "一two".encode()


def test_attributes_that_programs_set(config, bucket, standin):
    conf = config(Token="EXPIREDTOKEN")
    client = CosS3Client(conf, retry=0)
    with pytest.raises(CosServiceError):
        client.list_objects(bucket)
    conf._token = "STANDINTOKEN"
    assert client.list_objects(bucket) and conf._token == "STANDINTOKEN"
    conf._token = None
    assert client.list_objects(bucket)
    conf._secret_key = "wrong"
    with pytest.raises(CosServiceError):
        client.list_objects(bucket)
    conf._region, conf._timeout = "ap-beijing", (1, 2)
    assert (conf.region, conf._region, conf.read_timeout) == ("ap-beijing", "ap-beijing", 2)
    for name in ("_sign_host", "_verify_ssl", "_anonymous"):
        with pytest.raises(CosClientError, match=name):
            setattr(conf, name, False)


def test_a_config_of_a_class_of_the_programs_own():
    class Config(CosConfig):
        def __init__(self, stage):
            self._stage = stage
            super().__init__(**KEYS)

    config = Config("test")
    assert config._stage == "test" and CosS3Client(config).get_presigned_url("b-1250000000", "k", "GET")


def test_an_absent_method_names_send(client):
    with pytest.raises(AttributeError, match=r"ci_get_image_info: use send\("):
        client.ci_get_image_info("b-1250000000", "k")
    assert not hasattr(client, "put_live_channel") and not hasattr(client, "_private")


def test_a_proxy_without_a_scheme(start_standin, keys, bucket):
    given = {"Region": "ap-guangzhou", "Scheme": "http", "SecretId": keys["COS_SECRET_ID"]}
    given["SecretKey"] = keys["COS_SECRET_KEY"]
    for name in ("http", "all"):
        proxy = start_standin("--proxy").proxy
        assert CosS3Client(CosConfig(**given, Proxies={name: proxy})).head_bucket(bucket)
