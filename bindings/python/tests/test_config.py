"""Each argument of CosConfig is honoured, or refused by name."""

import contextlib
import io
import json
import logging
import pathlib
import types
import urllib.request

import pytest

import cos_err
from cos_err import CosClientError, CosConfig, CosS3Client, Reason

KEYS = {"Region": "ap-guangzhou", "SecretId": "AKIDEXAMPLE", "SecretKey": "KEY"}


def url(**arguments):
    client = CosS3Client(CosConfig(**{**KEYS, **arguments}))
    return client.get_presigned_url("b-1250000000", "k", "GET").split("?")[0]


@pytest.mark.parametrize(
    "arguments, expected",
    [
        ({}, "https://b-1250000000.cos.ap-guangzhou.myqcloud.com/k"),
        ({"Scheme": "http"}, "http://b-1250000000.cos.ap-guangzhou.myqcloud.com/k"),
        (
            {"Endpoint": "cos.accelerate.myqcloud.com", "Region": None},
            "https://b-1250000000.cos.accelerate.myqcloud.com/k",
        ),
        ({"Endpoint": "https://{bucket}.example.com"}, "https://b-1250000000.example.com/k"),
        (
            {"Endpoint": "https://cos.ap-guangzhou.myqcloud.com"},
            "https://b-1250000000.cos.ap-guangzhou.myqcloud.com/k",
        ),
        (
            {"Endpoint": "http://cos.accelerate.myqcloud.com"},
            "http://b-1250000000.cos.accelerate.myqcloud.com/k",
        ),
        ({"Endpoint": "http://store.example.com:8080"}, "http://b-1250000000.store.example.com:8080/k"),
        ({"Domain": "img.example.com"}, "https://img.example.com/k"),
        ({"EnableOldDomain": False}, "https://b-1250000000.cos-internal.ap-guangzhou.tencentcos.cn/k"),
        (
            {"EnableOldDomain": False, "EnableInternalDomain": False},
            "https://b-1250000000.cos.ap-guangzhou.tencentcos.cn/k",
        ),
    ],
)
def test_hosts(arguments, expected):
    assert url(**arguments) == expected


GENERAL = "{bucket}.cos.{region}.myqcloud.com"


@pytest.mark.parametrize(
    "arguments, shown, advised",
    [
        (
            {"Endpoint": "http://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com"},
            "examplebucket-1250000000",
            f'use "http://{GENERAL}" with the region "ap-guangzhou"',
        ),
        ({"Endpoint": "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com"}, "twice", f'use "https://{GENERAL}"'),
        (
            {"Domain": "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com"},
            "one bucket",
            f'use "https://{GENERAL}"',
        ),
        ({"Domain": "cos.ap-guangzhou.myqcloud.com", "Scheme": "http"}, "no bucket", f'use "http://{GENERAL}"'),
        ({"Endpoint": "cos.ap-beijing.myqcloud.com"}, 'region "ap-guangzhou"', "use {region} in its place"),
    ],
)
def test_endpoints_of_cos_must_take_the_bucket(arguments, shown, advised):
    with pytest.raises(CosClientError) as caught:
        CosS3Client(CosConfig(**{**KEYS, **arguments}))
    assert caught.value.reason is Reason.INVALID_ARGUMENT
    assert shown in caught.value.message and advised in caught.value.message


@pytest.mark.parametrize(
    "arguments, bucket, expected",
    [
        ({}, "b-1250000000", "https://b-1250000000.cos.ap-guangzhou.myqcloud.com/k"),
        ({}, "b-x--1250000000", "https://b-x--1250000000.cosrapid.ap-guangzhou.myqcloud.com/k"),
        ({"Domain": "img.example.com"}, "b-1250000000", "https://img.example.com/k"),
        ({"Endpoint": "https://{bucket}.example.com/"}, "b-1250000000", "https://b-1250000000.example.com/k"),
    ],
)
def test_object_urls_are_those_of_calls(arguments, bucket, expected):
    client = CosS3Client(CosConfig(**{**KEYS, **arguments}))
    assert client.get_object_url(bucket, "k") == expected
    assert client.get_presigned_url(bucket, "k", "GET").split("?")[0] == expected


def test_object_urls_name_their_bucket():
    client = CosS3Client(CosConfig(**{**KEYS, "Endpoint": "https://service.cos.myqcloud.com"}))
    for make in (client.get_object_url, lambda bucket, key: client.get_presigned_url(bucket, key, "PUT")):
        with pytest.raises(CosClientError, match="service.cos.myqcloud.com.* serves no bucket"):
            make("b-1250000000", "photos/a.jpg")
    with pytest.raises(CosClientError, match="bucket is missing"):
        CosS3Client(CosConfig(**KEYS)).get_object_url("", "k")


