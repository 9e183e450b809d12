"""Team."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class Team(PropertyType):
    """The identifier of a team; older data holds its name."""

    name, title = "team", "Team"
    forms = (Form("string", "team"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "the identifier of a team"
    examples = ("payments",)
