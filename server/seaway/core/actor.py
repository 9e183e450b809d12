"""Who acts: a user, a machine or Seaway itself, always inside one organisation."""

from dataclasses import dataclass
from typing import Literal

ActorType = Literal["user", "machine", "system"]
Role = Literal["Admin", "Member"]

TYPE_CODE: dict[ActorType, str] = {"user": "u", "machine": "m", "system": "s"}
TYPE_OF_CODE: dict[str, ActorType] = {code: name for name, code in TYPE_CODE.items()}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is the public id (createdBy, updatedBy); `org_id` the organisation's key in the database.

    `email` is set for users alone; `org` is the organisation's public id.
    """

    id: str
    type: ActorType
    name: str
    org_id: int
    org: str
    role: Role
    email: str | None = None


def system_actor(org_id: int, org: str) -> Actor:
    """Return Seaway itself at work in an organisation: jobs, feed handlers, start-up."""
    return Actor(id="system", type="system", name="Seaway", org_id=org_id, org=org, role="Admin")
