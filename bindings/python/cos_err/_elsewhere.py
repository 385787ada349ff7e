"""What of Tencent's SDK stays with `send`: data processing, vectors, the search in metadata, live channels."""

from typing import Any

from .cos_exception import CosClientError

#: What does any call, as messages show it.
BY_SEND = "use send(method, bucket, key, query=..., headers=..., body=...) of CosS3Client, which does any call of COS"


def unsupported(name: str) -> CosClientError:
    """Return the exception for a name that is not included."""
    return CosClientError(f"{name} is not included: {BY_SEND}")


class Elsewhere:
    """A client of Tencent's SDK that is not included. It can be created; each of its methods is an AttributeError."""

    #: What to use, as messages show it.
    _INSTEAD = BY_SEND

    def __init__(self, conf: Any, retry: int = 3, session: object = None) -> None:
        self._conf, self._retry = conf, retry

    def get_conf(self) -> Any:
        """Return the settings."""
        return self._conf

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(f"{type(self).__name__}.{name} is not included: {self._INSTEAD}")


class MetaInsightClient(Elsewhere):
    """The search in metadata."""


class CosVectorsClient(Elsewhere):
    """Vector buckets."""


class AIRecognitionClient(Elsewhere):
    """Recognition in images."""


class IntelligentSpeechClient(Elsewhere):
    """Recognition of speech."""
