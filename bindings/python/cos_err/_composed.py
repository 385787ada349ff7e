"""Calls that are more than one plain request."""

from typing import Any

from ._base import BUCKET
from ._buckets import Buckets
from ._copy import Copy
from ._operate import XML
from ._operations import Generated
from ._parameters import sort
from ._response import read_headers


class Composed(Generated, Copy, Buckets):
    """Calls that are more than one plain request."""

    def delete_bucket_referer(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the hotlink protection of a bucket."""
        given = sort(kwargs)
        given = given._replace(headers=[*given.headers, ("Content-Type", XML)], query=[("referer", None), *given.query])
        self._exchange("PUT", Bucket, BUCKET, given, read_headers, body=b"")
