"""Nothing in the project is true of one machine only."""

import re
from typing import Any

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    r"(?<![\w./>*)-])/(?:" + "|".join(["home", "root", "Users", "work"]) + r")/\w"
)
REGISTRIES = [
    "registry" + ".npmjs",
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry" + ".yarn",
]
LOCK_FILES = {"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "uv.lock"}
# Schemas and lists as published: their words are not ours.
DATA = {".tl", ".tsv"}


def found(project: Any, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    paths = [path for path in project.files() if path.suffix not in DATA]
    return [
        (str(path), match.group())
        for path in paths
        for match in pattern.finditer(project.text(path))
    ]


def test_no_file_names_a_folder_of_this_machine(project: Any) -> None:
    assert found(project, MACHINE) == []


def test_no_file_names_a_package_registry(project: Any) -> None:
    pattern = re.compile("|".join(map(re.escape, REGISTRIES)))
    assert found(project, pattern) == []


def test_no_lock_file_is_kept(project: Any) -> None:
    assert [path for path in project.files() if path.name in LOCK_FILES] == []


def test_the_search_would_find_a_machine_path() -> None:
    assert MACHINE.search("see " + "/ho" + "me/someone/notes")
    assert not MACHINE.search("https://example.org/ho" + "me/page")
