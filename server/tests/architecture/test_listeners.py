"""Who listens to whom does not depend on which process writes."""

import subprocess
import sys

import pytest

SAY = """
import {module}
from seaway.core import events
names = {{f"{{one.__module__}}.{{one.__qualname__}}" for told in events._listeners.values() for one in told}}
print("\\n".join(sorted(names)))
"""


def registered(module: str) -> set[str]:
    """Return the listeners in a process that imports a module and nothing else."""
    told = subprocess.run(
        [sys.executable, "-c", SAY.format(module=module)], capture_output=True, text=True, timeout=60, check=True
    )
    return set(told.stdout.split())


@pytest.mark.parametrize("module", ["seaway.app.local", "seaway.app.handlers"])
def test_commands_and_workers_have_the_listeners_of_the_api(module: str) -> None:
    api = registered("seaway.app.wiring")

    assert "seaway.domains.entities.people.follow" in api
    assert registered(module) == api
