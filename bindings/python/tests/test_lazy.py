"""Bodies that are read as they come, and bodies that are sent from where they are."""

import gc
import io
import os
import pathlib
import signal
import sys
import textwrap
import threading
import time
import zlib

import pytest

import cos_err
from cos_err import CosClientError, CosServiceError, Reason
from cos_err._headers import Headers
from cos_err.streambody import StreamBody

HANG = "fault-hang-1250000000"
MEMORY = """
    def most():
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    def reset():
        open("/proc/self/clear_refs", "w").write("5")
        return most()
"""


def test_the_first_bytes_come_before_the_others(client, bucket):
    size = 400 * 1024**2
    found = client.get_object(bucket, "synthetic/400m")
    body = found["Body"]
    flow = body._file.raw._flow
    assert len(body.read(1024)) == 1024 and len(body) == int(found["Content-Length"]) == size
    print(f"lazily: {flow._came} of {size} bytes had come when the first KiB was read")
    assert flow._came < size // 100
    body.close()
    with pytest.raises(ValueError):
        body.read(1)


def test_memory_stays_flat(run):
    source = """
        body = client.get_object(bucket, "synthetic/400m")["Body"]
        body.read(1)
        before, count = reset(), 1
        while piece := body.read(65536):
            count += len(piece)
        print(count, most() - before)
        """
    process = run(textwrap.dedent(MEMORY) + textwrap.dedent(source))
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    count, grown = map(int, out.split())
    print(f"lazily: reading 400 MiB took {grown / 1024:.0f} KiB of memory")
    assert count == 400 * 1024**2 and grown < 4 * 1024**2


@pytest.mark.parametrize("fault", ["wrong-crc", "corrupt-70000"])
def test_a_wrong_checksum_is_raised_at_the_end(client, fault):
    body = client.get_object(f"fault-{fault}-1250000000", "synthetic/300k")["Body"]
    count = 0
    for _ in range(2):
        with pytest.raises(CosClientError) as caught:
            while piece := body.read(10000):
                count += len(piece)
        assert caught.value.reason is Reason.CHECKSUM and count < 300 * 1024
    # Also by a read of exactly the length.
    body = client.get_object(f"fault-{fault}-1250000000", "synthetic/300k")["Body"]
    with pytest.raises(CosClientError) as caught:
        body.read(len(body))
    assert caught.value.reason is Reason.CHECKSUM
    with pytest.raises(CosClientError) as caught:
        client.get_object(f"fault-{fault}-1250000000", "synthetic/300k", ReadAll=True)
    assert caught.value.reason is Reason.CHECKSUM


@pytest.mark.parametrize("encoding", ["deflate", "gzip"])
def test_what_follows_compressed_data_is_checked(encoding):
    class Stored(io.BytesIO):
        def read(self, size=-1):
            data = super().read(size)
            if not data:
                raise CosClientError("the checksum is wrong", Reason.CHECKSUM)
            return data

    coder = zlib.compressobj(wbits=zlib.MAX_WBITS | (16 if encoding == "gzip" else 0))
    stored = coder.compress(b"text") + coder.flush() + b"other bytes" * 1000
    body = StreamBody(Stored(stored), Headers([("Content-Encoding", encoding)]), len(stored))
    with pytest.raises(CosClientError) as caught:
        b"".join(body.get_stream(10))
    assert caught.value.reason is Reason.CHECKSUM


def test_an_interrupted_read_leaves_no_hole(run):
    process = run(
        """
        class Alarm(Exception):
            pass
        def interrupt(*_):
            raise Alarm
        signal.signal(signal.SIGUSR1, interrupt)
        body = client.get_object("fault-trickle-1000-20-1250000000", "synthetic/1m")["Body"]
        raw = body._file.raw
        # The first piece has come: the read has received it, and waits for more.
        first = raw._flow.take
        def take():
            raw._flow.take = first
            piece = first()
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
            return piece
        raw._flow.take = take
        for size in (900000, 1000):
            try:
                print(len(body.read(size)))
            except Alarm:
                print("alarm")
            except cos_err.CosClientError as error:
                print(error.reason.name)
        """
    )
    out, err = process.communicate(timeout=60)
    assert (out, process.returncode) == ("alarm\nCANCELLED\n", 0), err


