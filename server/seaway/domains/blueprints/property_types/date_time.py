"""Date and time."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import MOMENT, TEXT_KEYWORDS, Form, PropertyType, Schema


class DateTime(PropertyType):
    r"""A moment. `dateFormat` in a definition only tells the portal how to show it."""

    name, title = "date-time", "Date and time"
    forms = (Form("string", "date-time"),)
    kind = "datetime"
    json_schema: ClassVar[Schema] = {"type": "string", "format": "date-time", "allOf": [{"pattern": MOMENT}]}
    keywords = TEXT_KEYWORDS
    expected = "an RFC 3339 time such as 2026-03-04T05:06:07Z"
    examples = ("2026-03-04T05:06:07.089Z", "2026-03-04T05:06:07+02:00")
