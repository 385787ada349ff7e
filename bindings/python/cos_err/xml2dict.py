"""Documents as dicts, under the module name of Tencent's SDK."""

from typing import Any, Dict

from ._xml import to_dict


class Xml2Dict(Dict[str, Any]):
    """The children of an element of xml.etree.ElementTree."""

    def __init__(self, parent_node: Any) -> None:
        from xml.etree import ElementTree

        super().__init__(to_dict(ElementTree.tostring(parent_node, encoding="utf-8")))


__all__ = ["Xml2Dict"]
