"""Names of regions, and hosts, as Tencent's SDK accepts them."""

import re
from typing import Any, Optional

from .cos_exception import CosClientError

#: Regions of the older API, and their names today.
RENAMED = {
    "cossh": "ap-shanghai",
    "cosgz": "ap-guangzhou",
    "cosbj": "ap-beijing",
    "costj": "ap-beijing-1",
    "coscd": "ap-chengdu",
    "cossgp": "ap-singapore",
    "coshk": "ap-hongkong",
    "cosca": "na-toronto",
    "cosger": "eu-frankfurt",
}
#: Regions whose hosts have no service: {bucket}.cn-south.myqcloud.com.
WITHOUT_SERVICE = ("cn-north", "cn-south", "cn-east", "cn-south-2", "cn-southwest", "sg")
_VALID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*[A-Za-z0-9]")


def region_of(region: Any) -> Any:
    """Return a region by its name of today: without the service, and not by a name of the older API.

    What is not a valid name is returned unchanged: the library reports it.
    """
    if not isinstance(region, str):
        return region
    for service in ("cos-internal.", "cos."):
        if region.startswith(service):
            return region[len(service) :]
    return RENAMED.get(region, region)


def labels_of(region: Any, service: str, old_domain: Any = True, internal: Any = False) -> str:
    """Return service and region as they stand in a host. `service` ends with a dot."""
    if isinstance(region, bytes):
        region = region.decode("utf-8")
    if not isinstance(region, str) or not _VALID.fullmatch(region):
        raise CosClientError(f'region "{region}": must be letters, digits and hyphens, as in ap-guangzhou')
    if service in region or region in WITHOUT_SERVICE:
        return region
    if service == "cos." and internal and not old_domain:
        service = "cos-internal."
    return service + RENAMED.get(region, region)


def endpoint_of(
    endpoint: Any, region: Any, service: str, old_domain: Any = True, internal: Any = False
) -> Optional[str]:
    """Return the endpoint that was given, or that of a region; without both, None unless it is COS's own."""
    if endpoint:
        return endpoint.decode("utf-8") if isinstance(endpoint, bytes) else str(endpoint)
    if region:
        return f"{labels_of(region, service, old_domain, internal)}.{'myqcloud.com' if old_domain else 'tencentcos.cn'}"
    if service == "cos.":
        raise CosClientError("Region and Endpoint are missing: set one of them")
    return None
