"""Calls that are ended: by Ctrl-C, signals, tokens, asyncio, from other threads."""

import asyncio
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import cos_err
from cos_err import Cancel, CosClientError, Reason

HANG = "fault-hang-1250000000"


CALLS = {
    "head": "client.head_bucket(hang)",
    "with options": "client.head_bucket(hang, CallTimeout=60)",
    "get": "client.get_object(hang, 'a')",
    "body": "client.put_object(hang, iter([b'a']), 'a')",
    "presigned after": "client.send('GET', hang)",
    "in parts": "client.upload_file(hang, 'large', 'large', PartSize=1)",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_ctrl_c(run, call, tmp_path):
    process = run(
        f"""
        os.chdir({str(tmp_path)!r})
        open("large", "wb").write(b"x" * 3000000)
        # From a timer of the process itself: the signal comes while the call waits.
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
        try:
            {call}
        except KeyboardInterrupt:
            print("interrupted", client.bucket_exists(bucket))
        """
    )
    out, err = process.communicate(timeout=30)
    assert (out, process.returncode) == ("interrupted True\n", 0), err


def test_ctrl_c_ends_the_program(run):
    process = run("print('ready', flush=True)\nclient.head_bucket(hang)")
    assert process.stdout.readline() == "ready\n"
    begin = time.monotonic()
    while process.poll() is None and time.monotonic() - begin < 30:
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    _, err = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT and err.rstrip().endswith("KeyboardInterrupt"), err


def test_a_handler_that_returns_does_not_end_the_call(run):
    process = run(
        """
        seen = []
        signal.signal(signal.SIGALRM, lambda *_: seen.append(1))
        signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
        try:
            client.head_bucket(hang, CallTimeout=1)
        except cos_err.CosClientError as error:
            print(error.code, len(seen) > 2)
        """
    )
    out, err = process.communicate(timeout=30)
    assert out == "Timeout True\n", err


def test_a_handler_must_not_use_the_client_that_waits(run):
    process = run(
        """
        def handler(*_):
            client.head_bucket(bucket)
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            client.head_bucket(hang)
        except cos_err.CosClientError as error:
            print(error.code, "callback" in error.message)
        """
    )
    out, err = process.communicate(timeout=30)
    assert out == "InvalidArgument True\n", err


def test_the_interpreter_goes_on_during_a_call(client):
    counted, done = [], threading.Event()

    def count():
        while not done.is_set():
            counted.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    with pytest.raises(CosClientError):
        client.head_bucket(HANG, CallTimeout=0.5)
    done.set()
    thread.join()
    assert len(counted) > 20


def test_a_token(client, bucket):
    token = Cancel()
    threading.Timer(0.2, token.trigger).start()
    with pytest.raises(CosClientError) as caught:
        client.head_bucket(HANG, Cancel=token)
    assert caught.value.reason is Reason.CANCELLED and token.triggered
    with pytest.raises(CosClientError) as caught:
        client.list_objects(bucket, Cancel=token)
    assert caught.value.reason is Reason.CANCELLED and not caught.value.request_sent
    assert token.child().triggered and client.head_bucket(bucket)


def test_a_token_ends_all_parts(client, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 4 * 1024**2)
    token = Cancel()
    threading.Timer(0.2, token.trigger).start()
    with pytest.raises(CosClientError) as caught:
        client.upload_file(HANG, "large", path, PartSize=1, Cancel=token)
    assert caught.value.reason is Reason.CANCELLED


def test_shutdown(config, bucket):
    client = cos_err.CosS3Client(config())
    threading.Timer(0.2, client.shutdown).start()
    for name in (HANG, bucket):
        with pytest.raises(CosClientError) as caught:
            client.head_bucket(name)
        assert caught.value.reason is Reason.CANCELLED


@pytest.mark.parametrize("call", ["head_bucket", "send"])
def test_asyncio_cancels_the_call(client, bucket, call):
    async def main():
        # One thread: another call can only be made once the one before it is over.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        arguments = (HANG,) if call == "head_bucket" else ("GET", HANG)
        task = asyncio.create_task(cos_err.to_thread(getattr(client, call), *arguments))
        await asyncio.sleep(0.2)
        begin = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await cos_err.to_thread(client.bucket_exists, Bucket=bucket) is True
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(cos_err.to_thread(client.head_bucket, HANG), 0.2)
        assert await cos_err.to_thread(client.bucket_exists, Bucket=bucket) is True
        return time.monotonic() - begin

    assert asyncio.run(main()) < 20


def test_asyncio_and_a_token_of_ones_own(client, bucket):
    async def main():
        token = Cancel()
        asyncio.get_running_loop().call_later(0.2, token.trigger)
        with pytest.raises(CosClientError) as caught:
            await cos_err.to_thread(client.head_bucket, HANG, Cancel=token)
        assert caught.value.reason is Reason.CANCELLED
        assert (await cos_err.to_thread(client.send, "HEAD", bucket)).status == 200
        with pytest.raises(cos_err.CosServiceError):
            await cos_err.to_thread(client.head_bucket, "missing-1250000000")

    asyncio.run(main())
