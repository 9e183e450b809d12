"""E-mail address."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class Email(PropertyType):
    """An e-mail address in ASCII."""

    name, title = "email", "E-mail address"
    forms = (Form("string", "email"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string", "format": "email"}
    keywords = TEXT_KEYWORDS
    expected = "an e-mail address such as kim@example.com"
    examples = ("kim@acme.example",)
