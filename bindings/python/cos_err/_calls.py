"""How the methods of a client make their calls: by waiting in the thread, or in a greenlet."""

from typing import Any, Callable, Optional, TypeVar

from ._callbacks import State
from ._headers import Headers, length_of
from ._hubs import HubCall, HubQueue, hub_queue
from ._lazy import opened, start
from ._native import ffi, lib
from ._options import Options
from ._session import Native
from ._started import Rescue
from .streambody import StreamBody

Result = TypeVar("Result")


class Calls(Native):
    """A client of the library whose calls wait in the way of their thread."""

    def perform(
        self,
        request: Any,
        read: Callable[[Any], Result],
        options: Optional[Options] = None,
        state: Optional[State] = None,
        bucket: Any = None,
        rescue: Rescue = None,
    ) -> Result:
        """Send a request, as in the base class."""
        hub = self._hub()
        if hub is None:
            return super().perform(request, read, options, state, bucket, rescue)
        return self._perform_in(hub, request, read, options, state, bucket, rescue)

    def _hub(self) -> Optional[HubQueue]:
        hub = hub_queue()
        if hub is not None:
            hub.listen(self)
        return hub

    def _perform_in(
        self,
        hub: HubQueue,
        request: Any,
        read: Callable[[Any], Result],
        options: Optional[Options],
        state: Optional[State],
        bucket: Any,
        rescue: Rescue,
    ) -> Result:
        call = HubCall(self, state, hub)
        call.bridge()
        with head_of(bucket, request) as sent:
            call.begin(sent, options, hub.queue)
        call.serve_until_end()
        return call.result(read, rescue)

    def open(
        self,
        request: Any,
        options: Optional[Options],
        state: State,
    ) -> Callable[[], Headers]:
        """Start a request; the result returns the headers of the response, and the body that comes."""
        call, flow = start(self, request, options, state, self._hub())

        def finish() -> Headers:
            head, file = opened(call, flow)
            # A copy: the call has the head, and must not have the body.
            headers = head.headers.copy()
            headers["Body"] = StreamBody(file, headers, length_of(headers))
            return headers

        return finish


class head_of:
    """The request of HEAD Bucket, where a bucket is given instead of a request."""

    def __init__(self, bucket: Any, request: Any) -> None:
        self._own = bucket is not None
        # Without a bucket it would be a request to the service.
        name = b"" if bucket == ffi.NULL else bucket
        self._request = lib.cos_request_new(b"HEAD", name, ffi.NULL) if self._own else request

    def __enter__(self) -> Any:
        return self._request

    def __exit__(self, *_error: object) -> None:
        if self._own:
            lib.cos_request_free(self._request)
