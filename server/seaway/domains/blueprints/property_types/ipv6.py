"""IPv6 address."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class Ipv6(PropertyType):
    """An IPv6 address."""

    name, title = "ipv6", "IPv6 address"
    forms = (Form("string", "ipv6"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string", "format": "ipv6"}
    keywords = TEXT_KEYWORDS
    expected = "an IPv6 address such as 2001:db8::1"
    examples = ("2001:db8::1",)
