"""Files that the library moves: what arrives, what is left after a failure, and how a later call goes on."""

import asyncio
import http.client
import json
import os
import signal
import time

import pytest
from conftest import BUCKET, KEYS, Standin

import cos_err
from cos_err import CosClientError, CosServiceError, Reason, aio
from cos_err.resumable_downloader import ResumableDownLoader

MIB = 1024 * 1024


class Logged(Standin):
    """A stand-in that keeps what it received."""

    def ask(self, method, name, body=None):
        connection = http.client.HTTPConnection(self.address)
        connection.request(method, f"/_standin/{name}", None if body is None else json.dumps(body))
        text = connection.getresponse().read()
        connection.close()
        return json.loads(text) if method == "GET" else None

    def faults(self, *faults):
        self.ask("PUT", f"faults/{BUCKET}", list(faults))

    def received(self, text=""):
        found = [f"{one['method']} {one['target']}" for one in self.ask("GET", "requests")]
        return [line for line in found if text in line]

    def header(self, text, name):
        """A header of the first request with this text in its line."""
        for one in self.ask("GET", "requests"):
            if text in f"{one['method']} {one['target']}":
                return next((value for key, value in one["headers"] if key.lower() == name), None)
        raise AssertionError(f"there was no {text}")

    def forget(self):
        self.faults()
        self.ask("DELETE", "requests")


@pytest.fixture(scope="module")
def logged():
    one = Logged()
    yield one
    one.stop()


@pytest.fixture
def files(logged, tmp_path):
    """A client, a file of four parts and a bit, and the folder of records."""
    logged.forget()

    class Files:
        config = cos_err.CosConfig(
            Region="ap-guangzhou",
            Scheme="http",
            ConnectTo=logged.address,
            SecretId=KEYS["COS_SECRET_ID"],
            SecretKey=KEYS["COS_SECRET_KEY"],
        )
        client = cos_err.CosS3Client(config, retry=0)
        content = os.urandom(4 * MIB + 5)
        path, copy, records = tmp_path / "file", tmp_path / "copy", tmp_path / "records"

        def upload(self, key="k", **given):
            return self.client.upload_file(BUCKET, key, self.path, MAXThread=1, **given)

        def download(self, key="k", **given):
            return self.client.download_file(BUCKET, key, self.copy, PartSize=1, MAXThread=1, **given)

        def stored(self, key="k"):
            return self.client.get_object(BUCKET, key, ReadAll=True)["Body"].read(-1)

        def uploads(self):
            return [one["Key"] for one in self.client.list_multipart_uploads(BUCKET).get("Upload", [])]

        def clear(self):
            for one in self.client.list_multipart_uploads(BUCKET).get("Upload", []):
                self.client.abort_multipart_upload(BUCKET, one["Key"], one["UploadId"])
            logged.forget()

    found = Files()
    found.path.write_bytes(found.content)
    found.clear()
    return found


def test_arguments_arrive(files, logged):
    files.upload(
        EnableMD5=True, TrafficLimit="838860800", Callback="e30=", ContentType="text/x", Metadata={"x-cos-meta-a": "b"}
    )
    assert len(logged.received("partNumber=")) == 5
    assert logged.header("?uploads", "content-type") == "text/x"
    assert logged.header("?uploads", "x-cos-meta-a") == "b"
    assert len(logged.header("partNumber=5", "content-md5")) == 24
    assert logged.header("partNumber=5", "x-cos-traffic-limit") == "838860800"
    assert logged.header("POST /k?uploadId", "x-cos-callback") == "e30="
    assert files.stored() == files.content
    logged.forget()
    files.download(VersionId="null", IfMatch="*", MaxPartCount=2)
    assert len(logged.received("GET /k?versionId=null")) == 2
    assert files.copy.read_bytes() == files.content
    with pytest.raises(CosServiceError) as caught:
        files.download(IfMatch='"other"')
    assert caught.value.code == "PreconditionFailed"
    with pytest.raises(CosClientError, match='header name "Range"'):
        files.download(Range="bytes=0-1")
    with pytest.raises(CosClientError, match="PartSize|part_size"):
        files.upload(PartSize=0.5)
    with pytest.raises(CosClientError, match="ContentLength 5: the body has"):
        files.upload(ContentLength=5)
    assert files.uploads() == []


