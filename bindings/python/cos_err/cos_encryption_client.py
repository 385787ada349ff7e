"""The module name of Tencent's SDK for encryption in the client, which is not included."""

from typing import Any

from ._elsewhere import Elsewhere


class CosEncryptionClient(Elsewhere):
    """Encrypts objects before it stores them in Tencent's SDK. Here each of its methods is an AttributeError."""

    _INSTEAD = (
        "encrypt the body yourself, and store it by put_object of CosS3Client, or let COS encrypt it: "
        "ServerSideEncryption, SSECustomerKey"
    )

    def __init__(self, conf: Any, provider: Any, retry: int = 1, session: object = None) -> None:
        super().__init__(conf, retry, session)


__all__ = ["CosEncryptionClient"]
