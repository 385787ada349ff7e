"""The client, under the names of Tencent's SDK."""

import io
from typing import Any, Callable, Optional

from ._body import attach, is_document
from ._callbacks import Progress, State
from ._client_names import ClientNames
from ._native import lib
from ._options import Cancel, Options
from ._response import Response, read_all
from ._signing import Fields, Signing, listed
from ._text import path_to_c, to_c
from .cos_config import CosConfig
from .streambody import write_all


class CosS3Client(ClientNames, Signing):
    """Sends requests to COS, and keeps connections open. Any number of threads may use one at once.

    Methods have the names, arguments and results of Tencent's SDK; they raise
    CosClientError and CosServiceError. Each also takes `Cancel`, a token that
    cancels it, `CallTimeout`, the timeout of the whole call in seconds, and
    `Explain`: a HEAD that fails is repeated as a GET, whose response contains
    the error code.
    """

    def send(
        self,
        method: str,
        bucket: Optional[str] = None,
        key: Optional[str] = None,
        *,
        query: Fields = (),
        headers: Fields = (),
        body: Any = None,
        body_file: Any = None,
        sink: Any = None,
        sink_file: Any = None,
        sink_sync: bool = False,
        progress: Optional[Progress] = None,
        head: Optional[Callable[[Response], object]] = None,
        content_md5: bool = False,
        expect_root: Optional[str] = None,
        region: Optional[str] = None,
        timeout: Optional[float] = None,
        call_headers: Fields = (),
        cancel: Optional[Cancel] = None,
        explain: bool = False,
    ) -> Response:
        """Send any request of the COS API.

        If bucket is None, the request goes to the service host; if key is None,
        it is for the bucket itself. A query parameter whose value is None is a
        sub-resource, as in ?acl. body: bytes, str, a binary file or an iterable
        of bytes; body_file: a path. The body of a success goes into the result,
        to the write() of `sink` (whose seek() or rewind() is used for a retry),
        or into sink_file, which is renamed when it is complete, and flushed to
        storage before that if sink_sync is set. progress receives (sent,
        to_send, received, to_receive), in which -1 means not known. head
        receives the Response to a success before its body, again for each
        retry; an exception in it ends the call, and is raised unchanged.
        expect_root: the root element that a success must have; None is the
        one that COS documents for requests with a sub-resource, for copies and
        for listings, and "*" accepts any. call_headers are sent too, but may
        differ between calls of one request.
        """
        state = State()
        state.progress = progress
        state.head = head
        options = Options(cancel, timeout, explain, region, listed(call_headers))
        queries = listed(query)

        def prepare(request: Any) -> None:
            if body_file is not None:
                lib.cos_request_set_body_file(request, path_to_c(body_file))
            elif body is not None:
                attach(request, state, body, in_place=not is_document(queries))
            if content_md5:
                lib.cos_request_set_content_md5(request, 1)
            if expect_root is not None:
                lib.cos_request_set_expect_root(request, to_c(expect_root, "expect_root"))
            if sink_file is not None:
                lib.cos_request_set_sink_file(request, path_to_c(sink_file))
                lib.cos_request_set_sink_sync(request, int(sink_sync))
            elif sink is not None:
                state.sink = _Sink(sink)
                lib.cos_py_set_writer(request, state.sink.can_rewind, state.handle)
            if progress is not None:
                lib.cos_py_set_progress(request, state.handle)
            if head is not None:
                lib.cos_py_set_head(request, state.handle)

        native = self._native_of(bucket, key)
        return native.send(method, bucket, key, read_all, queries, listed(headers), options, state, prepare)

    def shutdown(self) -> None:
        """Permanently cancel every call of the client: those in progress within 100 ms, later ones at once."""
        self._ending.trigger()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(
            f"CosS3Client has no method {name}: use send(method, bucket, key, query=..., headers=..., body=...), "
            "which does any call of the COS API"
        )


class _Sink:
    """Wraps a caller's object that has write()."""

    def __init__(self, target: Any) -> None:
        own = getattr(target, "rewind", None)
        self._rewind: Callable[[], object] = own if own is not None else self._back
        self._target, self._start, self._end = target, 0, 0
        try:
            self.can_rewind = own is not None or bool(target.seekable())
            if own is None and self.can_rewind:
                self._start = target.tell()
                target.seek(0, io.SEEK_END)
                self._end = target.tell()
                target.seek(self._start)
        except (AttributeError, OSError):
            self.can_rewind = own is not None

    def _back(self) -> None:
        self._target.seek(self._start)
        # The former content of the file stays.
        self._target.truncate(max(self._start, self._end))

    def write(self, data: bytes) -> None:
        """Write the next bytes."""
        write_all(self._target, data)

    def rewind(self) -> None:
        """Start again: the first byte follows."""
        self._rewind()


__all__ = ["CosConfig", "CosS3Client"]
