"""Copies of any size."""

from typing import Any, Mapping, Tuple

from ._headers import Headers
from ._options import Cancel, Options
from ._parallel import MIB, Piece, pieces
from ._parameters import COPY_IF, SSE_C, chosen, sort
from ._regions import region_of
from ._response import read_headers
from ._transfer import Transfer
from .cos_config import endpoint_template, is_cos


class Copy(Transfer):
    """Copies of any size."""

    def copy(
        self,
        Bucket: str,
        Key: str,
        CopySource: Mapping[str, str],
        CopyStatus: str = "Copy",
        PartSize: int = 10,
        MAXThread: int = 5,
        **kwargs: Any,
    ) -> Headers:
        """Copy an object: by one request where COS allows it, from 5 GB on in parts of PartSize (MiB)."""
        size, storage = self._head_source(CopySource, kwargs)
        stays = self._is_near(CopySource) and storage == str(kwargs.get("StorageClass", "standard")).lower()
        if stays or size < self._conf.copy_threshold:
            return self.copy_object(Bucket, Key, CopySource, CopyStatus, **kwargs)
        own = {name: value for name, value in kwargs.items() if not name.startswith("CopySource")}
        source_keys = tuple("CopySource" + name for name in SSE_C)
        repeated = chosen(kwargs, *SSE_C, *source_keys, *COPY_IF)

        def store(piece: Piece, upload: str, token: Cancel) -> Headers:
            where = f"bytes={piece.offset}-{piece.offset + piece.length - 1}"
            given = {**repeated, "Cancel": token}
            return self.upload_part_copy(Bucket, Key, piece.number, upload, CopySource, where, **given)

        return self._store_parts(Bucket, Key, own, pieces(size, PartSize * MIB), MAXThread, store)

    def _is_near(self, source: Mapping[str, str]) -> bool:
        conf = self._conf
        if source.get("Endpoint"):
            return source["Endpoint"] == conf.endpoint
        return bool(conf.region) and region_of(source.get("Region")) == conf.region

    def _head_source(self, source: Mapping[str, str], kwargs: Mapping[str, Any]) -> Tuple[int, str]:
        """Return the size of the source, and its storage class."""
        bucket, key, query = self._source(source)
        given = sort(chosen(kwargs, *SSE_C, prefix="CopySource"))
        options = given.options or Options()
        native = self._native()
        if source.get("Endpoint"):
            native = self._native(endpoint_template(source["Endpoint"], self._conf.scheme))
        elif not self._is_near(source):
            options = options._replace(region=region_of(source.get("Region")))
            template = self._conf.template() or "{region}"
            if "{region}" not in template and is_cos(template):
                # An endpoint of the settings belongs to the region of the settings.
                native = self._native(self._conf.scheme + "://{bucket}.cos.{region}.myqcloud.com")
        headers = native.send("HEAD", bucket, key, read_headers, query, given.headers, options)
        return int(headers["Content-Length"]), str(headers.get("x-cos-storage-class", "standard")).lower()
