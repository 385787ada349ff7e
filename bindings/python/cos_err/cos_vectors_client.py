"""The module name of Tencent's SDK for a client that is not included."""

from ._elsewhere import CosVectorsClient

__all__ = ["CosVectorsClient"]
