"""The house's own lints: what ruff, mypy and import-linter cannot say. `python tools/lints.py` checks the whole tree.

Each rule is a function from a parsed file to findings. tools/tests/test_lints.py carries, for each, lines that must pass
and lines that must fail.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_MODULE, MAX_FUNCTION, MAX_PARAMETERS = 400, 60, 5
_FRAMEWORK = {"fastapi", "starlette"}
_SCOPED_TABLES = re.compile(
    r"\b(?:from|join|update|delete\s+from)\s+(entity|blueprint|relation|catalog_page|scorecard|scorecard_result|scorecard_history|page_view|sweep|sweep_target|migration|sidebar_folder|home_default|organisation_secret|object_permission|action|run|workflow|import|import_source|integration|webhook|webhook_delivery|machine|change)\b(?!\()",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, its lines and its tree."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)

    @property
    def module(self) -> str:
        """The file's name without its ending."""
        return Path(self.path).stem


@dataclass(frozen=True)
class Finding:
    """One place that breaks a rule."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """Write it as editors read it."""
        return f"{self.path}:{self.line}: {self.message}"


Rule = Callable[[Source], Iterator[Finding]]


def sizes(source: Source) -> Iterator[Finding]:
    """Modules end at 400 lines, functions at 60, parameters at five."""
    lines = source.text.count("\n")
    if lines > MAX_MODULE:
        yield Finding(source.path, 1, f"{lines} lines; split by noun or verb (limit {MAX_MODULE})")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION:
                yield Finding(source.path, node.lineno, f"{node.name} has {length} lines (limit {MAX_FUNCTION})")
            given = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if len([name for name in given if name not in {"self", "cls"}]) > MAX_PARAMETERS and not _is_route(node):
                yield Finding(
                    source.path,
                    node.lineno,
                    f"{node.name} takes over {MAX_PARAMETERS} parameters; make them a dataclass",
                )


def _is_route(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell a route or command: its parameters are the wire's, not ours to bundle."""
    names = [ast.unparse(decorator) for decorator in node.decorator_list]
    return any(re.match(r"(\w*router|\w*app)\.\w+\(", name) or name.startswith("app.command") for name in names)


def imports_at_the_top(source: Source) -> Iterator[Finding]:
    """No import inside a function, but for command modules, which must start fast."""
    if "/commands/" in source.path or source.path.startswith("cli/") or "/tests/" in source.path:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield Finding(source.path, inner.lineno, "import inside a function")


def sql_in_stores(source: Source) -> Iterator[Finding]:
    """In a domain, SQL lives in store and tables."""
    if not source.path.startswith("server/seaway/domains/") or re.search(r"(^|_)(store|tables)$", source.module):
        return
    for node, name in _imported(source.tree):
        if name.split(".")[0] == "sqlalchemy" or name == "seaway.core.db.sql":
            yield Finding(source.path, node.lineno, "SQL outside a store")


def framework_at_the_edge(source: Source) -> Iterator[Finding]:
    """The web framework is known to routes, core/http, core/asgi and app."""
    allowed = (
        source.path.startswith("server/seaway/app/") or source.module.endswith("routes") or "/core/http" in source.path
    )
    if not source.path.startswith("server/seaway/") or allowed or source.path.endswith("core/asgi.py"):
        return
    for node, name in _imported(source.tree):
        if name.split(".")[0] in _FRAMEWORK:
            yield Finding(source.path, node.lineno, f"{name}: the web framework belongs to routes, core/http and app")


def leaves(source: Source) -> Iterator[Finding]:
    """Only app imports routes and jobs."""
    if source.path.startswith("server/seaway/app/") or not source.path.startswith("server/seaway/"):
        return
    for node, name in _imported(source.tree):
        if re.match(r"seaway\.domains\.\w+\.(\w*routes|jobs)\b", name):
            yield Finding(source.path, node.lineno, f"{name} is a leaf: only app imports it")


def scoped_reads(source: Source) -> Iterator[Finding]:
    """A statement over a fenced table names its scope, or says in a comment why it has none."""
    if not re.search(r"(^|_)store$", source.module) or not source.path.startswith("server/seaway/domains/"):
        return
    lines = source.text.splitlines()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sql" and node.args:
            text = ast.unparse(node.args[0])
            above = "\n".join(lines[max(0, node.lineno - 4) : node.lineno])
            if _SCOPED_TABLES.search(text.replace("\\n", " ")) and "{scope:" not in text and "unscoped:" not in above:
                yield Finding(
                    source.path,
                    node.lineno,
                    "a read without access.filter: add {scope:alias}, or `# unscoped: reason` above",
                )


def broad_excepts(source: Source) -> Iterator[Finding]:
    """`except Exception` belongs to app and to core's feed and jobs, which answer for the work of others."""
    if not source.path.startswith("server/seaway/") or re.search(r"seaway/(app|core/(feed|jobs|stream))", source.path):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node):
            yield Finding(source.path, node.lineno, "catches everything; name what you expect")


def _catches_all(node: ast.ExceptHandler) -> bool:
    """Tell a handler that swallows anything; one that cleans up and raises again is no such."""
    last = node.body[-1]
    again = isinstance(last, ast.Raise) and last.exc is None
    return not again and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})


RULES: tuple[Rule, ...] = (
    sizes,
    imports_at_the_top,
    sql_in_stores,
    framework_at_the_edge,
    leaves,
    scoped_reads,
    broad_excepts,
)


def _imported(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def check(sources: Iterator[Source]) -> list[Finding]:
    """Return every finding, by place."""
    found = [finding for source in sources for rule in RULES for finding in rule(source)]
    return sorted(found, key=lambda finding: (finding.path, finding.line))


def tracked() -> Iterator[Source]:
    """Yield every Python file that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            yield Source(name, (ROOT / name).read_text())


if __name__ == "__main__":
    findings = check(tracked())
    print("\n".join(map(str, findings)) or "lints: clean")
    sys.exit(bool(findings))
