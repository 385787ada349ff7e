"""The client whose methods are awaited."""

import asyncio
import functools
from typing import Any, Callable, Dict

from ._async_body import AsyncWholeBody
from ._body import AsyncSource
from ._loops import LoopCalls
from ._threads import to_thread
from .cos_client import CosS3Client as Blocking
from .cos_config import CosConfig
from .cos_exception import local_files

#: Methods that make many requests by threads of their own.
BY_THREADS = ("copy", "get_bucket_meta", "upload_file_from_buffer")
#: Methods that send nothing, and wait only where a provider returns the credentials.
SIGNING = ("sign", "presign", "get_auth", "get_presigned_url", "get_presigned_download_url")
#: Methods that never wait.
AT_ONCE = ("get_conf", "get_object_url", "set_clock_skew_s", "shutdown", "url")


#: Methods of Tencent's client that have no use where calls are awaited.
BLOCKING = (
    *("generate_built_in_connection_pool", "get_retry_exe_times", "handle_built_in_connection_pool_by_pid"),
    *("inc_retry_exe_times", "send_request", "should_switch_domain"),
)


class _Starting(Blocking):
    """A client whose methods return what is awaited."""

    _CALLS = LoopCalls

    def _build(self, *args: Any, body: Any = None, **kwargs: Any) -> Any:
        return super()._build(*args, body=_source(body), **kwargs)

    def send(self, *args: Any, body: Any = None, **kwargs: Any) -> Any:
        return super().send(*args, body=_source(body), **kwargs)

    def _get_whole(self, *args: Any) -> Any:
        return self._whole(super()._get_whole(*args))

    async def _whole(self, result: Any) -> Any:
        headers = await result
        headers["Body"] = AsyncWholeBody(headers["Body"], headers)
        return headers

    def _then(self, result: Any, use: Callable[[Any], Any]) -> Any:
        async def both() -> Any:
            return await use(await result)

        return both()

    async def _put_file(self, bucket: str, path: Any, key: str, md5: bool, **kwargs: Any) -> Any:
        with local_files():
            file = open(path, "rb")  # noqa: SIM115
        with file:
            result: Any = self.put_object(bucket, file, key, md5, **kwargs)
            return await result

    def put_object_from_local_file(
        self, Bucket: str, LocalFilePath: Any, Key: str, EnableMD5: bool = False, **kwargs: Any
    ) -> Any:
        return self._put_file(Bucket, LocalFilePath, Key, EnableMD5, **kwargs)


def _source(body: Any) -> Any:
    return AsyncSource(body) if AsyncSource.fits(body) else body


class AsyncClient:
    """The common part: two clients with the same settings, which share connections."""

    def __init__(self, conf: CosConfig, retry: int = 3, session: object = None) -> None:
        self._starting = _Starting(conf, retry, session)
        self._blocking = Blocking(conf, retry, session)

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.shutdown()

    def shutdown(self) -> None:
        """Permanently cancel every call of the client: those in progress within 100 ms, later ones at once."""
        self._starting.shutdown()
        self._blocking.shutdown()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._blocking, name)

    async def _sign(self, name: str, *args: Any, **kwargs: Any) -> Any:
        method = getattr(self._blocking, name)
        if self._blocking.get_conf().provider is None:
            return method(*args, **kwargs)
        return await asyncio.to_thread(method, *args, **kwargs)


def _started(name: str) -> Callable[..., Any]:
    async def method(self: AsyncClient, /, *args: Any, **kwargs: Any) -> Any:
        return await getattr(self._starting, name)(*args, **kwargs)

    return method


def _threaded(name: str) -> Callable[..., Any]:
    async def method(self: AsyncClient, /, *args: Any, **kwargs: Any) -> Any:
        return await to_thread(getattr(self._blocking, name), *args, **kwargs)

    return method


def _signing(name: str) -> Callable[..., Any]:
    async def method(self: AsyncClient, /, *args: Any, **kwargs: Any) -> Any:
        return await self._sign(name, *args, **kwargs)

    return method


def _at_once(name: str) -> Callable[..., Any]:
    def method(self: AsyncClient, /, *args: Any, **kwargs: Any) -> Any:
        return getattr(self._blocking, name)(*args, **kwargs)

    return method


def methods() -> Dict[str, Any]:
    """Return the methods of the client, by the names of the blocking one."""
    found: Dict[str, Any] = {}
    for name in dir(Blocking):
        if name.startswith("_") or name == "shutdown" or name in BLOCKING:
            continue
        kind = _started
        for names, other in ((BY_THREADS, _threaded), (SIGNING, _signing), (AT_ONCE, _at_once)):
            if name in names:
                kind = other
        found[name] = functools.wraps(getattr(Blocking, name))(kind(name))
    return found