def test_the_downloader_of_the_sdk_checks_which_object_it_is(files, logged):
    files.upload()
    found = files.client.head_object(BUCKET, "k")
    ResumableDownLoader(files.client, BUCKET, "k", files.copy, found, 1, 1, dump_record_dir=files.records).start()
    assert files.copy.read_bytes() == files.content
    assert len(logged.received("GET /k")) == 5
    files.copy.unlink()
    files.client.put_object(BUCKET, b"another object", "k")
    with pytest.raises(CosServiceError) as caught:
        ResumableDownLoader(files.client, BUCKET, "k", files.copy, found).start()
    assert caught.value.code == "PreconditionFailed"
    assert not files.copy.exists()


def test_a_failure_leaves_nothing(files, logged):
    logged.faults({"faults": "status-500-InternalError", "target": "partNumber=3&"})
    with pytest.raises(CosServiceError, match="part 3 ") as caught:
        files.upload()
    assert caught.value.code == "InternalError"
    assert files.uploads() == []
    logged.faults(
        {"faults": "status-500-InternalError", "target": "partNumber=3&"},
        {"faults": "status-403-AccessDenied", "methods": ["DELETE"]},
    )
    with pytest.raises(CosServiceError, match="part 3 ") as caught:
        files.upload()
    logged.forget()
    assert files.uploads() == ["k"]
    files.client.abort_multipart_upload(BUCKET, "k", caught.value.details["UploadId"])
    files.upload()
    logged.faults({"faults": "", "methods": ["GET"], "times": 2}, {"faults": "close", "methods": ["GET"]})
    with pytest.raises(CosClientError, match="part 3 "):
        files.download()
    assert os.listdir(files.path.parent) == ["file"]


def test_records_keep_what_was_moved(files, logged):
    logged.faults({"faults": "status-500-InternalError", "target": "partNumber=3&"})
    with pytest.raises(CosServiceError) as caught:
        files.upload(DumpRecordDir=files.records)
    (record,) = os.listdir(files.records)
    assert (files.records / record).stat().st_mode & 0o777 == 0o600
    assert caught.value.details["UploadId"] and files.uploads() == ["k"]
    logged.forget()
    found = files.upload(DumpRecordDir=str(files.records))
    assert found["Key"] == "k" and found["ETag"].count("-") == 1
    assert len(logged.received("partNumber=")) == 3
    assert os.listdir(files.records) == [] and files.stored() == files.content


def test_a_completion_that_is_lost_is_found(files, logged):
    usual = files.upload()
    logged.faults({"faults": "cut-head-0", "methods": ["POST"], "target": "uploadId"})
    found = files.upload()
    assert {name: found[name] for name in ("Bucket", "Key", "ETag")} == {
        name: usual[name] for name in ("Bucket", "Key", "ETag")
    }
    assert found["Location"].rpartition("//")[2] == usual["Location"].rpartition("//")[2]
    # The object of the same content, of which an earlier upload was the cause, proves nothing.
    logged.faults({"faults": "status-503-SlowDown", "methods": ["POST"], "target": "uploadId"})
    with pytest.raises(CosServiceError) as caught:
        files.upload()
    assert caught.value.code == "SlowDown"
    logged.forget()
    assert files.uploads() == []


def test_a_file_that_changes_is_an_error(files, logged):
    def change(done, _total):
        if done > 2 * MIB:
            files.path.write_bytes(b"other" * MIB)

    with pytest.raises(CosClientError, match="changed") as caught:
        files.upload(progress_callback=change)
    assert caught.value.reason is Reason.LOCAL_IO and files.uploads() == []


