"""The queue of a loop of asyncio: threads, fork, and the end of loops and of the interpreter."""

import asyncio
import gc
import os
import textwrap
import threading
import time

import pytest

from cos_err import CosServiceError, aio

HANG, SLOW = "fault-hang-1250000000", "fault-slow-500-1250000000"


def test_two_loops_in_two_threads(config, bucket):
    client = aio.CosS3Client(config())

    async def main():
        found = await asyncio.gather(*(client.head_bucket(bucket) for _ in range(200)))
        with pytest.raises(CosServiceError):
            await client.head_object(bucket, "no")
        return len(found)

    results = []
    workers = [threading.Thread(target=lambda: results.append(asyncio.run(main()))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert results == [200, 200]


def test_a_loop_that_closes_frees_its_queue(config, bucket):
    client = aio.CosS3Client(config(), retry=0)

    def descriptors():
        links = (os.path.join("/proc/self/fd", name) for name in os.listdir("/proc/self/fd"))
        return sum("eventfd" in os.readlink(link) for link in links if os.path.lexists(link))

    async def leave():
        await client.head_bucket(bucket)
        # It still runs when the loop closes.
        asyncio.get_running_loop().create_task(client.head_bucket(HANG))
        await asyncio.sleep(0.05)

    def main():
        loop = asyncio.new_event_loop()
        loop.run_until_complete(leave())
        loop._exception_handler = lambda *_what: None
        loop.close()

    before = descriptors()
    gc.disable()
    try:
        for _ in range(5):
            main()
            # The descriptor goes with the last call of the queue.
            end = time.monotonic() + 10
            while descriptors() > before and time.monotonic() < end:
                time.sleep(0.01)
            assert descriptors() <= before
    finally:
        gc.enable()
    gc.collect()


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_fork(config, bucket):
    client = aio.CosS3Client(config())

    async def main():
        task = asyncio.create_task(client.head_bucket(SLOW))
        await asyncio.sleep(0.1)
        child = os.fork()
        if child == 0:
            try:
                asyncio.set_event_loop(None)
                asyncio._set_running_loop(None)
                found = asyncio.new_event_loop().run_until_complete(client.head_bucket(bucket))
                os._exit(0 if found else 1)
            except BaseException:
                os._exit(2)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            await asyncio.sleep(0.01)
        assert (await task)["Server"] and await client.head_bucket(bucket)

    asyncio.run(main())


ENDS = {
    "a call that hangs": """
        os.kill(os.getpid(), signal.SIGINT)
        await task
        """,
    "a loop that is left": """
        threading.Thread(target=asyncio.run, args=(one(),), daemon=True).start()
        await asyncio.sleep(0.2)
        """,
    "a body that is left": "sys.body = await two.get_object(bucket, 'synthetic/1g')",
    "an upload that is left": """
        class Slow:
            def read(self, size):
                time.sleep(0.01)
                return b"x"
        sys.call = two._starting.put_object(bucket, Slow(), "a")
        await asyncio.sleep(0.1)
        """,
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_the_end_is_clean(run, end):
    beginning = """
        import asyncio
        from cos_err import aio
        two = aio.CosS3Client(config, retry=0)
        async def one():
            await two.head_bucket(hang)
        async def main():
            task = asyncio.create_task(one())
            await asyncio.sleep(0.1)
        """
    ending = """
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            pass
        print("over", flush=True)
        """
    process = run(textwrap.dedent(beginning) + textwrap.indent(textwrap.dedent(end), "    ") + textwrap.dedent(ending))
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == ("over\n", "", 0)
