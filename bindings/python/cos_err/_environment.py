"""The variables of the environment for proxies and CA certificates, by the rules of requests.

They are read only where a program asks for it.
"""

import os
from typing import Any, Optional
from urllib.parse import urlsplit

#: Bundles of CA certificates: the first variable that is set counts.
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def proxy_for(url: str) -> Optional[str]:
    """Return the proxy for a URL; None without one, or if NO_PROXY names the host."""
    # Here, because it loads the HTTP client of Python.
    import urllib.request

    parts = urlsplit(url)
    found = urllib.request.getproxies_environment()
    proxy = found.get(parts.scheme) or found.get("all")
    # The types of the standard library do not have it.
    bypasses: Any = urllib.request.proxy_bypass_environment  # type: ignore[attr-defined]
    if not proxy or bypasses(parts.netloc, found):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def ca_file() -> Optional[str]:
    """Return the file of CA certificates."""
    return next((os.environ[name] for name in _BUNDLES if os.environ.get(name)), None)
