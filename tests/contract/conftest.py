"""Every test here runs on every engine: SQLite in a file, SQLite in memory, PostgreSQL (`backends`)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from backends import POSTGRES, need_postgres

from chappe.db.database import Database
from chappe.db.open import MEMORY, open_database
from chappe.testing.place import OwnSchema

ENGINES = ("sqlite-file", "sqlite-memory", "postgresql")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql":
        need_postgres()
    return request.param


@pytest.fixture
async def url(engine: str, tmp_path: Path) -> AsyncIterator[str]:
    if engine == "sqlite-memory":
        yield MEMORY
    elif engine == "sqlite-file":
        yield f"sqlite:///{tmp_path}/test.db"
    else:
        schema = OwnSchema(POSTGRES)
        await schema.make()
        yield schema.database
        await schema.clear()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    await database.open()
    yield database
    await database.close()
