"""Calls the stand-in with Tencent's Python SDK, cos-python-sdk-v5.

Usage: python_sdk.py HOST:PORT PROXYHOST:PORT. Prints a line for each check, `ok: ...` or
`not ok: ...`.
"""
import json
import sys
import urllib.request

from qcloud_cos import CosConfig, CosS3Client, CosServiceError

SECRET_ID = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
SECRET_KEY = "STANDINSECRETKEYEXAMPLEEXAMPLE00"
BUCKET = "examplebucket-1250000000"
MISSING = "nosuchbucket-1250000000"
FORBIDDEN = "forbidden-1250000000"
# What a signature has to encode.
KEYS = ["plain.txt", "a b+c&d=e%20f/文件 #1?.txt", "~!*'();:@$,[]"]
BODY = b"hello from Python"

HOST, PORT = sys.argv[1].rsplit(":", 1)
PROXY = sys.argv[2]


def client(secret_key=SECRET_KEY, token=None):
    config = CosConfig(Region="ap-guangzhou", SecretId=SECRET_ID, SecretKey=secret_key,
                       Token=token, Scheme="http", IP=HOST, Port=int(PORT))
    return CosS3Client(config, retry=0)


def client_of_service():
    """IP and Port are not looked at where there is no bucket; a proxy is."""
    config = CosConfig(Region="ap-guangzhou", SecretId=SECRET_ID, SecretKey=SECRET_KEY,
                       Scheme="http", Proxies={"http": f"http://{PROXY}"})
    return CosS3Client(config, retry=0)


def check(name, got, expected):
    if got == expected:
        print(f"ok: Python: {name}")
    else:
        print(f"not ok: Python: {name}: got {got!r}, expected {expected!r}")


def failure(call, **arguments):
    """Status and code of a call's error, and whether it has a request id."""
    try:
        call(**arguments)
    except CosServiceError as error:
        return error.get_status_code(), error.get_error_code(), error.get_request_id() != ""
    return "no error"


def objects(cos):
    for key in KEYS:
        etag = cos.put_object(Bucket=BUCKET, Body=BODY, Key=key, Metadata={"x-cos-meta-a": "1"})["ETag"]
        check(f"PUT {key}", len(etag), 34)
        head = cos.head_object(Bucket=BUCKET, Key=key)
        check(f"HEAD {key}", (head["Content-Length"], head["ETag"], head["x-cos-meta-a"]),
              (str(len(BODY)), etag, "1"))
        got = cos.get_object(Bucket=BUCKET, Key=key)["Body"].get_raw_stream().read()
        check(f"GET {key}", got, BODY)
    part = cos.get_object(Bucket=BUCKET, Key=KEYS[0], Range="bytes=0-4")
    check("GET of a range", part["Body"].get_raw_stream().read(), BODY[:5])
    listed = cos.list_objects(Bucket=BUCKET, Prefix="", EncodingType="url")
    check("GET bucket", len(listed["Contents"]), len(KEYS))
    for key in KEYS:
        cos.delete_object(Bucket=BUCKET, Key=key)
        check(f"DELETE {key}", failure(cos.get_object, Bucket=BUCKET, Key=key), (404, "NoSuchKey", True))
    check("HEAD of no object", failure(cos.head_object, Bucket=BUCKET, Key="none")[0], 404)


def buckets(cos):
    head = cos.head_bucket(Bucket=BUCKET)
    check("HEAD bucket", head["x-cos-bucket-region"], "ap-guangzhou")
    check("HEAD of no bucket", failure(cos.head_bucket, Bucket=MISSING)[0], 404)
    check("GET of no bucket", failure(cos.list_objects, Bucket=MISSING), (404, "NoSuchBucket", True))
    check("PUT into no bucket", failure(cos.put_object, Bucket=MISSING, Key="k", Body=b""),
          (404, "NoSuchBucket", True))
    check("HEAD of a forbidden bucket", failure(cos.head_bucket, Bucket=FORBIDDEN)[0], 403)
    check("DELETE in a forbidden bucket", failure(cos.delete_object, Bucket=FORBIDDEN, Key="k"),
          (403, "AccessDenied", True))
    names = [bucket["Name"] for bucket in client_of_service().list_buckets()["Buckets"]["Bucket"]]
    check("GET service", BUCKET in names, True)


def signatures():
    """Every signature so far was valid; then some that are not."""
    with urllib.request.urlopen(f"http://{HOST}:{PORT}/_standin/requests") as answer:
        requests = json.load(answer)
    check("all signatures valid", {request["signature"] for request in requests}, {"valid"})
    wrong = client(secret_key="WRONG")
    check("GET with a wrong key", failure(wrong.list_objects, Bucket=BUCKET),
          (403, "SignatureDoesNotMatch", True))
    check("HEAD with a wrong key", failure(wrong.head_bucket, Bucket=BUCKET)[0], 403)
    check("GET with an expired token", failure(client(token="EXPIREDTOKEN").list_objects, Bucket=BUCKET),
          (400, "ExpiredToken", True))
    check("HEAD with a token", "x-cos-request-id" in client(token="STANDINTOKEN").head_bucket(Bucket=BUCKET), True)


objects(client())
buckets(client())
signatures()
