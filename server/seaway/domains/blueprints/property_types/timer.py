"""Timer."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import MOMENT, TEXT_KEYWORDS, Form, PropertyType, Schema


class Timer(PropertyType):
    """A moment at which something expires."""

    name, title = "timer", "Timer"
    forms = (Form("string", "timer"),)
    kind = "timer"
    json_schema: ClassVar[Schema] = {"type": "string", "format": "date-time", "allOf": [{"pattern": MOMENT}]}
    keywords = TEXT_KEYWORDS
    expected = "an RFC 3339 time with an offset such as 2026-03-04T05:06:07Z"
    examples = ("2026-03-04T05:06:07Z",)
