"""Where the servers are that some tests need, and how a test gets one for itself.

PostgreSQL is looked for at CHAPPE_TEST_POSTGRES, else at 127.0.0.1:5432 (user postgres, database test);
NATS at CHAPPE_TEST_NATS, else at 127.0.0.1:4222. Where nothing listens, the tests that need it are
skipped by name.
"""

import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from urllib.parse import urlsplit

import asyncpg
import pytest

POSTGRES = os.environ.get("CHAPPE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")
NATS = os.environ.get("CHAPPE_TEST_NATS", "nats://127.0.0.1:4222")


@cache
def _listens(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port or port), timeout=1).close()
    except OSError:
        return False
    return True


def need_postgres() -> None:
    """Skip the test where there is no PostgreSQL."""
    if not _listens(POSTGRES, 5432):
        pytest.skip("PostgreSQL: no server listens (CHAPPE_TEST_POSTGRES)")


def need_nats() -> None:
    """Skip the test where there is no NATS."""
    if not _listens(NATS, 4222):
        pytest.skip("NATS: no server listens (CHAPPE_TEST_NATS)")


@asynccontextmanager
async def own_schema() -> AsyncIterator[str]:
    """The URL of an empty schema on PostgreSQL, dropped at the end."""
    schema = f"chappe_{secrets.token_hex(8)}"
    await _tell_postgres(f"CREATE SCHEMA {schema}")
    try:
        yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}search_path={schema}"
    finally:
        await _tell_postgres(f"DROP SCHEMA {schema} CASCADE")


async def _tell_postgres(statement: str) -> None:
    connection = await asyncpg.connect(POSTGRES)
    await connection.execute("SET client_min_messages = warning")
    await connection.execute(statement)
    await connection.close()
