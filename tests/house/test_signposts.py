"""The pages for newcomers point at things that are there."""

import re
from typing import Any

import pytest

PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
FILE = re.compile(
    r"`((?:chappe/|tests/|docs/|tl/|rpc/|mtproto/|gateway/|features/|crypto/|db/)[\w./]+)`"
)
LINES_MAX = 250


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_files_that_are_there(project: Any, page: str) -> None:
    text = (project.root / page).read_text("utf-8")
    named = {*LINK.findall(text), *FILE.findall(text)}
    roots = (project.root, project.root / "chappe")
    lost = {name for name in named if not any((root / name).exists() for root in roots)}
    assert lost == set()
    assert len(text.splitlines()) <= LINES_MAX


def test_the_readme_says_whose_it_is_not(project: Any) -> None:
    text = " ".join((project.root / "README.md").read_text("utf-8").split())
    assert "it is not made, endorsed or supported by its owners" in text
