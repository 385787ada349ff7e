"""The constants of cos_err.h.

Written from the header by native/generate.py: do not edit.
"""

import enum


class Constant(enum.IntEnum):
    """An integer whose text is its name in every version of Python."""

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec[-1:] in tuple("bcdeEfFgGnoxX%") else format(str(self), spec)


#: Version of this header. cos_err_version() returns the version of the loaded library.
VERSION = "0.1.0"
#: Number of the ABI, as in the soname libcos_err.so.0.
ABI = 0


class Kind(Constant):
    """The side that failed."""

    #: There is no error: this is the kind of NULL.
    NONE = 0
    #: The failure happened on the client's side: before, during or after the transfer of the response.
    CLIENT = 1
    #: An HTTP response arrived, and it reports a failure.
    SERVICE = 2


class Reason(Constant):
    """Why a client error happened. Numbers are never reused."""

    #: An argument is missing or malformed. The message names it.
    INVALID_ARGUMENT = 10
    #: The credentials are missing or malformed.
    INVALID_CREDENTIALS = 20
    #: The host name could not be resolved.
    DNS = 110
    #: The server could not be reached.
    CONNECT = 120
    #: The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504.
    PROXY = 130
    #: The TLS handshake failed, or the server's certificate was rejected.
    TLS = 140
    #: A timeout expired.
    TIMEOUT = 150
    #: The connection was closed or reset before the response was complete.
    CONNECTION_LOST = 160
    #: The response is not valid HTTP.
    PROTOCOL = 170
    #: A complete 2xx response does not have the expected content.
    BAD_RESPONSE = 210
    #: The response exceeds a size limit.
    TOO_LARGE = 220
    #: The transferred bytes do not match their checksum.
    CHECKSUM = 230
    #: A local file or stream failed, or this machine lacks a resource. The resource is a descriptor, thread, memory, a
    #: port, or the permission to connect. The retry class is YES if there is a shortage, because it may pass; otherwise
    #: NO.
    LOCAL_IO = 310
    #: The caller cancelled the call.
    CANCELLED = 320
    #: A callback of the caller failed.
    CALLBACK = 330
    #: This library has a defect.
    INTERNAL = 900


class CodeSource(Constant):
    """Where an error's code comes from."""

    #: The body contains the code.
    BODY = 1
    #: The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the code.
    HEADER = 2
    #: The code was derived from the status, because the response contains none.
    STATUS = 3
    #: The response to a second request, sent for this purpose, contains the code.
    PROBE = 4
    #: This is a client error: the code is the name of its reason.
    CLIENT = 5


class Responder(Constant):
    """Who sent the response."""

    #: No response arrived, or its headers were not given.
    UNKNOWN = 0
    #: COS sent the response.
    COS = 1
    #: The data processing service (Cloud Infinite) sent the response.
    CI = 2
    #: Another server sent the response: a gateway, CDN, proxy or captive portal.
    OTHER = 3


class Retry(Constant):
    """Whether a retry of the same request may succeed."""

    #: A retry would fail again.
    NO = 0
    #: A retry may succeed later.
    YES = 1
    #: A retry may succeed after something is fixed: the clock, the credentials, a restore.
    AFTER_FIX = 2


class LogLevel(Constant):
    """How much a log contains. Each level includes those before it."""

    #: Logs calls that failed, unless they were rejected before they began.
    ERROR = 1
    #: Logs a switch to another host, a corrected clock and renewed credentials.
    WARN = 2
    #: Logs attempts that failed, and the reason of each retry.
    INFO = 3
    #: Logs attempts that succeeded.
    DEBUG = 4
