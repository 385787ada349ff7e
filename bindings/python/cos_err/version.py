"""The version, under the module name of Tencent's SDK."""

from .constants import VERSION as __version__

__all__ = ["__version__"]
