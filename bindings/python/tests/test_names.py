"""The names that programs import from Tencent's SDK, and what they do."""

import importlib
import io
import logging
import pathlib

import pytest
import requests

import cos_err
from cos_err import CosClientError, CosConfig, CosS3Client, CosServiceError, cos_comm
from cos_err.cos_auth import CosS3Auth
from cos_err.cos_threadpool import SimpleThreadPool

LINES = (pathlib.Path(__file__).parent / "names.tsv").read_text(encoding="utf-8").splitlines()
NAMES = [line.split("\t") for line in LINES if not line.startswith("#")]
KEYS = {"SecretId": "AKIDEXAMPLE", "SecretKey": "KEY"}
BUCKET = "examplebucket-1250000000"
REFUSED = cos_err.Reason.CONNECT
CLIENTS = {
    "meta_insight": "MetaInsightClient",
    "cos_vectors_client": "CosVectorsClient",
    "ai_recognition": "AIRecognitionClient",
    "intelligent_speech": "IntelligentSpeechClient",
}


def conf(**others):
    return CosConfig(**{"Region": "ap-guangzhou", **KEYS, **others})


@pytest.mark.parametrize(("name", "place"), NAMES)
def test_each_method_of_the_sdk_exists_or_shows_send(name, place):
    client = CosS3Client(conf())
    if place == "method":
        assert callable(getattr(client, name))
        return
    with pytest.raises(AttributeError, match=rf"{name}: use send\(method, bucket, key, query"):
        getattr(client, name)


def test_the_list_of_methods_is_that_of_the_sdk():
    import qcloud_cos

    found = [name for name in vars(qcloud_cos.CosS3Client) if not name.startswith("_")]
    assert sorted(name for name, _ in NAMES) == sorted(found)


@pytest.mark.parametrize(
    "module", ["cos_comm", "cos_threadpool", "cos_auth", "streambody", "resumable_downloader", "xml2dict", "version"]
)
def test_modules_have_the_functions_and_classes_of_the_sdk(module):
    theirs = importlib.import_module(f"qcloud_cos.{module}")
    ours = importlib.import_module(f"cos_err.{module}")
    own = [name for name, one in vars(theirs).items() if getattr(one, "__module__", "") == theirs.__name__]
    assert [name for name in own if not hasattr(ours, name)] == []


@pytest.mark.parametrize("module", CLIENTS)
def test_clients_that_are_not_included_show_send(module):
    client = getattr(importlib.import_module(f"cos_err.{module}"), CLIENTS[module])(conf(), retry=3)
    with pytest.raises(AttributeError, match=r"any_call is not included: use send\("):
        client.any_call()


def test_an_encryption_client_stores_nothing():
    from cos_err.cos_encryption_client import CosEncryptionClient
    from cos_err.crypto import AESProvider

    client = CosEncryptionClient(conf(), AESProvider())
    with pytest.raises(AttributeError, match="encrypt the body yourself"):
        client.put_object(BUCKET, b"secret", "key")


@pytest.mark.parametrize(
    ("given", "key", "expected"),
    [
        ({}, "/a b/c", "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b/c"),
        ({"Appid": "1250000000"}, None, "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/"),
        ({"Domain": "img.example.com", "Scheme": "http"}, "k", "http://img.example.com/k"),
        ({"Endpoint": "cos.accelerate.myqcloud.com"}, "k", f"https://{BUCKET}.cos.accelerate.myqcloud.com/k"),
        ({"IP": "127.0.0.1", "Port": 8080, "Scheme": "http"}, "./k", "http://127.0.0.1:8080/.%2Fk"),
        ({"EnableOldDomain": False}, "k", f"https://{BUCKET}.cos-internal.ap-guangzhou.tencentcos.cn/k"),
    ],
)
def test_uri(given, key, expected):
    import qcloud_cos

    for one in (conf(**given), qcloud_cos.CosConfig(**{"Region": "ap-guangzhou", **KEYS, **given})):
        assert one.uri(bucket=BUCKET, path=key) == expected
        assert one.get_host(Appid="125") == f"125.{one._endpoint}" if "Domain" not in given else True


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("cossh", "cos.ap-shanghai.myqcloud.com"),
        ("cossgp", "cos.ap-singapore.myqcloud.com"),
        ("cos.ap-beijing", "cos.ap-beijing.myqcloud.com"),
        ("cn-south", "cn-south.myqcloud.com"),
        ("sg", "sg.myqcloud.com"),
    ],
)
def test_old_names_of_regions(region, host):
    import qcloud_cos

    theirs = qcloud_cos.CosConfig(Region=region, **KEYS)
    assert theirs.get_host(BUCKET) == conf(Region=region).get_host(BUCKET) == f"{BUCKET}.{host}"
    assert CosS3Client(conf(Region=region)).url(BUCKET, "k") == f"https://{BUCKET}.{host}/k"
    changed = conf()
    changed._region = region
    assert CosS3Client(changed).url(BUCKET, "k") == f"https://{BUCKET}.{host}/k"


