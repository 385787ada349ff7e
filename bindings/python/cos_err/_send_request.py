"""send_request, which programs for Tencent's SDK call, override and replace."""

import io
import json
from contextvars import ContextVar
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from ._base import BUCKET, ClientBase
from ._body import attach, is_document
from ._callbacks import State
from ._headers import Headers, length_of
from ._native import ffi, lib
from ._options import Options
from ._parameters import Parameters, wire, wire_or_none
from ._response import Response, read_all
from ._session import Native
from ._text import header_array
from .cos_auth import CosS3Auth
from .cos_comm import get_content_md5
from .cos_exception import CosClientError, CosServiceError
from .streambody import StreamBody

Result = TypeVar("Result")

#: What a call was given beyond the arguments of Tencent's SDK: its Cancel and its CallTimeout.
_OPTIONS: "ContextVar[Optional[Options]]" = ContextVar("options", default=None)
#: Headers that the library sets itself: programs copy them from Tencent's SDK.
_OWN = ("authorization", "connection", "content-length", "host", "user-agent", "x-cos-security-token")
#: Arguments of requests that the settings decide here.
_IGNORED = ("auth", "timeout", "allow_redirects", "proxies", "verify", "cert")


class SentRequest:
    """The request of a SentResponse."""

    def __init__(self, method: str, url: str, headers: Mapping[str, Any]) -> None:
        self.method, self.url, self.headers = method, url, headers


class SentResponse:
    """What send_request returns: a response, under the names of requests."""

    encoding = "utf-8"

    def __init__(self, request: SentRequest, status: int, headers: Headers, body: Any) -> None:
        """`body`: bytes, or a StreamBody that is read as it comes."""
        self.request, self.url, self.status_code, self.headers = request, request.url, status, headers
        self._body = body

    @property
    def raw(self) -> Any:
        """The body as a file."""
        if isinstance(self._body, bytes):
            return io.BytesIO(self._body)
        return self._body.get_raw_stream()

    @property
    def content(self) -> bytes:
        """The whole body."""
        if not isinstance(self._body, bytes):
            self._body = self._body.get_raw_stream().read()
        return bytes(self._body)

    @property
    def text(self) -> str:
        """The whole body as text."""
        return self.content.decode("utf-8", "replace")

    @property
    def ok(self) -> bool:
        """Whether the status reports a success."""
        return self.status_code < 400

    def json(self) -> Any:
        """Return the body, which is JSON."""
        return json.loads(self.content)

    def iter_content(self, chunk_size: int = 1) -> Iterator[bytes]:
        """Yield the body in pieces."""
        file = self.raw
        return iter(lambda: file.read(chunk_size), b"")

    def close(self) -> None:
        """Give the connection back: a body that has not come yet does not come."""
        if not isinstance(self._body, bytes):
            self._body.close()


