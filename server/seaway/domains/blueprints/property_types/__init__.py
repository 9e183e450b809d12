"""The catalogue of property types: one class, one file. A test fails on a file that is not listed here."""

from collections.abc import Mapping
from typing import Any

from seaway.domains.blueprints.property_types.array import Array
from seaway.domains.blueprints.property_types.async_api import AsyncApi
from seaway.domains.blueprints.property_types.async_api_object import AsyncApiObject
from seaway.domains.blueprints.property_types.base import Form, PropertyType, ValueKind
from seaway.domains.blueprints.property_types.blueprint_reference import BlueprintReference
from seaway.domains.blueprints.property_types.boolean import Boolean
from seaway.domains.blueprints.property_types.date_time import DateTime
from seaway.domains.blueprints.property_types.email import Email
from seaway.domains.blueprints.property_types.embedded_url import EmbeddedUrl
from seaway.domains.blueprints.property_types.idn_email import IdnEmail
from seaway.domains.blueprints.property_types.ipv4 import Ipv4
from seaway.domains.blueprints.property_types.ipv6 import Ipv6
from seaway.domains.blueprints.property_types.json_object import JsonObject
from seaway.domains.blueprints.property_types.labeled_url import LabeledUrl
from seaway.domains.blueprints.property_types.markdown import Markdown
from seaway.domains.blueprints.property_types.number import Number
from seaway.domains.blueprints.property_types.open_api import OpenApi
from seaway.domains.blueprints.property_types.open_api_object import OpenApiObject
from seaway.domains.blueprints.property_types.proto import Proto
from seaway.domains.blueprints.property_types.team import Team
from seaway.domains.blueprints.property_types.text import Text
from seaway.domains.blueprints.property_types.timer import Timer
from seaway.domains.blueprints.property_types.url import Url
from seaway.domains.blueprints.property_types.user import User
from seaway.domains.blueprints.property_types.yaml_text import YamlText

ALL: tuple[type[PropertyType], ...] = (
    Text,
    Number,
    Boolean,
    DateTime,
    Timer,
    Url,
    Email,
    IdnEmail,
    Ipv4,
    Ipv6,
    Markdown,
    YamlText,
    Proto,
    User,
    Team,
    BlueprintReference,
    OpenApi,
    OpenApiObject,
    AsyncApi,
    AsyncApiObject,
    EmbeddedUrl,
    JsonObject,
    LabeledUrl,
    Array,
)

BY_FORM: Mapping[Form, type[PropertyType]] = {form: listed for listed in ALL for form in listed.forms}


def form_of(definition: Mapping[str, Any]) -> Form:
    """Return how a definition declares its type; null means absent."""
    return Form(definition.get("type") or "", definition.get("format") or None, definition.get("spec") or None)


def type_of(definition: Mapping[str, Any]) -> type[PropertyType]:
    """Return the property type of a definition that was checked when its blueprint was written."""
    return BY_FORM[form_of(definition)]


__all__ = ["ALL", "BY_FORM", "Form", "PropertyType", "ValueKind", "form_of", "type_of"]
