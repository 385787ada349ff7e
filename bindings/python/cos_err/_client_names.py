"""What programs call on the client of Tencent's SDK, beyond the calls themselves."""

import os
from typing import Any, Dict, Mapping, Optional
from urllib.parse import urlsplit

from ._composed import Composed
from ._operate import EMPTY
from ._send_request import Sending
from .cos_comm import get_raw_md5, switch_hostname
from .cos_exception import CosClientError


class ClientNames(Composed, Sending):
    """Methods of Tencent's client that send nothing, or that its programs use inside their own."""

    def get_retry_exe_times(self) -> int:
        """Return how many retries the failed calls of this client made, and those that a program counted."""
        return int(self.__dict__.get("_counted", 0)) + sum(client.retries for client in self._clients.values())

    def inc_retry_exe_times(self) -> None:
        """Count a retry."""
        self.__dict__["_counted"] = self.__dict__.get("_counted", 0) + 1

    def should_switch_domain(self, url: str, headers: Mapping[str, Any] = EMPTY) -> bool:
        """Whether a failed request to this URL is repeated at the backup domain."""
        host = urlsplit(url).hostname or ""
        is_wanted = self._conf.backup_domain and "x-cos-request-id" not in headers
        return bool(is_wanted and host and switch_hostname(host) != host)

    def generate_built_in_connection_pool(self, PoolConnections: int, PoolMaxSize: int) -> None:
        """Raise the limit of connections in use to one of these numbers. It is never lowered."""
        self._conf.pool = max(self._conf.pool, PoolConnections, PoolMaxSize)

    def handle_built_in_connection_pool_by_pid(self) -> None:
        """Do nothing: after a fork, connections are opened anew by themselves."""

    def _get_resumable_uploadid(self, bucket: str, key: str) -> Optional[str]:
        """Return the newest multipart upload of a key that has neither completed nor been aborted."""
        asked: Dict[str, Any] = {}
        found: Optional[str] = None
        while True:
            listed = self.list_multipart_uploads(Bucket=bucket, Prefix=key, **asked)
            for upload in listed.get("Upload", ()):
                found = upload["UploadId"] if upload["Key"] == key.lstrip("/") else found
            if listed.get("IsTruncated") != "true":
                return found
            asked = {"KeyMarker": listed["NextKeyMarker"], "UploadIdMarker": listed["NextUploadIdMarker"]}

    def _check_all_upload_parts(
        self,
        bucket: str,
        key: str,
        uploadid: str,
        local_path: Any,
        parts_num: int,
        part_size: int,
        last_size: int,
        already_exist_parts: Dict[int, str],
    ) -> bool:
        """Whether the stored parts of an upload are those of a file; their ETags go into the dict."""
        marker = 0
        while True:
            listed = self.list_parts(Bucket=bucket, Key=key, UploadId=uploadid, PartNumberMarker=marker)
            for part in listed.get("Part", ()):
                number, size = int(part["PartNumber"]), int(part["Size"])
                if number > parts_num or size != (last_size if number == parts_num else part_size):
                    return False
                if part["ETag"] != _etag(local_path, (number - 1) * part_size, size):
                    return False
                already_exist_parts[number] = part["ETag"]
            if listed.get("IsTruncated") != "true":
                return True
            marker = int(listed["NextPartNumberMarker"])

    @property
    def _session(self) -> Any:
        """A session of requests, for a send_request of the program's own that sends by it."""
        session = self.__dict__.get("_own_session")
        if session is None:
            try:
                import requests  # type: ignore[import-untyped]
            except ImportError:
                raise CosClientError("_session needs requests: install it, or send by another HTTP library") from None
            session = self.__dict__["_own_session"] = requests.Session()
        return session


def _etag(path: Any, offset: int, size: int) -> str:
    with open(os.fspath(path), "rb") as file:
        file.seek(offset)
        return get_raw_md5(file.read(size))