def test_a_client_needs_no_region_where_calls_name_one(tmp_path):
    client = CosS3Client(CosConfig(SecretId="AKIDx", SecretKey="y"))
    assert client.url("b-1250000000", "k", region="ap-beijing") == "https://b-1250000000.cos.ap-beijing.myqcloud.com/k"
    assert "cos.ap-beijing." in client.presign("GET", "b-1250000000", "k", region="ap-beijing")
    (tmp_path / "file").write_bytes(b"x")
    for call in (
        lambda: client.get_object_url("b-1250000000", "k"),
        lambda: client.upload_file("b-1250000000", "k", tmp_path / "file"),
        lambda: client.get_async_fetch_task("b-1250000000", "id"),
    ):
        with pytest.raises(CosClientError, match="(?i)region is missing"):
            call()


@pytest.mark.parametrize(
    "source, expected",
    [
        ({"Bucket": "b-1250000000", "Region": "ap-beijing"}, "b-1250000000.cos.ap-beijing.myqcloud.com"),
        ({"Bucket": "b-x--1250000000", "Region": "ap-beijing"}, "b-x--1250000000.cosrapid.ap-beijing.myqcloud.com"),
        (
            {"Bucket": "b-1250000000", "Endpoint": "https://cos.accelerate.myqcloud.com/"},
            "b-1250000000.cos.accelerate.myqcloud.com",
        ),
    ],
)
def test_copy_sources(config, bucket, standin, source, expected):
    client = CosS3Client(config(), retry=0)
    with contextlib.suppress(cos_err.CosServiceError):
        client.copy_object(bucket, "k", {"Key": "from", **source})
    with urllib.request.urlopen(f"http://{standin.address}/_standin/requests") as answer:
        sent = dict(json.load(answer)[-1]["headers"])
    assert sent["x-cos-copy-source"] == f"{expected}/from"


def test_copy_sources_name_their_bucket_once(config, bucket):
    source = {"Bucket": "b-1250000000", "Key": "k", "Endpoint": "other-1250000000.cos.ap-beijing.myqcloud.com"}
    with pytest.raises(CosClientError, match='names a bucket twice; use "http://{bucket}.cos.{region}.myqcloud.com"'):
        CosS3Client(config()).copy_object(bucket, "k", source)


