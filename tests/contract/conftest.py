"""Every test here runs on every engine: SQLite in a file, SQLite in memory, PostgreSQL.

PostgreSQL is looked for at CHAPPE_TEST_POSTGRES, else at 127.0.0.1:5432 (user postgres, database test);
each test gets a schema of its own there. Where no server listens these variants are skipped by name.
"""

import os
import secrets
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from chappe.db.database import Database
from chappe.db.open import MEMORY, open_database

POSTGRES = os.environ.get("CHAPPE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")
ENGINES = ("sqlite-file", "sqlite-memory", "postgresql")


@pytest.fixture(scope="session")
def postgres_listens() -> bool:
    parts = urlsplit(POSTGRES)
    try:
        socket.create_connection((parts.hostname, parts.port or 5432), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, postgres_listens: bool) -> str:
    if request.param == "postgresql" and not postgres_listens:
        pytest.skip("PostgreSQL: no server listens (CHAPPE_TEST_POSTGRES)")
    return request.param


@pytest.fixture
async def url(engine: str, tmp_path: Path) -> AsyncIterator[str]:
    if engine == "sqlite-memory":
        yield MEMORY
    elif engine == "sqlite-file":
        yield f"sqlite:///{tmp_path}/test.db"
    else:
        schema = f"chappe_{secrets.token_hex(8)}"
        await _tell_postgres(f"CREATE SCHEMA {schema}")
        yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}search_path={schema}"
        await _tell_postgres(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    await database.open()
    yield database
    await database.close()


async def _tell_postgres(statement: str) -> None:
    connection = await asyncpg.connect(POSTGRES)
    await connection.execute(statement)
    await connection.close()
