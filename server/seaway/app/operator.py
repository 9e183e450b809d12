"""Credentials of the operator: whoever may read the data folder, in which the key and the database lie too.

`seaway up` keeps a file there with the id and secret of the machine `local`; the commands use it when nothing else was
given (`app.here`).
"""

from seaway.app import here
from seaway.core import work as works
from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.settings import Settings
from seaway.core.work import Cause
from seaway.domains.identity import service as identity
from seaway_cli import profile


async def let_in(settings: Settings, database: Database) -> None:
    """See to it that the file holds credentials that this database knows; a machine that was disabled stays so."""
    home, kept = await identity.ensure_organisation(database), here.read(settings)
    async with works.writing(
        database, system_actor(home.id, home.public_id), Cause("start:local"), "seaway-up"
    ) as work:
        known = {machine.client_id for machine in await identity.list_machines(work)}
        if kept.get("client_id") not in known:
            made = await identity.create_machine(work, "local")
            kept = {"client_id": made.client_id, "client_secret": made.client_secret}
    if kept.get("url") != settings.url:
        profile.replace(settings.data_dir / here.FILE, kept | {"url": settings.url})
