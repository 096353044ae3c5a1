"""A few rounds of `bots` on each database; `make bench-crash` does two hundred."""

import pytest
from backends import POSTGRES, need_postgres
from bots import rage_with_bots

ROUNDS = 4
SECONDS_MAX = 60.0


async def test_bots_of_a_killed_server_miss_nothing_and_hear_nothing_again() -> None:
    mayhem = await rage_with_bots(None, ROUNDS, SECONDS_MAX)
    assert mayhem.answered > ROUNDS


@pytest.mark.backends
async def test_bots_of_a_server_that_is_killed_over_postgresql_miss_nothing() -> None:
    need_postgres()
    mayhem = await rage_with_bots(POSTGRES, ROUNDS, SECONDS_MAX)
    assert mayhem.answered > ROUNDS