def test_a_body_that_breaks_leaves_no_file(client, tmp_path):
    body = client.get_object("fault-cut-100000-1250000000", "synthetic/1m")["Body"]
    with pytest.raises(CosClientError) as caught:
        body.get_stream_to_file(tmp_path / "file")
    assert caught.value.reason is Reason.CONNECTION_LOST and not list(tmp_path.iterdir())


def test_lines_and_the_raw_stream(client, bucket):
    client.put_object(bucket, b"".join(b"%d\n" % number for number in range(100000)), "lines")
    raw = client.get_object(bucket, "lines")["Body"].get_raw_stream()
    assert raw.readline() == b"0\n" and next(iter(raw)) == b"1\n" and not raw.seekable()
    assert b"".join(raw.stream(10000)).endswith(b"\n99999\n")
    raw = client.get_object(bucket, "lines")["Body"].get_raw_stream()
    raw.drain_conn()
    assert raw.read() == b""
    raw = client.get_object(bucket, "lines")["Body"].get_raw_stream()
    raw.release_conn()
    assert sum(map(len, client.get_object(bucket, "lines")["Body"])) == 588890


def connections(standin):
    """The connections of this process to the stand-in that are in use."""
    lines = pathlib.Path(f"/proc/{os.getpid()}/net/tcp").read_text().splitlines()[1:]
    return sum(line.split()[2].endswith(f":{standin.port:04X}") and line.split()[3] == "01" for line in lines)


def wait_until(what):
    end = time.monotonic() + 10
    while not what() and time.monotonic() < end:
        time.sleep(0.01)
    assert what()


@pytest.mark.parametrize("how", ["closed", "dropped", "left with"])
def test_a_body_that_is_not_read_gives_its_connection_back(start_standin, config, bucket, how):
    standin = start_standin()
    client = cos_err.CosS3Client(config(ConnectTo=standin.address))
    bodies = [client.get_object(bucket, "synthetic/1g")["Body"] for _ in range(64)]
    assert connections(standin) == 64
    if how == "closed":
        for body in bodies:
            body.close()
    elif how == "left with":
        for body in bodies:
            with body:
                assert body.read(1)
    gc.disable()
    try:
        body = None
        bodies.clear()
        wait_until(lambda: connections(standin) == 0)
    finally:
        gc.enable()
    assert client.get_object(bucket, "synthetic/1k")["Body"].read(-1)


def test_a_body_that_is_read_keeps_its_connection(start_standin, config, bucket):
    standin = start_standin()
    client = cos_err.CosS3Client(config(ConnectTo=standin.address))
    for _ in range(10):
        assert len(client.get_object(bucket, "synthetic/100k")["Body"].read(-1)) == 102400
    assert connections(standin) == 1


def test_a_reader_that_pauses_for_long(config, bucket):
    client = cos_err.CosS3Client(config(ReadTimeout=0.5), retry=0)
    body = client.get_object(bucket, "synthetic/20m")["Body"]
    assert body.read(1)
    flow = body._file.raw._flow
    before = flow._came
    # Longer than ReadTimeout: some more pieces have come, and not all.
    wait_until(lambda: flow._came > before + 4 * 256 * 1024)
    assert flow._came < 20 * 1024**2
    assert len(body.read(-1)) == 20 * 1024**2 - 1


