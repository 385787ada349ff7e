"""Client configuration, under the names of Tencent's SDK."""

import logging
import os
import re
import sys
from typing import Any, Callable, Hashable, Mapping, Optional, Tuple, Union

from ._callbacks import Log, Provider
from ._config_names import ConfigNames
from ._environment import ca_file, proxy_for
from ._native import lib
from ._regions import region_of
from ._text import path_to_c, to_c
from .constants import Reason
from .cos_exception import CosClientError

#: The timeout of a call without one: Tencent's SDK has none either.
NO_LIMIT_MS = 365 * 24 * 3600 * 1000
#: Before its n-th retry Tencent's SDK waits n seconds, so that it survives an outage of that length.
RETRY_STEP_MS = 1000
Seconds = Union[int, float]


#: Attributes of Tencent's SDK, and their names here.
_PLAIN = {
    "_appid": "appid",
    "_scheme": "scheme",
    "_domain": "domain",
    "_service_domain": "service_domain",
    "_ip": "ip",
    "_port": "port",
    "_ua": "user_agent",
    "_proxies": "proxy",
    "_auto_switch_domain_on_retry": "backup_domain",
    "_copy_part_threshold_size": "copy_threshold",
}
_INDEX = {"_secret_id": 0, "_secret_key": 1, "_token": 2}
_CREDENTIALS = {*_INDEX, "_credential_inst"}
#: Attributes that a program can read, but not change after a config was created.
_FIXED = {
    *("_allow_redirects", "_anonymous", "_enable_internal_domain", "_enable_old_domain", "_endpoint_ci"),
    *("_endpoint_pic", "_keep_alive", "_pool_connections", "_pool_maxsize", "_sign_host", "_sign_params"),
    *("_ssl_cert", "_verify_ssl"),
}
#: Attributes whose value here is in others.
_COMPUTED: Mapping[str, Callable[["CosConfig"], Any]] = {
    "_region": lambda conf: conf.region,
    "_endpoint": lambda conf: conf.host(),
    "_endpoint_ci": lambda conf: conf.given["_endpoint_ci"] or conf.host("ci."),
    "_endpoint_pic": lambda conf: conf.given["_endpoint_pic"] or conf.host("pic."),
    "_anonymous": lambda conf: conf.credentials is None and conf.provider is None,
    "_enable_old_domain": lambda conf: conf.old_domain,
    "_enable_internal_domain": lambda conf: conf.internal_domain,
    "_sign_host": lambda conf: conf.sign_host,
}


