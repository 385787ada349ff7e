"""The common part of all calls of a client."""

from typing import Any, Callable, Dict, Optional, Type, TypeVar

from ._body import attach, is_document, needs_state
from ._callbacks import State
from ._calls import Calls
from ._native import lib
from ._options import Cancel
from ._parameters import Parameters
from ._session import Native
from ._text import to_c
from .cos_config import CosConfig
from .cos_exception import CosClientError, CosServiceError

Result = TypeVar("Result")

#: Takes the place of a key in requests for the bucket itself. None, which a program may pass by mistake, is
#: not a key.
BUCKET: Any = object()
#: The template of COS's own hosts over https, also those of Rapid storage.
OWN_HOSTS = ""


class ClientBase:
    """Settings, and the library's clients that are created from them."""

    #: How calls are made.
    _CALLS: Type[Native] = Calls

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
            endpoint = self._conf.template() if template is None else template or None
            client = self._clients[template] = self._CALLS(
                self._conf, endpoint, self._retry + 1, template is not None, self._ending
            )
        return client

    def _service(self) -> Native:
        return self._native(self._conf.service_template())

    def _native_of(self, bucket: Optional[str], key: Optional[str]) -> Native:
        """Return the library's client for a request to this bucket and key; None: to the service."""
        return self._service() if bucket is None and key is None and self._conf.service_domain else self._native()

    def _is_extended(self) -> bool:
        """Whether a program has a send_request of its own, which all calls go through."""
        return False

    def _opened(self, bucket: Any, key: Any, given: Parameters) -> Any:
        """Read an object by the program's send_request."""
        raise NotImplementedError

    def _to_service(self, given: Parameters, read: Callable[[Any], Result]) -> Result:
        """GET the list of buckets."""
        return self._service().send("GET", None, None, read, given.query, given.headers, given.options)

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
        rescue: Optional[Callable[[CosServiceError], Any]] = None,
    ) -> Result:
        """Make a call with Tencent's names. All that is to be done with its result is done by `read`."""

        def use(native: Native, request: Any) -> Result:
            return native.perform(request, read, given.options, state, rescue=rescue)

        if state is None and needs_state(body):
            state = State()
        return self._build(method, bucket, key, given, use, body=body, md5=md5, root=root, state=state, prepare=prepare)

    def _build(
        self,
        method: str,
        bucket: Any,
        key: Any,
        given: Parameters,
        use: Callable[[Native, Any], Result],
        *,
        body: Any = None,
        md5: bool = False,
        root: Optional[str] = None,
        state: Optional[State] = None,
        prepare: Optional[Callable[[Any], object]] = None,
    ) -> Result:
        """Build a request from Tencent's names: bucket without Appid, key with or without a leading slash."""

        def complete(request: Any) -> None:
            if body is not None or given.length is not None:
                attach(request, state, body, given.length, md5, not is_document(given.query))
            if root is not None:
                lib.cos_request_set_expect_root(request, to_c(root, "root"))
            if prepare is not None:
                prepare(request)

        native = self._native()
        return native.build(
            method,
            self._conf.bucket(bucket),
            self._name(key),
            given.query,
            given.headers,
            complete,
            lambda request: use(native, request),
        )

    @staticmethod
    def _name(key: Any) -> Any:
        """Return a key as it is sent: without a leading slash; None for BUCKET."""
        if key is BUCKET or key is None:
            return None if key is BUCKET else ""
        slash: Any = b"/" if isinstance(key, bytes) else "/"
        return key[1:] if isinstance(key, (str, bytes)) and len(key) > 1 and key.startswith(slash) else key
