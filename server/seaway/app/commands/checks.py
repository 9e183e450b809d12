"""What `seaway doctor` looks at on the server's own machine; joins by the entry point `seaway.checks`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seaway.core.settings import Settings

Finding = tuple[str, str | None]


def checks() -> list[Finding]:
    """Return each thing that was looked at, and what is wrong with it; nothing where no server was ever set up."""
    from seaway.core.errors import StartError
    from seaway.core.settings import Settings

    try:
        settings = Settings.from_env()
    except StartError as error:
        return [("the settings fit", str(error))]
    if settings.database_url is None and not (settings.data_dir / "postgres").exists():
        return []
    return [("the settings fit", None), _key(settings), *_database(settings)]


def _key(settings: "Settings") -> Finding:
    from seaway.core.secrets import load_sealer

    name = f"the key file {settings.key_path} can be used"
    if not settings.key_path.exists():
        return name, "it is missing: sealed secrets cannot be read without it"
    try:
        load_sealer(settings.key_path)
    except Exception as error:  # noqa: BLE001  # whatever is wrong with the file is what the doctor says
        return name, str(error)
    return name, None


def _database(settings: "Settings") -> list[Finding]:
    from seaway.core import schema_check
    from seaway.core.postgres import EmbeddedServer, PostgresError

    found: list[Finding] = []
    if settings.database_url is not None:
        dsn = settings.database_url.get_secret_value()
    else:
        server = EmbeddedServer(settings.data_dir / "postgres", settings.pg_bin)
        dsn = server.dsn
        try:
            found.append((f"PostgreSQL's programs are in {server.bin_dir}", None))
        except PostgresError as error:
            found.append(("PostgreSQL's programs are here", str(error)))
        found.append(("PostgreSQL runs", None if server.ready() else "it does not; `seaway up` starts it"))
    stale = None if schema_check.is_current(dsn) else "it is away, or needs `seaway up` to migrate it"
    return [*found, ("the database has this version's schema", stale)]