@pytest.mark.parametrize(
    "arguments, named",
    [
        ({"Scheme": "ftp"}, "Scheme"),
        ({"KeepAlive": False}, "KeepAlive"),
        ({"AllowRedirects": True}, "AllowRedirects"),
        ({"SignParams": False}, "SignParams"),
        ({"VerifySSL": False}, "VerifySSL"),
        ({"SSLCert": "client.pem"}, "SSLCert"),
        ({"Port": 80}, "Port"),
        ({"Scheme": "http", "AutoSwitchDomainOnRetry": True}, "AutoSwitchDomainOnRetry"),
        ({"Proxies": {"https://one.host": "http://p:1"}}, "Proxies"),
        ({"SecretId": None, "SecretKey": None}, "SecretId"),
        ({"SecretKey": None}, "secret_key"),
        ({"Region": "ap beijing"}, "region"),
        ({"Region": None}, "region"),
        ({"Timeout": 0}, "timeout"),
        ({"VerifySSL": "/no/such/file"}, "ca_file"),
        ({"Proxies": {"https": "ftp://proxy"}}, "proxy"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ",
)
def test_what_cannot_be_honoured_is_named(arguments, named):
    with pytest.raises(CosClientError) as caught:
        CosS3Client(CosConfig(**{**KEYS, **arguments})).get_presigned_url("b-1250000000", "k", "GET")
    assert named in caught.value.message and caught.value.reason in (
        Reason.INVALID_ARGUMENT,
        Reason.INVALID_CREDENTIALS,
        Reason.LOCAL_IO,
    )


def test_harmless_over_http():
    assert url(Scheme="http", VerifySSL=False, SSLCert="client.pem").startswith("http://")


def test_arguments_of_the_client():
    with pytest.raises(CosClientError, match="session"):
        CosS3Client(CosConfig(**KEYS), session=object())
    with pytest.raises(CosClientError, match="max_attempts"):
        CosS3Client(CosConfig(**KEYS), retry=-1)
    client = CosS3Client(CosConfig(**KEYS))
    with pytest.raises(CosClientError, match="NoSuchThing"):
        client.head_object("b-1250000000", "k", NoSuchThing=1)
    with pytest.raises(CosClientError, match="EncodingType"):
        client.list_objects("b-1250000000", EncodingType="base64")


@pytest.mark.parametrize("names", [("Secret_id", "Secret_key"), ("Access_id", "Access_key")])
def test_older_names_of_keys(config, bucket, keys, names):
    older = dict(zip(names, keys.values()))
    assert CosS3Client(config(SecretId=None, SecretKey=None, **older)).head_bucket(bucket)


def test_anonymous(config, bucket):
    client = CosS3Client(config(SecretId=None, SecretKey=None, Anonymous=True))
    assert client.bucket_exists("public-1250000000")
    with pytest.raises(cos_err.CosServiceError):
        client.head_bucket(bucket)


def test_ip_and_port(standin, keys, bucket):
    given = {"Region": "ap-guangzhou", "Scheme": "http", "SecretId": keys["COS_SECRET_ID"]}
    made = CosConfig(**given, SecretKey=keys["COS_SECRET_KEY"], IP="127.0.0.1", Port=1)
    client = CosS3Client(made, retry=0)
    with pytest.raises(CosClientError):
        client.head_bucket(bucket)
    made.set_ip_port("127.0.0.1", standin.port)
    assert client.head_bucket(bucket)
    made.set_credential("AKIDOTHEROTHEROTHEROTHER", "wrong")
    with pytest.raises(cos_err.CosServiceError):
        client.head_bucket(bucket)


def test_appid(config, bucket):
    client = CosS3Client(config(Appid="1250000000"))
    assert client.head_bucket("examplebucket") and client.head_bucket(bucket)


def test_token(config, bucket):
    assert CosS3Client(config(Token="STANDINTOKEN")).head_bucket(bucket)
    with pytest.raises(cos_err.CosServiceError, match="ExpiredToken"):
        CosS3Client(config(Token="EXPIREDTOKEN")).list_objects(bucket)


def test_proxy(start_standin, keys, bucket):
    given = {"Region": "ap-guangzhou", "Scheme": "http", "SecretId": keys["COS_SECRET_ID"]}
    given["SecretKey"] = keys["COS_SECRET_KEY"]
    proxy = start_standin("--proxy").proxy
    assert CosS3Client(CosConfig(**given, Proxies={"http": f"http://{proxy}"})).head_bucket(bucket)
    with pytest.raises(CosClientError) as caught:
        CosS3Client(CosConfig(**given, Proxies={"all": "http://127.0.0.1:1"}), retry=0).head_bucket(bucket)
    assert "127.0.0.1" in caught.value.message


def test_tls(start_standin, keys, bucket, tmp_path):
    tls = start_standin("--tls", str(tmp_path)).tls
    given = {"Region": "ap-guangzhou", "ConnectTo": tls, "SecretId": keys["COS_SECRET_ID"]}
    given["SecretKey"] = keys["COS_SECRET_KEY"]
    authority = str(tmp_path / "ca.pem")
    for trusting in ({"CAFile": authority}, {"VerifySSL": authority}):
        assert CosS3Client(CosConfig(**given, **trusting)).head_bucket(bucket)
    with pytest.raises(CosClientError) as caught:
        CosS3Client(CosConfig(**given, VerifySSL=True), retry=0).head_bucket(bucket)
    assert caught.value.reason is Reason.TLS


def test_the_first_call_of_the_readme(standin):
    text = (pathlib.Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    source = text.split("```python\n")[1].split("```")[0]
    here = f'Scheme="http", ConnectTo="{standin.address}", Anonymous=True'
    changed = source.replace('SecretId="...", SecretKey="..."', here).replace("examplebucket", "missing")
    assert changed.count("missing") == 2
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(changed, {})
    assert printed.getvalue().startswith("404 NoSuchBucket ")
    assert "Bucket missing-1250000000 probably does not exist" in printed.getvalue()


@pytest.mark.parametrize("domain", ["service.cos.myqcloud.com", "cos.ap-guangzhou.myqcloud.com"])
def test_service_domain(config, domain):
    client = CosS3Client(config(ServiceDomain=domain))
    assert "examplebucket-1250000000" in str(client.list_buckets()) and client.send("GET").status == 200


def test_logger(config, bucket, caplog):
    with caplog.at_level(logging.DEBUG, "storage"):
        CosS3Client(config(Logger=logging.getLogger("storage"))).head_bucket(bucket)
    assert any("event=attempt" in record.message for record in caplog.records)


def test_user_agent(config, bucket, standin):
    assert CosS3Client(config(UA="mine/1.0")).head_bucket(bucket)
    with urllib.request.urlopen(f"http://{standin.address}/_standin/requests") as answer:
        assert b"mine/1.0" in answer.read()


def test_constants_are_those_of_the_header():
    folder = pathlib.Path(cos_err.__file__).parent
    assert (folder / "py.typed").is_file()
    assert cos_err.library_version == cos_err.__version__
    assert isinstance(cos_err.Reason.TIMEOUT, int) and isinstance(cos_err.constants, types.ModuleType)
    for reason in Reason:
        words = "".join(word.capitalize() for word in reason.name.split("_"))
        assert cos_err.reason_name(reason) == words and cos_err.reason_text(reason)
