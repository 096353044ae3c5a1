"""Settings and notifications on both engines."""

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.notify import actions, saving
from chappe.features.notify import store as notify
from chappe.features.notify.model import Scope, Subject
from chappe.features.settings import store
from chappe.features.settings.model import Name
from chappe.ids import PeerId, UserId
from chappe.tl import api

ADA, BOB = UserId(7), UserId(8)
MUTED = api.PeerNotifySettings(mute_until=100)
SILENT = api.PeerNotifySettings(silent=True)


@pytest.fixture
async def settings(database: Database) -> Database:
    await migrate(
        database, read_migrations(("chappe.features.settings", "chappe.features.notify"))
    )
    return database


async def test_a_setting_is_kept_changed_and_forgotten(settings: Database) -> None:
    async with settings.transaction(write=True) as tx:
        for enabled in (True, False):
            value = api.account.ContentSettings(sensitive_enabled=enabled)
            await store.put(tx, ADA, Name.CONTENT, value)
            assert await store.find(tx, ADA, Name.CONTENT) == value
        assert await store.find_many(tx, BOB, list(Name)) == {}
        await store.delete(tx, ADA, Name.CONTENT)
        assert await store.find(tx, ADA, Name.CONTENT) is None


async def test_settings_of_chats_and_kinds_of_chats_are_told_apart(settings: Database) -> None:
    chat, users = Subject(Scope.PEER, PeerId(-5)), Subject(Scope.USERS)
    async with settings.transaction(write=True) as tx:
        await notify.put(tx, ADA, chat, SILENT)
        await notify.put(tx, ADA, chat, MUTED)
        await notify.put(tx, ADA, users, SILENT)
        assert await actions.find_settings(tx, ADA, [PeerId(-5), PeerId(8)]) == {
            PeerId(-5): MUTED,
            PeerId(8): api.PeerNotifySettings(),
        }
        assert await notify.find_scopes(tx, ADA) == {Scope.USERS: SILENT}
        assert await notify.find_all(tx, ADA, 9) == [(chat, MUTED), (users, SILENT)]
        assert await actions.mutes(tx, ADA, PeerId(-5), Scope.CHATS, 99.0)
        assert not await actions.mutes(tx, ADA, PeerId(-5), Scope.CHATS, 100.0)
        await notify.put(tx, ADA, users, MUTED)
        assert await actions.mutes(tx, ADA, PeerId(8), Scope.USERS, 99.0)
        assert not await actions.mutes(tx, BOB, PeerId(8), Scope.USERS, 99.0)
        await notify.put(tx, ADA, users, api.PeerNotifySettings())
        assert await notify.find_scopes(tx, ADA) == {}
        await notify.delete_all(tx, ADA)
        assert await notify.find_all(tx, ADA, 9) == []


async def test_what_is_saved_is_kept_by_kind_and_by_chat(settings: Database) -> None:
    chat, users = Subject(Scope.PEER, PeerId(-5)), Subject(Scope.USERS)
    photos, videos = api.AutoSaveSettings(photos=True), api.AutoSaveSettings(videos=True)
    async with settings.transaction(write=True) as tx:
        await saving.put(tx, ADA, chat, photos)
        await saving.put(tx, ADA, chat, videos)
        await saving.put(tx, ADA, users, photos)
        assert await saving.find_all(tx, ADA, 9) == [(users, photos), (chat, videos)]
        await saving.delete_peers(tx, ADA)
        assert await saving.find_all(tx, ADA, 9) == [(users, photos)]
        await saving.delete_all(tx, ADA)
        assert await saving.find_all(tx, ADA, 9) == []
