"""Each import contract is broken once on purpose, in a copy of the tree, and must say so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BREAKS = [
    ("1. Floors", "server/seaway/kit/clock.py", "import seaway.core.errors"),
    ("2. The ladder", "server/seaway/domains/access/service.py", "import seaway.domains.entities.types"),
    ("3. Inside a domain", "server/seaway/domains/access/types.py", "import seaway.domains.access.service"),
    ("4. Doors", "server/seaway/domains/portal/service.py", "import seaway.domains.blueprints.store"),
    ("9. Engines", "server/seaway/engines/query/parse.py", "import seaway.engines.backstage.types"),
    ("8. Pure engines", "server/seaway/engines/query/parse.py", "import seaway.core.errors"),
    ("10. The command", "cli/seaway_cli/profile.py", "import seaway.kit.clock"),
    ("10b. The SDK", "sdk/python/seaway_sdk/client.py", "import seaway_cli.output"),
    ("11. No circles", "server/seaway/core/errors.py", "import seaway.core.work"),
]


def _lint(root: Path) -> str:
    environ = {
        **os.environ,
        "PYTHONPATH": ":".join(str(root / part) for part in ("server", "cli", "sdk/python", "tools")),
    }
    command = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([command, "--no-cache"], cwd=root, env=environ, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages, to break."""
    root = tmp_path_factory.mktemp("tree")
    ignore = shutil.ignore_patterns("__pycache__", "_web", "node_modules")
    for part in ("server/seaway", "cli/seaway_cli", "sdk/python/seaway_sdk", "tools"):
        shutil.copytree(ROOT / part, root / part, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", root / "pyproject.toml")
    return root


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS, ids=[contract for contract, _, _ in BREAKS])
def test_a_contract_sees_the_import_it_forbids(tree: Path, contract: str, file: str, line: str) -> None:
    path = tree / file
    kept = path.read_text()
    path.write_text(f"{kept}\n{line}\n")
    try:
        report = _lint(tree)
    finally:
        path.write_text(kept)
    broken = [text for text in report.splitlines() if "BROKEN" in text]
    assert any(contract.split(":", maxsplit=1)[0] in text for text in broken), report


def test_every_contract_is_broken_once(tree: Path) -> None:
    text = (tree / "pyproject.toml").read_text()
    names = [
        line.split('"')[1]
        for line in text.splitlines()
        if line.startswith('name = "') and line.split('"')[1][0].isdigit()
    ]
    assert sorted(contract.split(".")[0] for contract, _, _ in BREAKS) == sorted(name.split(".")[0] for name in names)
