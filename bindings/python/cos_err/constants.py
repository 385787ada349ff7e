"""The constants of cos_err.h.

Written from the header by native/generate.py: do not edit.
"""

import enum


class Constant(enum.IntEnum):
    """A number that is printed by its name, in every version of Python."""

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec[-1:] in tuple("bcdeEfFgGnoxX%") else format(str(self), spec)


#: The version of this header; cos_err_version() is that of the library loaded.
VERSION = "0.1.0"
#: The number in the soname: libcos_err.so.0.
ABI = 0


class Kind(Constant):
    """Which side failed."""

    #: No error: the kind of NULL.
    NONE = 0
    #: Everything before, on the way to, or after an answer.
    CLIENT = 1
    #: An HTTP answer arrived, and it says failure.
    SERVICE = 2


class Reason(Constant):
    """Why a client error happened."""

    #: An argument is missing or malformed; the message names it.
    INVALID_ARGUMENT = 10
    #: The credentials are missing or malformed.
    INVALID_CREDENTIALS = 20
    #: The host name could not be resolved.
    DNS = 110
    #: No connection to the server.
    CONNECT = 120
    #: The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504.
    PROXY = 130
    #: The TLS handshake or the certificate failed.
    TLS = 140
    #: The time allowed ran out.
    TIMEOUT = 150
    #: Fewer bytes than announced, a reset, a cut header block.
    CONNECTION_LOST = 160
    #: The answer is not HTTP.
    PROTOCOL = 170
    #: A complete 2xx that is not what was asked for.
    BAD_RESPONSE = 210
    #: The answer exceeds a size limit.
    TOO_LARGE = 220
    #: Complete, with the wrong hash.
    CHECKSUM = 230
    #: A local file or stream failed, or this machine has no descriptor, thread, memory or port left, or forbids the
    #: connection. A shortage passes: its retry class is YES, else NO.
    LOCAL_IO = 310
    #: The caller cancelled the call.
    CANCELLED = 320
    #: A callback of the caller failed.
    CALLBACK = 330
    #: A defect of this library.
    INTERNAL = 900


class CodeSource(Constant):
    """Where an error's code comes from."""

    #: The body.
    BODY = 1
    #: The headers x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint.
    HEADER = 2
    #: Derived from the status: the answer brought no code.
    STATUS = 3
    #: A second request, made to learn it.
    PROBE = 4
    #: A client error: the code is the reason's name.
    CLIENT = 5


class Responder(Constant):
    """Who answered."""

    #: No answer, or one that was given without its header fields.
    UNKNOWN = 0
    #: COS.
    COS = 1
    #: Data processing (Cloud Infinite).
    CI = 2
    #: Something else: a gateway, CDN, proxy or portal.
    OTHER = 3


class Retry(Constant):
    """Whether the same request may be sent again."""

    #: It would fail again.
    NO = 0
    #: It may work later.
    YES = 1
    #: It may work after a repair: clock, credentials, restore.
    AFTER_FIX = 2


class LogLevel(Constant):
    """How much a log tells."""

    #: Calls that failed after they were accepted.
    ERROR = 1
    #: Another host, another clock, other credentials.
    WARN = 2
    #: Tries that failed, and why others follow.
    INFO = 3
    #: Tries that succeeded.
    DEBUG = 4
