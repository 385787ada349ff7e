"""Client for Tencent Cloud COS, whose exceptions keep everything that the server sent.

    from cos_err import CosConfig, CosS3Client, CosServiceError

The names are those of Tencent's SDK, qcloud_cos: a program that uses them runs
after its import line is changed. In addition, every exception has all fields of
the error model as attributes: what to do (`advice`), whether a retry may
succeed (`retry`), who sent the response (`responder`), each attempt
(`attempts`) ...
"""

import logging

from ._auth import RequestAuth
from ._callbacks import Progress
from ._elsewhere import AIRecognitionClient, CosVectorsClient, MetaInsightClient
from ._headers import Headers
from ._model import Attempt, Part
from ._native import lib
from ._options import Cancel
from ._response import Response
from ._signing import SignedRequest
from ._text import from_c
from ._threads import to_thread
from .answers import from_response, read_answer
from .catalogue import CodeInfo, IdInfo, codes, explain_code, read_id
from .constants import VERSION as __version__
from .constants import Code, CodeSource, Kind, LogLevel, Lost, Reason, Responder, Retry
from .cos_auth import CosS3Auth
from .cos_client import CosS3Client
from .cos_comm import get_date
from .cos_config import CosConfig
from .cos_exception import CosClientError, CosException, CosOSError, CosServiceError, reason_name, reason_text
from .sdk import from_sdk_error
from .streambody import RawStream, StreamBody

#: The version of the loaded library.
library_version: str = from_c(lib.cos_err_version())

logging.getLogger(__name__).addHandler(logging.NullHandler())

__all__ = [
    "AIRecognitionClient",
    "Attempt",
    "Cancel",
    "Code",
    "CodeInfo",
    "CodeSource",
    "CosClientError",
    "CosConfig",
    "CosException",
    "CosOSError",
    "CosS3Auth",
    "CosS3Client",
    "CosServiceError",
    "CosVectorsClient",
    "Headers",
    "IdInfo",
    "Kind",
    "LogLevel",
    "Lost",
    "MetaInsightClient",
    "Part",
    "Progress",
    "RawStream",
    "Reason",
    "RequestAuth",
    "Responder",
    "Response",
    "Retry",
    "SignedRequest",
    "StreamBody",
    "__version__",
    "codes",
    "explain_code",
    "from_response",
    "from_sdk_error",
    "get_date",
    "library_version",
    "read_answer",
    "read_id",
    "reason_name",
    "reason_text",
    "to_thread",
]
