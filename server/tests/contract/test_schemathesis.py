"""Every operation as the OpenAPI document describes it: no answer surprises, whatever is sent.

Each operation runs in an organisation of its own. Its valid call must succeed; then come at least fifty calls that schemathesis makes up from
the document, right ones and wrong ones.
"""

import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

import httpx
import hypothesis
import pytest
import schemathesis
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, PhasesConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.config._phases import CoveragePhaseConfig
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.generation.modes import GenerationMode
from schemathesis.generation.stateful.state_machine import StepInput, StepOutput
from schemathesis.python import asgi
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema
from schemathesis.transport import SerializationContext
from starlette.types import ASGIApp

from seaway.app.links import LINKS
from seaway.app.openapi import document
from seaway.app.wiring import build_app
from seaway.core.db import Database
from seaway.core.secrets import Sealer
from seaway.core.settings import Settings
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation
from tests.contract.calls import CALLS, EVENTS, OWN
from tests.contract.seed import Seed, sow
from tests.factories.clients import PASSWORD, URL, client
from tests.factories.databases import migrated_database

AnyCase = Case[Any]
Operation = APIOperation[Any, Any, Any, Any]
EXAMPLES = 50
ENOUGH = 10  # links followed to a success; what is made up at random is seldom right
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
BY_COOKIE = {"get_session", "sign_out", *OWN}
DOCUMENT = document()
_GENERATION = GenerationConfig(
    max_examples=EXAMPLES, deterministic=True, no_shrink=True, with_security_parameters=False
)
_PHASES = PhasesConfig(coverage=CoveragePhaseConfig(enabled=False))  # ten times the calls, of the same kinds


def _loaded(generation: GenerationConfig) -> OpenApiSchema:
    project = ProjectConfig(generation=generation, phases=_PHASES)
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    return schemathesis.openapi.from_dict(DOCUMENT, config=config)


SCHEMA = _loaded(_GENERATION).exclude(operation_id=[EVENTS])
# The generator recurses without end over what may be wrong with this body; a valid call of it is checked below.
ENDLESS = "export_entities"
LINKED = sorted({name for name, _ in LINKS} | {name for ways in LINKS.values() for led in ways for name in led.targets})
# Right calls only: a walk goes on from what was made. Wrong ones are the other test's.
WALKED = _loaded(GenerationConfig(modes=[GenerationMode.POSITIVE], with_security_parameters=False)).include(
    operation_id=LINKED
)


@pytest.fixture(scope="session")
def http(database_url: str) -> Iterator[asgi.ASGIClient]:
    """The API on the test database, running in the loop of schemathesis."""
    database = Database(database_url, size=5, sealer=Sealer(b"k" * 32))
    served: Any = build_app(Settings(public_url=URL, rate_limit=1_000_000), database)
    with asgi.get_client(served) as served_client:
        yield served_client
    asgi.shutdown_lifespans()


@pytest.fixture
async def seed(app: ASGIApp, database: Database, organisation: Organisation, api: httpx.AsyncClient) -> Seed:
    """A harbour of the test's own."""
    return await sow(app, database, organisation, api)


def operation_id(case: AnyCase) -> str:
    """Return the id of the operation of a case."""
    return str(case.operation.definition.raw["operationId"])


def signed_in(case: AnyCase, seed: Seed) -> dict[str, str]:
    """Return the headers that sign a request in."""
    return seed.session if operation_id(case) in BY_COOKIE else {**seed.bearer, "Origin": URL}


def lead(case: AnyCase, seed: Seed) -> None:
    """Make three of four cases name what exists, so that they get past "not found"."""
    for name in case.path_parameters:
        if name in seed.names and crc32(repr(case.path_parameters[name]).encode()) % 4:
            case.path_parameters[name] = seed.names[name]


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: SerializationContext, value: Any) -> bytes:
    return str(value).encode()


def operations() -> dict[str, Operation]:
    """Return every operation that is tested, by id."""
    found = [result.ok() for result in SCHEMA.get_all_operations() if isinstance(result, Ok)]
    return {str(operation.definition.raw["operationId"]): operation for operation in found}


OPERATIONS = operations()


