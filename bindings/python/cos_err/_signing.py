"""Signed requests, presigned URLs and plain URLs. Nothing is sent."""

from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from ._base import ClientBase
from ._body import attach
from ._callbacks import State
from ._native import lib
from ._options import Cancel, Options
from ._parameters import wire_or_none
from ._text import from_c, path_to_c

Fields = Union[Mapping[str, Any], Iterable[Tuple[str, Any]]]


def listed(fields: Fields) -> Tuple[Tuple[str, Optional[str]], ...]:
    """Return names and values as they are sent."""
    pairs = fields.items() if isinstance(fields, Mapping) else fields
    return tuple((name, wire_or_none(value)) for name, value in pairs)


class SignedRequest(NamedTuple):
    """A request that another HTTP library sends. It is a secret while it is valid.

        requests.request(signed.method, signed.url, headers=signed.headers, data=body)

    Method, URL and all headers must be sent as they are. Host, Content-Length,
    Transfer-Encoding, Expect and User-Agent are not among the headers, because
    the HTTP library sets them. If the request sets one of the first four, it is
    signed, and must be sent with that value.
    """

    method: str
    url: str
    #: The headers in order: those that were given, a Content-MD5 where COS demands one, a temporary token, and
    #: Authorization.
    header_fields: List[Tuple[str, str]]
    #: When the signature ends, in Unix seconds. A retry after it needs a new signature. It is not later than the
    #: end of the credentials that a provider gave.
    expires_at: int

    @property
    def headers(self) -> Dict[str, str]:
        """The headers as a dict; of a repeated name the last one."""
        return dict(self.header_fields)

    def __repr__(self) -> str:
        return f"SignedRequest({self.method} {self.url.partition('?')[0]})"


def _read_signed(out: Any) -> SignedRequest:
    signed = out[0]
    fields = [
        (from_c(lib.cos_signed_header_name(signed, index)), from_c(lib.cos_signed_header_value(signed, index)))
        for index in range(lib.cos_signed_header_count(signed))
    ]
    method, url = from_c(lib.cos_signed_method(signed)), from_c(lib.cos_signed_url(signed))
    return SignedRequest(method, url, fields, lib.cos_signed_expires_at_s(signed))


class Signing(ClientBase):
    """Calls that send nothing. Their arguments are those of `send`."""

    def sign(
        self,
        method: str,
        bucket: Optional[str] = None,
        key: Optional[str] = None,
        *,
        expires: int = 300,
        query: Fields = (),
        headers: Fields = (),
        body: Any = None,
        body_file: Any = None,
        content_md5: bool = False,
        signed_host: Optional[str] = None,
        region: Optional[str] = None,
        timeout: Optional[float] = None,
        call_headers: Fields = (),
        cancel: Optional[Cancel] = None,
    ) -> SignedRequest:
        """Sign a request that your own HTTP library sends, for `expires` seconds from now.

        body: bytes or str; body_file: a path. They are read for a Content-MD5
        where COS demands one, or if content_md5 is set; a file or an iterable
        is then refused. signed_host is signed instead of the host of the URL,
        for a CDN or proxy that sends another Host to COS; with "" no Host is
        signed. A client without credentials raises INVALID_CREDENTIALS.
        """
        state = State()
        options = Options(cancel, timeout, False, region, listed(call_headers), signed_host)

        def prepare(request: Any) -> None:
            if body_file is not None:
                lib.cos_request_set_body_file(request, path_to_c(body_file))
            elif body is not None:
                attach(request, state, body, in_place=False)
            if content_md5:
                lib.cos_request_set_content_md5(request, 1)

        native = self._native_of(bucket, key)
        return native.build(
            method,
            bucket,
            key,
            listed(query),
            listed(headers),
            prepare,
            lambda request: native.sign(request, expires, _read_signed, options),
        )

    def presign(
        self,
        method: str,
        bucket: Optional[str] = None,
        key: Optional[str] = None,
        *,
        expires: int = 300,
        query: Fields = (),
        headers: Fields = (),
        signed_host: Optional[str] = None,
        region: Optional[str] = None,
        timeout: Optional[float] = None,
        call_headers: Fields = (),
        cancel: Optional[Cancel] = None,
    ) -> str:
        """Return a URL that anyone may use for `expires` seconds.

        The headers are signed, and must be sent with it. See get_presigned_url
        for the arguments of Tencent's SDK.
        """
        options = Options(cancel, timeout, False, region, listed(call_headers), signed_host)
        native = self._native_of(bucket, key)
        return native.build(
            method,
            bucket,
            key,
            listed(query),
            listed(headers),
            None,
            lambda request: native.presign(request, expires, options),
        )

    def url(
        self,
        bucket: Optional[str] = None,
        key: Optional[str] = None,
        *,
        query: Fields = (),
        region: Optional[str] = None,
    ) -> str:
        """Return the URL of a request, not signed, with percent-encoded key and query parameters."""
        native = self._native_of(bucket, key)
        options = Options(region=region)
        return native.build("GET", bucket, key, listed(query), (), None, lambda request: native.url(request, options))

    def set_clock_skew_s(self, seconds: int) -> None:
        """Set how many seconds the server's clock is ahead of the local one; signatures are made for that time.

        `send` and the other calls find it by themselves. A client that only
        signs receives no response: pass it the clock_skew_s of an error.
        Clients of equal settings share it.
        """
        lib.cos_client_set_clock_skew_s(self._native().pointer, seconds)
