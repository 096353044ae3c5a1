"""Every module has a test that imports it, and every answer says which question it is for."""

import ast
from typing import Any

# Tested by what it is for, not by import; the reason stands beside.
NOT_IMPORTED = {
    "chappe.__main__": "run as a process by tests/clients",
}
# Handlers and what they show are walked through, bytes to bytes, never called.
WALKED = {"rpc", "view"}


def module_name(parts: tuple[str, ...]) -> str:
    return ".".join(parts).removesuffix(".py").removesuffix(".__init__")


def imported(tree: ast.Module) -> set[str]:
    """Every name that one file imports: modules, and what `from` takes out of them."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return names


def reached_through_siblings(reached: set[str], imports: dict[str, set[str]]) -> set[str]:
    """What tests import, and what that imports from its own folder, and so on."""
    fresh = reached & set(imports)
    while fresh:
        fresh = {
            name
            for module in fresh
            for name in imports[module] & set(imports)
            if name.rpartition(".")[0] == module.rpartition(".")[0]
        } - reached
        reached = reached | fresh
    return reached


def test_every_module_is_imported_by_a_test_or_by_a_tested_neighbour(project: Any) -> None:
    direct = set().union(*(imported(project.tree(path)) for path in project.python("tests")))
    imports = {
        module_name(path.parts): imported(project.tree(path))
        for path in project.python("chappe")
        if path.name != "__init__.py"
    }
    walked = {m for m in imports if ".features." in m and m.rpartition(".")[2] in WALKED}
    reached = reached_through_siblings(direct, imports)
    assert sorted(set(imports) - reached - walked - set(NOT_IMPORTED)) == []


def test_every_answer_names_the_page_of_its_question(project: Any) -> None:
    silent = [
        f"{path}: {node.name}"
        for path in project.python("chappe")
        for node in ast.walk(project.tree(path))
        if isinstance(node, ast.AsyncFunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id == "method"
        and f"/method/{ast.literal_eval(decorator.args[0])}"
        not in (ast.get_docstring(node) or "")
    ]
    assert silent == []
