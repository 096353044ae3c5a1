"""What the tools of the house say: who imports whom, and whether generated files are fresh."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GENERATORS = [
    "chappe.tl.stubs",
    "chappe.tl.layer_report",
    "chappe.cli.method_report",
    "chappe.botapi.report",
]


def said(command: list[str], folder: Path) -> tuple[int, str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_imports_run_one_way(project: Any) -> None:
    lint_imports = Path(sys.executable).parent / "lint-imports"
    status, text = said([str(lint_imports), "--no-cache"], project.root)
    assert status == 0, text


@pytest.mark.parametrize("generator", GENERATORS)
def test_a_generated_file_is_fresh(project: Any, generator: str) -> None:
    status, text = said([sys.executable, "-m", generator, "--check"], project.root)
    assert status == 0, f"stale: run `make docs`\n{text}"
