"""The exceptions: a complete description of one failure of a call to COS."""

import contextlib
import os
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Type, Union

from ._model import Model, read
from ._native import ffi, lib
from ._text import Fields, from_c, header_array, to_c
from .constants import CodeSource, Kind, Reason

#: The value that an accessor returns if there is none, as in Tencent's SDK.
UNKNOWN = "Unknown"
_DIGEST = ("code", "message", "resource", "requestid", "traceid")


class CosException(Model, Exception):
    """Base of both exceptions. Catch it where it does not matter which side failed."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self._own(_client_failure(Reason.INTERNAL, str(message)))

    def _own(self, pointer: Any) -> None:
        self._take(pointer, read(pointer))

    @property
    def args(self) -> Tuple[Any, ...]:
        """The arguments of Tencent's SDK; a program may set others."""
        own: Optional[Tuple[Any, ...]] = self.__dict__.get("_args")
        return self._raised_with() if own is None else own

    @args.setter
    def args(self, args: Iterable[Any]) -> None:
        self.__dict__["_args"] = tuple(args)

    def _raised_with(self) -> Tuple[Any, ...]:
        return (self.message,)

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def __reduce__(self) -> Tuple[Any, ...]:
        return _restored, (type(self), self._state())


class CosClientError(CosException):
    """A failure on the client's side: a timeout, a refused connection, an invalid argument."""

    def __init__(
        self,
        message: Any,
        reason: Reason = Reason.INVALID_ARGUMENT,
        os_errno: int = 0,
        method: Optional[str] = None,
        url: Optional[str] = None,
        cause: Optional[str] = None,
        *,
        status: int = 0,
        headers: Optional[Fields] = None,
        request_sent: Optional[bool] = None,
    ) -> None:
        """Create the exception from a failure of the program's own transport, or for its tests.

        status and headers are those of the response whose body is incomplete (a
        body that broke after a 200). request_sent: whether the request may have
        reached the server; None means that it is not known; a status or headers
        then imply True, and without them the reason decides.
        """
        Exception.__init__(self, message)
        self._own(
            _client_failure(reason, str(message), os_errno, method, url, cause, status, headers or (), request_sent)
        )


class CosOSError(CosClientError, OSError):
    """A failure of a local file or stream. It is the CosClientError that Tencent's SDK raises, and an OSError.

    It is also of the matching class of Python, such as FileNotFoundError.
    """

    def __init__(self, error: OSError, pointer: Any = None) -> None:
        text = error.strerror or str(error)
        OSError.__init__(self, error.errno, text, error.filename)
        if pointer is None:
            where = f"{text}: {os.fsdecode(error.filename)}" if isinstance(error.filename, (str, bytes)) else text
            pointer = _client_failure(Reason.LOCAL_IO, where, error.errno or 0)
        self._own(pointer)

    @staticmethod
    def of(error: OSError, pointer: Any = None) -> "CosOSError":
        """Return the exception for a failure of Python, or of the library with an error number."""
        return _LOCAL.get(type(error), CosOSError)(error, pointer)

    def __reduce__(self) -> Tuple[Any, ...]:
        return _restored_local, (self.errno, self.strerror, self.filename, self._state())


#: The classes of this module by those of Python.
_LOCAL: Dict[type, Type[CosOSError]] = {
    one: type(f"Cos{one.__name__}", (CosOSError, one), {"__doc__": "See CosOSError.", "__module__": __name__})
    for one in (FileNotFoundError, PermissionError, FileExistsError, IsADirectoryError, NotADirectoryError)
}


@contextlib.contextmanager
def local_files() -> Iterator[None]:
    """Raise failures of local files as both kinds of exception."""
    try:
        yield
    except CosException:
        raise
    except OSError as error:
        raise CosOSError.of(error) from error


