"""Calls that succeed, and what they give."""

import gzip
import io
import os

import pytest

import cos_err
from cos_err import CosClientError, CosServiceError, Reason


@pytest.mark.parametrize(
    "body, stored",
    [
        (b"bytes", b"bytes"),
        (bytearray(b"array"), b"array"),
        (memoryview(b"view"), b"view"),
        ("文本", "文本".encode()),
        (b"", b""),
        (io.BytesIO(b"file"), b"file"),
        ([b"a", b"list"], b"alist"),
        (iter([b"x" * 70000, "text", b""]), b"x" * 70000 + b"text"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_bodies(client, bucket, body, stored):
    client.put_object(Bucket=bucket, Body=body, Key="bodies/one")
    assert client.get_object(bucket, "bodies/one")["Body"].get_raw_stream().read() == stored


def test_a_file_is_read_from_where_it_stands(client, bucket, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    with open(path, "rb") as file:
        file.seek(4)
        client.put_object(Bucket=bucket, Body=file, Key="bodies/two", EnableMD5=True)
    assert client.get_object(bucket, "bodies/two")["Body"].read() == b"456789"


def test_a_body_is_sent_again(client, bucket):
    again = "fault-fail-1-status-503-1250000000"
    assert client.put_object(Bucket=again, Body=io.BytesIO(b"once more"), Key="a")["ETag"]
    with pytest.raises(CosServiceError) as caught:
        client.put_object(Bucket="fault-status-503-1250000000", Body=iter([b"only once"]), Key="a")
    assert "cannot be rewound" in caught.value.attempts[0].note


@pytest.mark.parametrize("length, kind", [(4, None), (5, CosClientError)])
def test_content_length(client, bucket, length, kind):
    if kind is None:
        client.put_object(Bucket=bucket, Body=iter([b"four"]), Key="length", ContentLength=str(length))
        client.put_object(Bucket=bucket, Body=b"four", Key="length", ContentLength=length)
    else:
        with pytest.raises(kind, match="4 bytes"):
            client.put_object(Bucket=bucket, Body=b"four", Key="length", ContentLength=length)


def test_streams(client, bucket, tmp_path):
    text = b"compressed " * 5000
    packed = gzip.compress(text)
    client.put_object(Bucket=bucket, Body=packed, Key="packed", ContentEncoding="gzip")
    assert client.get_object(bucket, "packed")["Body"].get_raw_stream().read() == packed
    assert b"".join(client.get_object(bucket, "packed")["Body"]) == text
    client.get_object(bucket, "packed")["Body"].get_stream_to_file(tmp_path / "a", auto_decompress=True)
    client.get_object(bucket, "packed")["Body"].get_stream_to_file(tmp_path / "b", disable_tmp_file=True)
    assert (tmp_path / "a").read_bytes() == text and (tmp_path / "b").read_bytes() == packed
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]
    with open(tmp_path / "b", "r+b") as file:
        client.get_object(bucket, "synthetic/1k")["Body"].pget_stream_to_file(file, 10, 1024)
        with pytest.raises(OSError, match="1024"):
            client.get_object(bucket, "synthetic/1k")["Body"].pget_stream_to_file(file, 10, 1025)
    with client.get_object(bucket, "synthetic/40m")["Body"] as body:
        assert len(body) == 40 * 1024**2 == sum(map(len, body.get_stream(1024**2)))
        assert body.read() == b""


def test_a_body_that_is_cut_is_no_body(config, bucket):
    client = cos_err.CosS3Client(config(), retry=0)
    with pytest.raises(CosClientError) as caught:
        client.get_object("fault-cut-1000-1250000000", "synthetic/100k", ReadAll=True)
    assert caught.value.reason is Reason.CONNECTION_LOST and caught.value.status == 200
    with pytest.raises(CosClientError) as caught:
        client.get_object("fault-cut-1000-1250000000", "synthetic/100k")["Body"].read(-1)
    assert caught.value.reason is Reason.CONNECTION_LOST and caught.value.status == 200
    again = cos_err.CosS3Client(config(), retry=1).get_object(
        "fault-fail-1-cut-70000-1250000000", "synthetic/100k", ReadAll=True
    )
    assert len(again["Body"].read(200000)) == len(again["Body"]) == 102400


def test_names_of_header_fields_have_no_case(client, bucket):
    headers = client.put_object(bucket, b"a", "case")
    assert headers["etag"] == headers["ETag"] == headers.get("eTag") and "ETAG" in headers
    assert "x-missing" not in headers and headers.get("x-missing", 1) == 1
    headers["etag"] = "other"
    assert headers.pop("ETag") == "other" and "etag" not in headers
    with pytest.raises(KeyError):
        headers["ETag"]  # noqa: B018
    assert isinstance(headers, dict) and headers.copy() == headers == dict(headers)


def test_send(client, bucket, tmp_path):
    answer = client.send("PUT", bucket, "sent", body=b"abc", headers={"x-cos-meta-a": "b"}, content_md5=True)
    assert answer.status == 200 and answer.request_id and answer.body == b""
    sink = io.BytesIO()
    answer = client.send("GET", bucket, "sent", sink=sink, query={"response-content-type": "text/x"})
    assert (sink.getvalue(), answer.body, answer.received) == (b"abc", b"", 3)
    assert answer.headers["Content-Type"] == "text/x" and answer.headers["x-cos-meta-a"] == "b"
    client.send("GET", bucket, "sent", sink_file=tmp_path / "sink", sink_sync=True)
    assert (tmp_path / "sink").read_bytes() == b"abc"
    assert client.send("PUT", bucket, "sent", body_file=tmp_path / "sink").status == 200
    assert client.send("HEAD", bucket).bucket_region == "ap-guangzhou"
    assert b"<ListAllMyBucketsResult" in client.send("GET").body
    assert client.send("GET", bucket, query=[("acl", None)], region="ap-guangzhou", timeout=5).status == 200


def test_files_that_are_not_there(client, bucket, tmp_path):
    with pytest.raises(FileNotFoundError):
        client.upload_file(bucket, "a", tmp_path / "no")
    with pytest.raises(CosClientError) as caught:
        client.download_file(bucket, "synthetic/1k", tmp_path / "no" / "file")
    assert caught.value.reason is Reason.LOCAL_IO and caught.value.os_errno == 2


def test_a_part_that_fails(client, bucket, tmp_path, standin):
    path = tmp_path / "large"
    path.write_bytes(b"x" * (3 * 1024**2 + 1))
    with pytest.raises(CosServiceError) as caught:
        client.upload_file(bucket, "denied/large", path, PartSize=1, MAXThread=2)
    assert caught.value.code == "AccessDenied"
    with pytest.raises(CosServiceError) as caught:
        client.download_file("missing-1250000000", "a", tmp_path / "a", PartSize=1)
    with pytest.raises(CosClientError):
        cos_err.CosS3Client(client.get_conf(), retry=0).download_file(
            "fault-cut-1000-1250000000", "synthetic/3m", tmp_path / "a", PartSize=1
        )
    assert sorted(os.listdir(tmp_path)) == ["large"]


def test_progress(client, bucket, tmp_path):
    path, told = tmp_path / "file", []
    path.write_bytes(b"x" * 5000)
    client.upload_file(bucket, "progress", path, progress_callback=lambda done, total: told.append((done, total)))
    assert told[-1] == (5000, 5000)
    told.clear()
    client.download_file(bucket, "synthetic/3m", path, progress_callback=lambda done, total: told.append((done, total)))
    assert told[-1] == (3 * 1024**2, 3 * 1024**2)
    assert path.stat().st_size == 3 * 1024**2


def test_bucket_exists_only_trusts_cos(client):
    assert client.bucket_exists("missing-1250000000") is False
    with pytest.raises(CosServiceError) as caught:
        client.bucket_exists("fault-gateway-404-1250000000")
    assert caught.value.status == 404 and caught.value.responder is cos_err.Responder.OTHER
    with pytest.raises(CosServiceError):
        client.bucket_exists("forbidden-1250000000")
    with pytest.raises(CosServiceError):
        client.object_exists("fault-gateway-404-1250000000", "a")
