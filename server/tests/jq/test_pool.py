"""Programs of strangers: what they may do, what they may not, and that neighbours notice nothing."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jq as bare
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seaway.engines.jq import BadProgramError, Limits, Pool, Result, WorkersAwayError
from tests.jq.corpus import ENTITY, PAYLOAD, PROGRAMS

ATTACKS = {
    "environment": ("env | length", 0),
    "environment by variable": ("$ENV | length", 0),
    "environment by name": ("$ENV.PATH, env.HOME", None),
    "where jq is": ("[get_search_list, get_jq_origin, input_filename]", [[], None, None]),
    "a loop": ("def f: f; f", "processor time"),
    "a loop without a value": ("until(false; .)", "processor time"),
    "much": ("[range(1e12)]", ("processor time", "memory")),
    "doubling": ('reduce range(40) as $i ("x"; . + .) | length', ("memory", "processor time")),
    "recursion": ("def f: [f]; f", ("memory", "processor time")),
    "a slow pattern": ('("a" * 40 + "!") | test("^(a+)+$")', "Regex"),
    "halt": ("halt", "not available"),
    "halt with a code": ('"x" | halt_error(3)', "not available"),
    "more input": ("[inputs]", []),
    "other input": ("input", "one document"),
    "a module": ('import "a" as $d {search: "/etc"}; $d', "not available"),
    "an include": ('include "a" {search: "/etc"}; leaked', "not available"),
    "the metadata of a module": ('"a" | modulemeta', "not available"),
    "out of the brackets": (".) | ($ENV.PATH", "line 1"),
    "out of the list": ("1))] catch 0), (try [limit(1;(2", "line 1"),
    "a text without an end": ('"abc', "line 1"),
    "an open comment": ("1 # \\", 1),
    "a NUL": ("1\0)", "NUL"),
    "deep brackets": ("(" * 20_000 + "1" + ")" * 20_000, "line 1"),
    "deep nesting": ("reduce range(100000) as $i (1; [.])", ("JSON", "memory", "processor time")),
    "no number": ("1e1000", "JSON"),
    "large output": ('"x" * 9000000', ("bytes", "memory", "processor time")),
    "an error without words": ("error(null)", "null"),
    "an error of jq's own": ("error({__jq: 0})", "__jq"),
    "out of a loop": ("break $x", "line 1"),
}  # fmt: skip


def explains(result: Result, expected: object) -> bool:
    """Tell whether a result is the value, or an error with one of the words."""
    if result.error is None:
        return bool(result.value == expected)
    words = expected if isinstance(expected, tuple) else (expected,)
    return any(isinstance(word, str) and word in result.error for word in words)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_attack_is_contained_and_its_neighbours_are_unharmed(pool: Pool, attack: str) -> None:
    program, expected = ATTACKS[attack]
    rows = await pool.run([".name", program, ".size + 1", ".topics[]"], [PAYLOAD, {"name": "other", "size": 1}])

    assert explains(rows[0][1], expected), rows[0][1]
    assert [row[0].value for row in rows] == ["Harbour", "other"]
    assert [row[2].value for row in rows] == [109, 2]
    assert rows[0][3].value == "production"


async def test_results_equal_the_bare_librarys(pool: Pool) -> None:
    rows = await pool.run(PROGRAMS, [PAYLOAD, ENTITY])

    for document, row in zip((PAYLOAD, ENTITY), rows, strict=True):
        assert dict(zip(PROGRAMS, row, strict=True)) == {program: barely(program, document) for program in PROGRAMS}


def barely(program: str, document: object) -> Result:
    """Return what the library itself gives."""
    try:
        return Result(next(iter(bare.compile(program).input_value(document))))
    except StopIteration:
        return Result(empty=True)
    except ValueError as error:
        return Result(error=str(error))


async def test_each_key_has_its_own_end(pool: Pool) -> None:
    [[one, none, many, failed, wrong]] = await pool.run([".a", "empty", "1, 2", 'error("no")', ".a |"], [{"a": None}])

    assert one == Result(None)
    assert none == Result(empty=True)
    assert many == Result(1)
    assert failed == Result(error="no")
    assert wrong.error == "syntax error, unexpected end of file at line 1, column 4"


async def test_a_document_that_is_no_json_has_errors_and_the_others_values(pool: Pool) -> None:
    rows = await pool.run([".a", "1"], [b'{"a": 1}', b"{", b"\xff", b'{"a": 2}'])

    assert [row[0].value for row in rows] == [1, None, None, 2]
    assert rows[1][0].error
    assert rows[2][0].error
    assert rows[3][1].value == 1


async def test_nothing_over_nothing_is_nothing(pool: Pool) -> None:
    assert await pool.run([], [1, 2]) == [[], []]
    assert await pool.run(["."], []) == []


async def test_one_bad_document_among_many_costs_only_its_own_result(pool: Pool) -> None:
    documents = [{"n": n} for n in range(200)]
    rows = await pool.run(["if .n == 77 then until(false; .) else .n end", ".n * 2"], documents)

    assert [row[1].value for row in rows] == [n * 2 for n in range(200)]
    assert [n for n, row in enumerate(rows) if row[0].error] == [77]
    assert "processor time" in str(rows[77][0].error)


async def test_a_program_that_always_breaks_its_limits_is_given_up_after_two_documents(pool: Pool) -> None:
    rows = await pool.run(["until(false; .)", "."], list(range(100)))

    assert [row[1].value for row in rows] == list(range(100))
    assert "processor time" in str(rows[1][0].error)
    assert {str(row[0].error) for row in rows[2:]} == {"not run: the program broke its limits on other documents"}


async def test_a_document_that_breaks_three_programs_is_given_up(pool: Pool) -> None:
    rows = await pool.run(["if . == 0 then until(false; .) else . end"] * 4, [0, 1])

    assert "processor time" in str(rows[0][2].error)
    assert str(rows[0][3].error).startswith("not run")
    assert [result.value for result in rows[1]] == [1, 1, 1, 1]


async def test_programs_too_slow_together_are_run_apart(pool: Pool) -> None:
    heavy = "reduce range(150000) as $i (0; . + $i)"
    rows = await pool.run([heavy] * 12, [1, 2])

    assert {result.value for row in rows for result in row} == {sum(range(150000))}


async def test_hundreds_of_programs_are_one_pass(pool: Pool) -> None:
    [row] = await pool.run([f".n + {n}" for n in range(300)], [{"n": 1}])

    assert [result.value for result in row] == [n + 1 for n in range(300)]


@pytest.mark.parametrize(
    ("program", "said", "line", "column"),
    [
        (".a |", "unexpected end of file", 1, 4),
        (".a\n| .b[", "unexpected end of file", 2, 5),
        ("nosuch(1)", "nosuch/1 is not defined", 1, 1),
        (".a as $x | $y", "$y is not defined", 1, 12),
        ("'a' + $y", "$y is not defined", 1, 7),
        (".a)", "character", 1, 3),
    ],
)
async def test_a_check_says_what_is_wrong_and_where(
    pool: Pool, program: str, said: str, line: int, column: int
) -> None:
    with pytest.raises(BadProgramError, match=f"at line {line}, column {column}$") as caught:
        await pool.check(program)

    assert said in caught.value.problem
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("program", ["", "  \n", "# only a comment", "def f: 1;", 'import "a" as a; 1', "module {}; ."])
async def test_what_gives_no_value_is_no_program(pool: Pool, program: str) -> None:
    with pytest.raises(BadProgramError):
        await pool.check(program)


@pytest.mark.parametrize("program", PROGRAMS)
async def test_a_good_program_passes_the_check(pool: Pool, program: str) -> None:
    await pool.check(program)


async def test_single_quotes_are_read_as_quotes(pool: Pool) -> None:
    programs = ["'https://x/' + .identifier", '"it\'s" + .identifier', "[.identifier] | join('-')"]
    [[url, apostrophe, neither]] = await pool.run(programs, [ENTITY])

    assert url.value == "https://x/checkout"
    assert apostrophe.value == "it'scheckout"
    assert neither.error


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(JSON, max_size=8))
async def test_any_document_comes_back_as_it_was(pool: Pool, documents: list[Any]) -> None:
    rows = await pool.run([".", "[.]", "type"], documents)

    assert [row[0].value for row in rows] == documents
    assert [row[1].value for row in rows] == [[each] for each in documents]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("()[]{}\"\\#\n|,;.a1'$ ", max_size=12))
async def test_no_text_reaches_its_neighbours(pool: Pool, text: str) -> None:
    [[before, _, after]] = await pool.run([".a", text, ".b"], [{"a": 1, "b": 2}])

    assert (before.value, after.value) == (1, 2)


@pytest.fixture
async def pair() -> AsyncIterator[Pool]:
    """A pool of two that a test may break."""
    pool = Pool(2)
    yield pool
    await pool.close()


def workers(pool: Pool) -> list[int]:
    return [worker.pid for worker in (*pool._idle, *pool._busy)]


async def test_a_killed_idle_process_is_replaced_unnoticed(pair: Pool) -> None:
    await pair.run(["."], [1])
    os.kill(workers(pair)[0], signal.SIGKILL)

    assert await pair.run([". + 1"], [1]) == [[Result(2)]]
    await pair.check(".")


async def test_a_process_killed_at_work_loses_no_result(pair: Pool) -> None:
    documents = list(range(400))
    running = asyncio.create_task(pair.run(["reduce range(2000) as $i (.; . + 1)", "."], documents))
    killed = 0
    while killed < 3 and not running.done():
        await asyncio.sleep(0.02)
        for worker in list(pair._busy)[:1]:
            os.kill(worker.pid, signal.SIGKILL)
            killed += 1
    rows = await running

    assert killed
    assert [row[1].value for row in rows] == documents
    assert [row[0].value for row in rows] == [n + 2000 for n in documents]


async def test_a_stopped_process_is_given_up_after_a_while() -> None:
    pool = Pool(1, Limits(silence=0.5))
    await pool.run(["."], [1])
    os.kill(workers(pool)[0], signal.SIGSTOP)
    rows = await pool.run(["."], [1])
    await pool.close()

    assert rows == [[Result(1)]]


async def test_a_cancelled_caller_leaves_the_pool_whole(pair: Pool) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await pair.run(["until(false; .)"], [1])

    assert await pair.run(["."], [5]) == [[Result(5)]]
    assert not pair._busy


async def test_a_caller_that_leaves_within_a_large_answer_leaves_nothing_behind(pair: Pool) -> None:
    large = '"x" * 1000000'
    for pause in (0.05, 0.1, 0.15, 0.2):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await pair.run([large] * 7, [1] * 50)

    assert await pair.run(["."], [5]) == [[Result(5)]]


async def test_callers_take_turns_and_the_loop_stays_free() -> None:
    pool = Pool(1)
    await pool.run(["."], [0])
    long = asyncio.create_task(pool.run(["reduce range(3000) as $i (0; . + $i)"], list(range(3000))))
    await asyncio.sleep(0)
    waits = []
    while not long.done():
        begun = time.monotonic()
        await pool.run(["."], [1])
        waits.append(time.monotonic() - begun)
    await long
    await pool.close()

    assert len(waits) > 5, "short calls come between the chunks of a long one"


async def test_a_closed_pool_says_so_and_leaves_no_process() -> None:
    pool = Pool(2)
    await asyncio.gather(*(pool.run(["."], [n]) for n in range(4)))
    pids = workers(pool)
    await pool.close()

    assert pids
    assert not any(_lives(pid) for pid in pids)
    with pytest.raises(WorkersAwayError, match="closed"):
        await pool.run(["."], [1])


async def test_closing_does_not_wait_for_what_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seaway.engines.jq.pool._PATIENCE", 0.2)
    pool = Pool(1, Limits(processor=60, silence=60))
    running = asyncio.create_task(pool.run(["until(false; .)"], [1]))
    await asyncio.sleep(0.5)
    await pool.close()

    with pytest.raises(WorkersAwayError):
        await running


def test_processes_end_with_the_one_that_started_them() -> None:
    program = textwrap.dedent("""
        import asyncio
        from seaway.engines.jq import Pool

        async def main():
            pool = Pool(1)
            await pool.run(["."], [1])
            print(pool._idle[0].pid, flush=True)
            await asyncio.sleep(60)

        asyncio.run(main())
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 20
    while _lives(pid) and time.monotonic() < until:
        time.sleep(0.02)

    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_a_process_has_no_environment_no_files_and_little_memory(pool: Pool) -> None:
    await pool.run(["."], [1])
    _look_at(Path(f"/proc/{workers(pool)[0]}"))


def _look_at(process: Path) -> None:
    limits = (process / "limits").read_text()

    assert not [each for each in (process / "environ").read_bytes().split(b"\0") if each and b"LC_CTYPE" not in each]
    assert "Max open files            3 " in limits
    assert "Max address space         402653184" in limits
    assert {each.name for each in (process / "fd").iterdir()} == {"0", "1", "2", "3"}
    assert (process / "fd" / "3").readlink() == process / "statm"  # how much memory it holds itself


LARGE_PARENT = """
    import asyncio
    from seaway.engines.jq import Pool

    async def main():
        held = bytearray(600 << 20)  # more than a worker may use
        pool = Pool()
        pids = set()
        for _ in range(3):
            await pool.run(["."], [b"1"])
            pids |= {worker.pid for worker in pool._idle}
        await pool.close()
        print(len(held) and len(pids))

    asyncio.run(main())
"""


def test_a_large_process_does_not_make_its_workers_look_large() -> None:
    """The maximum of memory that the kernel tells of a process begins with that of who started it."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(LARGE_PARENT)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "1"
