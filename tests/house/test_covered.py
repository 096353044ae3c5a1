"""Every module has a test that imports it, and every answer says which question it is for."""

import ast
from typing import Any

# Tested by what it is for, not by import; the reason stands beside.
NOT_IMPORTED = {
    "chappe.__main__": "run as a process by tests/clients",
}
# Handlers, jobs and what they show are walked through, bytes to bytes, never called.
WALKED = {"rpc", "jobs", "view"}
DRAWERS = WALKED | {"actions", "store", "marks", "methods", "queue", "shown"}


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


def named_children(package: str, tree: ast.Module) -> set[str]:
    """What a package that loads its modules by name may mean by its strings."""
    nodes = ast.walk(tree)
    return {f"{package}.{n.value}" for n in nodes if isinstance(n, ast.Constant)}


def folder_of(module: str) -> str:
    """Where a module's neighbours are; a drawer that has become a folder counts as the module it was."""
    parts = module.split(".")[:-1]
    return ".".join(parts[:-1] if parts[-1] in DRAWERS else parts) + "."


def reached_through_siblings(reached: set[str], imports: dict[str, set[str]]) -> set[str]:
    """What tests import, what that imports from its own folder or below it, and so on."""
    fresh = reached & set(imports)
    while fresh:
        fresh = {
            name
            for module in fresh
            for name in imports[module] & set(imports)
            if name.startswith(folder_of(module))
        } - reached
        reached = reached | fresh
    return reached


def test_every_module_is_imported_by_a_test_or_by_a_tested_neighbour(project: Any) -> None:
    # The testing kit is the tests' own hand: what it drives is driven by them.
    hands = [*project.python("tests"), *project.python("chappe")]
    hands = [p for p in hands if p.parts[0] == "tests" or p.parts[1] == "testing"]
    direct = set().union(*(imported(project.tree(path)) for path in hands))
    imports = {
        module_name(path.parts): imported(project.tree(path))
        for path in project.python("chappe")
    }
    for path in project.python("chappe"):
        if path.name == "__init__.py":
            package = module_name(path.parts)
            imports[package] |= named_children(package, project.tree(path))
    walked = {m for m in imports if ".features." in m and m.rpartition(".")[2] in WALKED}
    # What a handler imports from its own room is walked through with it.
    reached = reached_through_siblings(direct | walked, imports)
    plates = {
        module_name(path.parts)
        for path in project.python("chappe")
        if path.name == "__init__.py"
    }
    assert sorted(set(imports) - reached - walked - plates - set(NOT_IMPORTED)) == []


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
