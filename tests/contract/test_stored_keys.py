from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from chappe.db.database import Database, Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.features.keys import ending, store
from chappe.features.keys.model import AuthKey, ClientInfo
from chappe.ids import AuthKeyId, DcId, Layer, UserId

KEY = AuthKey(
    key_id=AuthKeyId(-(2**63)),
    auth_key=bytes(range(256)),
    dc_id=DcId(2),
    made_at=1_800_000_000,
    first_salt=2**63 - 1,
)
CLIENT = ClientInfo(
    api_id=4,
    device_model="Nokia 3310",
    system_version="1.0",
    app_version="9.9",
    lang_code="de",
    system_lang_code="de-AT",
    lang_pack="android",
    proxy_address="192.0.2.1",
    proxy_port=443,
    params='{"tz_offset":3600}',
)


@pytest.fixture
async def keys(database: Database) -> AsyncIterator[Database]:
    await migrate(database, read_migrations(["chappe.features.keys"]))
    async with database.transaction(write=True) as tx:
        assert await store.insert(tx, KEY)
    return database


async def stored(database: Database, key_id: AuthKeyId = KEY.key_id) -> AuthKey | None:
    async with database.transaction(write=False) as tx:
        return await store.find(tx, key_id)


async def test_a_key_comes_back_as_it_was(keys: Database) -> None:
    assert await stored(keys) == KEY


async def test_a_key_with_its_client_comes_back_as_it_was(keys: Database) -> None:
    other = replace(KEY, key_id=AuthKeyId(5), layer=Layer(229), client=CLIENT)
    async with keys.transaction(write=True) as tx:
        assert await store.insert(tx, other)
    assert await stored(keys, AuthKeyId(5)) == other


async def test_an_unknown_key_is_none(keys: Database) -> None:
    assert await stored(keys, AuthKeyId(1)) is None


async def test_a_taken_id_is_told_and_the_first_key_stays(keys: Database) -> None:
    async with keys.transaction(write=True) as tx:
        assert not await store.insert(tx, replace(KEY, auth_key=bytes(256)))
    assert await stored(keys) == KEY


async def test_the_client_that_spoke_last_is_noted(keys: Database) -> None:
    poor = ClientInfo(1, "PC", "Linux", "0.1", "en")
    for layer, client in ((Layer(229), CLIENT), (Layer(23), poor)):
        async with keys.transaction(write=True) as tx:
            assert await store.note_client(tx, KEY.key_id, layer, client)
        assert await stored(keys) == replace(KEY, layer=layer, client=client)


async def test_a_new_layer_alone_leaves_the_client(keys: Database) -> None:
    async with keys.transaction(write=True) as tx:
        await store.note_client(tx, KEY.key_id, Layer(200), CLIENT)
        assert await store.note_client(tx, KEY.key_id, Layer(201), None)
    assert await stored(keys) == replace(KEY, layer=Layer(201), client=CLIENT)


async def test_a_zero_in_a_name_is_left_out(keys: Database) -> None:
    async with keys.transaction(write=True) as tx:
        rude = replace(CLIENT, device_model="Nokia\0 33\x0010")
        assert await store.note_client(tx, KEY.key_id, Layer(200), rude)
    assert await stored(keys) == replace(KEY, layer=Layer(200), client=CLIENT)


async def test_an_unknown_key_has_no_client(keys: Database) -> None:
    async with keys.transaction(write=True) as tx:
        assert not await store.note_client(tx, AuthKeyId(1), Layer(200), CLIENT)
        assert not await store.note_client(tx, AuthKeyId(1), Layer(200), None)


async def test_a_deleted_key_is_gone_once(keys: Database) -> None:
    async with keys.transaction(write=True) as tx:
        assert await store.delete(tx, KEY.key_id)
        assert not await store.delete(tx, KEY.key_id)
    assert await stored(keys) is None


async def test_a_key_of_another_length_is_refused(keys: Database) -> None:
    tx = await keys.begin(write=True)
    with pytest.raises(Exception, match=r"(?i)check constraint"):
        await store.insert(tx, replace(KEY, key_id=AuthKeyId(3), auth_key=bytes(255)))
    await tx.rollback()


def test_the_secret_never_shows_in_a_repr() -> None:
    shown = repr(KEY) + str(KEY)
    assert repr(KEY.auth_key) not in shown
    assert str(KEY.first_salt) not in shown
    assert KEY.auth_key.hex() not in shown


async def test_some_keys_are_found_at_once_and_signed_at_once(keys: Database) -> None:
    other = replace(KEY, key_id=AuthKeyId(5))
    async with keys.transaction(write=True) as tx:
        await store.insert(tx, other)
        await store.sign(tx, [KEY.key_id, AuthKeyId(5), AuthKeyId(9)], UserId(7), DcId(3))
        found = await store.find_many(tx, [AuthKeyId(5), KEY.key_id, AuthKeyId(9)])
        assert set(found) == {KEY.key_id, AuthKeyId(5)}
        assert {(each.user_id, each.home_dc) for each in found.values()} == {(7, 3)}
        await store.sign(tx, [KEY.key_id], None)
    assert await stored(keys) == KEY


async def test_a_key_that_was_heard_of_says_when_and_from_where(keys: Database) -> None:
    async with keys.transaction(write=True) as tx:
        await store.note_heard(tx, KEY.key_id, KEY.made_at + 1, "192.0.2.1")
    assert await stored(keys) == replace(KEY, noted_at=KEY.made_at + 1, address="192.0.2.1")


async def test_silent_keys_are_found_the_most_silent_first(keys: Database) -> None:
    at = KEY.made_at
    async with keys.transaction(write=True) as tx:
        for n in (2, 3, 4, 5):
            await store.insert(tx, replace(KEY, key_id=AuthKeyId(n)))
            await store.note_heard(tx, AuthKeyId(n), at + 10 - n, "")
        await store.sign(tx, [AuthKeyId(n) for n in (2, 3, 4)], UserId(7))
        silent = await store.find_silent(tx, at + 8, 9)
        assert silent == [(4, 7, at + 6), (3, 7, at + 7)]
        assert await store.find_silent(tx, at + 8, 1) == silent[:1]
        assert await store.find_silent(tx, at + 8, 9, at + 6) == silent[1:]
        assert await store.find_silent(tx, at, 9) == []


async def test_what_rooms_keep_of_a_destroyed_key_goes_with_it(
    keys: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[AuthKeyId] = []
    monkeypatch.setattr(ending, "_forgetters", [])

    @ending.forgets
    async def forget(_tx: Tx, key_id: AuthKeyId) -> list[AuthKeyId]:
        told.append(key_id)
        return [AuthKeyId(9)]

    async with keys.transaction(write=True) as tx:
        assert await ending.destroy(tx, KEY.key_id) == (True, [AuthKeyId(9)])
        assert await ending.destroy(tx, AuthKeyId(1)) == (False, [AuthKeyId(9)])
    assert told == [KEY.key_id, AuthKeyId(1)]
    assert await stored(keys) is None