class Sending(ClientBase):
    """Calls, all of which go through send_request where a program has its own."""

    def send_request(
        self,
        method: str,
        url: str,
        bucket: Any = None,
        timeout: Any = 30,
        cos_request: bool = True,
        ci_request: bool = False,
        appid: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Send a request, and return the response, under the names of requests: status_code, headers, content, raw.

        A program may override or replace it: every call of the client then goes
        through it, with headers, params, data and auth as in Tencent's SDK. The
        library signs the request itself, and its settings decide timeouts,
        proxies and certificates: `auth`, `timeout` and the like have no effect.
        A failure is raised; with cos_request=False a failure of the service is
        returned.
        """
        given = {name: kwargs.pop(name, None) for name in ("headers", "params", "data", "stream")}
        others = [name for name in kwargs if name not in _IGNORED]
        if others:
            raise CosClientError(
                f"{others[0]} of send_request cannot be honoured: use headers, params, data and stream"
            )
        headers = [(name, wire(value)) for name, value in (given["headers"] or {}).items() if name.lower() not in _OWN]
        parts = urlsplit(url)
        query: List[Tuple[str, Optional[str]]] = [
            (name, value or None) for name, value in parse_qsl(parts.query, keep_blank_values=True)
        ]
        query += [(name, wire(value) or None) for name, value in (given["params"] or {}).items() if value is not None]
        native, name = self._at(parts.scheme, parts.netloc, bucket)
        request = SentRequest(method, url, Headers(headers))
        send = self._send_stream if given["stream"] else self._send_whole
        try:
            return send(native, request, name, unquote(parts.path[1:]) or None, query, given["data"])
        except CosServiceError as error:
            if cos_request:
                raise
            return SentResponse(request, error.status, Headers(error.header_fields), error.origin_body)

    def _at(self, scheme: str, host: str, bucket: Any) -> Tuple[Native, Optional[str]]:
        """Return the library's client for a URL, and the bucket."""
        conf = self._conf
        name = conf.bucket(wire_or_none(bucket))
        if name is not None and (conf.ip is not None or conf.domain == host or conf.get_host(name) == host):
            return self._native(), name
        first, _, rest = host.partition(".")
        if name is None and (conf.ip is not None or f"{scheme}://{host}" == self._service_origin()):
            return self._service(), None
        if name is None and conf.host() == rest:
            return self._native(), first
        if name is not None and first != name:
            return self._native(f"{scheme}://{host}"), name
        return self._native(f"{scheme}://{{bucket}}.{rest}"), first

    def _send_whole(
        self, native: Native, request: SentRequest, bucket: Any, key: Any, query: Any, body: Any
    ) -> SentResponse:
        state = State()

        def prepare(pointer: Any) -> None:
            if body is not None:
                attach(pointer, state, body, in_place=not is_document(query))

        found: Response = native.send(
            request.method, bucket, key, read_all, query, request.headers.items(), _OPTIONS.get(), state, prepare
        )
        return SentResponse(request, found.status, found.headers, found.body)

    def _send_stream(
        self, native: Native, request: SentRequest, bucket: Any, key: Any, query: Any, body: Any
    ) -> SentResponse:
        state = State()

        def prepare(pointer: Any) -> None:
            if body is not None:
                attach(pointer, state, body)
            lib.cos_py_set_writer(pointer, 0, state.handle)
            lib.cos_py_set_head(pointer, state.handle)

        headers: Headers = native.build(
            request.method,
            bucket,
            key,
            query,
            request.headers.items(),
            prepare,
            lambda pointer: native.open(pointer, _OPTIONS.get(), state),
        )()
        return SentResponse(request, 206 if "Content-Range" in headers else 200, headers, headers.pop("Body"))

    def _is_extended(self) -> bool:
        """Whether a program has a send_request of its own."""
        return "send_request" in self.__dict__ or type(self).send_request is not Sending.send_request

    def _sent(self, method: str, bucket: Any, key: Any, given: Parameters, body: Any, **more: Any) -> Any:
        """Call the program's send_request as Tencent's SDK would, and return what it returns."""
        conf = self._conf
        path = None if key is BUCKET else key
        params: Dict[str, Any] = {name: "" if value is None else value for name, value in given.query}
        headers: Dict[str, Any] = dict(given.headers)
        md5 = more.pop("md5", False)
        if body is not None:
            more["data"] = body
            if (md5 or is_document(given.query)) and "Content-MD5" not in headers:
                headers["Content-MD5"] = wire(get_content_md5(body))
        url = more.pop("url", None) or conf.uri(bucket, path)
        auth = CosS3Auth(conf, path, params)
        before = _OPTIONS.set(given.options)
        try:
            return self.send_request(
                method=method, url=url, bucket=conf.bucket(bucket), headers=headers, params=params, auth=auth, **more
            )
        finally:
            _OPTIONS.reset(before)

    def _exchange(
        self,
        method: str,
        bucket: Any,
        key: Any,
        given: Parameters,
        read: Callable[[Any], Result],
        *,
        body: Any = None,
        md5: bool = False,
        state: Optional[State] = None,
        rescue: Optional[Callable[[CosServiceError], Any]] = None,
        **more: Any,
    ) -> Result:
        if not self._is_extended():
            return super()._exchange(
                method, bucket, key, given, read, body=body, md5=md5, state=state, rescue=rescue, **more
            )
        try:
            found = self._sent(method, bucket, key, given, body, md5=md5)
        except CosServiceError as error:
            if rescue is None:
                raise
            return rescue(error)  # type: ignore[no-any-return]
        return _read(found, read, state)

    def _to_service(self, given: Parameters, read: Callable[[Any], Result]) -> Result:
        if not self._is_extended():
            return super()._to_service(given, read)
        return _read(self._sent("GET", None, BUCKET, given, None, url=f"{self._service_origin()}/"), read, None)

    def _service_origin(self) -> str:
        return self._conf.service_template().replace("{bucket}.", "")

    def _opened(self, bucket: Any, key: Any, given: Parameters) -> Headers:
        """Read an object by the program's send_request."""
        found = self._sent("GET", bucket, key, given, None, stream=True)
        headers = Headers(found.headers.items())
        headers["Body"] = StreamBody(found.raw, Headers(found.headers.items()), length_of(headers))
        return headers


def _read(found: Any, read: Callable[[Any], Result], state: Optional[State]) -> Result:
    """Return what `read` makes of a response under the names of requests."""
    kept: List[Any] = []
    body = b"" if found.content is None else bytes(found.content)
    fields = header_array(found.headers, kept)
    if state is not None and state.sink is not None:
        state.sink.write(body)
        body = b""
    out = [lib.cos_response_new(found.status_code, fields, len(fields), ffi.from_buffer(body), len(body))]
    try:
        return read(out)
    finally:
        lib.cos_response_free(out[0])
