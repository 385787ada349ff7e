"""Calls the stand-in with Tencent's Python SDK, cos-python-sdk-v5.

Usage: python_sdk.py HOST:PORT PROXYHOST:PORT. Prints a line for each check, `ok: ...` or
`not ok: ...`.
"""
import sys

from python_checks import BUCKET, Standin, check, failure

MISSING = "nosuchbucket-1250000000"
FORBIDDEN = "forbidden-1250000000"
# What a signature has to encode.
KEYS = ["plain.txt", "a b+c&d=e%20f/文件 #1?.txt", "~!*'();:@$,[]"]
BODY = b"hello from Python"

standin = Standin(*sys.argv[1:3])


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
    names = [bucket["Name"] for bucket in standin.client_of_service().list_buckets()["Buckets"]["Bucket"]]
    check("GET service", BUCKET in names, True)


def signatures():
    """Every signature so far was valid; then some that are not."""
    check("all signatures valid", {request["signature"] for request in standin.requests()}, {"valid"})
    wrong = standin.client(secret_key="WRONG")
    check("GET with a wrong key", failure(wrong.list_objects, Bucket=BUCKET),
          (403, "SignatureDoesNotMatch", True))
    check("HEAD with a wrong key", failure(wrong.head_bucket, Bucket=BUCKET)[0], 403)
    check("GET with an expired token", failure(standin.client(token="EXPIREDTOKEN").list_objects, Bucket=BUCKET),
          (400, "ExpiredToken", True))
    check("HEAD with a token", "x-cos-request-id" in standin.client(token="STANDINTOKEN").head_bucket(Bucket=BUCKET), True)


objects(standin.client())
buckets(standin.client())
signatures()
