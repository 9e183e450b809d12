"""CPU time of processes, wall time, and the table that is printed. CPU time does not depend on neighbours; wall time does."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

Row = dict[str, object]


def cpu(*pids: int) -> float:
    """Return the CPU microseconds that processes have used, from the scheduler's own counter."""
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids) / 1e3


@dataclass
class Spent:
    """What a block cost: microseconds of the server's and of this process's CPU, and seconds by the clock."""

    server: float = 0
    client: float = 0
    wall: float = 0


@contextmanager
def spending(*pids: int) -> Iterator[Spent]:
    """Measure a block; `pids` are the server's processes."""
    spent = Spent()
    before, own, began = cpu(*pids), cpu(os.getpid()), time.perf_counter()
    yield spent
    spent.wall = time.perf_counter() - began
    spent.server, spent.client = cpu(*pids) - before, cpu(os.getpid()) - own


@dataclass(frozen=True)
class Goal:
    """A goal of docs/reference/benchmarks.md and what was found. A gap is over 1.5 times the goal."""

    name: str
    what: str
    goal: float
    found: float
    at_most: bool = True

    @property
    def verdict(self) -> str:
        """`met`, `near` (within 1.5 times) or `gap`."""
        ratio = self.found / self.goal if self.at_most else self.goal / max(self.found, 1e-9)
        return "met" if ratio <= 1 else "near" if ratio <= 1.5 else "gap"


@dataclass
class Report:
    """Everything a run found."""

    scale: float
    entities: int
    measures: list[tuple[str, str, float]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def add(self, operation: str, **figures: float) -> None:
        """Note an operation's figures; the unit is part of each name."""
        for name, value in figures.items():
            self.measures.append((operation, name.replace("_", " "), float(value)))

    def show(self) -> None:
        """Print tables for people."""
        width = max(len(operation) for operation, _, _ in self.measures)
        print(f"\n{self.entities:,} entities (scale {self.scale})\n")
        for operation, name, value in self.measures:
            print(f"{operation:<{width}}  {name:<44} {value:>14,.2f}")
        print()
        for goal in self.goals:
            sign = "≤" if goal.at_most else "≥"
            print(
                f"{goal.name:<5} {goal.what:<60} {sign} {goal.goal:>9,.2f}   found {goal.found:>9,.2f}   {goal.verdict}"
            )

    def write(self, folder: Path) -> Path:
        """Write the same as JSON and return the file."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "latest.json"
        body = {
            "scale": self.scale,
            "entities": self.entities,
            "measures": [{"operation": a, "measure": b, "value": c} for a, b, c in self.measures],
            "goals": [{**asdict(goal), "verdict": goal.verdict} for goal in self.goals],
        }
        path.write_text(json.dumps(body, indent=1) + "\n")
        return path