def test_errors_before_the_body(client, bucket, config):
    with pytest.raises(CosServiceError) as caught:
        client.get_object(bucket, "no")
    assert caught.value.code == "NoSuchKey"
    with pytest.raises(CosClientError) as caught:
        client.get_object(HANG, "a", CallTimeout=0.2)
    assert caught.value.reason is Reason.TIMEOUT
    token = cos_err.Cancel()
    body = client.get_object(bucket, "synthetic/1g", Cancel=token)["Body"]
    token.trigger()
    with pytest.raises(CosClientError) as caught:
        body.read(-1)
    assert caught.value.reason is Reason.CANCELLED
    # A head that is repeated by a retry is another one if the object was replaced.
    again = cos_err.CosS3Client(config(), retry=2).get_object("fault-fail-1-cut-0-1250000000", "synthetic/1k")
    assert len(again["Body"].read(-1)) == 1024


@pytest.mark.parametrize("where", ["client.get_object(hang, 'a')", "body.read(-1)"])
def test_ctrl_c_while_a_body_is_awaited(run, where):
    process = run(
        f"""
        body = client.get_object("fault-stall-1000-1250000000", "synthetic/1m")["Body"]
        def interrupt(*_):
            global begin
            begin = time.monotonic()
            os.kill(os.getpid(), signal.SIGINT)
        signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        try:
            {where}
        except KeyboardInterrupt:
            print(time.monotonic() - begin < 0.1)
        body.close()
        print(client.bucket_exists(bucket))
        """
    )
    out, err = process.communicate(timeout=30)
    assert (out, process.returncode) == ("True\nTrue\n", 0), err


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_body_of_the_parent_is_an_error_in_the_child(client, bucket):
    body = client.get_object(bucket, "synthetic/10m")["Body"]
    body.read(1)
    child = os.fork()
    if child == 0:
        try:
            body.read(-1)
        except CosClientError as error:
            os._exit(0 if "process" in error.message and client.head_bucket(bucket) else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert len(body.read(-1)) == 10 * 1024**2 - 1


def test_a_daemon_thread_that_reads_at_the_end(run):
    process = run(
        """
        def read():
            client.get_object("fault-trickle-1000-20-1250000000", "synthetic/1g")["Body"].read(-1)
        for _ in range(4):
            threading.Thread(target=read, daemon=True).start()
        time.sleep(0.2)
        print("over", flush=True)
        """
    )
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == ("over\n", "", 0)


HELD = {
    "sent": "client.put_object(bucket, b'x' * size, 'held')",
    "changed": "client.put_object(bucket, bytearray(size), 'held')",
    "received": "kept = client.send('GET', bucket, f'synthetic/{size}')",
    "sent by a thread": "threading.Thread(target=client.put_object, args=(bucket, b'x' * size, 'held')).run()",
    "awaited": "asyncio.run(aio.CosS3Client(config).put_object(bucket, b'x' * size, 'held'))",
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("call", HELD.values(), ids=HELD.keys())
def test_a_body_in_memory_is_held_once(run, call):
    source = f"""
        import asyncio
        from cos_err import aio
        client.put_object(bucket, b"x" * 100000, "held")
        size, kept = 64 * 1024 * 1024, None
        before = reset()
        {call}
        print((most() - before) / size)
        def now():
            lines = open("/proc/self/status").read().splitlines()
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
        print((now() - before) / size)
        """
    process = run(textwrap.dedent(MEMORY) + textwrap.dedent(source))
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    most, left = map(float, out.split())
    print(f"memory: {most:.2f} times the body at most, {left:.2f} times after the call: {call}")
    assert left < 1.2 and (most < 1.2 or "kept" in call)


def test_a_body_that_stays_where_it_is(client, bucket):
    body = bytearray(b"x" * 100000)
    token = cos_err.Cancel()
    with pytest.raises(CosClientError):
        threading.Timer(0.1, token.trigger).start()
        client.put_object(HANG, body, "a", Cancel=token)
    body.extend(b"more")
    assert client.put_object(bucket, body, "place", EnableMD5=True)
    assert client.put_object("fault-fail-1-status-503-1250000000", memoryview(body)[1:], "place")
    many = {"Object": [{"Key": f"none/{'x' * 100}/{number}"} for number in range(1000)]}
    assert len(client.delete_objects(bucket, many)["Deleted"]) == 1000
    assert signal.getsignal(signal.SIGINT)
