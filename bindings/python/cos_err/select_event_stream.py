"""The result of a query, under the module name of Tencent's SDK."""

from typing import Any

from . import _events


class EventStream(_events.EventStream):
    """The events in the raw body of a response, as `select_object_content` of Tencent's SDK receives it."""

    def __init__(self, rt: Any) -> None:
        self._file, self._headers, self._resource = rt.raw, rt.headers, str(rt.request.url)
        self._finished = False


__all__ = ["EventStream"]
