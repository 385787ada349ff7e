"""The download of a file in parts as a class, as programs import it from Tencent's SDK."""

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional


@dataclass(frozen=True)
class PartInfo:
    """A part of an object: its number, its first byte and its length."""

    part_id: int
    start: int
    length: int


class ResumableDownLoader:
    """Downloads the object that was looked at into a file, by download_file of the client."""

    def __init__(
        self,
        cos_client: Any,
        bucket: str,
        key: str,
        dest_filename: Any,
        object_info: Mapping[str, Any],
        part_size: int = 20,
        max_thread: int = 5,
        max_part_count: int = 100,
        enable_crc: bool = False,
        progress_callback: Optional[Callable[[int, int], object]] = None,
        dump_record_dir: Any = None,
        key_simplify_check: bool = True,
        **kwargs: Any,
    ) -> None:
        self._client = cos_client
        self._given = {
            "Bucket": bucket,
            "Key": key,
            "DestFilePath": dest_filename,
            "PartSize": part_size,
            "MAXThread": max_thread,
            "MaxPartCount": max_part_count,
            "EnableCRC": enable_crc,
            "progress_callback": progress_callback,
            "DumpRecordDir": dump_record_dir,
            "KeySimplifyCheck": key_simplify_check,
            **kwargs,
        }
        if "ETag" in object_info:
            self._given.setdefault("IfMatch", object_info["ETag"])

    def start(self) -> None:
        """Download the object; it must not have changed since object_info was read."""
        self._client.download_file(**self._given)
