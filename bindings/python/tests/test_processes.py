"""Threads, fork and spawn, and the end of the interpreter."""

import concurrent.futures
import multiprocessing
import os
import pickle
import sys
import textwrap
import threading

import pytest

import cos_err

MISSING = "missing-1250000000"


def ask(client, times):
    """What a worker sees: its answers are its own."""
    seen = 0
    for _ in range(times):
        try:
            client.head_bucket(MISSING)
        except cos_err.CosServiceError as error:
            seen += error.code == "NoSuchBucket" and MISSING in error.url
    return seen


def raise_in_worker(client):
    client.get_object("examplebucket-1250000000", "no")


def test_eight_threads(client, bucket):
    client.put_object(bucket, b"shared", "threads")

    def work(number):
        for index in range(100):
            key = f"threads/{number}/{index}"
            with pytest.raises(cos_err.CosServiceError) as caught:
                client.get_object(bucket, key)
            assert caught.value.resource.endswith(key) and caught.value.request_id
            assert client.get_object(bucket, "threads")["Body"].read() == b"shared"
        return number

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == list(range(8))


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_processes(client, method):
    assert ask(client, 1) == 1
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(3, mp_context=context) as pool:
        work = [pool.submit(ask, client, 50) for _ in range(6)]
        assert ask(client, 50) == 50
        assert [one.result() for one in work] == [50] * 6
        with pytest.raises(cos_err.CosServiceError) as caught:
            pool.submit(raise_in_worker, client).result()
    assert caught.value.code == "NoSuchKey" and caught.value.advice and caught.value.attempts


def _child(client):
    """New threads may have the numbers of the parent's, which were in a call."""
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(ask(client, 5))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(0 if seen == [5] * 6 and ask(client, 20) == 20 else 1)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_fork_while_others_call(client):
    """The child's answers are its own while the parent's threads go on."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        work = [pool.submit(ask, client, 200) for _ in range(4)]
        for _ in range(5):
            child = os.fork()
            if child == 0:
                _child(client)
            assert os.waitpid(child, 0)[1] == 0
        assert [one.result() for one in work] == [200] * 4


def test_clients_are_pickled(client, bucket):
    assert pickle.loads(pickle.dumps(client)).head_bucket(bucket)


ENDS = {
    "a daemon thread in a call": "threading.Thread(target=client.head_bucket, args=(hang,), daemon=True).start()",
    "a daemon thread in a callback": """
        class Slow:
            def read(self, size):
                time.sleep(0.01)
                return b"x"
        threading.Thread(target=client.put_object, args=(bucket, Slow(), "a"), daemon=True).start()
        """,
    "a daemon thread in a blocked callback": """
        class Blocked:
            def read(self, size):
                threading.Event().wait()
        threading.Thread(target=client.put_object, args=(bucket, Blocked(), "a"), daemon=True).start()
        """,
    "daemon threads that fail all the time": """
        def fail():
            while True:
                try:
                    client.get_object(bucket, "no")
                except cos_err.CosException as error:
                    str(error)
        for _ in range(4):
            threading.Thread(target=fail, daemon=True).start()
        """,
    "credentials in a daemon thread": """
        class Slow:
            token = secret_key = None
            @property
            def secret_id(self):
                while True:
                    time.sleep(0.01)
        slow = cos_err.CosS3Client(cos_err.CosConfig(Region="ap-guangzhou", CredentialInstance=Slow()))
        threading.Thread(target=slow.head_bucket, args=(bucket,), daemon=True).start()
        """,
    "live objects": """
        kept = [client, config, cos_err.Cancel(), client.get_object(bucket, "synthetic/1k")]
        try:
            client.get_object(bucket, "no")
        except cos_err.CosServiceError as error:
            kept.append(error)
        kept.append(kept)
        sys.kept = kept
        """,
    "a call from an exit handler": """
        import atexit
        atexit.register(client.head_bucket, bucket)
        """,
    "a call while objects are torn down": """
        class Late:
            def __del__(self, client=client, bucket=bucket):
                client.head_bucket(bucket)
        sys.late = Late()
        """,
}


@pytest.mark.parametrize("source", ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize("end", ["", "sys.exit(0)", "raise SystemExit"], ids=["end", "exit", "raise"])
def test_the_end_is_clean(run, source, end):
    process = run(textwrap.dedent(source) + "\ntime.sleep(0.15)\nprint('over', flush=True)\n" + end)
    out, err = process.communicate(timeout=60)
    assert (out, err, process.returncode) == ("over\n", "", 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_stays_flat(run):
    """100 000 failing calls, their fields read: from the first tenth on nothing is added, without the collector.

    What is lost is lost in each part of them. What the allocator takes once, at whatever time, is not.
    """
    process = run(
        """
        import gc
        gc.disable()
        def own():
            # Not the pages of files: what is run for the first time is read in when it is run.
            lines = open("/proc/self/smaps_rollup").read().splitlines()
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Anonymous:"))
        def fail(times):
            for index in range(times):
                try:
                    if index % 2:
                        client.get_object(bucket, "no")
                    else:
                        client.head_bucket("mybucket")
                except cos_err.CosException as error:
                    (error.json, error.text, error.advice, error.attempts, error.headers, error.origin_xml)
        fail(10000)
        grown = []
        for _ in range(5):
            before = own()
            fail(18000)
            grown.append(own() - before)
        print(min(grown))
        """
    )
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert int(out) <= 65536 // 5
