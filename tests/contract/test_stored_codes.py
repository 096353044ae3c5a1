from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from chappe.config import Profile
from chappe.couriers.courier import Purpose
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.codes import actions, store
from chappe.features.codes.model import (
    LETTERS_PER_DAY_MAX,
    LETTERS_PER_ORIGIN_MAX,
    TRIES_MAX,
    Code,
    LoginEmail,
    Verdict,
)
from chappe.ids import AuthKeyId, UserId

NOW = 1_800_000_000
CODE = Code(
    id="abc",
    purpose=Purpose.SIGN_IN,
    medium="phone",
    address="12025550111",
    key_id=AuthKeyId(-5),
    user_id=UserId(7),
    code="01234",
    sends=1,
    sent_at=NOW,
    until=NOW + 300,
)


@pytest.fixture
async def codes(database: Database) -> AsyncIterator[Database]:
    await migrate(database, read_migrations(["chappe.features.codes"]))
    return database


async def test_a_code_comes_back_as_it_was_and_as_it_became(codes: Database) -> None:
    async with codes.transaction(write=True) as tx:
        await store.put(tx, CODE)
        assert await store.find(tx, "abc") == CODE
        again = replace(CODE, medium="email", code="99999", sends=2, sent_at=NOW + 1)
        await store.put(tx, again)
        assert await store.find(tx, "abc") == again
        assert await store.find(tx, "ab\0c") == again
        assert await store.find(tx, "abd") is None
    assert "01234" not in repr(CODE)


async def test_the_newest_of_a_user_or_an_address_is_found(codes: Database) -> None:
    later = replace(CODE, id="later", sent_at=NOW + 9, until=NOW + 309)
    other = replace(CODE, id="other", purpose=Purpose.CHANGE_PHONE, sent_at=NOW + 99)
    async with codes.transaction(write=True) as tx:
        for code in (later, CODE, other):
            await store.put(tx, code)
        assert await store.of_user(tx, UserId(7), Purpose.SIGN_IN) == later
        assert await store.of_user(tx, UserId(8), Purpose.SIGN_IN) is None
        assert await store.last_of_address(tx, CODE.address, NOW) == other
        assert await store.last_of_address(tx, CODE.address, NOW + 301) == later
        assert await store.last_of_address(tx, "1", NOW) is None


async def test_codes_are_forgotten_by_name_user_age_and_when_they_are_shown(
    codes: Database,
) -> None:
    async with codes.transaction(write=True) as tx:
        await store.put(tx, CODE)
        assert await store.delete(tx, "abc")
        assert not await store.delete(tx, "abc")
        await store.put(tx, CODE)
        assert not await store.delete_of_user(tx, UserId(8), Purpose.SIGN_IN)
        assert await store.delete_of_user(tx, UserId(7), Purpose.SIGN_IN)
        await store.put(tx, CODE)
        assert not await store.delete_shown(tx, UserId(7), Purpose.SIGN_IN, ["01235"])
        assert await store.delete_shown(tx, UserId(7), Purpose.SIGN_IN, ["x", "01234"])
        await store.put(tx, CODE)
        await store.delete_old(tx, CODE.until)
        assert await store.find(tx, "abc") is not None
        await store.delete_old(tx, CODE.until + 1)
        assert await store.find(tx, "abc") is None


async def test_a_device_that_asks_again_has_one_code(codes: Database) -> None:
    mine, theirs = (replace(CODE, id=each, sends=0) for each in ("mine", "theirs"))
    async with codes.transaction(write=True) as tx:
        await store.put(tx, CODE)
        stranger = replace(theirs, key_id=AuthKeyId(6))
        for code in (mine, stranger):
            await actions.keep(tx, Profile.DEV, actions.renewed(code, NOW), "a")
        assert await store.find(tx, "abc") is None
        assert await store.find(tx, "mine") is not None
        assert await store.find(tx, "theirs") is not None


