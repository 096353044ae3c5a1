"""Makes the environments of the client libraries: `.clients/<name>` at the root of the project.

Each library lives alone: Pyrogram and Kurigram share an import name, and none of them may reach
the environment of the server. What goes where stands in `environments/`: a `.txt` of pins makes
a Python environment, `node.json` the one of Node. A stamp holds the text that an environment was
made from, so that a second run does nothing and a changed pin rebuilds only its own.

Where `npm` is missing the Node environment is left out and the line printed says so; with
`CHAPPE_REQUIRE_CLIENTS=1` (or `CI=true`) that is a failure instead.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = Path(__file__).resolve().parent / "environments"
STAMP = "made-from.txt"
NPM = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
# The native parts that these scripts would compile (better-sqlite3: two minutes of C) are not
# needed: the drivers keep their sessions in memory and in small files.
NPM_SCRIPTS_OFF = "--ignore-scripts"


def required() -> bool:
    """Must every environment exist (CI), or may one that cannot be made be left out?"""
    return os.environ.get("CHAPPE_REQUIRE_CLIENTS") == "1" or os.environ.get("CI") == "true"


def make_python(folder: Path, pins: Path) -> None:
    """Make a virtual environment in `folder` with the packages of the file `pins`."""
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--requirement", pins],
        check=True,
    )


def make_node(folder: Path, pins: Path) -> None:
    """Install the packages of the file `pins` (a package.json) below `folder`."""
    shutil.copyfile(pins, folder / "package.json")
    subprocess.run([*NPM, NPM_SCRIPTS_OFF], cwd=folder, check=True)


def make(clients: Path, pins: Path) -> str:
    """Make one environment unless its stamp says it is there; what was done, in a word."""
    folder = clients / pins.stem
    stamp = folder / STAMP
    text = pins.read_text()
    if stamp.exists() and stamp.read_text() == text:
        return "there"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if pins.suffix == ".json":
        make_node(folder, pins)
    else:
        make_python(folder, pins)
    stamp.write_text(text)
    return "made"


def main() -> int:
    """Make all environments, or those named on the command line; 1 if a required one failed."""
    clients = ROOT / ".clients"
    wanted = sys.argv[1:]
    failed = 0
    for pins in sorted(PINS.iterdir()):
        if wanted and pins.stem not in wanted:
            continue
        if pins.suffix == ".json" and not shutil.which("npm"):
            done = "left out: no npm on this machine"
            failed += required()
        else:
            try:
                done = make(clients, pins)
            except subprocess.CalledProcessError as error:
                done = f"left out: {error}"
                failed += required()
        sys.stdout.write(f"clients/{pins.stem}: {done}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
