"""Calls that are more than one plain request."""

import json
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from ._base import BUCKET
from ._body import attach
from ._buckets import Buckets
from ._buffer import Parts, filled
from ._callbacks import State
from ._copy import Copy
from ._events import EventStream
from ._headers import Headers
from ._native import lib
from ._operate import EMPTY, XML, read_json
from ._options import Cancel
from ._parallel import MIB, Piece, in_parallel
from ._parameters import SSE_C, chosen, sort
from ._response import read_headers, read_nothing
from ._signing import Signing
from ._xml import from_dict
from .cos_exception import CosClientError, CosServiceError
from .streambody import Spool


class Composed(Copy, Buckets, Signing):
    """Calls that are more than one plain request."""

    def get_bucket_meta(self, Bucket: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the settings of a bucket, requested at once.

        A setting that COS does not return, because there is none or it is
        denied, is None. If the bucket itself cannot be reached, that error is
        raised.
        """
        found: Dict[str, Any] = {}
        settings = self._settings()

        def work(piece: Piece, token: Cancel) -> None:
            given = {**kwargs, "Cancel": token}
            if piece.number == len(settings):
                found.update(_location(self.head_bucket(Bucket, **given)))
                return
            name, function = settings[piece.number]
            try:
                found[name] = function(Bucket, **given)
            except CosServiceError:
                found[name] = None

        in_parallel(work, [Piece(number, 0, 0) for number in range(len(settings) + 1)], 10, kwargs.get("Cancel"))
        return {"BucketUrl": self.url(self._conf.bucket(Bucket)).rstrip("/"), **found}

    def _settings(self) -> List[Tuple[str, Callable[..., Dict[str, Any]]]]:
        return [
            ("Encryption", self.get_bucket_encryption),
            ("ACL", self.get_bucket_acl),
            ("Website", self.get_bucket_website),
            ("Logging", self.get_bucket_logging),
            ("CORS", self.get_bucket_cors),
            ("Versioning", self.get_bucket_versioning),
            ("IntelligentTiering", self.list_bucket_intelligenttiering_configurations),
            ("Lifecycle", self.get_bucket_lifecycle),
            ("Tagging", self.get_bucket_tagging),
            ("ObjectLock", self.get_bucket_object_lock),
            ("Replication", self.get_bucket_replication),
        ]

    def delete_bucket_referer(self, Bucket: str, **kwargs: Any) -> None:
        """Remove the hotlink protection of a bucket."""
        given = sort(kwargs)
        given = given._replace(headers=[*given.headers, ("Content-Type", XML)], query=[("referer", None), *given.query])
        return self._exchange("PUT", Bucket, BUCKET, given, read_nothing, body=b"")

    def change_object_storage_class(self, Bucket: str, Key: str, StorageClass: str) -> Headers:
        """Copy an object of up to 5 GB to itself, in another storage class. Its own metadata is not kept."""
        return self.update_object_meta(Bucket, Key, StorageClass=StorageClass)

    def update_object_meta(self, Bucket: str, Key: str, **kwargs: Any) -> Headers:
        """Copy an object of up to 5 GB to itself, with the headers that are given instead of its own."""
        source = {"Bucket": self._conf.bucket(Bucket), "Key": Key}
        for name, value in (("Endpoint", self._conf.endpoint), ("Region", self._conf.region)):
            if value:
                source[name] = value
        return self.copy_object(Bucket, Key, source, "Replaced", **kwargs)

    def select_object_content(
        self,
        Bucket: str,
        Key: str,
        Expression: str,
        ExpressionType: str,
        InputSerialization: Mapping[str, Any],
        OutputSerialization: Mapping[str, Any],
        RequestProgress: Optional[Mapping[str, Any]] = None,
        **kwargs: Any,
    ) -> Dict[str, Any]:
        """Query an object by SQL. Returns Payload, an EventStream, whose get_select_result() has all records."""
        members: Dict[str, Any] = {
            "Expression": Expression,
            "ExpressionType": ExpressionType,
            "InputSerialization": InputSerialization,
            "OutputSerialization": OutputSerialization,
        }
        if RequestProgress is not None:
            members["RequestProgress"] = RequestProgress
        given = sort(kwargs)
        given = given._replace(
            headers=[*given.headers, ("Content-Type", XML)],
            query=[("select", None), ("select-type", "2"), *given.query],
        )
        state = State()
        state.sink = spool = Spool()

        def prepare(request: Any) -> None:
            lib.cos_py_set_writer(request, 1, state.handle)

        url = self.get_object_url(Bucket, Key)

        def read(out: Any) -> Dict[str, Any]:
            return {"Payload": EventStream(spool.file, read_headers(out), url)}

        body = from_dict("SelectRequest", members)
        return self._exchange("POST", Bucket, Key, given, read, body=body, state=state, prepare=prepare)

    def get_auth(
        self,
        Method: str,
        Bucket: str,
        Key: str,
        Expired: int = 300,
        Headers: Mapping[str, Any] = EMPTY,
        Params: Mapping[str, Any] = EMPTY,
        SignHost: Optional[bool] = None,
        UseCiEndPoint: bool = False,
    ) -> str:
        """Return the Authorization header of a request that is valid for Expired seconds. See sign() for the rest."""
        if UseCiEndPoint:
            raise CosClientError("UseCiEndPoint cannot be honoured: set Domain of CosConfig to the CI host")
        if not Key:
            raise CosClientError('Key is missing: use "/" for the bucket itself')
        signed = self.sign(
            Method,
            self._conf.bucket(Bucket),
            (Key[1:] if Key.startswith("/") else Key) or None,
            expires=int(Expired),
            query=Params,
            headers=Headers,
            signed_host="" if SignHost is not None and not SignHost else None,
        )
        return signed.headers["Authorization"]

    def upload_file_from_buffer(
        self,
        Bucket: str,
        Key: str,
        Body: Any,
        MaxBufferSize: int = 100,
        PartSize: int = 10,
        MAXThread: int = 5,
        **kwargs: Any,
    ) -> Headers:
        """Store what Body.read() returns, in parts of PartSize (MiB), of which at most MaxBufferSize are in memory.

        The failure of a part is raised unchanged, and the stored parts are
        discarded.
        """
        if not hasattr(Body, "read"):
            raise CosClientError("Body must have read()")
        size = PartSize * MIB
        first = filled(Body, size)
        if len(first) < size:
            return self.put_object(Bucket, first, Key, **kwargs)
        parts = Parts(Body, first, size, max(MaxBufferSize // PartSize, 1))
        repeated = chosen(kwargs, "TrafficLimit", *SSE_C)

        def store(piece: Piece, upload: str, token: Cancel) -> Headers:
            with parts.taken(piece) as data:
                given = {**repeated, "Cancel": token}
                return self.upload_part(Bucket, Key, data, piece.number, upload, **given)

        return self._store_parts(Bucket, Key, kwargs, parts, MAXThread, store)

    def put_async_fetch_task(
        self, Bucket: str, FetchTaskConfiguration: Mapping[str, Any] = EMPTY, **kwargs: Any
    ) -> Dict[str, Any]:
        """Let COS fetch an object from a URL. Returns the JSON of the response."""
        return self._fetch_task("POST", Bucket, "", json.dumps(dict(FetchTaskConfiguration)))

    def get_async_fetch_task(self, Bucket: str, TaskId: str, **kwargs: Any) -> Dict[str, Any]:
        """Return the state of a task of put_async_fetch_task: the JSON of the response."""
        return self._fetch_task("GET", Bucket, TaskId, None)

    def _fetch_task(self, method: str, bucket: str, task: str, body: Optional[str]) -> Dict[str, Any]:
        conf = self._conf
        if not conf.domain and not conf.region:
            raise CosClientError("Region is missing: set that of the bucket, as in ap-guangzhou")
        host = conf.domain or f"{conf.region}.migration.myqcloud.com"
        native = self._native(f"{conf.scheme}://{host}")

        def prepare(request: Any) -> None:
            if body is not None:
                attach(request, None, body)

        headers = [("Content-Type", "application/json")]
        found: Dict[str, Any] = native.send(
            method, bucket, f"{bucket}/{task}", read_json, (), headers, None, None, prepare
        )
        return found


def _location(headers: Mapping[str, Any]) -> Dict[str, Any]:
    return {
        "OFS": headers.get("x-cos-bucket-arch") == "OFS",
        "MAZ": headers.get("x-cos-bucket-az-type") == "MAZ",
        "Location": headers.get("x-cos-bucket-region"),
    }
