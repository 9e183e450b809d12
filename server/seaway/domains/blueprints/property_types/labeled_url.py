"""Labelled link."""

from typing import Any, ClassVar

from seaway.domains.blueprints.property_types.base import LINK, OBJECT_KEYWORDS, Form, PropertyType, Schema


class LabeledUrl(PropertyType):
    """A link with a text to show for it. Some clients send the text as `label`; it is stored as `displayText`."""

    name, title = "labeled-url", "Labelled link"
    forms = (Form("object", "labeled-url"),)
    kind = "object"
    json_schema: ClassVar[Schema] = {
        "type": "object",
        "properties": {
            "url": {"type": "string", "allOf": [{"pattern": LINK}]},
            "displayText": {"type": ["string", "null"]},
        },
        "required": ["url"],
    }
    keywords = OBJECT_KEYWORDS - {"properties", "required"}
    expected = "an object with url and, if you like, displayText"
    examples = ({"url": "https://wiki.example/rb", "displayText": "Runbook"}, {"url": "https://wiki.example/rb"})

    @classmethod
    def settle(cls, value: Any) -> Any:
        """Return the value with `label` moved to `displayText`, unless both are there."""
        if not isinstance(value, dict) or "label" not in value or "displayText" in value:
            return value
        return {("displayText" if key == "label" else key): part for key, part in value.items()}
