"""How long a file and a function may be: the tail is what gets ugly, so a machine watches it."""

import ast
import statistics
from pathlib import Path
from typing import Any

import pytest

FILE_LINES_MAX = 600
FILE_LINES_P95 = 400
FILE_LINES_MEDIAN = 150
FUNCTION_LINES_MAX = 70
FUNCTION_LINES_P95 = 40
FUNCTION_LINES_MEDIAN = 10
WRITTEN_BY_HAND = {".py", ".mjs", ".js", ".ts"}


def p95(sizes: list[int]) -> int:
    return sorted(sizes)[int(len(sizes) * 0.95)]


def functions(tree: ast.Module) -> list[tuple[str, int]]:
    """Name and lines of every function, its docstring and its inner functions included."""
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.fixture(scope="module")
def file_sizes(project: Any) -> dict[Path, int]:
    written = [path for path in project.files() if path.suffix in WRITTEN_BY_HAND]
    return {path: len(project.text(path).splitlines()) for path in written}


def test_no_file_is_longer_than_the_hard_stop(file_sizes: dict[Path, int]) -> None:
    assert {p: n for p, n in file_sizes.items() if n > FILE_LINES_MAX} == {}


def test_the_files_of_the_package_are_small_on_the_whole(file_sizes: dict[Path, int]) -> None:
    ours = [n for p, n in file_sizes.items() if p.parts[0] == "chappe"]
    assert statistics.median(ours) <= FILE_LINES_MEDIAN
    assert p95(ours) <= FILE_LINES_P95


def test_no_function_is_longer_than_the_hard_stop(project: Any) -> None:
    long = [
        (str(path), name, lines)
        for path in project.python()
        for name, lines in functions(project.tree(path))
        if lines > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_the_functions_of_the_package_are_small_on_the_whole(project: Any) -> None:
    sizes = [n for path in project.python("chappe") for _, n in functions(project.tree(path))]
    assert statistics.median(sizes) <= FUNCTION_LINES_MEDIAN
    assert p95(sizes) <= FUNCTION_LINES_P95
