"""What starting the command costs: nothing heavy is imported before it is needed."""

import json
import subprocess
import sys

import pytest

HEAVY = ("httpx", "rich", "yaml", "sqlalchemy", "fastapi", "dbos", "asyncpg", "seaway_sdk", "uvicorn")
PROBE = """
import json, sys
from seaway_cli.main import main
sys.argv = ["seaway", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    """Return every module that is there after a run of the command."""
    command = [sys.executable, "-c", PROBE, json.dumps(arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(ended.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["get", "--help"], ["--version"], ["apply", "--help"]])
def test_nothing_heavy_is_imported_to_say_what_there_is(arguments: list[str]) -> None:
    assert not imported(*arguments) & set(HEAVY)


def test_the_servers_commands_are_looked_for_only_when_they_may_be_meant() -> None:
    assert not {name for name in imported("get", "--help") if name.partition(".")[0] == "seaway"}
    assert "seaway.app.commands.admin" in imported("--help")
    assert "seaway.app.commands.admin" in imported("admin", "--help")


def seaway(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from seaway_cli.main import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_help_lists_the_clients_commands_and_the_servers() -> None:
    told = seaway("--help").stdout
    for name in [
        "up",
        "api",
        "worker",
        "import",
        "apply",
        "get",
        "search",
        "delete",
        "export",
        "login",
        "doctor",
        "admin",
        "sample",
    ]:
        assert f"\n  {name} " in told, name


def test_it_says_its_version() -> None:
    ended = seaway("--version")
    assert (ended.returncode, ended.stdout) == (0, "seaway 0.1.0\n")


def test_an_unknown_command_is_a_usage_error() -> None:
    ended = seaway("conjure")
    assert ended.returncode == 2
    assert "conjure" in ended.stderr
