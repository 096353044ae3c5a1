"""A few rounds of `mayhem` on each database; `make bench-crash` does two hundred."""

import pytest
from backends import POSTGRES, need_postgres
from mayhem import rage

ROUNDS = 4
SECONDS_MAX = 60.0


async def test_a_killed_server_has_lost_nothing_that_it_answered() -> None:
    mayhem = await rage(None, ROUNDS, SECONDS_MAX)
    assert mayhem.answered > ROUNDS


@pytest.mark.backends
async def test_a_server_that_is_killed_over_postgresql_has_lost_nothing() -> None:
    need_postgres()
    mayhem = await rage(POSTGRES, ROUNDS, SECONDS_MAX)
    assert mayhem.answered > ROUNDS
