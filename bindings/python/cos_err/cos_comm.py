"""Helpers that programs import from Tencent's SDK, under its module name.

Programs also take names from here that the module only imports, by
`from ... import *`. Nothing in this package needs them.
"""

import base64
import datetime
import hashlib
import os
import re
import sys
import threading
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Tuple
from urllib.parse import quote, unquote, urlsplit

from ._body import LARGEST
from ._parameter_names import HEADERS, QUERIES
from ._regions import endpoint_of, labels_of
from ._shape import _canned
from ._xml import from_dict, to_dict
from .cos_exception import CosClientError, CosServiceError

SINGLE_UPLOAD_LENGTH = LARGEST
DEFAULT_CHUNK_SIZE = 1024 * 1024
#: Keyword arguments, and the header or query parameter that each of them sets.
maplist = {**HEADERS, **QUERIES, "Metadata": "Metadata"}
_BUCKET = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
_SWITCHED = re.compile(r"[a-z0-9-]+-[0-9]+\.cos\.[a-z]+-[a-z]+(-[a-z]+)?(-1)?\.myqcloud\.com")


def to_str(s: Any) -> Any:
    """Return text of a value that is neither str nor bytes."""
    return s if isinstance(s, (str, bytes)) else str(s)


def to_unicode(s: Any) -> Any:
    """Decode bytes as UTF-8; other values are returned unchanged."""
    if not isinstance(s, bytes):
        return s
    try:
        return s.decode("utf-8")
    except UnicodeDecodeError:
        raise CosClientError("a value in bytes is not valid UTF-8: encode it as UTF-8") from None


def to_bytes(s: Any) -> Any:
    """Encode str as UTF-8; other values are returned unchanged."""
    if not isinstance(s, str):
        return s
    try:
        return s.encode("utf-8")
    except UnicodeEncodeError:
        raise CosClientError("a str cannot be encoded as UTF-8: remove the lone surrogates") from None


def get_raw_md5(data: Any) -> str:
    """Return the ETag of data: its MD5 in hexadecimal digits, in quotes."""
    return f'"{hashlib.md5(to_bytes(data)).hexdigest()}"'  # noqa: S324


def get_md5(data: Any) -> bytes:
    """Return the Content-MD5 of data."""
    return base64.standard_b64encode(hashlib.md5(to_bytes(data)).digest())  # noqa: S324


def get_content_md5(body: Any) -> bytes:
    """Return the Content-MD5 of data, or of the rest of a file, whose position stays the same."""
    if isinstance(body, (str, bytes)):
        return get_md5(body)
    if not all(hasattr(body, name) for name in ("tell", "seek", "read")):
        raise CosClientError("the MD5 needs bytes, str or a file that has tell, seek and read")
    start, digest = body.tell(), hashlib.md5()  # noqa: S324
    for piece in iter(lambda: to_bytes(body.read(DEFAULT_CHUNK_SIZE)), b""):
        digest.update(piece)
    try:
        body.seek(start)
    except Exception as error:
        raise CosClientError("the file cannot go back to its start after its MD5") from error
    return base64.standard_b64encode(digest.digest())


def dict_to_xml(data: Mapping[str, Any]) -> bytes:
    """Return the document that completes a multipart upload."""
    for name, found in (("Part", data), *(("PartNumber", part) for part in data.get("Part", ()))):
        if name not in found:
            raise CosClientError(f"MultipartUpload: {name} is missing")
    parts = []
    for part in data["Part"]:
        if "ETag" not in part:
            raise CosClientError("MultipartUpload: ETag is missing")
        parts.append({"PartNumber": part["PartNumber"], "ETag": part["ETag"]})
    return from_dict("CompleteMultipartUpload", {"Part": parts})


def xml_to_dict(data: Any, origin_str: str = "", replace_str: str = "") -> Dict[str, Any]:
    """Return the children of a document's root. `origin_str` is replaced in the names and texts of the result."""
    found = to_dict(to_bytes(data))
    replaced: Dict[str, Any] = _replaced(found, origin_str, replace_str) if origin_str else found
    return replaced


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {_replaced(name, old, new): _replaced(inner, old, new) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(item, old, new) for item in value]
    return value.replace(old, new) if isinstance(value, str) else value


def mapped(headers: Mapping[str, Any]) -> Dict[str, Any]:
    """Return the headers and query parameters that keyword arguments set."""
    found: Dict[str, Any] = {}
    for name, value in headers.items():
        if name not in maplist:
            raise CosClientError(f"{name}: there is no parameter of this name")
        found.update(value if name == "Metadata" else {maplist[name]: value})
    return found


