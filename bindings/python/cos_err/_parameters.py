"""The keyword arguments of Tencent's SDK, and how they are sent."""

from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from ._options import Options
from .cos_exception import CosClientError

_HEADERS = {
    "ContentLength": "Content-Length",
    "ContentMD5": "Content-MD5",
    "ContentType": "Content-Type",
    "CacheControl": "Cache-Control",
    "ContentDisposition": "Content-Disposition",
    "ContentEncoding": "Content-Encoding",
    "ContentLanguage": "Content-Language",
    "Expires": "Expires",
    "ACL": "x-cos-acl",
    "Tagging": "x-cos-tagging",
    "GrantFullControl": "x-cos-grant-full-control",
    "GrantWrite": "x-cos-grant-write",
    "GrantRead": "x-cos-grant-read",
    "StorageClass": "x-cos-storage-class",
    "Range": "Range",
    "IfMatch": "If-Match",
    "IfNoneMatch": "If-None-Match",
    "IfModifiedSince": "If-Modified-Since",
    "IfUnmodifiedSince": "If-Unmodified-Since",
    "CopySourceIfMatch": "x-cos-copy-source-If-Match",
    "CopySourceIfNoneMatch": "x-cos-copy-source-If-None-Match",
    "CopySourceIfModifiedSince": "x-cos-copy-source-If-Modified-Since",
    "CopySourceIfUnmodifiedSince": "x-cos-copy-source-If-Unmodified-Since",
    "ServerSideEncryption": "x-cos-server-side-encryption",
    "SSEKMSKeyId": "x-cos-server-side-encryption-cos-kms-key-id",
    "SSEKMSContext": "x-cos-server-side-encryption-context",
    "SSECustomerAlgorithm": "x-cos-server-side-encryption-customer-algorithm",
    "SSECustomerKey": "x-cos-server-side-encryption-customer-key",
    "SSECustomerKeyMD5": "x-cos-server-side-encryption-customer-key-MD5",
    "CopySourceSSECustomerAlgorithm": "x-cos-copy-source-server-side-encryption-customer-algorithm",
    "CopySourceSSECustomerKey": "x-cos-copy-source-server-side-encryption-customer-key",
    "CopySourceSSECustomerKeyMD5": "x-cos-copy-source-server-side-encryption-customer-key-MD5",
    "Referer": "Referer",
    "PicOperations": "Pic-Operations",
    "TrafficLimit": "x-cos-traffic-limit",
    "Accept": "Accept",
    "AcceptEncoding": "Accept-Encoding",
    "Callback": "x-cos-callback",
    "CallbackVar": "x-cos-callback-var",
}
_QUERIES = {
    "ResponseContentType": "response-content-type",
    "ResponseContentLanguage": "response-content-language",
    "ResponseExpires": "response-expires",
    "ResponseCacheControl": "response-cache-control",
    "ResponseContentDisposition": "response-content-disposition",
    "ResponseContentEncoding": "response-content-encoding",
    "VersionId": "versionId",
}
#: Additional arguments of every method: a Cancel, seconds for the whole call, and whether to explain a HEAD.
_OURS = ("Cancel", "CallTimeout", "Explain")

Pairs = List[Tuple[str, str]]
#: A query parameter whose value is None is a sub-resource.
Queries = List[Tuple[str, Optional[str]]]


class Parameters(NamedTuple):
    """Keyword arguments, sorted by their place in the request."""

    headers: Pairs
    query: Queries
    #: The length of the request's body, if it was given.
    length: Optional[int]
    options: Optional[Options]


_NONE = Parameters([], [], None, None)


def sort(given: Mapping[str, Any]) -> Parameters:
    """Find the place of each argument; an unknown argument is an error."""
    if not given:
        return _NONE
    headers: Pairs = []
    query: Queries = []
    length: Optional[int] = None
    ours: Dict[str, Any] = {}
    for name, value in given.items():
        if name in _OURS:
            ours[name] = value
        elif value is None and (name in ("Metadata", "ContentLength") or name in _HEADERS or name in _QUERIES):
            # It counts as not given, as in Tencent's SDK.
            continue
        elif name == "Metadata":
            headers += [(key, wire(meta)) for key, meta in value.items() if meta is not None]
        elif name == "ContentLength":
            length = int(value)
        elif name in _HEADERS:
            headers.append((_HEADERS[name], wire(value)))
        elif name in _QUERIES:
            query.append((_QUERIES[name], wire(value)))
        else:
            raise CosClientError(f"{name}: there is no parameter of this name")
    options = Options(ours.get("Cancel"), ours.get("CallTimeout"), bool(ours.get("Explain"))) if ours else None
    return Parameters(headers, query, length, options)


def wire(value: Any) -> str:
    """Return a value as it is sent."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def wire_or_none(value: Any) -> Optional[str]:
    """Return a value as it is sent; the library reports None."""
    return None if value is None else wire(value)


def chosen(given: Mapping[str, Any], *names: str, prefix: str = "") -> Dict[str, Any]:
    """Return the arguments of these names, and the additional ones, for another request of the same operation."""
    found = {name: given[prefix + name] for name in names if prefix + name in given}
    return {**found, **{name: given[name] for name in _OURS if name in given}}


#: The conditions for the source of a copy.
COPY_IF = ("CopySourceIfMatch", "CopySourceIfNoneMatch", "CopySourceIfModifiedSince", "CopySourceIfUnmodifiedSince")
#: The headers that every request must repeat for an object whose encryption key the customer keeps.
SSE_C = ("SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5")
