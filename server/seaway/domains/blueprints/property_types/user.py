"""User."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class User(PropertyType):
    """The e-mail address of a user, who need not exist."""

    name, title = "user", "User"
    forms = (Form("string", "user"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "the e-mail address of a user"
    examples = ("kim@acme.example",)
