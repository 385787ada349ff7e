"""What programs read from, and call on, the CosConfig of Tencent's SDK."""

from typing import Any, Optional
from urllib.parse import quote

from ._regions import endpoint_of
from .cos_exception import CosClientError


class ConfigNames:
    """Hosts and URLs of the settings, under the names of Tencent's SDK."""

    appid: Optional[str]
    region: Optional[str]
    scheme: str
    endpoint: Optional[str]
    domain: Optional[str]
    old_domain: Any
    internal_domain: Any
    ip: Any
    port: Any

    def bucket(self, name: Any) -> Any:
        """Return a bucket's full name, with the Appid if that was given separately."""
        if self.appid and isinstance(name, str) and name and not name.endswith("-" + self.appid):
            return f"{name}-{self.appid}"
        return name

    def get_host(self, Bucket: Any = None, Appid: Any = None) -> Optional[str]:
        """Return the host of a bucket, or of an account."""
        if Bucket is not None:
            return f"{self.bucket(Bucket)}.{self.host()}"
        return None if Appid is None else f"{Appid}.{self.host()}"

    def host(self, service: str = "cos.") -> Optional[str]:
        """Return the endpoint without a bucket; "" if there is only a Domain."""
        given = self.endpoint if service == "cos." else None
        if given is None and not self.region:
            return ""
        is_cos = service == "cos."
        host = endpoint_of(given, self.region, service, self.old_domain or not is_cos, self.internal_domain and is_cos)
        return host and host.rpartition("://")[2].replace("{bucket}.", "").rstrip("/")

    def uri(
        self,
        bucket: Any = None,
        path: Any = None,
        endpoint: Optional[str] = None,
        domain: Optional[str] = None,
        useAppid: bool = False,
    ) -> str:
        """Return the URL of an object or a bucket, without a signature. With IP, it has the address as its host."""
        host = domain or self.domain
        if not host:
            first = self.bucket(bucket) if bucket is not None else self.appid if useAppid else None
            host = f"{first}.{endpoint or self.host()}" if first else endpoint or self.host()
        if self.ip is not None:
            host = self.ip if self.port is None else f"{self.ip}:{self.port}"
        if path is None:
            return f"{self.scheme}://{host}/"
        path = path.decode("utf-8") if isinstance(path, bytes) else str(path)
        if not path:
            raise CosClientError("Key is missing")
        path = quote(path[1:] if path.startswith("/") else path, safe="/-_.~").replace("./", ".%2F")
        return f"{self.scheme}://{host}/{path}"
