"""PostgreSQL through asyncpg: connections on loan, statements compiled once, and the organisation fence.

Statements are SQLAlchemy Core (mostly `text`, with named parameters), compiled once to the driver's form and run
without SQLAlchemy's executor, which costs 2 to 10 times the query (docs/decisions/0002). Reads name their scope:
`{scope:e}` stands where the predicate of `access.filter` goes, for the table aliased `e`.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from seaway.core.errors import StartError, Unavailable
from seaway.core.lending import Lending
from seaway.core.scope import Scope
from seaway.core.secrets import Sealer

EVERY_ORGANISATION = "*"

# The connection broke, or the server went away: nothing was wrong with the statement.
GONE: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    # A statement begun between the server's farewell and the end of the connection: the driver still waits for the
    # rest of that message, and names its own state instead of the loss. Use at once by two tasks is an InterfaceError.
    asyncpg.InternalClientError,
)
_UNREACHABLE: tuple[type[Exception], ...] = (OSError, *GONE)  # OSError: nobody listens at the address
AWAY: tuple[type[Exception], ...] = (Unavailable, *_UNREACHABLE)
_SCOPE = re.compile(r"\{scope:(\w+)\}")
_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # SQLAlchemy types it not


class Compiled:
    """SQL in the driver's form and the order of its parameters."""

    __slots__ = ("names", "sql")

    def __init__(self, clause: sa.ClauseElement) -> None:
        compiled = clause.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())

    def arguments(self, params: Mapping[str, Any]) -> list[Any]:
        """Return the parameters in order; a missing one is a KeyError, hence a bug."""
        return [params[name] for name in self.names]


class Statement:
    """A statement of a store, written once: `sql("select … where {scope:e} and e.id = :id")`."""

    __slots__ = ("_compiled", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, scope: Scope | None) -> Compiled:
        """Return the driver's form under a scope; compiled on first use, then kept."""
        key = scope.sql if scope else ""
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = Compiled(sa.text(self._under(scope)))
        return found

    def _under(self, scope: Scope | None) -> str:
        if scope is None:
            if _SCOPE.search(self.text):
                raise LookupError(f"This statement reads under a scope, none was given: {self.text.strip()[:80]}")
            return self.text
        return _SCOPE.sub(lambda match: f"({scope.on(match[1])})", self.text)


def sql(text: str) -> Statement:
    """Declare a statement with named parameters (`:name`) and scopes (`{scope:alias}`)."""
    return Statement(text)


class Connection:
    """A pooled connection for one unit of work."""

    __slots__ = ("_sealer", "raw")

    def __init__(self, raw: "asyncpg.Connection[asyncpg.Record]", sealer: Sealer | None = None) -> None:
        self.raw = raw
        self._sealer = sealer

    @property
    def sealer(self) -> Sealer:
        """What seals columns at rest. A database opened without one holds no secret that this process may read."""
        if self._sealer is None:
            raise LookupError("This database was opened without a sealer (app.wiring and the fixtures give it one)")
        return self._sealer

    async def all(self, statement: Statement, scope: Scope | None = None, /, **params: Any) -> list[asyncpg.Record]:
        """Return every row."""
        compiled, arguments = _prepare(statement, scope, params)
        return await self.raw.fetch(compiled.sql, *arguments)

    async def one(self, statement: Statement, scope: Scope | None = None, /, **params: Any) -> asyncpg.Record | None:
        """Return the first row, or None."""
        compiled, arguments = _prepare(statement, scope, params)
        return await self.raw.fetchrow(compiled.sql, *arguments)

    async def value(self, statement: Statement, scope: Scope | None = None, /, **params: Any) -> Any:
        """Return the first column of the first row, or None."""
        compiled, arguments = _prepare(statement, scope, params)
        return await self.raw.fetchval(compiled.sql, *arguments)

    async def run(self, statement: Statement, scope: Scope | None = None, /, **params: Any) -> int:
        """Run a statement and return how many rows it touched."""
        compiled, arguments = _prepare(statement, scope, params)
        tag = await self.raw.execute(compiled.sql, *arguments)
        count = tag.rsplit(" ", 1)[-1]
        return int(count) if count.isdigit() else 0

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """Run the block as a part that may fail: when it raises, what it wrote is taken back and no more."""
        async with self.raw.transaction():
            yield

    @asynccontextmanager
    async def steady(self) -> AsyncIterator[None]:
        """Run the block's reads on one and the same snapshot; inside a transaction, on that transaction's."""
        if self.raw.is_in_transaction():
            yield
            return
        async with self.raw.transaction(isolation="repeatable_read", readonly=True):
            yield

    @asynccontextmanager
    async def rehearsing(self) -> AsyncIterator[None]:
        """Run the block for its answer alone: whatever it writes or locks is taken back when it ends."""
        savepoint = self.raw.transaction()
        await savepoint.start()
        try:
            yield
        finally:
            await savepoint.rollback()

    async def core(self, clause: sa.ClauseElement, scope: Scope | None = None) -> list[asyncpg.Record]:
        """Return every row of a statement built with SQLAlchemy Core, its bound values inside it."""
        compiled = clause.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        params: dict[str, Any] = {**compiled.params, **(scope.params if scope else {})}
        names = getattr(compiled, "positiontup", None) or ()
        return await self.raw.fetch(str(compiled), *[params[name] for name in names])


