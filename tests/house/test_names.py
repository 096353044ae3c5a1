"""Where a name may stand, and which names no file bears."""

import ast
import re
from collections import Counter
from typing import Any

DRAWERS_FOR_ANYTHING = {"utils", "util", "common", "helpers", "helper", "misc"}
DECORATORS = {"method", "bot_method"}
FRAGMENT = re.compile(r"[a-z0-9-]+\.(added|changed|fixed|removed|security)\.md")
WORDS_ELSEWHERE = {"close"}  # a method of bots, and a word of HTTP
SAME_BASENAME_OK = {"conftest", "__init__"}


def wire_names(tree: ast.Module) -> list[str]:
    """The names given to `@method(...)` in one file."""
    return [
        decorator.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id in DECORATORS
        and isinstance(decorator.args[0], ast.Constant)
        and isinstance(decorator.args[0].value, str)
    ]


def strings(tree: ast.Module) -> list[str]:
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_the_package_answers_methods(project: Any) -> None:
    names = [
        name for path in project.python("chappe") for name in wire_names(project.tree(path))
    ]
    assert "help.getConfig" in names


def test_a_wire_name_stands_once_in_its_decorator(project: Any) -> None:
    # In `tl` a wire name is schema, not an answer: the steps between layers are keyed by it. In
    # `testing` it is a question.
    ours = [p for p in project.python("chappe") if p.parts[1] not in {"tl", "testing"}]
    trees = [project.tree(path) for path in ours]
    names = {name for tree in trees for name in wire_names(tree)}
    seen = Counter(text for tree in trees for text in strings(tree) if text in names)
    assert {
        name: times for name, times in seen.items() if times > 1 and name not in WORDS_ELSEWHERE
    } == {}


def test_no_drawer_is_for_anything(project: Any) -> None:
    bad = [p for p in project.python() if DRAWERS_FOR_ANYTHING & {p.stem, *p.parent.parts}]
    assert bad == []


def test_test_files_have_names_of_their_own(project: Any) -> None:
    stems = Counter(path.stem for path in project.python("tests"))
    assert [s for s, times in stems.items() if times > 1 and s not in SAME_BASENAME_OK] == []


def test_a_folder_of_the_package_has_a_door_plate(project: Any) -> None:
    without = [
        path
        for path in project.python("chappe")
        if path.name == "__init__.py" and not ast.get_docstring(project.tree(path))
    ]
    assert without == []


def test_a_fragment_of_the_changelog_says_its_kind(project: Any) -> None:
    fragments = [
        p for p in project.files() if p.parts[0] == "changes" and p.name != "README.md"
    ]
    assert [p for p in fragments if not FRAGMENT.fullmatch(p.name)] == []
