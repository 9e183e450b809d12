"""Markdown."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class Markdown(PropertyType):
    """Markdown, shown in a tab of its own."""

    name, title = "markdown", "Markdown"
    forms = (Form("string", "markdown"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "a text"
    examples = ("# Runbook",)
