"""Embedded page."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import LINK, TEXT_KEYWORDS, Form, PropertyType, Schema


class EmbeddedUrl(PropertyType):
    r"""A page shown in a frame; `specAuthentication` says how to sign in to it."""

    name, title = "embedded-url", "Embedded page"
    forms = (Form("string", "url", "embedded-url"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string", "allOf": [{"pattern": LINK}]}
    keywords = TEXT_KEYWORDS
    expected = "an absolute URL such as https://example.com/page"
    examples = ("https://board.example/d/1",)
