"""Stores, lists, reads and deletes objects."""

import os
import sys

from qcloud_cos import CosConfig, CosS3Client

config = CosConfig(
    Region="ap-guangzhou",
    SecretId=os.environ["COS_SECRET_ID"],
    SecretKey=os.environ["COS_SECRET_KEY"],
    Token=None,
    Scheme="http",
    IP="127.0.0.1",
    Port=int(sys.argv[1]),
)
client = CosS3Client(config)
bucket = "examplebucket-1250000000"


def show(what, response):
    kept = {key: value for key, value in response.items() if key != "Body"}
    print(what, sorted(kept.items()))


with open("picture.jpg", "wb") as fp:
    fp.write(b"pixels" * 1000)
with open("picture.jpg", "rb") as fp:
    response = client.put_object(
        Bucket=bucket, Body=fp, Key="picture.jpg", StorageClass="STANDARD", ContentType="image/jpeg", EnableMD5=False
    )
print(response["ETag"])
show("put file", response)
show("put bytes", client.put_object(Bucket=bucket, Body=b"bytes", Key="folder/bytes", EnableMD5=True))
show("put text", client.put_object(Bucket=bucket, Body="文本", Key="folder/文本", Metadata={"x-cos-meta-a": "b"}))
show("put from path", client.put_object_from_local_file(Bucket=bucket, LocalFilePath="picture.jpg", Key="/local"))
show("put pieces", client.put_object(Bucket=bucket, Body=(piece for piece in (b"a", b"b")), Key="pieces"))

show("head", client.head_object(Bucket=bucket, Key="picture.jpg"))
response = client.get_object(Bucket=bucket, Key="picture.jpg", ResponseContentType="text/html")
show("get", response)
response["Body"].get_stream_to_file("output.txt")
print(os.path.getsize("output.txt"), sorted(os.listdir(".")))
fp = client.get_object(Bucket=bucket, Key="folder/bytes")["Body"].get_raw_stream()
print(fp.read(2))
for chunk in client.get_object(Bucket=bucket, Key="picture.jpg")["Body"].get_stream(2500):
    print(len(chunk))
body = client.get_object(Bucket=bucket, Key="picture.jpg")["Body"]
length = 0
while True:
    chunk = body.read(1024)
    if not chunk:
        break
    length += len(chunk)
print(length, len(body))
response = client.get_object(Bucket=bucket, Key="picture.jpg", Range="bytes=0-10")
show("range", response)
print(response["Body"].read())

marker = ""
while True:
    response = client.list_objects(Bucket=bucket, Prefix="", Delimiter="/", Marker=marker, MaxKeys=2)
    print([(item["Key"], item["Size"], item["ETag"]) for item in response.get("Contents", [])])
    print(response.get("CommonPrefixes"), response["IsTruncated"], response["MaxKeys"], response["Name"])
    if response["IsTruncated"] == "false":
        break
    marker = response["NextMarker"]
print(client.list_objects(Bucket=bucket, Prefix="nothing"))

print(client.object_exists(Bucket=bucket, Key="picture.jpg"), client.object_exists(Bucket=bucket, Key="other"))
print(client.bucket_exists(Bucket=bucket), client.bucket_exists(Bucket="missing-1250000000"))
show("head bucket", client.head_bucket(Bucket=bucket))
show("delete", client.delete_object(Bucket=bucket, Key="pieces"))
objects = {"Quiet": "false", "Object": [{"Key": "folder/bytes"}, {"Key": "denied/a&b"}, {"Key": "folder/文本"}]}
print(sorted(client.delete_objects(Bucket=bucket, Delete=objects).items()))
print(client.delete_objects(Bucket=bucket, Delete={"Quiet": "true", "Object": [{"Key": "local"}]}))
print(client.list_buckets())
