"""Boolean."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import Form, PropertyType, Schema


class Boolean(PropertyType):
    """True or false."""

    name, title = "boolean", "Boolean"
    forms = (Form("boolean"),)
    kind = "boolean"
    json_schema: ClassVar[Schema] = {"type": "boolean"}
    expected = "true or false"
    examples = (True, False)
