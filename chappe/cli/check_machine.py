"""Checks of the machine: Python, packages, open files, clock."""

import platform
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module, metadata

from chappe.cli.check import Check, fail, ok, warn
from chappe.clock import SystemClock
from chappe.config import Settings

PYTHON_OLDEST = (3, 11)
CONNECTIONS_GOAL = 10_000
FILES_BESIDES = 100
"""Database, logs, listening sockets: a connection is not the only open file."""
YEARS = (2025, 2100)
"""Message ids carry the time; outside of this it is the clock that is wrong."""
REQUIREMENT = re.compile(r"([\w-]+)\s*(?:>=\s*([\d.]+))?")
IMPORTED_AS = {"nats-py": "nats", "pillow": "PIL"}
"""Packages that are imported under another name than they are installed."""
INSTALL = "install it: make install, or pip install chappe in the environment of `chappe`"


async def look(_settings: Settings) -> list[Check]:
    """Everything about the machine."""
    return [_python(), *_packages(), *_uvloop(), _open_files(), _clock(SystemClock().now())]


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info < PYTHON_OLDEST:
        return fail("Python", version, "use Python 3.11 or newer")
    return ok("Python", f"{version} ({sys.executable})")


def _packages() -> Iterator[Check]:
    """One line for all that are well, and one for each that is not."""
    well = []
    for requirement in metadata.requires("chappe") or ():
        needed, _, marker = requirement.partition(";")
        match = REQUIREMENT.match(needed)
        if match is None or "extra" in marker or match[1] == "uvloop":
            continue
        name, least = match.groups()
        try:
            import_module(IMPORTED_AS.get(name, name.replace("-", "_")))
            version = metadata.version(name)
        except (ImportError, OSError, AttributeError) as error:
            yield fail("packages", f"{name} cannot be loaded: {error}", INSTALL)
            continue
        if least and _numbers(version) < _numbers(least):
            yield fail("packages", f"{name} {version} is older than {least}", INSTALL)
        else:
            well.append(f"{name} {version}")
    yield ok("packages", ", ".join(well))


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)[:3]]


def _uvloop() -> Iterator[Check]:
    try:
        version = metadata.version("uvloop")
        import_module("uvloop")
    except ImportError:
        yield warn(
            "uvloop", "not there: the server runs on the slower loop of asyncio", INSTALL
        )
    else:
        yield ok("uvloop", version)


def _open_files() -> Check:
    try:
        resource = import_module("resource")
    except ImportError:
        return ok("open files", "this system sets no limit that can be asked for")
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return open_files(None if soft == resource.RLIM_INFINITY else soft)


def open_files(limit: int | None) -> Check:
    """Judge the limit of open files of a process; None: there is none."""
    if limit is None:
        return ok("open files", "no limit")
    if limit >= CONNECTIONS_GOAL + FILES_BESIDES:
        return ok("open files", f"at most {limit}")
    text = f"at most {limit}, which is about {max(limit - FILES_BESIDES, 0)} connections"
    return warn(
        "open files", text, "ulimit -n 65536 before the start (systemd: LimitNOFILE=65536)"
    )


def _clock(now: float) -> Check:
    return clock(datetime.fromtimestamp(now, UTC))


def clock(now: datetime) -> Check:
    """Judge the clock."""
    text = now.strftime("%Y-%m-%d %H:%M:%S UTC")
    if YEARS[0] <= now.year < YEARS[1]:
        return ok("clock", text)
    return fail("clock", text, "set the clock (NTP): clients refuse messages of another time")