def test_the_attributes_of_the_sdk_can_be_read():
    import qcloud_cos

    theirs = vars(qcloud_cos.CosConfig(Region="ap-guangzhou", **KEYS))
    ours = conf()
    found = {name: getattr(ours, name) for name in theirs}
    differ = {name: (theirs[name], found[name]) for name in theirs if theirs[name] != found[name]}
    assert differ == {"_anonymous": (None, False)}


HELPERS = [
    ("to_str", 7),
    ("to_unicode", b"\xe4\xb8\xad"),
    ("to_bytes", "\u4e2d"),
    ("get_raw_md5", b"data"),
    ("get_md5", "data"),
    ("get_content_md5", b"data"),
    ("dict_to_xml", {"Part": [{"PartNumber": 1, "ETag": '"a"'}]}),
    ("mapped", {"ContentType": "text/plain", "Metadata": {"x-cos-meta-a": "1"}, "VersionId": "v"}),
    ("format_values", {"a": "1", "b": b"2"}),
    ("format_region", "costj", "cos.", True, False),
    ("format_endpoint", None, "ap-beijing", "ci.", True, True),
    ("format_endpoint", None, None, "ci.", True, True),
    ("format_bucket", "b", "1250000000"),
    ("format_path", "/a b/\u4e2d"),
    ("switch_hostname_for_url", f"https://{BUCKET}.cos.ap-beijing.myqcloud.com/k"),
    ("gen_copy_source_url", {"Bucket": BUCKET, "Key": "/k v", "Region": "ap-beijing", "VersionId": "1"}, True, False),
    ("gen_copy_source_range", 0, 9),
    ("format_dict", {"a": {}, "b": None, "c": "x"}, ["a", "b", "c"]),
    ("format_dict_or_list", [{"a": {}}, {"a": "x"}], ["a"]),
    ("decode_result", {"Prefix": "a%2F", "Contents": [{"Key": "%20"}]}, ["Prefix"], [["Contents", "Key"]]),
    ("get_date", 2022, 5, 30),
    ("parse_bucket_canned_acl", {"AccessControlList": None}),
    ("client_can_retry", None),
    ("xml_to_dict", b"<a><b>1</b><c><d/></c><b>2</b></a>"),
]


@pytest.mark.parametrize("call", HELPERS, ids=lambda call: call[0])
def test_helpers_return_what_those_of_the_sdk_return(call):
    import copy

    import qcloud_cos.cos_comm

    name, *args = call
    theirs = getattr(qcloud_cos.cos_comm, name)(*copy.deepcopy(args))
    ours = getattr(cos_comm, name)(*copy.deepcopy(args))
    if name == "dict_to_xml":
        theirs, ours = qcloud_cos.cos_comm.xml_to_dict(theirs), cos_comm.xml_to_dict(ours)
    assert ours == theirs


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: cos_comm.format_region("ap_beijing", "cos.", True, False), "letters, digits"),
        (lambda: cos_comm.format_region("", "cos.", True, False), "letters, digits"),
        (lambda: cos_comm.format_bucket("a_b", ""), 'Bucket "a_b"'),
        (lambda: cos_comm.format_endpoint(None, None, "cos.", True, False), "Region and Endpoint are missing"),
        (lambda: cos_comm.path_simplify_check("/a/../"), "lead to the bucket itself"),
        (lambda: cos_comm.mapped({"Bad": 1}), "Bad"),
        (lambda: cos_comm.to_unicode(b"\xff"), "UTF-8"),
        (lambda: cos_comm.dict_to_xml({"Part": [{"PartNumber": 1}]}), "ETag is missing"),
        (lambda: cos_comm.get_content_md5(7), "bytes, str or a file"),
    ],
)
def test_helpers_refuse_by_name(call, text):
    with pytest.raises(CosClientError, match=text):
        call()