def format_xml(data: Any, root: str) -> bytes:
    """Return a document of a dict."""
    return from_dict(root, data)


def format_values(data: Dict[str, Any]) -> Dict[str, Any]:
    """Encode the values of a dict, in place."""
    for name, value in data.items():
        data[name] = to_bytes(value)
    return data


def format_endpoint(
    endpoint: Any, region: Any, module: str, EnableOldDomain: Any, EnableInternalDomain: Any
) -> Optional[str]:
    """Return the endpoint that was given, or that of a region."""
    return endpoint_of(endpoint, region, module, EnableOldDomain, EnableInternalDomain)


def format_region(region: Any, module: str, EnableOldDomain: Any, EnableInternalDomain: Any) -> str:
    """Return service and region as they stand in a host; names of the older API are those of today."""
    return labels_of(region, module, EnableOldDomain, EnableInternalDomain)


def switch_hostname(host: str) -> str:
    """Return a bucket's host in the backup domain; a host that has none is returned unchanged."""
    if not host:
        raise CosClientError("host is missing")
    return host[: -len("myqcloud.com")] + "tencentcos.cn" if _SWITCHED.fullmatch(host) else host


def switch_hostname_for_url(url: str) -> str:
    """Return a URL whose host is in the backup domain."""
    if not url:
        raise CosClientError("url is missing")
    host = urlsplit(url).hostname
    return url.replace(host, switch_hostname(host)) if host else url


def format_bucket(bucket: Any, appid: Any) -> str:
    """Return a bucket's full name, which ends with its APPID."""
    bucket, appid = to_unicode(bucket), to_unicode(appid)
    if not isinstance(bucket, str) or not _BUCKET.fullmatch(bucket):
        raise CosClientError(f'Bucket "{bucket}": must be letters, digits and hyphens')
    if appid and not isinstance(appid, str):
        raise CosClientError(f'Appid "{appid}": must be a str')
    return bucket if not appid or bucket.endswith(f"-{appid}") else f"{bucket}-{appid}"


def path_simplify_check(path: Any) -> None:
    """Refuse a key whose dots and slashes lead to the bucket itself."""
    left: List[str] = []
    for name in to_unicode(path).split("/"):
        if name == "..":
            del left[-1:]
        elif name not in ("", "."):
            left.append(name)
    if not left:
        raise CosClientError(f'Key "{to_unicode(path)}": its dots and slashes lead to the bucket itself')


def format_path(path: Any) -> str:
    """Return a key in percent-encoding, without a slash before it."""
    path = to_unicode(path)
    if not isinstance(path, str) or not path:
        raise CosClientError(f'Key "{path}": must be a str that is not empty')
    return quote(path[1:] if path.startswith("/") else path, safe="/-_.~")


def get_copy_source_info(
    CopySource: Mapping[str, Any], EnableOldDomain: Any, EnableInternalDomain: Any
) -> Tuple[str, str, Optional[str], str]:
    """Return bucket, key, endpoint and version of the source of a copy."""
    for name in ("Bucket", "Key"):
        if name not in CopySource:
            raise CosClientError(f"CopySource: {name} is missing")
    bucket = format_bucket(CopySource["Bucket"], CopySource.get("Appid", ""))
    given = CopySource.get("Endpoint", ""), CopySource.get("Region", "")
    endpoint = endpoint_of(*given, "cos.", EnableOldDomain, EnableInternalDomain)
    key = to_unicode(CopySource["Key"])
    return bucket, key[1:] if key.startswith("/") else key, endpoint, to_unicode(CopySource.get("VersionId", ""))


def gen_copy_source_url(CopySource: Mapping[str, Any], EnableOldDomain: Any, EnableInternalDomain: Any) -> str:
    """Return the value of x-cos-copy-source."""
    bucket, key, endpoint, version = get_copy_source_info(CopySource, EnableOldDomain, EnableInternalDomain)
    return f"{bucket}.{endpoint}/{format_path(key)}" + (f"?versionId={version}" if version else "")


def gen_copy_source_range(begin_range: Any, end_range: Any) -> str:
    """Return the value of x-cos-copy-source-range."""
    return f"bytes={to_unicode(begin_range)}-{to_unicode(end_range)}"


def get_file_like_object_length(data: Any) -> int:
    """Return how many bytes of a file follow its position."""
    try:
        length = os.fstat(data.fileno()).st_size
    except OSError:
        length = len(data) if hasattr(data, "__len__") else len(data.getvalue())
    try:
        return int(length - data.tell())
    except OSError:
        return int(length)


