"""The module name of Tencent's SDK for keys of encryption in the client, which is not included."""

from typing import Any


class _Provider:
    """Its arguments, for a CosEncryptionClient. No key is read or created."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args, self.kwargs = args, kwargs


class RSAProvider(_Provider):
    """A key pair of RSA."""


class AESProvider(_Provider):
    """A key of AES."""


__all__ = ["AESProvider", "RSAProvider"]
