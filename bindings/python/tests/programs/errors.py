"""Exceptions, read by every accessor."""

import os
import sys

from qcloud_cos import CosClientError, CosConfig, CosS3Client, CosServiceError
from qcloud_cos.cos_exception import CosException

common = {"Region": "ap-guangzhou", "Scheme": "http", "IP": "127.0.0.1", "Port": int(sys.argv[1])}
keys = {"SecretId": os.environ["COS_SECRET_ID"], "SecretKey": os.environ["COS_SECRET_KEY"]}
client = CosS3Client(CosConfig(**common, **keys), retry=0)
stranger = CosS3Client(CosConfig(**common, SecretId=keys["SecretId"], SecretKey="WRONGSECRETKEY"), retry=0)
bucket = "examplebucket-1250000000"


def show(what, method, **arguments):
    try:
        method(**arguments)
    except CosServiceError as e:
        print(what, isinstance(e, CosException), isinstance(e, Exception))
        print(" ", e.get_status_code(), type(e.get_status_code()).__name__, e.get_error_code())
        if arguments.get("Words", True):
            print(" ", e.get_origin_msg())
            print(" ", sorted(e.get_digest_msg().items()))
            print(" ", str(e) == str(e.get_digest_msg()))
            print(" ", e.get_error_msg(), e.get_trace_id(), e.get_request_id(), e.get_resource_location())
    except CosClientError as e:
        print(what, "a client error", isinstance(e, CosException), bool(str(e)))
    else:
        print(what, "nothing")


show("no key", client.get_object, Bucket=bucket, Key="no/such/object")
show("no bucket", client.get_object, Bucket="missing-1250000000", Key="a")
show("no bucket to list", client.list_objects, Bucket="missing-1250000000")
show("denied", client.put_object, Bucket=bucket, Key="denied/a", Body=b"")
show("signature", stranger.get_object, Bucket=bucket, Key="a")
show("range", client.get_object, Bucket=bucket, Key="synthetic/1k", Range="bytes=2000-")
show("condition", client.get_object, Bucket=bucket, Key="synthetic/1k", IfMatch='"other"')
show("busy", client.get_object, Bucket="fault-status-503-1250000000", Key="a")
show("html", lambda **_: client.get_object(Bucket="fault-gateway-502-1250000000", Key="a"), Words=False)
show("head object", lambda **_: client.head_object(Bucket=bucket, Key="no"), Words=False)
show("head bucket", lambda **_: client.head_bucket(Bucket="missing-1250000000"), Words=False)
show("head denied", lambda **_: stranger.head_bucket(Bucket=bucket), Words=False)
show("parameter", client.get_object, Bucket=bucket, Key="a", NoSuchParameter=1)
show("refused", CosS3Client(CosConfig(**{**common, "Port": 1}, **keys), retry=0).head_bucket, Bucket=bucket)
hang = CosS3Client(CosConfig(**common, **keys, Timeout=1), retry=0)
show("timeout", hang.get_object, Bucket="fault-hang-1250000000", Key="a")
show("key", client.get_object, Bucket=bucket, Key="/")
for arguments in ({}, {"Region": "ap guangzhou"}, {"Region": "ap-guangzhou", "Scheme": "ftp"}):
    try:
        CosS3Client(CosConfig(**arguments, **keys)).head_bucket(Bucket=bucket)
    except CosClientError:
        print("refused", sorted(arguments))
try:
    CosConfig(Region="ap-guangzhou")
except CosClientError:
    print("refused without keys")
own = CosServiceError(
    "GET", "<Error><Code>A</Code><Message>b</Message><Resource>c</Resource><RequestId>d</RequestId></Error>", 400
)
print(own.get_error_code(), own.get_error_msg(), own.get_resource_location(), own.get_request_id(), own.get_trace_id())
own = CosServiceError("HEAD", {"code": "A", "message": "b", "resource": "c", "requestid": "d", "traceid": "e"}, 404)
print(own, own.get_status_code(), own.get_origin_msg())
print(CosClientError("words"))
