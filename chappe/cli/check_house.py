"""Checks of what belongs to the server: data directory, key, an administrator's files, database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from chappe import features
from chappe.cli.check import Check, fail, ok, warn
from chappe.config import Settings
from chappe.crypto.rsa import RsaKey
from chappe.db.migrate import read_migrations
from chappe.db.survey import NoSuchDatabase, Survey, Unreachable, survey
from chappe.keys_on_disk import private_path, public_path

FREE_BYTES_MIN = 200 << 20
POSTGRES_CONNECTIONS_MIN = 30
"""A node opens up to 20 (db/postgres.py)."""
OFF_MEANS = "answered calls may be lost in a power cut"


async def look(settings: Settings) -> list[Check]:
    """Everything about the house."""
    assert settings.data is not None
    checks = [_directory(settings.data), *_key(settings.data), _files(settings.data)]
    return [*checks, *await _database(settings.data, settings.database)]


def _directory(data: Path) -> Check:
    about = "data directory"
    if not data.exists():
        parent = next(each for each in data.absolute().parents if each.exists())
        if os.access(parent, os.W_OK | os.X_OK):
            return ok(about, f"{data} is not there yet; the first start makes it")
        return fail(about, f"{data} cannot be made in {parent}", "choose another --data DIR")
    if not data.is_dir():
        return fail(about, f"{data} is no directory", "choose another --data DIR")
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return fail(
            about, f"{data} may not be written", f"chown it to the user that serves: {data}"
        )
    free = shutil.disk_usage(data).free
    if free < FREE_BYTES_MIN:
        return warn(about, f"{data}: only {free >> 20} MiB free", "make room on that disk")
    return ok(about, f"{data}, {free >> 30} GiB free")


def _key(data: Path) -> Iterator[Check]:
    private, public = private_path(data), public_path(data)
    if not private.exists():
        if public.exists():
            yield warn(
                "key",
                f"{private} is gone: the next start makes another, and clients will not know it",
                "bring the old key back from a backup, or give clients the new public key",
            )
        else:
            yield ok("key", "none yet; the first start makes it")
        return
    if os.name == "posix" and private.stat().st_mode & 0o077:
        yield fail("key", f"others may read {private}", f"chmod 600 {private}")
    try:
        key = RsaKey.from_pem(private.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        # What a parser says of a broken key may quote it.
        reason = (
            error.strerror if isinstance(error, OSError) else "it is no RSA key of 2048 bits"
        )
        yield fail("key", f"{private} cannot be used: {reason}", "bring it back from a backup")
        return
    yield ok("key", f"{private}, fingerprint {key.fingerprint & 0xFFFFFFFFFFFFFFFF:016x}")
    if not public.exists() or public.read_bytes() != key.public_pem:
        yield fail(
            "public key",
            f"{public} is not that of the private key",
            "start the server once, it writes the file; then give it to your clients",
        )
    else:
        yield ok("public key", f"{public} belongs to it")


def _files(data: Path) -> Check:
    try:
        features.read_files(data)
    except ValueError as error:
        return fail("files", str(error), "docs/client-config.md, docs/language-packs.md")
    return ok("files", "help.json and langpack/ can be read")


async def _database(data: Path, url: str | None) -> list[Check]:
    path = data / "chappe.db"
    if url is None and path.exists() and os.name == "posix" and path.stat().st_mode & 0o077:
        shared = [fail("database", f"others may read {path}", f"chmod 600 {path}")]
    else:
        shared = []
    try:
        found = await survey(url or f"sqlite:///{path}")
    except NoSuchDatabase as error:
        return [*shared, fail("database", str(error), "createdb makes it; or see --database")]
    except Unreachable as error:
        return [*shared, fail("database", str(error), "is it running? see --database")]
    return [*shared, *judge(found)]


def judge(found: Survey) -> Iterator[Check]:
    """What a survey of a database means."""
    if not found.exists:
        yield ok("database", f"{found.engine}, no file yet; the first start makes it")
        return
    served = " A server is serving from it, which is fine." if found.served else ""
    yield ok("database", f"{found.engine}.{served}")
    migrations = read_migrations(features.ROOMS_WITH_TABLES)
    strange, missing = found.strange(migrations), found.missing(migrations)
    if strange:
        text = f"{', '.join(strange)}: applied by a newer or another program"
        yield fail("migrations", text, "run the version of Chappe that made this database")
    elif missing:
        yield ok("migrations", f"{', '.join(missing)} will be applied at the next start")
    else:
        yield ok("migrations", f"all {len(migrations)} applied")
    for name in ("fsync", "full_page_writes"):
        if found.settings.get(name) == "off":
            yield warn("PostgreSQL", f"{name} is off: {OFF_MEANS}", f"{name} = on")
    commit = found.settings.get("synchronous_commit")
    if commit is not None:
        yield ok(
            "PostgreSQL", f"synchronous_commit = {commit} there; Chappe's connections set on"
        )
    connections = int(found.settings.get("max_connections", POSTGRES_CONNECTIONS_MIN))
    if connections < POSTGRES_CONNECTIONS_MIN:
        text = f"max_connections = {connections}; a node opens up to 20"
        yield warn("PostgreSQL", text, "raise max_connections")