class CosServiceError(CosException):
    """A response arrived from COS, or from a server in its place, and it reports a failure."""

    def __init__(
        self, method: str, message: Union[str, bytes, Mapping[str, str]], status_code: Union[int, str]
    ) -> None:
        """Create the exception from a response's body or a digest. Calls raise it; programs create it in tests."""
        Exception.__init__(self, method, message, status_code)
        self.__dict__.update(_args=(method, message, status_code), _given_status=status_code)
        status_code = int(status_code)
        if isinstance(message, Mapping):
            body = _document(message)
        else:
            body = message.encode("utf-8", "surrogatepass") if isinstance(message, str) else bytes(message)
        # The response to a HEAD has no body: a body here was created to be parsed.
        pointer = _answer_failure(None if body and method == "HEAD" else method, status_code, body)
        self._own(pointer or _client_failure(Reason.BAD_RESPONSE, body.decode("utf-8", "replace")))
        if self.kind != Kind.SERVICE:
            # The response is a success, or too little is known: the caller decides that it is an error.
            self.__dict__.update(kind=Kind.SERVICE, reason=None, code=UNKNOWN, status=status_code)
        self.__dict__.update(method=method)
        if isinstance(message, Mapping):
            self.__dict__.update(origin_xml="", origin_body=b"")

    def _raised_with(self) -> Tuple[Any, ...]:
        return self.method, self.origin_xml or self.get_digest_msg(), self.get_status_code()

    def __str__(self) -> str:
        return str(self.get_digest_msg())

    @property
    def status_code(self) -> str:
        """The HTTP status as a string, as Tencent documents it; `status` is the number."""
        return str(self.status)

    @property
    def error_code(self) -> str:
        """The same as get_error_code()."""
        return self.get_error_code()

    @property
    def error_msg(self) -> str:
        """The same as get_error_msg()."""
        return self.message

    def get_origin_msg(self) -> str:
        """Return the body as it was received; "" on HEAD."""
        return self.origin_xml

    def get_digest_msg(self) -> Dict[str, str]:
        """Return code, message, resource, requestid and traceid: always these five, "Unknown" where there is none.

        Of a response without a body, the headers of COS are added, except to that of a HEAD with 404.
        """
        values = (
            self.get_error_code(),
            self.message,
            self.get_resource_location(),
            self.get_request_id(),
            self.get_trace_id(),
        )
        digest = dict(zip(_DIGEST, values))
        if not self.origin_body and (self.method != "HEAD" or self.status != 404):
            digest.update((name, text) for name, text in self.header_fields if name.lower().startswith("x-cos-"))
        return digest

    def get_status_code(self) -> Union[int, Any]:
        """Return the HTTP status as int. A program that created the exception may have passed a string."""
        return self.__dict__.get("_given_status", self.status)

    def get_error_code(self) -> str:
        """Return the code that the service sent. Without one, return that of Tencent's SDK.

        That is NoSuchResource after a HEAD with 404, otherwise Unknown. `code`
        is the one that was derived from the status.
        """
        if self.code_source != CodeSource.STATUS:
            return self.code
        return "NoSuchResource" if self.status == 404 and self.method == "HEAD" else UNKNOWN

    def get_error_msg(self) -> str:
        """Return the service's text, or that of the library if there is none."""
        return self.message

    def get_resource_location(self) -> str:
        """Return the resource that the service names, otherwise the URL of the request."""
        return self.resource or UNKNOWN

    def get_trace_id(self) -> str:
        """Return the trace id."""
        return self.trace_id or UNKNOWN

    def get_request_id(self) -> str:
        """Return the request id. Tencent Cloud's support needs it."""
        return self.request_id or UNKNOWN


def exception(pointer: Any) -> CosException:
    """Return the exception for an error of the library, and take ownership of the error."""
    fields = read(pointer)
    kind: Type[CosException] = CosServiceError if fields.kind == Kind.SERVICE else CosClientError
    if fields.kind != Kind.SERVICE and fields.reason == Reason.LOCAL_IO and fields.os_errno:
        number = fields.os_errno
        return CosOSError.of(OSError(number, os.strerror(number)), pointer)
    error = kind.__new__(kind)
    error._take(pointer, fields)
    return error


def interrupted() -> CosClientError:
    """Return the error of a body after a read that was interrupted."""
    text = "a read of the body was interrupted, and the bytes that it had received are lost"
    return CosClientError(text, Reason.CANCELLED)


def reason_name(reason: int) -> str:
    """Return the name of a reason, such as "Timeout", which is the `code` of its errors."""
    return from_c(lib.cos_error_reason_name(reason))


def reason_text(reason: int) -> str:
    """Return one sentence about a reason."""
    return from_c(lib.cos_error_reason_text(reason))


def _restored(kind: Type[CosException], state: Dict[str, Any]) -> CosException:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    return error


def _restored_local(number: Any, text: Any, name: Any, state: Dict[str, Any]) -> CosException:
    like = OSError(number, text, name)
    kind = _LOCAL.get(type(like), CosOSError)
    error = kind.__new__(kind)
    OSError.__init__(error, number, text, name)
    error.__dict__.update(state)
    return error


def _client_failure(
    reason: int,
    message: Optional[str],
    os_errno: int = 0,
    method: Optional[str] = None,
    url: Optional[str] = None,
    cause: Optional[str] = None,
    status: int = 0,
    headers: Fields = (),
    request_sent: Optional[bool] = None,
) -> Any:
    texts = [_visible(text) for text in (message, method, url, cause)]
    failure = ffi.new("cos_client_failure_t *")
    failure.struct_size = ffi.sizeof("cos_client_failure_t")
    failure.reason = int(reason)
    failure.os_errno = os_errno
    kept: List[Any] = [ffi.NULL if text is None else ffi.from_buffer("char[]", text + b"\0") for text in texts]
    failure.message, failure.method, failure.url, failure.cause = kept
    fields = header_array(headers, kept)
    failure.headers, failure.header_count = fields, len(fields)
    failure.status = status
    failure.request_sent = 0 if request_sent is None else 1 if request_sent else -1
    return lib.cos_error_client(failure)


def _answer_failure(method: Optional[str], status: int, body: bytes) -> Any:
    exchange = ffi.new("cos_exchange_t *")
    exchange.struct_size = ffi.sizeof("cos_exchange_t")
    asked = ffi.NULL if method is None else ffi.from_buffer("char[]", to_c(method, "method") + b"\0")
    kept = ffi.from_buffer(body)
    exchange.method, exchange.status = asked, status
    exchange.body, exchange.body_len = kept, len(body)
    return lib.cos_error_from_response(exchange)


def _visible(text: Optional[str]) -> Optional[bytes]:
    return None if text is None else text.replace("\0", "\ufffd").encode("utf-8", "replace")


def _document(digest: Mapping[str, str]) -> bytes:
    names = zip(("Code", "Message", "Resource", "RequestId", "TraceId"), _DIGEST)
    # It loads an HTTP library, and is seldom needed.
    from xml.sax.saxutils import escape

    elements = [f"<{name}>{escape(str(digest[key]))}</{name}>" for name, key in names if key in digest]
    return f"<Error>{''.join(elements)}</Error>".encode("utf-8", "replace")
