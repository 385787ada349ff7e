"""Calls about buckets."""

from typing import Any, Callable, Dict, Mapping, Optional, TypeVar

from ._base import BUCKET, ClientBase
from ._headers import Headers
from ._parameters import sort
from ._response import read_headers, read_nothing, read_true
from ._text import to_c
from ._xml import always_lists, from_dict, read_document
from .constants import Responder
from .cos_exception import CosServiceError

Result = TypeVar("Result")


def missing(error: CosServiceError) -> bool:
    """Return False if COS itself reports that something does not exist; a gateway's 404 does not count."""
    if error.status == 404 and error.responder == Responder.COS:
        return False
    raise error


class Buckets(ClientBase):
    """Calls about buckets."""

    def head_bucket(self, Bucket: str, **kwargs: Any) -> Headers:
        """Check whether a bucket exists and may be used. Returns the response headers."""
        return self._head_bucket(Bucket, kwargs, read_headers)

    def bucket_exists(self, Bucket: str, **kwargs: Any) -> bool:
        """Return False only if COS reports that the bucket does not exist; other failures are raised."""
        return self._head_bucket(Bucket, kwargs, read_true, missing)

    def _head_bucket(
        self,
        bucket: str,
        kwargs: Mapping[str, Any],
        read: Callable[[Any], Result],
        rescue: Optional[Callable[[CosServiceError], Any]] = None,
    ) -> Result:
        given = sort(kwargs)
        if given.headers or given.query or self._is_extended():
            return self._exchange("HEAD", bucket, BUCKET, given, read, rescue=rescue)
        native, name = self._native(), self._conf.bucket(bucket)
        return native.perform(None, read, given.options, bucket=to_c(name, "Bucket"), rescue=rescue)

    def create_bucket(
        self, Bucket: str, BucketAZConfig: Optional[str] = None, BucketArchConfig: Optional[str] = None, **kwargs: Any
    ) -> None:
        """Create a bucket."""
        members = {"BucketAZConfig": BucketAZConfig, "BucketArchConfig": BucketArchConfig}
        members = {name: value for name, value in members.items() if value is not None}
        given, body = sort(kwargs), None
        if members:
            body = from_dict("CreateBucketConfiguration", members)
            given = given._replace(headers=[*given.headers, ("Content-Type", "application/xml")])
        return self._exchange("PUT", Bucket, BUCKET, given, read_nothing, body=body, md5=body is not None)

    def list_buckets(
        self,
        TagKey: Optional[str] = None,
        TagValue: Optional[str] = None,
        Region: Optional[str] = None,
        CreateTime: Any = None,
        Range: Optional[str] = None,
        Marker: str = "",
        MaxKeys: int = 2000,
        **kwargs: Any,
    ) -> Dict[str, Any]:
        """List the buckets of the account."""
        given = sort(kwargs)
        query = {"marker": Marker, "max-keys": str(MaxKeys)}
        if TagKey and TagValue:
            query.update(tagkey=TagKey, tagvalue=TagValue)
        if Region:
            query["region"] = Region
        if CreateTime and Range:
            query.update({"create-time": str(CreateTime), "range": Range})

        def read(out: Any) -> Dict[str, Any]:
            found = read_document(out)
            if isinstance(found.get("Buckets"), dict):
                always_lists(found["Buckets"], ["Bucket"])
            return found

        return self._to_service(given._replace(query=list(query.items())), read)
