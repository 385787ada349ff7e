"""The module name of Tencent's SDK for a client that is not included."""

from ._elsewhere import IntelligentSpeechClient

__all__ = ["IntelligentSpeechClient"]