async def test_production_sends_so_many_letters_a_day(codes: Database) -> None:
    async with codes.transaction(write=True) as tx:
        for n in range(LETTERS_PER_DAY_MAX):
            await actions.keep(tx, Profile.PRODUCTION, CODE, f"address {n}")
        with pytest.raises(actions.TooMany):
            await actions.keep(tx, Profile.PRODUCTION, CODE, "another")
        await actions.keep(tx, Profile.DEV, CODE, "another")
        await actions.keep(tx, Profile.PRODUCTION, replace(CODE, address="1"), "another")
        tomorrow = replace(CODE, sent_at=NOW + 86_400)
        await actions.keep(tx, Profile.PRODUCTION, tomorrow, "another")


async def test_production_sends_so_many_letters_a_day_for_one_who_asks(codes: Database) -> None:
    async with codes.transaction(write=True) as tx:
        for n in range(LETTERS_PER_ORIGIN_MAX):
            await actions.keep(tx, Profile.PRODUCTION, replace(CODE, address=f"{n}"), "a")
        other = replace(CODE, address="other")
        with pytest.raises(actions.TooMany):
            await actions.keep(tx, Profile.PRODUCTION, other, "a")
        await actions.keep(tx, Profile.PRODUCTION, other, "b")


async def test_a_right_code_is_taken_once_and_a_wrong_one_so_often(codes: Database) -> None:
    async with codes.transaction(write=True) as tx:
        await store.put(tx, CODE)

        async def say(shown: str, now: float = NOW, *, use: bool = True) -> Verdict:
            kept = await store.find(tx, "abc")
            return await actions.check(tx, kept, now, shown, use=use)

        assert await say("01234", CODE.until) is Verdict.GONE
        assert await say(" 01234\n", use=False) is Verdict.RIGHT
        assert await say("01234") is Verdict.RIGHT
        assert await say("01234") is Verdict.GONE
        await store.put(tx, CODE)
        for _ in range(TRIES_MAX):
            assert await say("1234") is Verdict.WRONG
        assert await say("01234") is Verdict.GONE
        await store.put(tx, CODE)
        assert await say("é") is Verdict.WRONG


async def test_a_proven_code_stays_for_the_step_that_follows(codes: Database) -> None:
    async with codes.transaction(write=True) as tx:
        await store.put(tx, CODE)
        await actions.keep_proven(tx, CODE, NOW)
        kept = await store.find(tx, "abc")
        assert kept is not None
        assert kept.proven
        assert kept.until > CODE.until
        assert await store.last_of_address(tx, CODE.address, NOW) is None


async def test_a_login_address_is_kept_changed_and_forgotten(codes: Database) -> None:
    async with codes.transaction(write=True) as tx:
        assert await store.login_email(tx, UserId(7)) is None
        for login in (LoginEmail(UserId(7), "a@b.c"), LoginEmail(UserId(7), "d@e.f", NOW)):
            await store.put_login_email(tx, login)
            assert await store.login_email(tx, UserId(7)) == login
        await store.delete_login_email(tx, UserId(7))
        assert await store.login_email(tx, UserId(7)) is None


def test_codes_keep_their_leading_zeros() -> None:
    drawn = {actions.draw(5) for _ in range(300)}
    assert {len(each) for each in drawn} == {5}
    assert any(each.startswith("0") for each in drawn)


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("my code is 01234", False),
        ("0-12-34!", False),
        ("Login code: 01234. Give it to nobody", False),
        ("001234", True),
        ("0123", True),
        ("call 01234567", True),
        ("1-01234", True),
        ("nothing", True),
    ],
)
async def test_a_code_that_is_told_somebody_is_worthless(
    codes: Database, text: str, stays: bool
) -> None:
    async with codes.transaction(write=True) as tx:
        await store.put(tx, CODE)
        await actions.forget_typed(tx, UserId(7), text)
        assert (await store.find(tx, "abc") is not None) is stays
