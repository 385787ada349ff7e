"""Calls about objects."""

from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from ._base import BUCKET, OWN_HOSTS, ClientBase
from ._body import needed
from ._buckets import missing
from ._callbacks import State
from ._headers import Headers
from ._native import lib
from ._options import Options
from ._parameters import Parameters, Queries, sort, wire, wire_or_none
from ._regions import region_of
from ._response import read_headers, read_true
from ._session import Native
from ._text import to_c
from ._xml import always_lists, from_dict, read_document, read_result, to_dict
from .cos_config import endpoint_template
from .cos_exception import CosClientError, CosServiceError, local_files
from .streambody import Spool, StreamBody


def _url(native: Native, bucket: str, key: str, query: Queries, region: Optional[str] = None) -> str:
    options = Options(region=region)
    return native.build("GET", bucket, key, query, (), None, lambda request: native.url(request, options))


class Objects(ClientBase):
    """Calls about objects."""

    def put_object(self, Bucket: str, Body: Any, Key: str, EnableMD5: bool = False, **kwargs: Any) -> Headers:
        """Store an object. Body: bytes, str, a binary file, or an iterable of bytes. Returns the response headers."""
        given = sort(kwargs)
        return self._exchange("PUT", Bucket, Key, given, read_headers, body=needed(Body), md5=EnableMD5)

    def put_object_from_local_file(
        self, Bucket: str, LocalFilePath: Any, Key: str, EnableMD5: bool = False, **kwargs: Any
    ) -> Headers:
        """Store a file."""
        with local_files():
            file = open(LocalFilePath, "rb")  # noqa: SIM115
        with file:
            return self.put_object(Bucket, file, Key, EnableMD5, **kwargs)

    def get_object(
        self, Bucket: str, Key: str, KeySimplifyCheck: bool = True, ReadAll: bool = False, **kwargs: Any
    ) -> Headers:
        """Read an object. Returns the response headers, and "Body".

        The body is read as it comes. The read that would return the last bytes
        raises the error of a body that is incomplete or whose checksum is wrong;
        without a Content-Length, the read after it does. Close it if you do not read it to
        its end, to give its connection back. With ReadAll, the whole body has
        been received and verified when this returns: it is in memory up to 16
        MiB, beyond that in a temporary file. An empty key, which would mean the
        bucket itself, is always an error.
        """
        state, given = State(), sort(kwargs)
        if ReadAll:
            return self._get_whole(Bucket, Key, given, state)
        if self._is_extended():
            return self._opened(Bucket, Key, given)  # type: ignore[no-any-return]

        def prepare(request: Any) -> None:
            lib.cos_py_set_writer(request, 0, state.handle)
            lib.cos_py_set_head(request, state.handle)

        def use(native: Native, request: Any) -> Callable[[], Headers]:
            return native.open(request, given.options, state)

        return self._build("GET", Bucket, Key, given, use, state=state, prepare=prepare)()

    def _get_whole(self, bucket: str, key: str, given: Parameters, state: State) -> Headers:
        state.sink = spool = Spool()

        def prepare(request: Any) -> None:
            lib.cos_py_set_writer(request, 1, state.handle)

        def read(out: Any) -> Headers:
            headers = read_headers(out)
            length = spool.file.tell()
            spool.file.seek(0)
            headers["Body"] = StreamBody(spool.file, headers, length)
            return headers

        return self._exchange("GET", bucket, key, given, read, state=state, prepare=prepare)

    def object_exists(self, Bucket: str, Key: str, **kwargs: Any) -> bool:
        """Return False only if COS reports that the object does not exist; other failures are raised."""
        return self._exchange("HEAD", Bucket, Key, sort(kwargs), read_true, rescue=missing)

    def delete_objects(self, Bucket: str, Delete: Mapping[str, Any], **kwargs: Any) -> Dict[str, Any]:
        """Delete up to 1000 objects: {"Object": [{"Key": ...}], "Quiet": "true"}.

        Keys that failed are in the result's "Error", as in Tencent's SDK;
        nothing is raised for them.
        """
        given = sort(kwargs)
        given = given._replace(
            headers=[*given.headers, ("Content-Type", "application/xml")], query=[*given.query, ("delete", None)]
        )
        document = from_dict("Delete", Delete)

        def listed(found: Dict[str, Any]) -> Dict[str, Any]:
            always_lists(found, ["Deleted", "Error"])
            return found

        def rescue(error: CosServiceError) -> Dict[str, Any]:
            if not error.parts or error.status != 200 or error.origin_truncated:
                raise error
            return listed(to_dict(error.origin_body))

        return self._exchange(
            "POST",
            Bucket,
            BUCKET,
            given,
            lambda out: listed(read_document(out)),
            body=document,
            rescue=rescue,
        )

    def copy_object(
        self, Bucket: str, Key: str, CopySource: Mapping[str, str], CopyStatus: str = "Copy", **kwargs: Any
    ) -> Headers:
        """Copy an object of up to 5 GB. CopySource: Bucket, Key, Region; also Appid, Endpoint, VersionId."""
        if CopyStatus not in ("Copy", "Replaced"):
            raise CosClientError(f'CopyStatus "{CopyStatus}": must be Copy or Replaced')
        given = sort(kwargs)
        headers = [
            ("x-cos-copy-source", self._copy_source(CopySource)),
            ("x-cos-metadata-directive", CopyStatus),
            *given.headers,
        ]
        return self._result("PUT", Bucket, Key, given._replace(headers=headers))

    def _result(self, method: str, bucket: str, key: str, given: Parameters, body: Optional[bytes] = None) -> Headers:
        """Return the headers, and the members of the response's document."""
        return self._exchange(method, bucket, key, given, read_result, body=body)

    def _copy_source(self, source: Mapping[str, str]) -> str:
        """Return the header of a copy: the URL of its source, without the scheme."""
        bucket, key, query = self._source(source)
        endpoint = source.get("Endpoint")
        native = self._native(endpoint_template(endpoint, self._conf.scheme) if endpoint else OWN_HOSTS)
        return _url(native, bucket, key, query, None if endpoint else region_of(source["Region"])).partition("://")[2]

    def _source(self, source: Mapping[str, str]) -> Tuple[str, str, Queries]:
        """Return bucket, key and query of the source of a copy."""
        for name in ("Bucket", "Key"):
            if not source.get(name):
                raise CosClientError(f"CopySource: {name} is missing")
        if not source.get("Endpoint") and not source.get("Region"):
            raise CosClientError("CopySource: Region or Endpoint is missing")
        bucket, appid, version = source["Bucket"], source.get("Appid"), source.get("VersionId")
        if appid and not bucket.endswith("-" + appid):
            bucket = f"{bucket}-{appid}"
        return bucket, self._name(wire(source["Key"])), [("versionId", wire(version))] if version else []

    def get_object_url(self, Bucket: str, Key: str) -> str:
        """Return the object's URL, without a signature."""
        return _url(self._native(), self._conf.bucket(Bucket), self._name(Key), [])

    def get_presigned_url(
        self,
        Bucket: str,
        Key: str,
        Method: str,
        Expired: int = 300,
        Params: Optional[Mapping[str, Any]] = None,
        Headers: Optional[Mapping[str, Any]] = None,
        UseCiEndPoint: bool = False,
        SignHost: Optional[bool] = None,
    ) -> str:
        """Return a URL that anyone may use for Expired seconds; Headers are signed and must be sent with it."""
        if UseCiEndPoint:
            raise CosClientError("UseCiEndPoint cannot be honoured: set Domain of CosConfig to the CI host")
        name = Key[1:] if len(Key) > 1 and Key.startswith("/") else Key
        native = self._native()
        request = lib.cos_request_new(
            to_c(Method, "Method"), to_c(self._conf.bucket(Bucket), "Bucket"), to_c(name, "Key")
        )
        try:
            for key, value in (Params or {}).items():
                lib.cos_request_set_query(request, to_c(key, "Params"), to_c(wire_or_none(value), key))
            for key, value in (Headers or {}).items():
                lib.cos_request_set_header(request, to_c(key, "Headers"), to_c(wire_or_none(value), key))
            options = None if SignHost is None else Options(signed_host=None if SignHost else "")
            return native.presign(request, int(Expired), options)
        finally:
            lib.cos_request_free(request)

    def get_presigned_download_url(
        self,
        Bucket: str,
        Key: str,
        Expired: int = 300,
        Params: Optional[Mapping[str, Any]] = None,
        Headers: Optional[Mapping[str, Any]] = None,
        UseCiEndPoint: bool = False,
        SignHost: Optional[bool] = None,
    ) -> str:
        """Return a URL to GET the object."""
        return self.get_presigned_url(Bucket, Key, "GET", Expired, Params, Headers, UseCiEndPoint, SignHost)
