"""Tencent's Python SDK moves data: parts, copies, lists, many deletions, presigned URLs.

Usage: python_transfer.py HOST:PORT PROXYHOST:PORT. Prints a line for each check, `ok: ...` or
`not ok: ...`.
"""
import base64
import hashlib
import os
import sys
import tempfile

from python_checks import REGION, Standin, check, failure

standin = Standin(*sys.argv[1:3])
cos = standin.client()
MIB = 1 << 20
BUCKET = "python-1250000000"
KEY = "a b/文件+~.bin"
BIG = bytes(range(256)) * (7 * MIB // 2 // 256)


def parts():
    with tempfile.TemporaryDirectory() as folder:
        up, down = os.path.join(folder, "up"), os.path.join(folder, "down")
        with open(up, "wb") as file:
            file.write(BIG)
        done = cos.upload_file(Bucket=BUCKET, Key=KEY, LocalFilePath=up, PartSize=1, MAXThread=3)
        check("upload_file in parts", done["ETag"].endswith('-4"'), True)
        cos.download_file(Bucket=BUCKET, Key=KEY, DestFilePath=down, PartSize=1, MAXThread=3)
        with open(down, "rb") as file:
            check("download_file", file.read() == BIG, True)
    ranged = cos.get_object(Bucket=BUCKET, Key=KEY, Range="bytes=-5")
    check("range of a suffix", ranged["Body"].get_raw_stream().read(), BIG[-5:])
    check("Content-Range", ranged["Content-Range"], f"bytes {len(BIG) - 5}-{len(BIG) - 1}/{len(BIG)}")
    check("no such range", failure(cos.get_object, Bucket=BUCKET, Key=KEY, Range=f"bytes={len(BIG)}-"),
          (416, "InvalidRange", True))
    check("If-Match", failure(cos.get_object, Bucket=BUCKET, Key=KEY, IfMatch='"other"'),
          (412, "PreconditionFailed", True))
    check("a large synthetic object", int(cos.head_object(Bucket=BUCKET, Key="synthetic/1g")["Content-Length"]), 1 << 30)


def uploads():
    def begin(key):
        return cos.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]

    at = {"Bucket": BUCKET, "Key": "multi"}
    upload = begin("multi")
    etags = [cos.upload_part(Body=BIG[:MIB], PartNumber=1, UploadId=upload, **at)["ETag"],
             cos.upload_part_copy(PartNumber=2, UploadId=upload, CopySource=source(KEY),
                                  CopySourceRange="bytes=10-19", **at)["ETag"]]
    listed = cos.list_parts(UploadId=upload, **at)["Part"]
    check("list_parts", [(part["PartNumber"], part["Size"]) for part in listed], [("1", str(MIB)), ("2", "10")])
    under_way = cos.list_multipart_uploads(Bucket=BUCKET, Prefix="mul")["Upload"]
    check("list_multipart_uploads", [item["UploadId"] for item in under_way], [upload])
    whole = [{"PartNumber": number + 1, "ETag": etag} for number, etag in enumerate(etags)]

    def complete(listed, upload=upload):
        return failure(cos.complete_multipart_upload, UploadId=upload, MultipartUpload={"Part": listed}, **at)

    check("a part that is not there", complete([{"PartNumber": 3, "ETag": etags[0]}]), (400, "InvalidPart", True))
    check("parts out of order", complete(whole[::-1]), (400, "InvalidPartOrder", True))
    check("no such upload", complete(whole, "none"), (404, "NoSuchUpload", True))
    standin.control("PUT", f"faults/{BUCKET}", {"faults": "status-200-InternalError", "times": 1})
    check("an error inside a 200", complete(whole)[1], "InternalError")
    check("complete", complete(whole), "no error")
    body = cos.get_object(**at)["Body"].get_raw_stream().read()
    check("the parts in a row", body == BIG[:MIB] + BIG[10:20], True)
    small = begin("small")
    at["Key"] = "small"
    tiny = [{"PartNumber": n, "ETag": cos.upload_part(Body=b"x", PartNumber=n, UploadId=small, **at)["ETag"]}
            for n in (1, 2)]
    check("parts too small", complete(tiny, small), (400, "EntityTooSmall", True))
    cos.abort_multipart_upload(UploadId=small, **at)
    check("after an abort", complete(tiny, small), (404, "NoSuchUpload", True))


def source(key):
    return {"Bucket": BUCKET, "Key": key, "Region": REGION}


