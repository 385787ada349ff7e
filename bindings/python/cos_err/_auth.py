"""Signatures for requests that requests or httpx sends."""

from typing import Any, Optional
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from ._body import is_document
from ._signing import Signing

#: Headers that HTTP libraries and proxies change on the way.
_UNSIGNED = {
    *("accept", "accept-encoding", "authorization", "connection", "content-length", "cookie", "expect", "host"),
    *("proxy-authorization", "transfer-encoding", "user-agent"),
}


class RequestAuth:
    """Signs every request of requests and httpx: it is their `auth` argument.

        requests.put(url, data=body, headers=headers, auth=cos_err.RequestAuth(client))

    Method, path, query and headers of the request are signed, and the Host that
    is sent. bucket: that of the client's requests where the URL's host does not
    begin with it, as with a CDN domain. The body is read only for a Content-MD5
    where COS demands one. Nothing of it needs requests or httpx.
    """

    def __init__(self, client: Signing, bucket: Optional[str] = None, *, expires: int = 300) -> None:
        self._client, self._bucket, self._expires = client, bucket, expires

    def __call__(self, request: Any) -> Any:
        """Add the signature to a prepared request."""
        parts = urlsplit(str(request.url))
        query = [(name, value or None) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _UNSIGNED}
        host = request.headers.get("Host") or parts.netloc.rpartition("@")[2]
        signed = self._client.sign(
            request.method,
            self._bucket or host.partition(".")[0],
            unquote(parts.path[1:]) or None,
            expires=self._expires,
            query=query,
            headers=headers,
            body=_bytes_of(request) if is_document(query) else None,
            signed_host=host,
        )
        # In the spelling that was signed: a "+" in a query has two meanings.
        sent = urlsplit(signed.url)
        request.url = type(request.url)(urlunsplit((parts.scheme, parts.netloc, sent.path, sent.query, "")))
        request.headers.update(signed.headers)
        return request


def _bytes_of(request: Any) -> Any:
    """Return the body of a request: requests calls it body, httpx content."""
    return request.body if hasattr(request, "body") else request.content