#: Where the process is killed: at a request that the stand-in does not answer, or at so many bytes that were sent.
ENDS = {
    "as it begins": ("hang", "?uploads"),
    "when it has begun": ("stall-head-0", "?uploads"),
    "in part 1": ("hang", "partNumber=1&"),
    "in part 2": ("hang", "partNumber=2&"),
    "at the end of part 3": ("stall-head-0", "partNumber=3&"),
    "in the response to part 4": ("stall-head-20", "partNumber=4&"),
    "in part 5": ("hang", "partNumber=5&"),
    "after the last part": ("", 4 * MIB + 5),
    "as it completes": ("hang", "uploadId="),
    "when it was completed": ("stall-head-0", "uploadId="),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_killed_upload_goes_on(end, files, logged, run):
    fault, where = ENDS[end]
    verb = "PUT" if "part" in str(where) else "POST"
    if fault:
        logged.faults({"faults": fault, "methods": [verb], "target": where})
    process = run(
        f"""
        config.connect_to = {logged.address!r}
        def report(done, total):
            if done == {where!r}:
                os.kill(os.getpid(), signal.SIGKILL)
        client.upload_file(bucket, "killed", {str(files.path)!r}, MAXThread=1, DumpRecordDir={str(files.records)!r},
            progress_callback=report)
        """
    )
    if fault:
        while not [line for line in logged.received(where) if line.startswith(verb)]:
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    begun, done = files.uploads(), logged.received("PUT")
    logged.faults()
    if end == "when it has begun":
        # Nobody knows its id.
        assert begun == ["killed"]
    found = files.client.upload_file(BUCKET, "killed", files.path, MAXThread=1, DumpRecordDir=files.records)
    assert found["Key"] == "killed" and files.stored("killed") == files.content
    assert os.listdir(files.records) == []
    assert files.uploads() == (["killed"] if end == "when it has begun" else [])
    sent = logged.received("PUT")
    numbers = [line.partition("partNumber=")[2].partition("&")[0] for line in sent]
    # Only the part that was under way is sent twice.
    twice = {number for number in numbers if numbers.count(number) > 1}
    last = {numbers[len(done) - 1]} if done and "part" in str(where) else set()
    assert twice <= last and len(numbers) <= 6


@pytest.mark.parametrize("part", [1, 3, 5])
def test_a_killed_download_goes_on(part, files, logged, run):
    files.upload()
    logged.forget()
    logged.faults({"faults": "", "methods": ["GET"], "times": part - 1}, {"faults": "stall-head-0", "methods": ["GET"]})
    process = run(
        f"""
        config.connect_to = {logged.address!r}
        client.download_file(bucket, "k", {str(files.copy)!r}, PartSize=1, MAXThread=1,
            DumpRecordDir={str(files.records)!r})
        """
    )
    while len(logged.received("GET /k")) < part:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.kill()
    process.communicate()
    logged.faults()
    files.download(DumpRecordDir=files.records)
    assert files.copy.read_bytes() == files.content
    assert len(logged.received("GET /k")) == 6
    assert sorted(os.listdir(files.path.parent)) == ["copy", "file", "records"] and os.listdir(files.records) == []


def test_files_in_a_loop(files, logged):
    async def moved():
        here, seen = asyncio.current_task(), []
        assert here is not None
        loop = asyncio.get_running_loop()

        def report(done, total):
            assert asyncio.get_running_loop() is loop
            seen.append((done, total))

        async with aio.CosS3Client(files.config, retry=0) as client:
            found = await client.upload_file(BUCKET, "loop", files.path, progress_callback=report)
            assert found["Key"] == "loop" and seen[-1] == (len(files.content), len(files.content))
            await client.download_file(BUCKET, "loop", files.copy, PartSize=1, MaxPartCount=2)
            assert len(logged.received("GET /loop")) == 2
            with pytest.raises(ZeroDivisionError):
                await client.upload_file(BUCKET, "loop", files.path, progress_callback=lambda *_: 1 / 0)
            logged.faults({"faults": "hang", "target": "partNumber=2&"})
            task = asyncio.ensure_future(client.upload_file(BUCKET, "loop", files.path))
            while not logged.received("partNumber=2&"):
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(moved())
    assert files.copy.read_bytes() == files.content
    assert files.uploads() == []
