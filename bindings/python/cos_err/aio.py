"""Calls from asyncio: the client whose methods are awaited.

    from cos_err import CosConfig, aio

    async with aio.CosS3Client(config) as client:
        await client.head_bucket(Bucket="examplebucket-1250000000")

Any number of calls may wait; none of them holds a thread. If a task is
cancelled, its call ends within 100 ms. Errors are those of cos_err.CosS3Client.
aio.pyi, which native/stubs.py writes, has the types.
"""

from ._aio import AsyncClient, methods
from ._loops import AsyncBody
from ._threads import to_thread

CosS3Client = type(
    "CosS3Client",
    (AsyncClient,),
    {
        "__doc__": "Sends requests to COS. Methods have the names, arguments and results of cos_err.CosS3Client.",
        "__module__": __name__,
        **methods(),
    },
)

__all__ = ["AsyncBody", "CosS3Client", "to_thread"]
