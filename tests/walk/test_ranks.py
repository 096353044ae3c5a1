"""Tags beside the names of members."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, promote, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

EDIT = "messages.editChatParticipantRank"


async def tag(who: Person, channel_id: int, other: Person, rank: str) -> Any:
    return await who.call(
        EDIT, peer=as_peer(who, channel_id), participant=who.peer(other), rank=rank
    )


async def tag_of(who: Person, channel_id: int, other: Person) -> str | None:
    found = await who.call(
        "channels.getParticipant",
        channel=as_channel(who, channel_id),
        participant=who.peer(other),
    )
    rank: str | None = found.participant.rank
    return rank


async def newest(who: Person, channel_id: int) -> Any:
    zeros = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    page = await who.call(
        "messages.getHistory",
        peer=as_peer(who, channel_id),
        limit=1,
        **dict.fromkeys(zeros, 0),
    )
    return page.messages[0]


async def test_members_tag_themselves_and_all_their_messages_say_so(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await say(bob, channel_id, "before")
    await tag(bob, channel_id, bob, " Plumber ")
    assert await tag_of(ada, channel_id, bob) == await tag_of(bob, channel_id, bob) == "Plumber"
    assert (await newest(cyd, channel_id)).from_rank == "Plumber"
    assert (await say(bob, channel_id, "after")).from_rank == "Plumber"
    await world.settle()
    (told,) = [
        each.message
        for each in cyd.told
        if each.NAME == "updateNewChannelMessage" and each.message.NAME == "message"
    ][-1:]
    assert (told.message, told.from_rank) == ("after", "Plumber")
    assert (await say(cyd, channel_id, "mine")).from_rank is None
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await tag(bob, channel_id, bob, "Plumber")
    with pytest.raises(Refused, match="400 ADMIN_RANK_INVALID"):
        await tag(bob, channel_id, bob, "x" * 17)
    with pytest.raises(Refused, match="400 ADMIN_RANK_EMOJI_NOT_ALLOWED"):
        await tag(bob, channel_id, bob, "me 😀")
    await tag(bob, channel_id, bob, "")
    assert await tag_of(ada, channel_id, bob) is None
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        events_filter=ada.make("channelAdminLogEventsFilter", edit_rank=True),
        max_id=0,
        min_id=0,
        limit=9,
    )
    assert [(each.action.prev_rank, each.action.new_rank) for each in log.events] == [
        ("Plumber", ""),
        ("", "Plumber"),
    ]


async def test_who_may_tag_whom(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    eve = await world.person("Eve")
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await tag(bob, channel_id, cyd, "Cook")
    await promote(ada, channel_id, bob, change_info=True)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await tag(bob, channel_id, cyd, "Cook")
    await promote(ada, channel_id, bob, manage_ranks=True)
    await tag(bob, channel_id, cyd, "Cook")
    assert await tag_of(ada, channel_id, cyd) == "Cook"
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await tag(bob, channel_id, ada, "Boss")
    await tag(ada, channel_id, ada, "Queen")
    with pytest.raises(Refused, match="400 USER_NOT_PARTICIPANT"):
        await tag(ada, channel_id, eve, "Nobody")
    with pytest.raises(Refused, match="400 PARTICIPANT_ID_INVALID"):
        await ada.call(
            EDIT,
            peer=as_peer(ada, channel_id),
            participant=as_peer(ada, channel_id),
            rank="Us",
        )
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call(EDIT, peer=ada.peer(bob), participant=ada.peer(bob), rank="Friend")
    await ban(ada, channel_id, cyd, int(world.clock.now()) + 600, edit_rank=True)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await tag(cyd, channel_id, cyd, "Chef")
    world.advance(601)
    await tag(cyd, channel_id, cyd, "Chef")
    await ada.call(
        "messages.editChatDefaultBannedRights",
        peer=as_peer(ada, channel_id),
        banned_rights=ada.make("chatBannedRights", edit_rank=True, until_date=0),
    )
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await tag(cyd, channel_id, cyd, "Cook")


async def test_nobody_has_a_tag_in_a_channel(world: World) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob", broadcast=True)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await tag(ada, channel_id, ada, "Queen")


async def test_an_admin_keeps_its_tag_unless_another_is_given(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    asked = {"channel": as_channel(ada, channel_id), "user_id": ada.user(bob)}
    rights = ada.make("chatAdminRights", change_info=True)
    await tag(bob, channel_id, bob, "Plumber")
    await ada.call("channels.editAdmin", **asked, admin_rights=rights)
    assert await tag_of(ada, channel_id, bob) == "Plumber"
    await ada.call("channels.editAdmin", **asked, admin_rights=rights, rank="Chief")
    assert await tag_of(ada, channel_id, bob) == "Chief"
    await ada.call(
        "channels.editAdmin",
        channel=as_channel(ada, channel_id),
        user_id=ada.make("inputUserSelf"),
        admin_rights=rights,
        rank="Queen",
    )
    assert await tag_of(bob, channel_id, ada) == "Queen"
    (chat,) = (await ada.call("channels.getChannels", id=[as_channel(ada, channel_id)])).chats
    assert chat.creator
    assert chat.admin_rights.add_admins


async def test_tags_of_basic_groups_are_told_to_its_members(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    old = await world.person("Old", layer=158)
    made = await ada.call(
        "messages.createChat", users=[ada.user(each) for each in (bob, cyd, old)], title="Few"
    )
    chat_id = made.updates.chats[0].id

    async def call(who: Person, whom: Person, rank: str) -> Any:
        peer = who.make("inputPeerChat", chat_id=chat_id)
        return await who.call(EDIT, peer=peer, participant=who.peer(whom), rank=rank)

    answer = await call(bob, bob, "Plumber")
    assert [each.NAME for each in answer.updates] == ["updateChatParticipantRank"]
    await world.settle()
    (told,) = [each for each in cyd.told if each.NAME == "updateChatParticipantRank"]
    assert (told.chat_id, told.user_id, told.rank) == (chat_id, bob.user_id, "Plumber")
    full = await cyd.call("messages.getFullChat", chat_id=chat_id)
    shown = {
        each.user_id: (each.rank, full.full_chat.participants.version)
        for each in full.full_chat.participants.participants
    }
    assert shown[bob.user_id] == ("Plumber", told.version)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await call(bob, cyd, "Cook")
    await call(ada, cyd, "Cook")
    await ada.call(
        "messages.editChatAdmin", chat_id=chat_id, user_id=ada.user(cyd), is_admin=True
    )
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await call(cyd, ada, "Boss")
    await call(ada, ada, "Queen")
    with pytest.raises(Refused, match="400 USER_NOT_PARTICIPANT"):
        await call(ada, await world.person("Eve"), "Nobody")
    await ada.call(
        "messages.editChatDefaultBannedRights",
        peer=ada.make("inputPeerChat", chat_id=chat_id),
        banned_rights=ada.make("chatBannedRights", edit_rank=True, until_date=0),
    )
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await call(bob, bob, "Cook")