def copies():
    copied = cos.copy_object(Bucket=BUCKET, Key="copy", CopySource=source(KEY))
    check("copy_object", copied["ETag"], cos.head_object(Bucket=BUCKET, Key="copy")["ETag"])
    check("copy of nothing", failure(cos.copy_object, Bucket=BUCKET, Key="copy", CopySource=source("none")),
          (404, "NoSuchKey", True))
    standin.control("PUT", f"faults/{BUCKET}", {"faults": "status-200-SlowDown", "times": 1})
    check("a copy that fails within a 200",
          failure(cos.copy_object, Bucket=BUCKET, Key="copy", CopySource=source(KEY))[1], "SlowDown")


def lists():
    for name in ("l/1", "l/2/a", "l/2/b", "l/3", "l/文"):
        cos.put_object(Bucket=BUCKET, Key=name, Body=b"x")
    found, marker = [], ""
    while True:
        page = cos.list_objects(Bucket=BUCKET, Prefix="l/", Delimiter="/", Marker=marker, MaxKeys=2)
        found += [entry["Key"] for entry in page.get("Contents", [])]
        found += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
        if page["IsTruncated"] == "false":
            break
        marker = page["NextMarker"]
    check("list in pages", found, ["l/1", "l/2/", "l/3", "l/文"])
    check("location", cos.get_bucket_location(Bucket=BUCKET)["LocationConstraint"], REGION)


def deletions():
    def objects(*keys):
        return {"Object": [{"Key": key} for key in keys], "Quiet": "false"}

    done = cos.delete_objects(Bucket=BUCKET, Delete=objects("l/1", "denied/x", "none", "l/文"))
    check("delete_objects", [entry["Key"] for entry in done["Deleted"]], ["l/1", "none", "l/文"])
    check("a key that is refused", [(entry["Key"], entry["Code"]) for entry in done["Error"]],
          [("denied/x", "AccessDenied")])
    check("an object of a deleted key", failure(cos.get_object, Bucket=BUCKET, Key="l/文"), (404, "NoSuchKey", True))
    check("deletion of nothing", failure(cos.delete_object, Bucket=BUCKET, Key="none"), "no error")


def urls():
    # With an IP, the URL would have that in place of the host.
    signer = standin.client_of_service()
    put = signer.get_presigned_url(Method="PUT", Bucket=BUCKET, Key=KEY, Expired=60)
    check("presigned PUT", standin.open(put, "PUT", b"by URL")[0], 200)
    get = signer.get_presigned_url(Method="GET", Bucket=BUCKET, Key=KEY, Expired=60,
                                Params={"response-content-type": "text/x"})
    check("presigned GET", standin.open(get), (200, b"by URL"))
    check("a URL for another method", standin.open(get, "PUT", b"x")[0], 403)
    old = signer.get_presigned_url(Method="GET", Bucket=BUCKET, Key=KEY, Expired=-30)
    status, body = standin.open(old)
    check("an expired URL", (status, b"<Message>Request has expired.</Message>" in body), (403, True))


def others():
    digest = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    check("a wrong digest", failure(cos.put_object, Bucket=BUCKET, Key="k", Body=b"x", ContentMD5=digest),
          (400, "BadDigest", True))
    for position, body in ((0, b"abc"), (3, b"def")):
        cos.append_object(Bucket=BUCKET, Key="log", Position=position, Data=body)
    check("append_object", cos.get_object(Bucket=BUCKET, Key="log")["Body"].get_raw_stream().read(), b"abcdef")
    check("append elsewhere", failure(cos.append_object, Bucket=BUCKET, Key="log", Position=1, Data=b"x"),
          (409, "AppendPositionErr", True))
    tags = {"TagSet": {"Tag": [{"Key": "k", "Value": "v"}]}}
    cos.put_bucket_tagging(Bucket=BUCKET, Tagging=tags)
    check("tagging", cos.get_bucket_tagging(Bucket=BUCKET)["TagSet"]["Tag"][0]["Value"], "v")
    cos.delete_bucket_tagging(Bucket=BUCKET)
    check("no tagging", failure(cos.get_bucket_tagging, Bucket=BUCKET), (404, "NoSuchTagSet", True))
    standin.control("PUT", f"faults/{BUCKET}", {"faults": "status-503", "times": 1})
    check("once 503, then fine", failure(standin.client(retry=1).get_object, Bucket=BUCKET, Key="log"), "no error")
    standin.control("PUT", "token/SHORT", {"requests": 1})
    short = standin.client(token="SHORT")
    check("a token's last request", failure(short.get_object, Bucket=BUCKET, Key="log"), "no error")
    check("a token at its end", failure(short.get_object, Bucket=BUCKET, Key="log"), (400, "ExpiredToken", True))


cos.create_bucket(Bucket=BUCKET)
for run in (parts, uploads, copies, lists, deletions, urls, others):
    run()
