"""The rows of public channels, on both engines."""

import pytest

from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.channels import store
from chappe.features.channels.model import ChannelMark
from chappe.features.chats.model import Standing
from chappe.features.dialogs import store as dialogs
from chappe.features.users import store as users
from chappe.features.users.model import Username
from chappe.ids import MessageId, UserId, channel_peer, user_peer

ADA, BOB = UserId(7), UserId(8)
ROOMS = ("chappe.features.users", "chappe.features.dialogs", "chappe.features.channels")


@pytest.fixture
async def house(database: Database) -> Database:
    await migrate(database, read_migrations(ROOMS))
    return database


async def test_channels_are_found_by_owner_name_and_silence(house: Database) -> None:
    async with house.transaction(write=True) as tx:
        made = []
        for at, owner in ((10, ADA), (20, ADA), (30, BOB)):
            channel = await store.insert(tx, "x", "", owner, at, ChannelMark.BROADCAST)
            await store.join(tx, channel, [owner], owner, at, Standing.CREATOR)
            await dialogs.post_came(tx, channel_peer(channel), MessageId(1), at)
            made.append(channel)
        first, second, third = made
        names = (Username("Fine"), Username("Given", active=False, editable=False))
        await store.set_usernames(tx, first, names)
        await store.set_marks(tx, second, ChannelMark.DELETED)
        (owned,) = await store.find_owned(tx, ADA)
        assert (owned.id, owned.usernames, owned.username) == (first, names, "Fine")
        assert await store.find_quiet(tx, ADA, 20, 9) == [(first, 10)]
        assert await store.count_joined(tx, [ADA, BOB, UserId(9)]) == {ADA: 2, BOB: 1}
        assert await users.put_username(tx, "Fine", channel_peer(first))
        assert await users.put_username(tx, "Fit", channel_peer(third), active=False)
        assert await users.put_username(tx, "Fix", user_peer(ADA))
        assert await users.find_channels_like(tx, "FI", 9) == [channel_peer(first)]