def test_a_star_import_has_the_names_that_programs_use():
    found = {}
    exec("from cos_err.cos_comm import *", found)
    assert {"CosClientError", "CosServiceError", "os", "re", "to_bytes", "format_values", "mapped"} <= set(found)


def test_a_thread_pool_runs_all_tasks():
    pool = SimpleThreadPool(3)

    def task(number):
        if number == 5:
            raise CosClientError("five is refused")
        return number

    for number in range(20):
        pool.add_task(task, number)
    pool.wait_completion()
    found = pool.get_result()
    assert not found["success_all"]
    assert [sum(one[place] for one in found["detail"]) for place in (0, 1)] == [19, 1]
    returned = [item for one in found["detail"] for item in one[2]]
    assert sorted(item for item in returned if isinstance(item, int)) == [n for n in range(20) if n != 5]
    assert [item for item in returned if isinstance(item, str)] == ["five is refused"]
    pool.add_task(task, 1)
    pool.wait_completion()
    assert pool.get_result()["success_all"]


@pytest.mark.parametrize("sign_host", [None, False])
def test_a_signature_of_the_sdks_class_is_valid(standin, config, bucket, sign_host):
    settings = config()
    url = f"http://{standin.address}/auth%20key"
    host = {"Host": settings.get_host(bucket)}
    stored = requests.put(url, b"x", headers=host, auth=CosS3Auth(settings, "auth key"), timeout=60)
    assert stored.status_code == 200
    params = {"acl": ""}
    auth = CosS3Auth(settings, "/auth key", params, sign_host=sign_host)
    assert "host" not in _signed(auth, url, host) if sign_host is False else "host" in _signed(auth, url, host)
    got = requests.get(url, params=params, headers=host, auth=CosS3Auth(settings, "/auth key", params), timeout=60)
    assert got.status_code == 200 and b"AccessControlPolicy" in got.content


def _signed(auth, url, headers):
    request = requests.Request("GET", url, headers=dict(headers))
    return auth(request).headers["Authorization"].partition("q-header-list=")[2].partition("&")[0].split(";")


def test_sign_host_is_a_setting_and_an_argument():
    for client in (CosS3Client(conf(SignHost=False)), CosS3Client(conf())):
        is_signed = client.get_conf().sign_host
        assert ("host" in client.sign("GET", BUCKET, "k").headers["Authorization"]) == is_signed
        assert ("q-header-list=host" in client.get_presigned_url(BUCKET, "k", "GET")) == is_signed
        assert "q-header-list=host" in client.get_presigned_url(BUCKET, "k", "GET", SignHost=True) or not is_signed
        assert "q-header-list=&" in client.get_presigned_url(BUCKET, "k", "GET", SignHost=False)
        assert "q-header-list=&" in client.get_auth("GET", BUCKET, "k", SignHost=False)


def test_requests_are_sent_without_a_signed_host(start_standin, config, bucket):
    lenient = start_standin("--lenient")
    client = CosS3Client(config(SignHost=False, ConnectTo=lenient.address))
    assert client.put_object(bucket, b"x", "k")["ETag"]
    with pytest.raises(CosServiceError):
        CosS3Client(config(SignHost=False)).head_object(bucket, "k")