def _prepare(statement: Statement, scope: Scope | None, params: dict[str, Any]) -> tuple[Compiled, list[Any]]:
    compiled = statement.compiled(scope)
    if scope is not None:
        params = {**scope.params, **params}
    return compiled, compiled.arguments(params)


class _Fenced(asyncpg.Connection):
    """Remembers which organisation the session is set to, so that setting it costs nothing when it stays."""

    organisation: str | None = None


class Lent:
    """A connection on loan while a block runs. No generator: hot reads borrow one each."""

    __slots__ = ("_lending", "_org", "_raw", "_sealer")

    def __init__(self, lending: Lending, org: str, sealer: Sealer | None) -> None:
        self._lending, self._org, self._sealer = lending, org, sealer
        self._raw: Any = None

    async def __aenter__(self) -> Connection:
        """Borrow it. Raises Unavailable when the server is away."""
        try:
            self._raw = await self._lending.take()
            await _fence(self._raw, self._org)
        except BaseException as error:
            if self._raw is not None:
                await self._lending.give(self._raw, well=False)
            if isinstance(error, _UNREACHABLE):
                raise Unavailable("The database is away for the moment; try again soon.") from error
            raise
        return Connection(self._raw._con, self._sealer)  # noqa: SLF001  # its proxy takes a call more for each call

    async def __aexit__(self, failure: type[BaseException] | None, *_of: object) -> None:
        """Give it back."""
        await self._lending.give(self._raw, well=failure is None)


class Database:
    """A pool of connections. `dsn` is a `postgresql://` URL of a role that is not a superuser.

    `sealer` opens the columns that are sealed at rest; without one those cannot be read or written.
    """

    def __init__(self, dsn: str, *, size: int = 10, sealer: Sealer | None = None) -> None:
        self.dsn = dsn
        self.sealer = sealer
        self._size = size
        self._lending: Lending | None = None

    async def open(self) -> None:
        """Connect. Raises StartError when the server cannot be reached."""
        try:
            pool = await asyncpg.create_pool(
                self.dsn,
                min_size=1,
                max_size=self._size,
                connection_class=_Fenced,
                reset=_keep,
                command_timeout=60,
                server_settings={
                    "application_name": "seaway",
                    "idle_in_transaction_session_timeout": "60s",
                    "jit": "off",
                    # Plans are cached while tables are small; one that scans would be kept when they have grown.
                    "enable_seqscan": "off",
                },
            )
        except (OSError, asyncpg.PostgresError) as error:
            raise StartError(f"The database cannot be reached: {error}. Check SEAWAY_DATABASE_URL.") from None
        self._lending = Lending(pool)

    async def close(self) -> None:
        """Close every connection, waiting a while for those at work."""
        if self._lending is not None:
            await self._lending.close()

    @property
    def usage(self) -> tuple[int, int, int]:
        """How many connections are open, of those idle, and how many there may be."""
        return self._lending.usage if self._lending else (0, 0, self._size)

    def reading(self, org: int | str) -> "Lent":
        """Borrow a connection fenced to an organisation, or to EVERY_ORGANISATION; no transaction."""
        if self._lending is None:
            raise Unavailable("The database is not open yet; try again in a moment.")
        return Lent(self._lending, str(org), self.sealer)

    @asynccontextmanager
    async def writing(self, org: int | str) -> AsyncIterator[Connection]:
        """Borrow a connection in a transaction: committed when the block ends, rolled back when it raises."""
        async with self.reading(org) as connection, connection.raw.transaction():
            yield connection


async def _keep(_connection: object) -> None:
    """Keep the session as it is: the pool's default reset doubles the cost of a small request (performance.md, 5)."""


async def _fence(raw: Any, org: str) -> None:
    session = raw._con  # noqa: SLF001  # the proxy hides attributes of our connection class
    if session.organisation != org:
        session.organisation = None  # unknown until the server has answered: this wait may be cancelled after it acted
        await raw.execute("select set_config('seaway.org', $1, false)", org)
        session.organisation = org
