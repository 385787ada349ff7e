"""Signatures for requests of the program's own, under the module name of Tencent's SDK."""

import re
from typing import Any, Dict, Mapping, Optional
from urllib.parse import urlsplit

from ._elsewhere import unsupported
from ._operate import EMPTY
from ._signing import Signing

#: Headers that are signed, besides those of COS and of data processing.
_SIGNED = {
    *("cache-control", "content-disposition", "content-encoding", "content-type", "content-md5", "expires"),
    *("if-match", "if-modified-since", "if-none-match", "if-unmodified-since", "origin", "range", "pic-operations"),
}
_BUCKET = re.compile(r"[a-z0-9-]+-\d+")
#: Takes the place of a bucket in a host that does not name one: only the path and the Host are signed.
_ANY_BUCKET = "examplebucket-1250000000"


def filter_headers(data: Mapping[str, Any]) -> Dict[str, Any]:
    """Return the headers that are signed."""
    return {
        name: value
        for name, value in data.items()
        if name.lower() in _SIGNED or name.lower().startswith(("x-cos-", "x-ci-"))
    }


class CosS3Auth:
    """Signs a request for requests: it is the `auth` argument, and a function that receives a request.

    The key, `params` and the headers of the request are signed, and its Host
    unless sign_host is False. The token of a temporary key is added.
    """

    def __init__(
        self,
        conf: Any,
        key: Any = None,
        params: Mapping[str, Any] = EMPTY,
        expire: int = 10000,
        sign_host: Optional[bool] = None,
    ) -> None:
        self._conf, self._params, self._expire = conf, dict(params), int(expire)
        self._sign_host = conf._sign_host if sign_host is None else bool(sign_host)
        key = key.decode("utf-8") if isinstance(key, bytes) else key
        self._path = f"/{key[1:] if key and key.startswith('/') else key or ''}"

    def __call__(self, r: Any) -> Any:
        """Add the signature to a request, and return it."""
        if self._conf._anonymous:
            r.headers["Authorization"] = ""
            return r
        host = next((value for name, value in r.headers.items() if name.lower() == "host"), None)
        host = _text(host) if host is not None else urlsplit(r.url).netloc.rpartition("@")[2]
        first = host.partition(".")[0]
        signed = Signing(self._conf).sign(
            r.method,
            first if _BUCKET.fullmatch(first) else _ANY_BUCKET,
            self._path[1:] or None,
            expires=self._expire,
            query={name: _text(value) for name, value in self._params.items()} if self._conf._sign_params else (),
            headers={name: _text(value) for name, value in filter_headers(r.headers).items()},
            signed_host=host if self._sign_host else "",
        )
        for name, value in signed.header_fields:
            if name.lower() in ("authorization", "x-cos-security-token"):
                r.headers[name] = value
        return r


def _text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


class CosRtmpAuth:
    """Signatures of live channels, which are not included."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        raise unsupported("CosRtmpAuth")


__all__ = ["CosRtmpAuth", "CosS3Auth", "filter_headers"]
