"""What `chappe where` found: a kind, a name, and facts with labels, the same for people and JSON."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import chappe
from chappe.tl.parse import LAYER_MAX

PACKAGE = Path(chappe.__file__).parent
Fact: TypeAlias = str | int | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that bears the name. A fact that is None or an empty list is not shown to people."""

    kind: str
    name: str
    facts: Mapping[str, Fact]

    def plain(self) -> dict[str, Fact]:
        """For JSON."""
        return {"kind": self.kind, "name": self.name, **self.facts}


def place(path: str | Path, line: int) -> str:
    """`chappe/rpc/wrap.py:12`, from the folder that holds the package."""
    return f"{Path(path).relative_to(PACKAGE.parent).as_posix()}:{line}"


def place_of(function: Callable[..., Any]) -> str:
    """Where a function begins, its decorators included."""
    code = function.__code__
    return place(code.co_filename, code.co_firstlineno)


def mentions(pattern: str) -> list[str]:
    """Every line of our Python code that the pattern matches; this room and stubs are left out."""
    wanted = re.compile(pattern)
    return [
        place(path, number)
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.is_relative_to(PACKAGE / "cli")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def line_of(file: str, start: str) -> str | None:
    """Where the line of a data file begins with `start`; None when none does. `file`: in the package."""
    path = PACKAGE / file
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith(start):
            return place(path, number)
    return None


def spell_runs(runs: Iterable[tuple[int, int]]) -> str:
    """`57..102, 105..`; `early` for shapes from before layer 18."""
    parts = []
    for first, last in runs:
        end = "" if last >= LAYER_MAX else str(last)
        parts.append(str(first) if first == last else f"{first}..{end}")
    return ", ".join(parts) or "early"


def join_runs(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
