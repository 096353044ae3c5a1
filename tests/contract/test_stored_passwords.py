from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.password import access, challenges, store
from chappe.features.password.actions import make_tmp
from chappe.features.password.model import (
    CHALLENGE_SECONDS,
    CHALLENGES_MAX,
    Asked,
    Password,
    Plan,
    Secret,
)
from chappe.ids import AuthKeyId, UserId

NOW = 1_800_000_000
USER = UserId(7)
KEY = AuthKeyId(-(2**63))
SECRET = Secret(b"salt1", b"salt2", bytes(range(256)), "hint")
PASSWORD = Password(USER, 2**63 - 1, SECRET, "a@b.c", b"secure", NOW)
ASKED = Asked(5, USER, PASSWORD.version, 2**256 - 1, bytes(256), NOW)


@pytest.fixture
async def rows(database: Database) -> AsyncIterator[Database]:
    await migrate(database, read_migrations(["chappe.features.password"]))
    return database


async def test_a_password_comes_back_as_it_was_and_as_it_became(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        assert not await store.has(tx, USER)
        await store.put(tx, PASSWORD)
        assert await store.find(tx, USER) == PASSWORD
        await store.note_failures(tx, USER, 3, NOW + 1)
        await store.set_email(tx, USER, None)
        await store.set_secure(tx, USER, b"other")
        await store.set_reset(tx, USER, NOW + 2, NOW + 3)
        assert await store.find(tx, USER) == replace(
            PASSWORD,
            email=None,
            secure=b"other",
            failures=3,
            failed_at=NOW + 1,
            reset_at=NOW + 2,
            declined_at=NOW + 3,
        )
        await store.put(tx, PASSWORD)
        assert await store.find(tx, USER) == PASSWORD
        assert await store.has(tx, USER)
        await store.delete(tx, USER)
        assert await store.find(tx, USER) is None
    assert "a0" not in repr(SECRET)


@pytest.mark.parametrize("secret", [SECRET, None])
async def test_a_plan_comes_back_as_it_was(rows: Database, secret: Secret | None) -> None:
    plan = Plan(USER, "a@b.c", secret, b"secure", NOW)
    async with rows.transaction(write=True) as tx:
        await store.put_plan(tx, Plan(USER, "other", None, None, NOW))
        await store.put_plan(tx, plan)
        assert await store.find_plan(tx, USER) == plan
        assert await store.delete_plan(tx, USER)
        assert not await store.delete_plan(tx, USER)
        assert await store.find_plan(tx, USER) is None


async def test_a_key_waits_for_one_users_password_for_a_time(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        await store.put_wait(tx, KEY, UserId(1), NOW)
        await store.put_wait(tx, KEY, USER, NOW)
        assert await store.find_wait(tx, KEY, NOW - 1) == USER
        assert await store.find_wait(tx, KEY, NOW) is None
        await store.delete_wait(tx, KEY)
        assert await store.find_wait(tx, KEY, 0) is None


async def test_a_challenge_is_taken_once_by_its_key(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        await challenges.keep(tx, KEY, ASKED)
        assert await challenges.take(tx, AuthKeyId(1), ASKED.srp_id) is None
        assert await challenges.take(tx, KEY, ASKED.srp_id) == ASKED
        assert await challenges.take(tx, KEY, ASKED.srp_id) is None
    assert challenges.challenge_of(ASKED).b == ASKED.secret


async def test_challenges_pile_up_neither_in_number_nor_in_time(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        for n in range(CHALLENGES_MAX + 3):
            await challenges.keep(tx, KEY, replace(ASKED, srp_id=n))
        await challenges.keep(tx, AuthKeyId(1), replace(ASKED, srp_id=99))
        kept = [n for n in range(CHALLENGES_MAX + 3) if await challenges.take(tx, KEY, n)]
        assert kept == list(range(3, CHALLENGES_MAX + 3))
        late = replace(ASKED, srp_id=100, made_at=NOW + CHALLENGE_SECONDS + 1)
        await challenges.keep(tx, KEY, late)
        assert await challenges.take(tx, AuthKeyId(1), 99) is None


async def test_a_temporary_password_is_known_by_its_hash(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        made, until = await make_tmp(tx, NOW, USER, 600)
        assert await store.find_tmp(tx, USER, NOW) != made
        assert await access.is_tmp_password(tx, USER, NOW, made)
        assert not await access.is_tmp_password(tx, USER, NOW, made[:-1])
        assert not await access.is_tmp_password(tx, USER, until, made)
        assert not await access.is_tmp_password(tx, UserId(8), NOW, made)


async def test_all_of_a_user_goes_at_once(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        await store.put(tx, PASSWORD)
        await store.put_plan(tx, Plan(USER, "a@b.c", None, None, NOW))
        await store.put_wait(tx, KEY, USER, NOW)
        await make_tmp(tx, NOW, USER, 600)
        await store.delete_all(tx, USER)
        assert await store.find(tx, USER) is None
        assert await store.find_plan(tx, USER) is None
        assert await store.find_wait(tx, KEY, 0) is None
        assert await store.find_tmp(tx, USER, NOW) is None
