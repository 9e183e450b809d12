"""Machine credentials: what programs sign in with."""

from dataclasses import replace

from seaway.core import audit, changes
from seaway.core.actor import Role
from seaway.core.changes import Change
from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.identity import machine_store as store
from seaway.domains.identity import recent
from seaway.domains.identity.permits import require
from seaway.domains.identity.types import SERVICE_DOMAIN, Machine, MachineCredentials, canonical_email
from seaway.domains.identity.users import get_user
from seaway.kit import ids

_CLIENT_ID = 20
_SECRET = 64


async def create_machine(work: Work, name: str, role: Role = "Admin") -> MachineCredentials:
    """Make credentials for a program; machines act as Admin unless told otherwise (semantics 12.3)."""
    _, credentials = await add_machine(work, name, role)
    return credentials


async def add_machine(work: Work, name: str, role: Role = "Admin") -> tuple[Machine, MachineCredentials]:
    """Make credentials for a program, and return the machine with them."""
    await require(work, "create", "apps")
    new = store.NewMachine(ids.token(_CLIENT_ID), name, role, ids.token(_SECRET))
    machine = await store.add(work.db, work.org, new, work.actor.id)
    await changes.record(work, "machine", [Change(machine.key, "C")])
    return machine, MachineCredentials(new.client_id, new.secret)


async def list_machines(work: Work) -> list[Machine]:
    """Return the organisation's machines, oldest first."""
    await require(work, "read", "apps")
    return await store.list_all(work.db, work.org)


async def machine_secrets(work: Work) -> dict[str, str]:
    """Return the secrets of all machines by client id; administrators only, and it is audited."""
    await require(work, "update", "apps")
    entry = audit.Entry("secret_read", org=work.org, actor=work.actor.id, subject="apps", trace=work.cause.trace)
    await audit.write(work.db, entry)
    return await store.secrets(work.db, work.org)


async def update_machine(
    work: Work, client_id: str, *, name: str | None = None, enabled: bool | None = None
) -> Machine:
    """Rename, disable or enable a machine; a disabled one is refused at once, its tokens too.

    Raises:
        NotFound: no machine of the organisation has this id.
    """
    await require(work, "update", "apps")
    before = await _locked(work, client_id)
    after = replace(
        before,
        name=before.name if name is None else name,
        enabled=before.enabled if enabled is None else enabled,
    )
    if after == before:
        return before
    after = await store.update(work.db, after, work.actor.id)
    undo = {key: getattr(before, key) for key in ("name", "enabled") if getattr(before, key) != getattr(after, key)}
    await changes.record(work, "machine", [Change(before.key, "U", undo)])
    recent.forget(client_id)
    return after


async def rotate_machine(work: Work, client_id: str) -> tuple[Machine, MachineCredentials]:
    """Replace a machine's secret; the old one and its tokens hold no more.

    Raises:
        NotFound: no machine of the organisation has this id.
    """
    await require(work, "update", "apps")
    before = await _locked(work, client_id)
    secret = ids.token(_SECRET)
    after = await store.rotate(work.db, before, secret, work.actor.id)
    await changes.record(work, "machine", [Change(before.key, "U", {"secret": "rotated"})])
    recent.forget(client_id)
    return after, MachineCredentials(client_id, secret)


async def rotate_credentials(work: Work, email: str) -> MachineCredentials:
    """Replace the secret of a service account; the old one and its tokens hold no more.

    Raises:
        NotFound: nobody of the organisation has the e-mail. Invalid: it is a person's, who signs in without a secret.
    """
    await require(work, "update", "users")
    name = canonical_email(email) or email
    machine = next((each for each in await list_machines(work) if each.name == name), None)
    if machine is not None and name.partition("@")[2].startswith(SERVICE_DOMAIN):
        return (await rotate_machine(work, machine.client_id))[1]
    user = await get_user(work, email)
    raise Invalid(
        f'"{user.email}" is a person, who has no API credentials; make an app or a service account for a program',
        details={"path": "user_email"},
    )


async def delete_machine(work: Work, client_id: str) -> None:
    """Remove a machine; its tokens hold no more.

    Raises:
        NotFound: no machine of the organisation has this id.
    """
    await require(work, "delete", "apps")
    machine = await _locked(work, client_id)
    await store.drop(work.db, machine.key)
    undo = {"clientId": client_id, "name": machine.name, "role": machine.role, "enabled": machine.enabled}
    await changes.record(work, "machine", [Change(machine.key, "D", undo)])
    recent.forget(client_id)


async def _locked(work: Work, client_id: str) -> Machine:
    machine = await store.lock(work.db, work.org, client_id)
    if machine is None:
        raise NotFound.of("app", client_id)
    return machine
