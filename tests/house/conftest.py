"""What the rules of the house look at: the files of the project, read once."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("chappe", "tests", "bench", "fuzz", "tools")
NOT_OURS = {".git", ".venv", ".clients", "node_modules", "build", "dist", "chappe-data"}


class Project:
    """The files that belong to the project, by path from its root."""

    root = ROOT

    def files(self) -> list[Path]:
        """Every file that git keeps or would keep; without git, all but the made ones."""
        return kept_files()

    def python(self, *folders: str) -> list[Path]:
        """The Python files in `folders` (by default everywhere that we write code)."""
        return [
            f for f in self.files() if f.suffix == ".py" and f.parts[0] in (folders or CODE)
        ]

    def text(self, path: Path) -> str:
        """The text of one file; what is no text comes out with marks of replacement."""
        return read(path)

    def tree(self, path: Path) -> ast.Module:
        """One Python file, parsed."""
        return parse(path)


@cache
def kept_files() -> list[Path]:
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        names = [Path(name) for name in listed.decode().split("\0") if name]
        return sorted({name for name in names if (ROOT / name).is_file()})
    return sorted(
        path.relative_to(ROOT)
        for path in ROOT.rglob("*")
        if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)
    )


@cache
def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(read(path), str(path))


@pytest.fixture(scope="session")
def project() -> Project:
    return Project()
