from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.auth import store, tokens
from chappe.features.auth.model import (
    FUTURE_TOKEN_SECONDS,
    AccountLife,
    ExportedLogin,
    Login,
    LoginToken,
)
from chappe.ids import AuthKeyId, DcId, UserId

NOW = 1_800_000_000
USER = UserId(7)
KEY = AuthKeyId(-(2**63))
LOGIN = Login(KEY, USER, 2**62, None, 2**31 - 1, NOW)
TOKEN = LoginToken(KEY, 5, NOW + 30, frozenset({UserId(8), UserId(9)}), None, 77)


@pytest.fixture
async def rows(database: Database) -> AsyncIterator[Database]:
    await migrate(database, read_migrations(["chappe.features.auth"]))
    return database


async def test_a_login_comes_back_as_it_was_and_as_it_became(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        await store.put(tx, LOGIN)
        assert await store.find(tx, KEY) == LOGIN
        marked = replace(LOGIN, unconfirmed=True, encrypted_off=True, calls_off=True)
        await store.set_marks(tx, marked)
        assert await store.find(tx, KEY) == marked
        other = replace(LOGIN, user_id=UserId(8), hash=5)
        await store.put(tx, other)
        assert await store.find(tx, KEY) == other
        await store.delete(tx, [KEY, AuthKeyId(1)])
        assert await store.find(tx, KEY) is None


async def test_the_logins_of_an_account_are_found_without_their_copies(rows: Database) -> None:
    later = replace(LOGIN, key_id=AuthKeyId(2), hash=2, made_at=NOW + 1)
    copy = replace(LOGIN, key_id=AuthKeyId(3), hash=3, main_key_id=KEY)
    other = replace(LOGIN, key_id=AuthKeyId(4), hash=4, user_id=UserId(8))
    async with rows.transaction(write=True) as tx:
        for login in (LOGIN, later, copy, other):
            await store.put(tx, login)
        assert await store.of_user(tx, USER) == [later, LOGIN]
        assert await store.copies(tx, [KEY, AuthKeyId(2)]) == [AuthKeyId(3)]
        assert await store.with_hashes(tx, USER, [2, 3, 4]) == {2: later}


async def test_the_life_of_an_account_is_the_usual_one_until_it_is_said(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        assert await store.find_life(tx, USER) == AccountLife(USER)
        for life in (AccountLife(USER, 30, 7), AccountLife(USER, 31, 8, NOW, "token")):
            await store.put_life(tx, life)
            assert await store.find_life(tx, USER) == life
        await store.delete_life(tx, USER)
        assert await store.find_life(tx, USER) == AccountLife(USER)


async def test_lives_that_end_sooner_are_found_in_order(rows: Database) -> None:
    short = [AccountLife(UserId(2), 30), AccountLife(UserId(3), login_days=7)]
    async with rows.transaction(write=True) as tx:
        for life in (*short, AccountLife(UserId(1)), AccountLife(UserId(4), 730, 366)):
            await store.put_life(tx, life)
        assert await store.find_short_lives(tx, UserId(0), 10) == short
        assert await store.find_short_lives(tx, UserId(0), 1) == short[:1]
        assert await store.find_short_lives(tx, UserId(2), 10) == short[1:]
        lives = await store.find_lives(tx, [UserId(2), UserId(9)])
        assert lives == {2: short[0], 9: AccountLife(UserId(9))}


async def test_who_wants_no_sound_is_known(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        for quiet in (True, True):
            await store.set_quiet_about_joining(tx, USER, quiet)
        assert await store.quiet_about_joining(tx, [USER, UserId(8)]) == {USER}
        await store.set_quiet_about_joining(tx, USER, quiet=False)
        assert await store.quiet_about_joining(tx, [USER]) == set()


async def test_a_token_of_the_future_is_its_users_and_taken_once(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        token = await tokens.make_future(tx, NOW, USER, KEY)
        assert await tokens.find_future(tx, NOW, USER, [b"x", token]) == token
        assert await tokens.find_future(tx, NOW, UserId(8), [token]) is None
        end = NOW + FUTURE_TOKEN_SECONDS
        assert await tokens.find_future(tx, end, USER, [token]) is None
        assert await tokens.take_future(tx, USER, token)
        assert not await tokens.take_future(tx, USER, token)


async def test_a_key_has_one_token_of_the_future(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        first = await tokens.make_future(tx, NOW, USER, KEY)
        second = await tokens.make_future(tx, NOW, USER, KEY)
        third = await tokens.make_future(tx, NOW, USER, AuthKeyId(2))
        assert await tokens.find_future(tx, NOW, USER, [first]) is None
        assert await tokens.find_future(tx, NOW, USER, [second]) == second
        await tokens.forget_future(tx, [KEY])
        assert await tokens.find_future(tx, NOW, USER, [second]) is None
        await tokens.forget_user(tx, USER)
        assert await tokens.find_future(tx, NOW, USER, [third]) is None


async def test_a_qr_code_is_accepted_once(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        first = await tokens.put_login_token(tx, NOW, TOKEN)
        second = await tokens.put_login_token(tx, NOW, TOKEN)
        assert await tokens.find_login_token(tx, first) is None
        assert await tokens.find_login_token(tx, second) == TOKEN
        assert await tokens.token_of_key(tx, KEY) == TOKEN
        assert await tokens.accept(tx, KEY, USER, NOW + 60)
        assert not await tokens.accept(tx, KEY, UserId(8), NOW + 60)
        accepted = replace(TOKEN, user_id=USER, until=NOW + 60)
        assert await tokens.token_of_key(tx, KEY) == accepted
        await tokens.delete_login_token(tx, KEY)
        assert await tokens.token_of_key(tx, KEY) is None
        old = replace(TOKEN, until=NOW - 2 * 86_400)
        await tokens.put_login_token(tx, NOW - 2 * 86_400, old)
        await tokens.put_login_token(tx, NOW, replace(TOKEN, key_id=AuthKeyId(2)))
        assert await tokens.token_of_key(tx, KEY) is None


async def test_an_exported_login_is_taken_once(rows: Database) -> None:
    async with rows.transaction(write=True) as tx:
        login = ExportedLogin(USER, KEY, DcId(3), NOW + 300)
        token = await tokens.export(tx, NOW, login)
        assert await tokens.take_exported(tx, b"x") is None
        assert await tokens.take_exported(tx, token) == login
        assert await tokens.take_exported(tx, token) is None
        token = await tokens.export(tx, NOW, login)
        await tokens.export(tx, NOW + 301, login)
        assert await tokens.take_exported(tx, token) is None
