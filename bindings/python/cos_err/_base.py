"""The common part of all calls of a client."""

from typing import Any, Callable, Dict, List, Optional, TypeVar

from ._body import attach
from ._callbacks import State
from ._native import lib
from ._parameters import Parameters, Queries
from ._session import Cancel, Native
from ._text import to_c
from ._xml import always_lists, decode, read_document
from .cos_config import CosConfig
from .cos_exception import CosClientError

Result = TypeVar("Result")

#: Takes the place of a key in requests for the bucket itself. None, which a program may pass by mistake, is
#: not a key.
BUCKET: Any = object()


class ClientBase:
    """Settings, and the library's clients that are created from them."""

    def __init__(self, conf: CosConfig, retry: int = 3, session: object = None) -> None:
        if session is not None:
            raise CosClientError("session cannot be honoured: the client manages its connections; leave it out")
        self._conf = conf
        self._retry = retry
        self._clients: Dict[Optional[str], Native] = {}
        #: Cancels all calls.
        self._ending = Cancel()
        self._native()

    def __getstate__(self) -> Dict[str, Any]:
        # A client of another process opens its own connections.
        return {name: value for name, value in self.__dict__.items() if name not in ("_clients", "_ending")}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self.__dict__.update(state, _clients={}, _ending=Cancel())

    def get_conf(self) -> CosConfig:
        """Return the settings."""
        return self._conf

    def _native(self, template: Optional[str] = None) -> Native:
        """Return the library's client; a new one after the settings changed."""
        client = self._clients.get(template)
        if client is None or client.version != self._conf.version:
            endpoint = self._conf.template() if template is None else template
            client = self._clients[template] = Native(
                self._conf, endpoint, self._retry + 1, template is not None, self._ending
            )
        return client

    def _service(self) -> Native:
        return self._native(self._conf.service_template())

    def _native_of(self, bucket: Optional[str], key: Optional[str]) -> Native:
        """Return the library's client for a request to this bucket and key; None: to the service."""
        return self._service() if bucket is None and key is None and self._conf.service_domain else self._native()

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
        root: Optional[str] = None,
        state: Optional[State] = None,
        prepare: Optional[Callable[[Any], object]] = None,
    ) -> Result:
        """Build a request from Tencent's names: bucket without Appid, key with or without a leading slash."""
        if body is not None and state is None and not isinstance(body, (bytes, bytearray, str)):
            state = State()

        def complete(request: Any) -> None:
            if body is not None or given.length is not None:
                attach(request, state, body, given.length, md5)
            if root is not None:
                lib.cos_request_set_expect_root(request, to_c(root, "root"))
            if prepare is not None:
                prepare(request)

        if key is BUCKET:
            key = None
        elif key is None:
            key = ""
        elif isinstance(key, (str, bytes)) and len(key) > 1:
            slash: Any = "/" if isinstance(key, str) else b"/"
            key = key[1:] if key.startswith(slash) else key
        return self._native().send(
            method, self._conf.bucket(bucket), key, read, given.query, given.headers, given.options, state, complete
        )

    def _list(
        self,
        bucket: str,
        key: Any,
        query: Dict[str, str],
        encoding: str,
        given: Parameters,
        root: str,
        lists: List[str],
        names: List[str],
        items: Dict[str, str],
    ) -> Dict[str, Any]:
        """Make a listing. Names are always requested encoded; they are decoded unless the caller asked for url."""
        if encoding not in ("", "url"):
            raise CosClientError(f'EncodingType "{encoding}": must be url')
        asked: Queries = [*given.query, *query.items(), ("encoding-type", "url")]
        found = self._exchange("GET", bucket, key, given._replace(query=asked), read_document, root=root)
        always_lists(found, lists)
        if not encoding:
            decode(found, names, items)
        return found