def check_object_content_length(data: Any) -> None:
    """Refuse a body that is too large for one request."""
    length = 0
    if isinstance(data, (str, bytes)):
        length = len(to_bytes(data))
    elif hasattr(data, "fileno") and hasattr(data, "tell"):
        length = get_file_like_object_length(data)
    if length > SINGLE_UPLOAD_LENGTH:
        raise CosClientError(f"the body has {length} bytes: at most 5 GB fit in one request; use upload_file")


def format_dict(data: Any, key_lst: Any) -> Any:
    """Make members that may repeat a list, in place."""
    if isinstance(data, dict) and isinstance(key_lst, list):
        for name in key_lst:
            if name in data and data[name] is None:
                data[name] = []
            elif name in data and isinstance(data[name], (dict, str)):
                data[name] = [data[name]]
    return data


def format_dict_or_list(data: Any, key_lst: Any) -> Any:
    """Make members that may repeat a list, in place; in a list, those of each item."""
    for item in data if isinstance(data, list) else (data,):
        format_dict(item, key_lst)
    return data


def decode_result(
    data: Dict[str, Any], key_lst: Iterable[str], multi_key_list: Iterable[Tuple[str, str]]
) -> Dict[str, Any]:
    """Undo encoding-type=url, in place."""
    for name in key_lst:
        if data.get(name):
            data[name] = unquote(data[name])
    for name, member in multi_key_list:
        for item in data.get(name, ()):
            if item.get(member):
                item[member] = unquote(item[member])
    return data


def get_date(yy: int, mm: int, dd: int) -> str:
    """Return the date of a lifecycle rule: midnight in UTC+8."""
    return f"{datetime.datetime(yy, mm, dd).isoformat()}+08:00"


def parse_object_canned_acl(result_acl: Mapping[str, Any], rsp_headers: Mapping[str, Any]) -> str:
    """Return the canned ACL of an object."""
    return _canned(result_acl, rsp_headers, "object")


def parse_bucket_canned_acl(result_acl: Mapping[str, Any]) -> str:
    """Return the canned ACL of a bucket."""
    return _canned(result_acl, {}, "bucket")


def client_can_retry(file_position: Any, **kwargs: Any) -> bool:
    """Whether a request can be sent again; a body that is a file goes back to its position."""
    body = kwargs.get("data", b"")
    if isinstance(body, (str, bytes)):
        return True
    if file_position is None or not all(hasattr(body, name) for name in ("tell", "seek", "read")):
        return False
    try:
        body.seek(file_position)
    except Exception:
        return False
    return True


class CiDetectType:
    """What a review of content looks for. The numbers are added."""

    PORN, TERRORIST, POLITICS, ADS, ILLEGAL, ABUSE, TEENAGER = 1, 2, 4, 8, 16, 32, 64

    @staticmethod
    def get_detect_type_str(DetectType: int) -> str:
        """Return the names in the number, as data processing expects them."""
        names = ("Porn", "Terrorism", "Politics", "Ads", "Illegal", "Abuse", "Teenager")
        return ",".join(name for place, name in enumerate(names) if DetectType >> place & 1)


class ProgressCallback:
    """Adds up the sizes that several threads report, and passes the sum to a function."""

    def __init__(self, file_size: int, progress_callback: Callable[[int, int], object]) -> None:
        self._lock = threading.Lock()
        self._finished, self._size, self._callback = 0, file_size, progress_callback

    def report(self, size: int) -> None:
        """Add a size, and call the function."""
        with self._lock:
            self._finished += size
            self._callback(self._finished, self._size)


__all__ = [
    "CiDetectType",
    "CosClientError",
    "CosServiceError",
    "DEFAULT_CHUNK_SIZE",
    "ProgressCallback",
    "SINGLE_UPLOAD_LENGTH",
    "base64",
    "check_object_content_length",
    "client_can_retry",
    "decode_result",
    "dict_to_xml",
    "format_bucket",
    "format_dict",
    "format_dict_or_list",
    "format_endpoint",
    "format_path",
    "format_region",
    "format_values",
    "format_xml",
    "gen_copy_source_range",
    "gen_copy_source_url",
    "get_content_md5",
    "get_copy_source_info",
    "get_date",
    "get_file_like_object_length",
    "get_md5",
    "get_raw_md5",
    "hashlib",
    "maplist",
    "mapped",
    "os",
    "parse_bucket_canned_acl",
    "parse_object_canned_acl",
    "path_simplify_check",
    "quote",
    "re",
    "switch_hostname",
    "switch_hostname_for_url",
    "sys",
    "threading",
    "to_bytes",
    "to_str",
    "to_unicode",
    "unquote",
    "xml_to_dict",
]
