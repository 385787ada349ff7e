"""The module name of Tencent's SDK for a client that is not included."""

from ._elsewhere import MetaInsightClient

__all__ = ["MetaInsightClient"]
