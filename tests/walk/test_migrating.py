"""A basic group becomes a supergroup, and the old one stays behind."""

import asyncio
from typing import Any

import pytest
from channel_walks import NO_CHANNELS, as_channel, as_peer, limit, say
from test_basic_groups import group, talk
from test_hidden_history import bring, history

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def migrate(who: Person, chat_id: int) -> tuple[int, Any]:
    """The new supergroup, and the whole answer."""
    updates = await who.call("messages.migrateChat", chat_id=chat_id)
    (channel,) = [each for each in updates.chats if each.NAME == "channel"]
    return channel.id, updates


async def full(who: Person, channel_id: int) -> Any:
    return await who.call("channels.getFullChannel", channel=as_channel(who, channel_id))


async def old_history(who: Person, chat_id: int) -> list[Any]:
    page = await who.call(
        "messages.getHistory",
        peer=who.make("inputPeerChat", chat_id=chat_id),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=100,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return list(page.messages)


async def test_the_answer_has_both_groups_and_what_was_said_in_both(world: World) -> None:
    ada, bob, _, chat_id = await group(world)
    await ada.call("messages.editChatAbout", peer=_chat(ada, chat_id), about="old and new")
    bob.updates.clear()
    channel_id, updates = await migrate(ada, chat_id)
    news = {
        each.message.action.NAME: each.message
        for each in updates.updates
        if each.NAME in {"updateNewMessage", "updateNewChannelMessage"}
    }
    assert news["messageActionChatMigrateTo"].action.channel_id == channel_id
    from_ = news["messageActionChannelMigrateFrom"].action
    assert (from_.chat_id, from_.title) == (chat_id, "A group")
    (old,) = [each for each in updates.chats if each.NAME == "chat"]
    (new,) = [each for each in updates.chats if each.NAME == "channel"]
    assert old.deactivated
    assert old.migrated_to.channel_id == channel_id
    assert old.migrated_to.access_hash == new.access_hash
    assert new.megagroup
    assert new.creator
    assert new.title == "A group"
    await world.settle()
    heard = {each.NAME for each in bob.told}
    assert {"updateNewMessage", "updateChannel", "updateNewChannelMessage"} <= heard
    met = [chat for pushed in bob.updates for chat in getattr(pushed, "chats", [])]
    assert not any(each.NAME == "chatForbidden" for each in met)
    told = await full(bob, channel_id)
    assert told.full_chat.about == "old and new"
    assert told.full_chat.participants_count == 2
    assert told.full_chat.hidden_prehistory
    assert told.full_chat.migrated_from_chat_id == chat_id
    assert told.full_chat.migrated_from_max_id == (await old_history(bob, chat_id))[0].id
    assert told.full_chat.unread_count == 0
    assert chat_id in {each.id for each in told.chats}
    assert (await say(bob, channel_id, "here we are")).message == "here we are"


def _chat(who: Person, chat_id: int) -> Any:
    return who.make("inputPeerChat", chat_id=chat_id)


async def test_rights_and_people_come_along(world: World) -> None:
    ada, bob, cyd, chat_id = await group(world)
    dan = await world.person("Dan")
    for each in (cyd, dan):
        await ada.call(
            "messages.addChatUser", chat_id=chat_id, user_id=ada.user(each), fwd_limit=0
        )
    await ada.call(
        "messages.editChatAdmin", chat_id=chat_id, user_id=ada.user(bob), is_admin=True
    )
    await ada.call("messages.deleteChatUser", chat_id=chat_id, user_id=ada.user(dan))
    await ada.call(
        "messages.editChatDefaultBannedRights",
        peer=_chat(ada, chat_id),
        banned_rights=ada.make("chatBannedRights", send_photos=True, until_date=0),
    )
    channel_id, updates = await migrate(ada, chat_id)
    (new,) = [each for each in updates.chats if each.NAME == "channel"]
    assert new.default_banned_rights.send_photos
    await cyd.call("channels.getChannels", id=[as_channel(cyd, channel_id)])
    (mine,) = (await bob.call("channels.getChannels", id=[as_channel(bob, channel_id)])).chats
    assert mine.admin_rights.delete_messages
    assert not mine.creator
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await say(dan, channel_id, "let me in")
    (theirs,) = (await dan.call("channels.getChannels", id=[as_channel(dan, channel_id)])).chats
    assert theirs.NAME == "channelForbidden"


async def test_what_was_said_stays_where_it_was_and_nothing_is_added(world: World) -> None:
    ada, bob, cyd, chat_id = await group(world)
    await talk(ada, chat_id, "the secret")
    channel_id, _ = await migrate(ada, chat_id)
    said = await old_history(bob, chat_id)
    assert [getattr(each, "message", "") for each in said][1] == "the secret"
    found = await bob.call(
        "messages.search",
        peer=_chat(bob, chat_id),
        q="secret",
        filter=bob.make("inputMessagesFilterEmpty"),
        min_date=0,
        max_date=0,
        offset_id=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert [each.message for each in found.messages] == ["the secret"]
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await talk(bob, chat_id, "still here?")
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("messages.editChatTitle", chat_id=chat_id, title="x")
    await bring(ada, channel_id, cyd)
    assert await history(cyd, channel_id, 0) == []
    told = await full(cyd, channel_id)
    assert told.full_chat.migrated_from_chat_id is None


async def test_only_the_creator_and_only_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob, cyd, chat_id = await group(world)
    with pytest.raises(Refused, match="403 CHAT_ADMIN_REQUIRED"):
        await migrate(bob, chat_id)
    with pytest.raises(Refused, match="400 CHAT_ID_INVALID"):
        await migrate(cyd, chat_id)
    with monkeypatch.context() as few:
        limit(few, **NO_CHANNELS)
        with pytest.raises(Refused, match="400 CHANNELS_TOO_MUCH"):
            await migrate(ada, chat_id)
    await migrate(ada, chat_id)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await migrate(ada, chat_id)


async def test_two_calls_at_once_migrate_once(world: World) -> None:
    ada, _, _, chat_id = await group(world)
    other = await world.another(ada)
    results = await asyncio.gather(
        migrate(ada, chat_id), migrate(other, chat_id), return_exceptions=True
    )
    (refused,) = [each for each in results if isinstance(each, Refused)]
    assert "PEER_ID_INVALID" in str(refused)
    dialogs = await ada.call(
        "messages.getDialogs",
        offset_date=0,
        offset_id=0,
        offset_peer=ada.make("inputPeerEmpty"),
        limit=10,
        hash=0,
    )
    assert [each.peer.NAME for each in dialogs.dialogs].count("peerChannel") == 1


async def test_what_is_sent_at_that_moment_comes_before_or_is_refused(world: World) -> None:
    ada, bob, _, chat_id = await group(world)
    results = await asyncio.gather(
        migrate(ada, chat_id),
        *(talk(bob, chat_id, f"number {number}") for number in range(5)),
        return_exceptions=True,
    )
    for each in results:
        assert not isinstance(each, Exception) or "PEER_ID_INVALID" in str(each)
    newest = (await old_history(ada, chat_id))[0]
    assert newest.action.NAME == "messageActionChatMigrateTo"


async def test_links_lead_to_the_new_group(world: World) -> None:
    ada, _, cyd, chat_id = await group(world)
    made = await ada.call("messages.exportChatInvite", peer=_chat(ada, chat_id))
    channel_id, _ = await migrate(ada, chat_id)
    await cyd.call("messages.importChatInvite", hash=made.link.rsplit("+", 1)[1])
    assert (await say(cyd, channel_id, "hello")).message == "hello"


async def test_how_one_is_notified_comes_along(world: World) -> None:
    ada, bob, _, chat_id = await group(world)
    await bob.call(
        "account.updateNotifySettings",
        peer=bob.make("inputNotifyPeer", peer=_chat(bob, chat_id)),
        settings=bob.make("inputPeerNotifySettings", mute_until=2**31 - 1),
    )
    channel_id, _ = await migrate(ada, chat_id)
    told = await full(bob, channel_id)
    assert told.full_chat.notify_settings.mute_until == 2**31 - 1


@pytest.mark.parametrize("layer", [73, 118, 122, 133, 158, 229])
async def test_old_clients_move_along(layer: int) -> None:
    async with World() as world:
        ada, bob, _, chat_id = await group(world, layer=layer)
        channel_id, updates = await migrate(ada, chat_id)
        names = {
            each.message.action.NAME for each in updates.updates if hasattr(each, "message")
        }
        assert names == {"messageActionChatMigrateTo", "messageActionChannelMigrateFrom"}
        await world.settle()
        assert (await say(ada, channel_id, "hello")).message == "hello"
        told = await ada.call("channels.getFullChannel", channel=as_channel(ada, channel_id))
        assert told.full_chat.migrated_from_chat_id == chat_id
        peer = as_peer(bob, channel_id)
        assert (
            await bob.call(
                "messages.getPeerDialogs", peers=[bob.make("inputDialogPeer", peer=peer)]
            )
        ).dialogs[0].unread_count == 1
