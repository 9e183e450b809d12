"""IPv4 address."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class Ipv4(PropertyType):
    """An IPv4 address in dotted form."""

    name, title = "ipv4", "IPv4 address"
    forms = (Form("string", "ipv4"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string", "format": "ipv4"}
    keywords = TEXT_KEYWORDS
    expected = "an IPv4 address such as 192.0.2.1"
    examples = ("192.0.2.1",)
