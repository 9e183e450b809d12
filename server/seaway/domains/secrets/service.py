"""The door of secrets: kept sealed, described to administrators, opened for those who use them."""

from collections.abc import Sequence

from seaway.core import audit, changes
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.secrets import store
from seaway.domains.secrets.types import Secret, SecretDraft, SecretUpdate

KIND = "secret"


async def list_all(work: Work) -> list[Secret]:
    """Return what is told about every secret, by name.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "secrets")
    return await store.every(work, _readable(work))


async def get(work: Work, name: str) -> Secret:
    """Return what is told about a secret.

    Raises:
        PermissionMissing: as it says. NotFound: the organisation has none of this name.
    """
    await access.require(work, "read", "secrets")
    return _found(await store.find(work, _readable(work), name), name)


async def create(work: Work, draft: SecretDraft) -> Secret:
    """Keep a new secret.

    Raises:
        PermissionMissing: as it says. IdentifierTaken: there is one of this name.
    """
    await access.require(work, "create", "secrets")
    secret = await store.add(work, draft)
    if secret is None:
        raise IdentifierTaken(
            f'secretName: "{draft.name}" is taken; change that secret, or choose another name',
            details={"resource": "secret", "with": "secretName", "withValue": draft.name},
        )
    await changes.record(work, KIND, [Change(secret.number, "C")])
    return secret


async def update(work: Work, name: str, update: SecretUpdate) -> Secret:
    """Replace a secret's value or description. The log says that the value was replaced, not by what.

    Raises:
        PermissionMissing: as it says. NotFound: the organisation has none of this name.
    """
    await access.require(work, "update", "secrets")
    before = _found(await store.find(work, _readable(work), name, lock=True), name)
    undo: dict[str, str | None] = {}
    if update.describes and update.description != before.description:
        await store.describe(work, before, update.description)
        undo["description"] = before.description
    if update.value is not None:
        await store.seal(work, before, update.value)
        undo["value"] = "replaced"
    if not undo:
        return before
    await changes.record(work, KIND, [Change(before.number, "U", dict(undo))])
    return _found(await store.find(work, _readable(work), name), name)


async def delete(work: Work, name: str) -> None:
    """Remove a secret; nothing brings its value back.

    Raises:
        PermissionMissing: as it says. NotFound: the organisation has none of this name.
    """
    await access.require(work, "delete", "secrets")
    secret = _found(await store.find(work, _readable(work), name, lock=True), name)
    await store.drop(work, secret)
    undo = {"identifier": secret.name, "description": secret.description}
    await changes.record(work, KIND, [Change(secret.number, "D", undo)])


async def reveal(work: Work, names: Sequence[str], subject: str) -> dict[str, str]:
    """Return the values of those of the names that there are, for use by `subject`; the audit names both.

    Raises:
        PermissionMissing: as it says. SealBroken: a value was sealed under another envelope key.
    """
    await access.require(work, "read", "secrets")
    found = await store.values(work, _readable(work), names)
    entry = audit.Entry(
        "secret_read",
        org=work.org,
        actor=work.actor.id,
        subject=subject,
        trace=work.cause.trace,
        detail={"secrets": sorted(found)},
    )
    if found:
        await audit.write(work.db, entry)
    return found


def _readable(work: Work) -> Scope:
    return access.filter(work, "read", "secrets")


def _found(secret: Secret | None, name: str) -> Secret:
    if secret is None:
        raise NotFound.of("secret", name)
    return secret