def test_every_operation_has_a_valid_call() -> None:
    """A new route needs one; set-up has its own, for it concerns the whole installation."""
    assert set(OPERATIONS) == {*CALLS, "set_up"}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_valid_call_succeeds_as_documented(name: str, http: asgi.ASGIClient, seed: Seed) -> None:
    operation, call = OPERATIONS[name], CALLS[name](seed)
    named = {parameter.name: {**seed.names, **call.path}[parameter.name] for parameter in operation.path_parameters}
    body: dict[str, Any] = {} if call.body is None else {"body": call.body, "media_type": call.media_type}
    case = operation.Case(path_parameters=named, query=dict(call.query), **body)
    headers = signed_in(case, seed)
    answer = case.call(session=http, headers=headers)
    case.validate_response(answer, checks=CHECKS, headers=headers)
    assert 200 <= answer.status_code < 300, answer.text


@pytest.fixture
async def setup_token(admin_url: str) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A browser on an installation that nobody has signed in to, and the token of its one-time link."""
    with migrated_database(admin_url) as url:
        database = Database(url, size=2, sealer=Sealer(b"k" * 32))
        await database.open()
        link = await identity.setup_link(database, URL)
        assert link is not None
        async with client(build_app(Settings(public_url=URL), database), headers={"Origin": URL}) as browser:
            yield browser, parse_qs(urlsplit(link).query)["token"][0]
        await database.close()


async def test_the_valid_call_of_set_up_succeeds_as_documented(setup_token: tuple[httpx.AsyncClient, str]) -> None:
    browser, token = setup_token
    body: dict[str, Any] = {"token": token, "name": "Kim Ro", "email": "kim@test.example", "password": PASSWORD}
    answer = await browser.post("/v1/setup", json=body)
    case = OPERATIONS["set_up"].Case(body=body, media_type="application/json")
    case.validate_response(answer, checks=CHECKS, headers={"Origin": URL})
    assert answer.status_code == 200, answer.text


@dataclass
class Tally:
    """The answers of an operation by status."""

    operation: Operation | None = None
    answers: Counter[int] = field(default_factory=Counter)


@pytest.fixture
def tally() -> Iterator[Tally]:
    """Counts the calls of an operation: as many as are asked for, unless all calls of it are alike."""
    tally = Tally()
    yield tally
    operation = tally.operation
    assert operation is not None
    varies = bool([*operation.iter_parameters(), *operation.body])
    assert tally.answers.total() >= (EXAMPLES if varies else 1)


@SCHEMA.exclude(operation_id=ENDLESS).parametrize()
@hypothesis.settings(deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_no_answer_surprises(case: AnyCase, http: asgi.ASGIClient, seed: Seed, tally: Tally) -> None:
    lead(case, seed)
    headers = signed_in(case, seed)
    answer = case.call(session=http, headers=headers)
    tally.operation = case.operation
    tally.answers[answer.status_code] += 1
    case.validate_response(answer, checks=CHECKS, headers=headers)


def test_no_answer_surprises_on_the_way_from_one_to_the_next(http: asgi.ASGIClient, seed: Seed) -> None:
    """Follow the document's links: what was made is read, changed and deleted, and then gone."""
    followed: Counter[str] = Counter()
    walks: list[object] = []
    surprises: list[Exception] = []

    class Walk(WALKED.as_state_machine()):  # type: ignore[misc]  # made from the document
        """Calls that lead to each other."""

        def setup(self) -> None:
            """Count the walks."""
            super().setup()
            walks.append(self)

        def step(self, input: StepInput) -> StepOutput:  # noqa: A002  # the library's name
            """Count the links that were followed."""
            output: StepOutput = super().step(input)
            if input.transition is not None and input.is_applied and output.response.status_code < 300:
                followed[input.transition.id] += 1
            return output

        def get_call_kwargs(self, case: AnyCase) -> dict[str, Any]:
            """Sign in."""
            return {"session": http, "headers": signed_in(case, seed)}

        def validate_response(self, response: Response, case: AnyCase, **options: Any) -> None:
            """Check an answer as elsewhere."""
            try:
                case.validate_response(response, checks=CHECKS, headers=options["headers"])
            except Exception as error:
                surprises.append(error)
                raise

    settings = hypothesis.settings(
        max_examples=EXAMPLES,
        stateful_step_count=6,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    for turn in range(EXAMPLES):
        if len(walks) >= EXAMPLES or surprises:
            break
        # The server remembers earlier walks, so that the same choices may lead elsewhere; the library then starts anew.
        with contextlib.suppress(hypothesis.errors.FlakyStrategyDefinition):
            hypothesis.seed(turn)(Walk).run(settings=settings)
    assert surprises == []
    assert len(walks) >= EXAMPLES
    assert followed.total() >= ENOUGH, followed
