from collections.abc import AsyncIterator

import pytest

from chappe.config import Profile
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.apps import actions, store
from chappe.features.apps.access import access_app
from chappe.features.apps.actions import AppRefused
from chappe.features.apps.model import ApiId, App
from chappe.rpc.errors import RpcError

NOW = 1_800_000_000
HASH = "0123456789abcdef0123456789abcdef"
APP = App(ApiId(777), HASH, "My client", "myclient", NOW)


@pytest.fixture
async def apps(database: Database) -> AsyncIterator[Database]:
    await migrate(database, read_migrations(["chappe.features.apps"]))
    return database


async def refusal(apps: Database, profile: Profile, api_id: int, api_hash: str) -> str | None:
    async with apps.transaction(write=False) as tx:
        try:
            await access_app(tx, profile, api_id, api_hash)
        except RpcError as error:
            return error.name
    return None


async def test_an_application_comes_back_as_it_was_and_its_id_is_taken_once(
    apps: Database,
) -> None:
    async with apps.transaction(write=True) as tx:
        assert await store.insert(tx, APP)
        assert not await store.insert(tx, App(APP.api_id, HASH, "x", "other", NOW))
        assert not await store.insert(tx, App(ApiId(1), HASH, "x", APP.short_name, NOW))
        assert await store.find(tx, APP.api_id) == APP
        assert await store.every(tx) == [APP]
    assert HASH not in repr(APP)


async def test_an_id_and_a_hash_are_drawn(apps: Database) -> None:
    async with apps.transaction(write=True) as tx:
        first = await actions.create(tx, NOW, "  Ada's client ")
        second = await actions.create(tx, NOW, "日本")
    assert (first.title, first.short_name) == ("Ada's client", "adasclient")
    assert len(second.short_name) >= 5
    assert first.api_hash != second.api_hash
    assert 10_000_000 <= first.api_id < 100_000_000
    assert await refusal(apps, Profile.PRODUCTION, first.api_id, first.api_hash) is None


async def test_production_lets_in_what_is_registered_and_not_revoked(apps: Database) -> None:
    async with apps.transaction(write=True) as tx:
        app = await actions.create(tx, NOW, "My client", "myclient", (777, HASH))
    assert await refusal(apps, Profile.PRODUCTION, 777, HASH) is None
    assert await refusal(apps, Profile.PRODUCTION, 777, HASH[::-1]) == "API_ID_INVALID"
    assert await refusal(apps, Profile.PRODUCTION, 778, HASH) == "API_ID_INVALID"
    assert await refusal(apps, Profile.PRODUCTION, 777, "ä") == "API_ID_INVALID"
    async with apps.transaction(write=True) as tx:
        turned = await actions.rotate(tx, app.api_id)
    assert await refusal(apps, Profile.PRODUCTION, 777, HASH) == "API_ID_INVALID"
    assert await refusal(apps, Profile.PRODUCTION, 777, turned.api_hash) is None
    async with apps.transaction(write=True) as tx:
        await actions.revoke(tx, NOW, 777)
    assert await refusal(apps, Profile.PRODUCTION, 777, turned.api_hash) == "API_ID_INVALID"


@pytest.mark.parametrize("api_id", [0, -1, 2**31, 2**40])
async def test_an_id_that_is_none_is_refused_in_every_profile(
    apps: Database, api_id: int
) -> None:
    assert await refusal(apps, Profile.DEV, api_id, "") == "API_ID_INVALID"
    assert await refusal(apps, Profile.PRODUCTION, api_id, "") == "API_ID_INVALID"


async def test_the_id_of_an_open_client_is_let_in_when_it_is_registered(
    apps: Database,
) -> None:
    assert await refusal(apps, Profile.DEV, 2040, "any") is None
    assert await refusal(apps, Profile.PRODUCTION, 2040, HASH) == "API_ID_PUBLISHED_FLOOD"
    async with apps.transaction(write=True) as tx:
        await actions.create(tx, NOW, "Desktop", pair=(2040, HASH))
    assert await refusal(apps, Profile.PRODUCTION, 2040, HASH) is None


@pytest.mark.parametrize(
    ("title", "short_name", "pair", "why"),
    [
        ("", None, None, "title"),
        ("x" * 65, None, None, "title"),
        ("a\nb", None, None, "title"),
        ("Client", "ab", None, "short name"),
        ("Client", "a b c d e", None, "short name"),
        ("Client", "myclient", None, "taken"),
        ("Client", None, (777, HASH), "registered"),
        ("Client", None, (0, HASH), "api_id"),
        ("Client", None, (2**31, HASH), "api_id"),
        ("Client", None, (5, "short"), "api_hash"),
    ],
)
async def test_what_cannot_be_registered_says_why(
    apps: Database,
    title: str,
    short_name: str | None,
    pair: tuple[int, str] | None,
    why: str,
) -> None:
    async with apps.transaction(write=True) as tx:
        assert await store.insert(tx, APP)
    with pytest.raises(AppRefused, match=why):
        async with apps.transaction(write=True) as tx:
            await actions.create(tx, NOW, title, short_name, pair)


async def test_what_is_not_in_use_is_neither_changed_nor_revoked(apps: Database) -> None:
    async with apps.transaction(write=True) as tx:
        with pytest.raises(AppRefused):
            await actions.rotate(tx, 1)
        with pytest.raises(AppRefused):
            await actions.revoke(tx, NOW, 1)