class CosConfig(ConfigNames):
    """Client configuration. An argument that cannot be honoured is an error, never ignored.

    The arguments up to SSLCert are those of Tencent's SDK, in its order; the
    README describes them. In addition: ConnectTimeout, ReadTimeout and
    TotalTimeout in seconds; ConnectTo, a "host:port" to connect to; CAFile, a
    PEM file of CA certificates to trust in addition to the roots of the system;
    Logger, which receives the events of calls; TrustEnv, whether the variables
    of the environment for proxies and CA certificates apply, as in requests.
    """

    #: SecretId, SecretKey and token; None if a provider returns them, or there are none.
    credentials: Any
    provider: Any
    sign_host: bool
    given: Mapping[str, Any]

    def __init__(
        self,
        Appid: Optional[str] = None,
        Region: Optional[str] = None,
        SecretId: Optional[str] = None,
        SecretKey: Optional[str] = None,
        Token: Optional[str] = None,
        CredentialInstance: Any = None,
        Scheme: Optional[str] = None,
        Timeout: Union[None, Seconds, Tuple[Seconds, Seconds]] = None,
        Access_id: Optional[str] = None,
        Access_key: Optional[str] = None,
        Secret_id: Optional[str] = None,
        Secret_key: Optional[str] = None,
        Endpoint: Optional[str] = None,
        IP: Optional[str] = None,
        Port: Optional[int] = None,
        Anonymous: Optional[bool] = None,
        UA: Optional[str] = None,
        Proxies: Optional[Mapping[str, str]] = None,
        Domain: Optional[str] = None,
        ServiceDomain: Optional[str] = None,
        KeepAlive: bool = True,
        PoolConnections: int = 10,
        PoolMaxSize: int = 10,
        AllowRedirects: bool = False,
        SignHost: bool = True,
        EndpointCi: Optional[str] = None,
        EndpointPic: Optional[str] = None,
        EnableOldDomain: bool = True,
        EnableInternalDomain: bool = True,
        SignParams: bool = True,
        AutoSwitchDomainOnRetry: bool = False,
        VerifySSL: Union[None, bool, str] = None,
        SSLCert: Any = None,
        *,
        ConnectTimeout: Optional[Seconds] = None,
        ReadTimeout: Optional[Seconds] = None,
        TotalTimeout: Optional[Seconds] = None,
        ConnectTo: Optional[str] = None,
        CAFile: Optional[str] = None,
        Logger: Optional[logging.Logger] = None,
        TrustEnv: bool = False,
    ) -> None:
        self.appid = Appid
        self.region = region_of(Region)
        self.trust_env = TrustEnv
        self.scheme = "https" if Scheme is None else Scheme
        self.endpoint = Endpoint
        self.domain = Domain
        self.service_domain = ServiceDomain
        self.old_domain = EnableOldDomain
        self.internal_domain = EnableInternalDomain
        self.user_agent = UA
        self.connect_to = ConnectTo
        self.ca_file = VerifySSL if isinstance(VerifySSL, str) else CAFile
        self.logger = Logger
        self.backup_domain = AutoSwitchDomainOnRetry
        self.pool = max(64, PoolConnections, PoolMaxSize)
        self.sign_host = bool(SignHost)
        #: Values of attributes that have no effect, or whose effect is another attribute.
        self.given = {
            "_endpoint_ci": EndpointCi,
            "_endpoint_pic": EndpointPic,
            "_pool_connections": PoolConnections,
            "_pool_maxsize": PoolMaxSize,
            "_verify_ssl": VerifySSL,
            "_ssl_cert": SSLCert,
            "_keep_alive": True,
            "_allow_redirects": False,
            "_sign_params": True,
        }
        self.copy_threshold = 5 * 1024**3
        #: Counts changes, which clients follow.
        self.version = 0
        connect, read = Timeout if isinstance(Timeout, tuple) else (Timeout, Timeout)
        self.connect_timeout = connect if ConnectTimeout is None else ConnectTimeout
        self.read_timeout = read if ReadTimeout is None else ReadTimeout
        self.total_timeout = TotalTimeout
        if self.scheme not in ("http", "https"):
            raise CosClientError(f'Scheme "{Scheme}": must be http or https')
        over_tls = self.scheme == "https"
        self._refuse(not KeepAlive, "KeepAlive", "connections are always kept: leave it out")
        self._refuse(AllowRedirects is not False, "AllowRedirects", "redirects are never followed: leave it out")
        self._refuse(not SignParams, "SignParams", "queries are always signed: leave it out")
        self._refuse(
            over_tls and VerifySSL is False,
            "VerifySSL",
            "certificates are always verified: set CAFile to the CA's certificate instead",
        )
        self._refuse(over_tls and SSLCert is not None, "SSLCert", "client certificates are not supported")
        self._refuse(Port is not None and IP is None and ConnectTo is None, "Port", "it needs IP")
        own_hosts = Endpoint is None and Domain is None
        self._refuse(
            bool(AutoSwitchDomainOnRetry) and own_hosts and not over_tls,
            "AutoSwitchDomainOnRetry",
            "the backup domain is for https: leave out Scheme",
        )
        self.ip, self.port = IP, Port
        self.proxy = self._proxy(Proxies)
        self._find_credentials(
            ((SecretId, SecretKey), (Secret_id, Secret_key), (Access_id, Access_key)),
            Token,
            CredentialInstance,
            Anonymous,
        )

    def __setattr__(self, name: str, value: Any) -> None:
        # Programs also set the attributes of Tencent's SDK, as in conf._token = ...
        if name in _CREDENTIALS:
            self._set_credential(name, value)
        elif name == "_region":
            object.__setattr__(self, "region", region_of(value))
        elif name == "_endpoint":
            object.__setattr__(self, "endpoint", value)
        elif name in _PLAIN:
            name = _PLAIN[name]
            object.__setattr__(self, name, self._proxy(value) if name == "proxy" else value)
        elif name == "_timeout":
            self.connect_timeout, self.read_timeout = value if isinstance(value, tuple) else (value, value)
        elif name in _FIXED:
            raise CosClientError(f"{name} cannot be honoured: use the argument of this name of CosConfig")
        else:
            object.__setattr__(self, name, value)
        if name != "version" and "version" in self.__dict__:
            self.version += 1

    def __getattr__(self, name: str) -> Any:
        if name in _PLAIN:
            return getattr(self, _PLAIN[name])
        if name in _CREDENTIALS:
            return self.provider if name == "_credential_inst" else (self.credentials or (None,) * 3)[_INDEX[name]]
        if name == "_timeout":
            connect, read = self.connect_timeout, self.read_timeout
            return connect if connect == read else (connect, read)
        if name in _COMPUTED:
            return _COMPUTED[name](self)
        if name in _FIXED:
            return self.given[name]
        raise AttributeError(f"CosConfig has no attribute {name}")

    def _set_credential(self, name: str, value: Any) -> None:
        if name == "_credential_inst":
            self.credentials, self.provider = None, value
            return
        changed = list(self.credentials or (None,) * 3)
        changed[_INDEX[name]] = value or None
        self.credentials = tuple(changed)

    @staticmethod
    def _refuse(wrong: bool, name: str, why: str) -> None:
        if wrong:
            raise CosClientError(f"{name} cannot be honoured: {why}")

    def _find_credentials(self, pairs: Any, token: Any, instance: Any, anonymous: Any) -> None:
        self.credentials = None
        self.provider = instance
        given = next((pair for pair in pairs if pair != (None, None)), None)
        if anonymous:
            self.provider = None
        elif given is not None:
            self.credentials, self.provider = (*given, token or None), None
        elif instance is None:
            raise CosClientError(
                "SecretId and SecretKey are missing: set both, or CredentialInstance, or Anonymous=True",
                Reason.INVALID_CREDENTIALS,
            )

    def _proxy(self, proxies: Optional[Mapping[str, str]]) -> Optional[str]:
        """Return the proxy for the scheme, by the rules of requests."""
        for name in proxies or {}:
            if "://" in name:
                raise CosClientError(f'Proxies "{name}": it cannot be set for one host; set it for a scheme or all')
        proxy = (proxies or {}).get(self.scheme) or (proxies or {}).get("all")
        return f"http://{proxy}" if proxy and "://" not in proxy else proxy

    def set_ip_port(self, IP: Optional[str], Port: Optional[int] = None) -> None:
        """Connect to this address; Host, TLS server name and signature remain those of the bucket."""
        self.ip, self.port = IP, Port
        if IP is not None:
            # The address that was set last counts.
            self.connect_to = None
        self.version += 1

    def set_credential(self, SecretId: str, SecretKey: str, Token: Optional[str] = None) -> None:
        """Set other credentials, from the next call on."""
        self.credentials, self.provider = (SecretId, SecretKey, Token or None), None
        self.version += 1

    def set_copy_part_threshold_size(self, size: int) -> None:
        """Return the size in bytes from which copy() copies in parts."""
        if size > 0:
            self.copy_threshold = size

    def template(self) -> Optional[str]:
        """Return scheme and host with {bucket} and {region}; None means COS's own, over https."""
        if self.domain is not None:
            return f"{self.scheme}://{self.domain}"
        if self.endpoint is not None:
            return endpoint_template(self.endpoint, self.scheme)
        if self.old_domain:
            return None if self.scheme == "https" else "http://{bucket}.cos.{region}.myqcloud.com"
        service = "cos-internal" if self.internal_domain else "cos"
        return f"{self.scheme}://{{bucket}}.{service}.{{region}}.tencentcos.cn"

    def service_template(self) -> str:
        """Return the host that lists buckets."""
        own = "service.cos.myqcloud.com" if self.old_domain else "service.cos.tencentcos.cn"
        host = self.service_domain or own
        # A host of COS must contain {bucket}, which is empty where there is none.
        is_regional = host.lower().startswith(("cos.", "cos-internal."))
        return f"{self.scheme}://{'{bucket}.' if is_regional else ''}{host}"

    def _proxy_for(self, template: Optional[str]) -> Optional[str]:
        """Return the proxy: the one that was set, or, if that was asked for, the one of the environment."""
        if self.proxy or not self.trust_env:
            return self.proxy
        host = template or f"https://{{bucket}}.cos.{self.region}.myqcloud.com"
        return proxy_for(host.replace("{bucket}", "bucket").replace("{region}", self.region or ""))

    def _ca_file(self) -> Optional[str]:
        return self.ca_file if self.ca_file is not None or not self.trust_env else ca_file()

    def fingerprint(self, template: Optional[str], attempts: int, is_other: bool) -> Hashable:
        """Return a key that is equal for settings which one client of the library can serve."""
        return (
            (
                template,
                attempts,
                is_other,
                self.region,
                self.scheme,
                self._address(),
                self._proxy_for(template),
                self.user_agent,
            ),
            (self.connect_timeout, self.read_timeout, self.total_timeout, self.backup_domain, self.pool),
            (self.credentials, _identity(self.provider), _identity(self.logger)),
            (None if self.logger is None else self.logger.getEffectiveLevel()),
            tuple(map(_stamp, (self._ca_file(), os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")))),
        )

    def _address(self) -> Optional[str]:
        if self.connect_to is None and self.ip is not None:
            return f"{self.ip}:{self.port or (443 if self.scheme == 'https' else 80)}"
        return self.connect_to

    def fill(
        self, options: Any, template: Optional[str], attempts: int, is_other: bool
    ) -> Tuple[Optional[Provider], Optional[Log]]:
        """Set the library's options. The result must live as long as clients that were created from them.

        A host other than that of the settings has its own region.
        """
        if self.region is not None and not (is_other and template is not None and "{region}" not in template):
            lib.cos_client_options_set_region(options, to_c(self.region, "Region"))
        if template is not None:
            lib.cos_client_options_set_endpoint(options, to_c(template, "Endpoint"))
        address = self._address()
        if address is not None:
            lib.cos_client_options_set_connect_to(options, to_c(address, "IP"))
        bundle, proxy = self._ca_file(), self._proxy_for(template)
        if bundle is not None:
            lib.cos_client_options_set_ca_file(options, path_to_c(bundle))
        if proxy:
            lib.cos_client_options_set_proxy(options, to_c(proxy, "Proxies"))
        agent = self.user_agent or f"Python/{sys.version_info[0]}.{sys.version_info[1]}"
        lib.cos_client_options_set_user_agent(options, to_c(agent, "UA"))
        lib.cos_client_options_set_backup_domain(options, 1 if self.backup_domain else 0)
        lib.cos_client_options_set_max_connections(options, self.pool)
        lib.cos_client_options_set_max_attempts(options, attempts)
        lib.cos_client_options_set_retry_step_ms(options, RETRY_STEP_MS)
        self._fill_timeouts(options)
        if self.credentials is not None:
            names = ("SecretId", "SecretKey", "Token")
            lib.cos_client_options_set_credentials(options, *map(to_c, self.credentials, names))
        provider = Provider(self.provider) if self.provider is not None else None
        if provider is not None:
            lib.cos_py_set_provider(options, provider.handle)
        log = Log(self.logger) if self.logger is not None else None
        if log is not None:
            lib.cos_py_set_log(options, log.level(), log.handle)
        return provider, log

    def _fill_timeouts(self, options: Any) -> None:
        if self.connect_timeout is not None:
            lib.cos_client_options_set_connect_timeout_ms(options, milliseconds(self.connect_timeout))
        if self.read_timeout is not None:
            lib.cos_client_options_set_io_timeout_ms(options, milliseconds(self.read_timeout))
        total = NO_LIMIT_MS if self.total_timeout is None else milliseconds(self.total_timeout)
        lib.cos_client_options_set_total_timeout_ms(options, total)


class _identity:
    """A key that equals itself alone while it is held: the id of an object that is gone is reused."""

    def __init__(self, one: Any) -> None:
        self._one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _identity) and self._one is other._one

    def __hash__(self) -> int:
        return id(self._one)


def _stamp(path: Optional[str]) -> Hashable:
    """Return a key of a file of CA certificates, which changes when the file is written."""
    if path is None:
        return None
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return path
    return path, found.st_ino, found.st_size, found.st_mtime_ns


def endpoint_template(endpoint: str, scheme: str) -> str:
    """Return the bucket's host of an endpoint, which may have its own scheme."""
    own, separator, host = endpoint.rpartition("://")
    takes_no_bucket = re.match(r"service\.|\[|[\d.]+(:|/|$)", host) or (
        is_cos(host) and re.match(r"[a-z0-9-]+-\d+\.", host)
    )
    if "{" in host or (separator and takes_no_bucket):
        return endpoint
    return f"{own or scheme}://{{bucket}}.{host}"


def is_cos(endpoint: str) -> bool:
    """Whether an endpoint is a host of COS, and not a custom domain."""
    host = re.sub(r"(?::\d+)?/*$", "", endpoint).lower()
    return host.endswith((".myqcloud.com", ".tencentcos.cn", ".tencentci.cn"))


def milliseconds(seconds: Seconds) -> int:
    """Convert seconds to milliseconds; half a millisecond becomes 1, because 0 is not allowed."""
    return int(seconds * 1000 + (0.5 if seconds >= 0 else -0.5)) or (1 if seconds > 0 else 0)
