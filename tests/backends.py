"""Where the servers are that some tests need.

PostgreSQL is looked for at CHAPPE_TEST_POSTGRES, else at 127.0.0.1:5432 (user postgres, database test);
NATS at CHAPPE_TEST_NATS, else at 127.0.0.1:4222. Where nothing listens, the tests that need it are
skipped by name.
"""

import os
import socket
from functools import cache
from urllib.parse import urlsplit

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