class Recorder(CosS3Client):
    """A program's subclass."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sent = []

    def send_request(self, method, url, bucket=None, **kwargs):
        kwargs["headers"]["x-cos-meta-added"] = "yes"
        self.sent.append((method, url.partition("//")[2].partition("/")[2], dict(kwargs["params"])))
        return super().send_request(method, url, bucket, **kwargs)


def test_every_call_goes_through_a_send_request_that_is_overridden(config, bucket):
    client = Recorder(config())
    assert client.put_object(bucket, b"x" * 100000, "a b", EnableMD5=True)["ETag"]
    assert client.head_object(bucket, "a b")["x-cos-meta-added"] == "yes"
    body = client.get_object(bucket, "a b", Range="bytes=0-9")["Body"]
    assert body.read(4) + body.read(100) == b"x" * 10
    assert client.get_object(bucket, "a b", ReadAll=True)["Body"].read(200000) == b"x" * 100000
    assert client.list_objects(bucket, Prefix="a ")["Contents"][0]["Key"] == "a b"
    assert client.head_bucket(bucket) and client.bucket_exists(bucket)
    assert not client.object_exists(bucket, "none")
    assert any(one["Name"] == bucket for one in client.list_buckets()["Buckets"]["Bucket"])
    source = {"Bucket": bucket, "Key": "a b", "Region": "ap-guangzhou"}
    assert client.copy_object(bucket, "copy", source)["ETag"]
    client.put_object_acl(bucket, "copy", ACL="private")
    client.put_bucket_tagging(bucket, {"TagSet": {"Tag": [{"Key": "a", "Value": "b"}]}})
    assert client.get_bucket_tagging(bucket)["TagSet"]["Tag"][0] == {"Key": "a", "Value": "b"}
    assert client.delete_objects(bucket, {"Object": [{"Key": "copy"}]})["Deleted"][0]["Key"] == "copy"
    client.delete_object(bucket, "a b")
    methods = [method for method, _, _ in client.sent]
    assert methods[:8] == ["PUT", "HEAD", "GET", "GET", "GET", "HEAD", "HEAD", "HEAD"]
    assert methods[8:] == ["GET", "PUT", "PUT", "PUT", "GET", "POST", "DELETE"]
    assert client.sent[4][2]["prefix"] == "a " and client.sent[0][1] == "a%20b"
    assert client.sent[13][2] == {"delete": ""}


def test_a_call_keeps_its_own_settings_through_a_send_request(config, bucket):
    client, token = Recorder(config()), cos_err.Cancel()
    token.trigger()
    for call in (client.head_object, client.get_object):
        with pytest.raises(CosClientError) as caught:
            call(bucket, "k", Cancel=token)
        assert caught.value.reason is cos_err.Reason.CANCELLED
    with pytest.raises(CosClientError) as caught:
        client.head_object("fault-hang-1250000000", "k", CallTimeout=0.05)
    assert caught.value.reason is cos_err.Reason.TIMEOUT
    assert client.get_conf() is client._conf and len(client.sent) == 3


def test_parts_go_through_a_send_request_that_is_overridden(config, bucket, tmp_path):
    client = Recorder(config())
    file = tmp_path / "file"
    file.write_bytes(bytes(range(256)) * 4096 * 22)
    assert client.upload_file(bucket, "parts", str(file), PartSize=10)["ETag"]
    assert [method for method, _, _ in client.sent].count("PUT") == 3
    client.download_file(bucket, "parts", str(tmp_path / "back"), PartSize=10)
    assert (tmp_path / "back").read_bytes() == file.read_bytes()
    client.upload_file_from_buffer(bucket, "buffer", io.BytesIO(b"y" * 1024 * 1024 * 3), PartSize=1)
    assert client.head_object(bucket, "buffer")["Content-Length"] == str(1024 * 1024 * 3)
    count = len(client.sent)
    client.get_conf().set_copy_part_threshold_size(1024 * 1024)
    client.copy(bucket, "copied", {"Bucket": bucket, "Key": "buffer", "Region": "ap-guangzhou"}, PartSize=1)
    assert len(client.sent) > count


def test_a_replaced_send_request_decides_the_result(monkeypatch, config, bucket):
    class Answer:
        status_code, text = 200, ""
        headers = {"ETag": '"fake"', "x-cos-request-id": "id"}
        content = b"<ListBucketResult><Name>n</Name><Contents><Key>k</Key></Contents></ListBucketResult>"
        raw = io.BytesIO(b"body")

    given = []

    def send_request(self, method, url, **kwargs):
        given.append((method, url, kwargs))
        return Answer()

    monkeypatch.setattr(CosS3Client, "send_request", send_request)
    client = CosS3Client(config())
    assert client.head_object(bucket, "k")["etag"] == '"fake"'
    assert client.list_objects(bucket)["Contents"] == [{"Key": "k"}]
    assert client.get_object(bucket, "k")["Body"].read(10) == b"body"
    client.put_object(bucket, "text", "k", EnableMD5=True)
    method, url, kwargs = given[-1]
    assert (method, url) == ("PUT", f"http://{bucket}.cos.ap-guangzhou.myqcloud.com/k")
    assert kwargs["data"] == "text" and kwargs["headers"]["Content-MD5"] == "HLJR7A1WjeapKbUgxK7Y0Q=="
    assert isinstance(kwargs["auth"], CosS3Auth) and kwargs["bucket"] == bucket


def test_a_send_request_may_send_by_requests(monkeypatch, standin, config, bucket):
    class Own(CosS3Client):
        def send_request(self, method, url, bucket=None, timeout=30, **kwargs):
            kwargs["headers"]["Host"] = self._conf.get_host(bucket)
            found = self._session.request(method, url, timeout=timeout, **kwargs)
            if found.status_code >= 400:
                raise CosServiceError(method, found.text, found.status_code)
            return found

    client = Own(config(ConnectTo=None, IP="127.0.0.1", Port=standin.port))
    client.put_object(bucket, b"0123456789", "by requests", Metadata={"x-cos-meta-a": "1"})
    got = client.get_object(bucket, "by requests")
    assert got["x-cos-meta-a"] == "1" and got["Body"].get_raw_stream().read() == b"0123456789"
    assert client.delete_objects(bucket, {"Object": [{"Key": "by requests"}]})["Deleted"]
    with pytest.raises(CosServiceError, match="NoSuchKey"):
        client.get_object(bucket, "by requests")


def test_send_request_can_be_called(config, bucket):
    client = CosS3Client(config())
    settings = client.get_conf()
    url = settings.uri(bucket=bucket, path="direct")
    given = {"bucket": bucket, "auth": CosS3Auth(settings, "direct")}
    put = client.send_request("PUT", url, data=b"x" * 70000, headers={"Content-Type": "text/plain"}, **given)
    assert put.status_code == 200 and put.headers["ETag"] and put.url == url and put.ok
    got = client.send_request("GET", url, stream=True, headers={"Range": b"bytes=0-4"}, **given)
    assert got.status_code == 206 and got.raw.read() == b"xxxxx"
    assert b"".join(client.send_request("GET", url, **given).iter_content(1000)) == b"x" * 70000
    assert "AccessControlPolicy" in client.send_request("GET", url, params={"acl": ""}, **given).text
    missing = settings.uri(bucket=bucket, path="none")
    with pytest.raises(CosServiceError, match="NoSuchKey"):
        client.send_request("GET", missing, bucket=bucket)
    failed = client.send_request("GET", missing, bucket=bucket, cos_request=False)
    assert failed.status_code == 404 and not failed.ok and "NoSuchKey" in failed.text
    with pytest.raises(CosClientError, match="json of send_request cannot be honoured"):
        client.send_request("GET", url, bucket=bucket, json={})


def test_retries_of_failures_are_counted(config):
    client = CosS3Client(config(), retry=2)
    with pytest.raises(CosServiceError):
        client.head_bucket("fault-status-503-1250000000")
    assert client.get_retry_exe_times() == 2
    client.inc_retry_exe_times()
    assert client.get_retry_exe_times() == 3


def test_the_environment_counts_only_if_it_was_asked_for(monkeypatch, start_standin, tmp_path, keys, bucket):
    served = start_standin("--proxy", "--tls", str(tmp_path))
    given = {"Region": "ap-guangzhou", "SecretId": keys["COS_SECRET_ID"], "SecretKey": keys["COS_SECRET_KEY"]}
    monkeypatch.setenv("HTTPS_PROXY", f"http://{served.proxy}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert CosS3Client(CosConfig(**given, TrustEnv=True), retry=0).head_bucket(bucket)
    # Without the variables the client must not reach the proxy: it fails at once, because nothing listens there.
    nowhere = {"ConnectTo": "127.0.0.1:9", **given}
    with pytest.raises(CosClientError) as caught:
        CosS3Client(CosConfig(**nowhere), retry=0).head_bucket(bucket)
    assert caught.value.reason is REFUSED
    monkeypatch.setenv("NO_PROXY", ".myqcloud.com")
    with pytest.raises(CosClientError) as caught:
        CosS3Client(CosConfig(**nowhere, TrustEnv=True), retry=0).head_bucket(bucket)
    assert caught.value.reason is REFUSED


def test_hosts_in_the_backup_domain():
    client = CosS3Client(conf(AutoSwitchDomainOnRetry=True))
    url = f"https://{BUCKET}.cos.ap-beijing.myqcloud.com/k"
    assert client.should_switch_domain(url) is True
    assert client.should_switch_domain(url, {"x-cos-request-id": "id"}) is False
    assert client.should_switch_domain("https://cos.ap-beijing.myqcloud.com/k") is False
    assert CosS3Client(conf()).should_switch_domain(url) is False


def test_the_loggers_names_do_not_matter():
    assert logging.getLogger("cos_err").handlers
