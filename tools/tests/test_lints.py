"""Each lint of the house, with lines that must pass and lines that must fail."""

import pytest

import lints

DOMAIN = "server/seaway/domains/notes/"
FAILS = [
    (lints.sizes, "server/seaway/kit/x.py", "x = 1\n" * 401),
    (lints.sizes, "server/seaway/kit/x.py", "def f():\n" + "    x = 1\n" * 61),
    (lints.sizes, "server/seaway/kit/x.py", "def f(a, b, c, d, e, f): ...\n"),
    (lints.imports_at_the_top, "server/seaway/kit/x.py", "def f():\n    import os\n"),
    (lints.sql_in_stores, DOMAIN + "service.py", "import sqlalchemy as sa\n"),
    (lints.sql_in_stores, DOMAIN + "service.py", "from seaway.core.db import sql\n"),
    (lints.framework_at_the_edge, DOMAIN + "service.py", "from fastapi import Request\n"),
    (lints.framework_at_the_edge, "server/seaway/core/work.py", "import starlette.requests\n"),
    (lints.leaves, DOMAIN + "service.py", "from seaway.domains.entities.routes import router\n"),
    (lints.leaves, DOMAIN + "service.py", "from seaway.domains.imports import jobs\n"),
    (lints.scoped_reads, DOMAIN + "store.py", 'X = sql("select * from entity where id = :id")\n'),
    (
        lints.scoped_reads,
        DOMAIN + "find_store.py",
        'X = sql("""select 1 from blueprint b\n join entity e on true""")\n',
    ),
    (lints.broad_excepts, DOMAIN + "service.py", "try:\n    f()\nexcept Exception:\n    pass\n"),
    (lints.broad_excepts, DOMAIN + "service.py", "try:\n    f()\nexcept:\n    pass\n"),
]
PASSES = [
    (lints.sizes, "server/seaway/kit/x.py", "def f(self, a, b, c, d, e): ...\n"),
    (lints.sizes, DOMAIN + "routes.py", "@router.get('/x')\nasync def f(a, b, c, d, e, f): ...\n"),
    (lints.imports_at_the_top, "server/seaway/app/commands/up.py", "def f():\n    import os\n"),
    (lints.sql_in_stores, DOMAIN + "find_store.py", "import sqlalchemy as sa\n"),
    (lints.framework_at_the_edge, DOMAIN + "read_routes.py", "from fastapi import APIRouter\n"),
    (lints.leaves, "server/seaway/app/wiring.py", "from seaway.domains.entities.routes import router\n"),
    (lints.scoped_reads, DOMAIN + "store.py", 'X = sql("select * from entity e where {scope:e} and e.id = :id")\n'),
    (
        lints.scoped_reads,
        DOMAIN + "store.py",
        '# unscoped: sign-in happens before an organisation is known\nX = sql("select * from machine")\n',
    ),
    (lints.scoped_reads, DOMAIN + "store.py", 'X = sql("insert into entity(id) values (:id)")\n'),
    (lints.broad_excepts, DOMAIN + "service.py", "try:\n    f()\nexcept BaseException:\n    g()\n    raise\n"),
    (lints.broad_excepts, "server/seaway/app/http.py", "try:\n    f()\nexcept Exception:\n    pass\n"),
]


@pytest.mark.parametrize(("rule", "path", "text"), FAILS, ids=lambda value: getattr(value, "__name__", None))
def test_a_lint_finds_what_it_is_for(rule: lints.Rule, path: str, text: str) -> None:
    assert list(rule(lints.Source(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), PASSES, ids=lambda value: getattr(value, "__name__", None))
def test_a_lint_leaves_the_rest_alone(rule: lints.Rule, path: str, text: str) -> None:
    assert not list(rule(lints.Source(path, text)))


def test_every_rule_has_lines_that_fail_and_lines_that_pass() -> None:
    for lines in (FAILS, PASSES):
        assert {rule for rule, _, _ in lines} == set(lints.RULES)
