"""Settings, versions and archived objects, with Tencent's Python SDK.

Usage: python_settings.py HOST:PORT PROXYHOST:PORT. Prints a line for each check, `ok: ...` or
`not ok: ...`.
"""
import sys

from python_checks import BUCKET, REGION, Standin, check, failure

OWNER = "qcs::cam::uin/100000000001:uin/100000000001"
TAGS = {"TagSet": {"Tag": [{"Key": "a", "Value": "<1>"}]}}
# Name of the call, name of its argument, document, code of a bucket without it.
SETTINGS = [
    ("bucket_tagging", "Tagging", TAGS, "NoSuchTagSet"),
    ("bucket_cors", "CORSConfiguration", {"CORSRule": [
        {"ID": "1", "AllowedOrigin": ["http://a.example"], "AllowedMethod": ["GET", "PUT"],
         "ExposeHeader": ["ETag"], "MaxAgeSeconds": "5"}]}, "NoSuchCORSConfiguration"),
    ("bucket_lifecycle", "LifecycleConfiguration", {"Rule": [
        {"ID": "1", "Filter": {"Prefix": "a/"}, "Status": "Enabled",
         "Expiration": {"Days": "30"}}]}, "NoSuchLifecycleConfiguration"),
    ("bucket_domain", "DomainConfiguration", {"DomainRule": [
        {"Name": "a.example", "Type": "REST", "Status": "ENABLED"}]}, "DomainConfigNotFoundError"),
    ("bucket_website", "WebsiteConfiguration", {"IndexDocument": {"Suffix": "index.html"}},
     "NoSuchWebsiteConfiguration"),
]

standin = Standin(*sys.argv[1:3])
cos = standin.client()


def settings():
    for name, argument, document, absent in SETTINGS:
        put, get, delete = (getattr(cos, f"{verb}_{name}") for verb in ("put", "get", "delete"))
        check(f"GET of no {name}", failure(get, Bucket=BUCKET), (404, absent, True))
        put(Bucket=BUCKET, **{argument: document})
        got = get(Bucket=BUCKET)
        check(f"GET of {name}", {key: got[key] for key in document}, document)
        delete(Bucket=BUCKET)
        check(f"GET of {name} after DELETE", failure(get, Bucket=BUCKET), (404, absent, True))
    wrong = {"CORSRule": [{"AllowedMethod": ["GET"]}]}
    check("PUT of a wrong document", failure(cos.put_bucket_cors, Bucket=BUCKET, CORSConfiguration=wrong),
          (400, "MalformedXML", True))
    cos.put_bucket_policy(Bucket=BUCKET, Policy={
        "Statement": [{"Effect": "allow", "Action": ["name/cos:GetObject"], "Resource": ["*"]}], "Version": "2.0"})
    check("GET of a policy", "Policy" in cos.get_bucket_policy(Bucket=BUCKET), True)


def lists():
    cos.put_bucket_acl(Bucket=BUCKET, ACL="public-read")
    check("a preset list", cos.get_bucket_acl(Bucket=BUCKET)["CannedACL"], "public-read")
    cos.put_bucket_acl(Bucket=BUCKET, GrantRead='id="2"')
    grants = cos.get_bucket_acl(Bucket=BUCKET)["AccessControlList"]["Grant"]
    check("a granted list", [(grant["Permission"], grant["Grantee"]["ID"]) for grant in grants],
          [("FULL_CONTROL", OWNER), ("READ", "qcs::cam::uin/2:uin/2")])
    cos.put_bucket_acl(Bucket=BUCKET, ACL="private")
    check("a wrong list", failure(cos.put_bucket_acl, Bucket=BUCKET, ACL="public"), (400, "InvalidArgument", True))


def versions():
    bucket = "versions-1250000000"
    cos.create_bucket(Bucket=bucket)
    cos.put_bucket_versioning(Bucket=bucket, Status="Enabled")
    first = cos.put_object(Bucket=bucket, Key="k", Body=b"1")["x-cos-version-id"]
    cos.put_object(Bucket=bucket, Key="k", Body=b"2")
    got = cos.get_object(Bucket=bucket, Key="k", VersionId=first)
    check("GET of a version", got["Body"].get_raw_stream().read(), b"1")
    check("DELETE", cos.delete_object(Bucket=bucket, Key="k")["x-cos-delete-marker"], "true")
    check("GET of a deleted object", failure(cos.get_object, Bucket=bucket, Key="k"), (404, "NoSuchKey", True))
    listed = cos.list_objects_versions(Bucket=bucket)
    check("a list of versions", (len(listed["Version"]), len(listed["DeleteMarker"])), (2, 1))
    for version in listed["Version"] + listed["DeleteMarker"]:
        cos.delete_object(Bucket=bucket, Key="k", VersionId=version["VersionId"])
    cos.delete_bucket(Bucket=bucket)
    check("HEAD of the bucket", failure(cos.head_bucket, Bucket=bucket)[0], 404)


def objects():
    cos.put_object(Bucket=BUCKET, Key="k", Body=b'{"b":1,"a":"x"}\n', StorageClass="ARCHIVE")
    check("GET of an archived object", failure(cos.get_object, Bucket=BUCKET, Key="k"),
          (403, "InvalidObjectState", True))
    cos.restore_object(Bucket=BUCKET, Key="k",
                       RestoreRequest={"Days": 1, "CASJobParameters": {"Tier": "Expedited"}})
    restored = cos.head_object(Bucket=BUCKET, Key="k")["x-cos-restore"]
    check("HEAD of a restored object", restored.startswith('ongoing-request="false"'), True)
    selected = cos.select_object_content(
        Bucket=BUCKET, Key="k", Expression="Select * from COSObject", ExpressionType="SQL",
        InputSerialization={"CompressionType": "NONE", "JSON": {"Type": "LINES"}},
        OutputSerialization={"CSV": {"RecordDelimiter": "\n"}})
    check("a selection", selected["Payload"].get_select_result(), b"1,x\n")
    copied = cos.copy_object(Bucket=BUCKET, Key="copy", CopySource={"Bucket": BUCKET, "Key": "k", "Region": REGION})
    check("a copy of a restored object", len(copied["ETag"]), 34)
    cos.put_object_tagging(Bucket=BUCKET, Key="copy", Tagging=TAGS)
    check("tags of an object", cos.get_object_tagging(Bucket=BUCKET, Key="copy"), TAGS)
    for key in ("k", "copy"):
        cos.delete_object(Bucket=BUCKET, Key=key)


settings()
lists()
versions()
objects()
