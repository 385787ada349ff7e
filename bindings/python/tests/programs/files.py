"""Files of any size, copies, presigned URLs."""

import os
import pathlib
import sys
import urllib.request

from qcloud_cos import CosConfig, CosS3Client

config = CosConfig(
    Region="ap-guangzhou",
    Secret_id=os.environ["COS_SECRET_ID"],
    Secret_key=os.environ["COS_SECRET_KEY"],
    Scheme="http",
    IP="127.0.0.1",
    Port=int(sys.argv[1]),
    Timeout=20,
    PoolConnections=20,
    PoolMaxSize=20,
)
client = CosS3Client(config, retry=2)
bucket = "examplebucket-1250000000"
with open("large", "wb") as fp:
    fp.write(os.urandom(1024) * 5500)
with open("small", "wb") as fp:
    fp.write(b"small")

seen = []
response = client.upload_file(
    Bucket=bucket,
    LocalFilePath="large",
    Key="large",
    PartSize=1,
    MAXThread=4,
    EnableMD5=False,
    progress_callback=lambda done, total: seen.append((done, total)),
)
print(sorted(response), response["Bucket"], response["Key"], response["ETag"].count("-"))
print(len(seen) > 1, seen[-1], seen == sorted(seen))
print(sorted(client.upload_file(Bucket=bucket, LocalFilePath="small", Key="small")))
head = client.head_object(Bucket=bucket, Key="large")
print(head["Content-Length"], "x-cos-hash-crc64ecma" in head)

print(client.download_file(Bucket=bucket, Key="large", DestFilePath="large.parts", PartSize=1, MAXThread=3))
print(client.download_file(Bucket=bucket, Key="large", DestFilePath="large.whole", EnableCRC=True))
print(client.download_file(Bucket=bucket, Key="small", DestFilePath="small.copy"))
contents = [pathlib.Path(name).read_bytes() for name in ("large", "large.parts", "large.whole", "small", "small.copy")]
print(contents[0] == contents[1] == contents[2], contents[3] == contents[4])

source = {"Bucket": bucket, "Key": "/small", "Region": "ap-guangzhou"}
response = client.copy_object(Bucket=bucket, Key="copied", CopySource=source)
print(sorted(response), response["ETag"])
print(sorted(client.copy(Bucket=bucket, Key="copied too", CopySource=source, MAXThread=2)))
print(client.get_object(Bucket=bucket, Key="copied too")["Body"].read())
config.set_copy_part_threshold_size(1024 * 1024)
source = {"Bucket": bucket, "Key": "large", "Region": "ap-guangzhou"}
response = client.copy(
    Bucket=bucket, Key="large copy", CopySource=source, PartSize=2, MAXThread=2, StorageClass="STANDARD_IA"
)
print(response["Key"], client.head_object(Bucket=bucket, Key="large copy")["Content-Length"])

begun = client.create_multipart_upload(Bucket=bucket, Key="by hand")
print(sorted(begun), begun["Key"])
parts = []
for number, data in ((1, b"x" * 1024 * 1024), (2, b"end")):
    part = client.upload_part(Bucket=bucket, Key="by hand", Body=data, PartNumber=number, UploadId=begun["UploadId"])
    parts.append({"PartNumber": number, "ETag": part["ETag"]})
listed = client.list_parts(Bucket=bucket, Key="by hand", UploadId=begun["UploadId"])
print([(part["PartNumber"], part["Size"]) for part in listed["Part"]], listed["IsTruncated"])
done = client.complete_multipart_upload(
    Bucket=bucket, Key="by hand", UploadId=begun["UploadId"], MultipartUpload={"Part": parts}
)
print(sorted(done), done["Key"])
begun = client.create_multipart_upload(Bucket=bucket, Key="given up")
print(client.abort_multipart_upload(Bucket=bucket, Key="given up", UploadId=begun["UploadId"]))

signer = CosS3Client(
    CosConfig(
        Region="ap-guangzhou",
        SecretId=os.environ["COS_SECRET_ID"],
        SecretKey=os.environ["COS_SECRET_KEY"],
        Scheme="http",
    )
)
for url in (
    signer.get_presigned_url(Bucket=bucket, Key="small", Method="GET", Expired=60),
    signer.get_presigned_download_url(Bucket=bucket, Key="/small", Params={"response-content-type": "text/x"}),
):
    host, _, rest = url.partition("://")[2].partition("/")
    print(host, rest.split("?")[0])
    asked = urllib.request.Request(
        f"http://127.0.0.1:{sys.argv[1]}/{rest}", headers={"Host": f"{bucket}.cos.ap-guangzhou.myqcloud.com"}
    )
    with urllib.request.urlopen(asked) as answer:
        print(answer.status, answer.read(), answer.headers["Content-Type"])
print(signer.get_object_url(Bucket=bucket, Key="文 a"))
print(client.create_bucket(Bucket="new-1250000000"), client.delete_bucket(Bucket="new-1250000000"))
