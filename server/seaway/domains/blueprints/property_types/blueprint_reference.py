"""Blueprint."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class BlueprintReference(PropertyType):
    """The identifier of a blueprint."""

    name, title = "blueprints", "Blueprint"
    forms = (Form("string", "blueprints"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "the identifier of a blueprint"
    examples = ("service",)
