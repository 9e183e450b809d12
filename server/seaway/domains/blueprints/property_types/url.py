"""URL."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import LINK, TEXT_KEYWORDS, Form, PropertyType, Schema


class Url(PropertyType):
    """A link. Schemes that a browser would run instead of open are refused."""

    name, title = "url", "URL"
    forms = (Form("string", "url"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string", "allOf": [{"pattern": LINK}]}
    keywords = TEXT_KEYWORDS
    expected = "an absolute URL such as https://example.com/page"
    examples = ("https://git.example/checkout", "slack://channel?id=C1")
