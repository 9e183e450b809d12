"""Wire shapes of secrets (semantics 2.4): the value comes in and never goes out."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field, StringConstraints

from seaway.domains.secrets.types import Secret, SecretDraft, SecretUpdate
from seaway.kit import clock

SecretName = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
Value = Annotated[pydantic.SecretStr, Field(max_length=65_536)]
Description = Annotated[str, Field(max_length=200)]


class _In(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", hide_input_in_errors=True)


class SecretIn(_In):
    """A secret to be kept."""

    secretName: SecretName  # noqa: N815  # the wire's spelling
    secretValue: Value  # noqa: N815
    description: Description | None = None

    def draft(self) -> SecretDraft:
        """Return the secret as asked for."""
        return SecretDraft(self.secretName, self.secretValue.get_secret_value(), self.description or None)


class SecretPatch(_In):
    """What changes of a secret; what is left out stays."""

    secretValue: Value | None = None  # noqa: N815
    description: Description | None = None

    def update(self) -> SecretUpdate:
        """Return the change as asked for."""
        value = None if self.secretValue is None else self.secretValue.get_secret_value()
        return SecretUpdate(value, self.description or None, "description" in self.model_fields_set)


class SecretShape(pydantic.BaseModel):
    """What is told about a secret."""

    secretName: str  # noqa: N815
    description: str = ""
    createdAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    updatedAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815


class SecretAnswer(pydantic.BaseModel):
    """One secret."""

    ok: Literal[True]
    secret: SecretShape


class SecretsAnswer(pydantic.BaseModel):
    """Secrets by name."""

    ok: Literal[True]
    secrets: list[SecretShape]


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


def shown(secret: Secret) -> dict[str, Any]:
    """Return what the API tells about a secret; Terraform takes an absent description for none, an empty one not."""
    described = {} if secret.description is None else {"description": secret.description}
    return {
        "secretName": secret.name,
        **described,
        "createdAt": clock.iso(secret.created_at),
        "updatedAt": clock.iso(secret.updated_at),
    }
