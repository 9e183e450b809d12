"""International e-mail address."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class IdnEmail(PropertyType):
    """An e-mail address that may hold letters of any script."""

    name, title = "idn-email", "International e-mail address"
    forms = (Form("string", "idn-email"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string", "format": "idn-email"}
    keywords = TEXT_KEYWORDS
    expected = "an e-mail address such as kim@example.com"
    examples = ("kim@acme.example", "käthe@müller.example")
