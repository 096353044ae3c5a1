"""Supergroups and channels: one box, many readers."""

from typing import Any

import pytest
from channel_walks import as_channel, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def made(person: Person, **how: Any) -> Any:
    """A new channel as the person sees it."""
    updates = await person.call("channels.createChannel", title="A place", about="x", **how)
    return updates.chats[0]


def texts(person: Person) -> list[str]:
    """What was pushed out of channels, as texts."""
    return [
        update.message.message
        for pushed in person.updates
        for update in getattr(pushed, "updates", [])
        if update.NAME == "updateNewChannelMessage" and update.message.NAME == "message"
    ]


def names(updates: Any) -> list[str]:
    return [update.NAME for update in updates.updates]


@pytest.mark.parametrize("layer", [133, 158, 198, 229])
async def test_a_supergroup_is_made_and_members_hear_one_another(
    world: World, layer: int
) -> None:
    ada = await world.person("Ada")
    bob = await world.person("Bob", layer=layer)
    await bob.call("updates.getState")
    await ada.call("updates.getState")
    channel = await made(ada, megagroup=True)
    await say(ada, channel.id, "before Bob")
    await ada.call(
        "channels.inviteToChannel", channel=as_channel(ada, channel.id), users=[ada.user(bob)]
    )
    await say(ada, channel.id, "hello member")
    await world.settle()
    assert texts(bob) == ["hello member"]
    await say(bob, channel.id, "hello Ada")
    await world.settle()
    assert texts(ada) == ["hello Ada"]


async def test_the_answer_names_one_new_message_as_tdlib_wants(world: World) -> None:
    ada = await world.person("Ada")
    updates = await ada.call("channels.createChannel", title="x", about="", broadcast=True)
    assert sorted(names(updates)) == [
        "updateChannel",
        "updateMessageID",
        "updateNewChannelMessage",
    ]


async def test_in_a_channel_only_admins_speak_and_the_channel_is_who_speaks(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    channel = await made(ada, broadcast=True)
    users = [ada.user(bob)]
    await ada.call("channels.inviteToChannel", channel=as_channel(ada, channel.id), users=users)
    post = await say(ada, channel.id, "hello channel")
    assert post.post
    assert post.out
    assert post.from_id is None
    await world.settle()
    assert texts(bob) == ["hello channel"]
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await say(bob, channel.id, "me too")


async def test_one_who_was_away_is_told_which_channel_to_ask(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    channel = await made(ada, megagroup=True)
    users = [ada.user(bob)]
    await ada.call("channels.inviteToChannel", channel=as_channel(ada, channel.id), users=users)
    world.advance(5)
    state = await bob.call("updates.getState")
    world.advance(5)
    for number in range(3):
        await say(ada, channel.id, f"message {number}")
    missed = await bob.call("updates.getDifference", pts=state.pts, date=state.date, qts=1)
    (hint,) = [each for each in missed.other_updates if each.NAME == "updateChannelTooLong"]
    assert hint.channel_id == channel.id
    told = await bob.call(
        "updates.getChannelDifference",
        channel=as_channel(bob, channel.id),
        filter=bob.make("channelMessagesFilterEmpty"),
        pts=hint.pts - 3,
        limit=2,
    )
    assert [each.message for each in told.new_messages] == ["message 0", "message 1"]
    assert not told.final
    rest = await bob.call(
        "updates.getChannelDifference",
        channel=as_channel(bob, channel.id),
        filter=bob.make("channelMessagesFilterEmpty"),
        pts=told.pts,
        limit=100,
    )
    assert [each.message for each in rest.new_messages] == ["message 2"]
    assert rest.final


async def test_the_list_of_chats_counts_what_others_said(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    channel = await made(ada, megagroup=True)
    users = [ada.user(bob)]
    await ada.call("channels.inviteToChannel", channel=as_channel(ada, channel.id), users=users)
    await say(ada, channel.id, "one")
    await say(bob, channel.id, "two")
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": bob.make("inputPeerEmpty")}
    listed = await bob.call("messages.getDialogs", **page, limit=10, hash=0)
    (dialog,) = listed.dialogs
    assert dialog.peer.channel_id == channel.id
    assert dialog.unread_count == 2  # that Bob came, and "one"
    assert dialog.pts > 1
    assert listed.messages[0].message == "two"
    assert await bob.call("channels.readHistory", channel=as_channel(bob, channel.id), max_id=0)
    listed = await bob.call("messages.getDialogs", **page, limit=10, hash=0)
    assert listed.dialogs[0].unread_count == 0


async def test_whoever_left_hears_no_more_and_may_not_look(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    channel = await made(ada, megagroup=True)
    users = [ada.user(bob)]
    await ada.call("channels.inviteToChannel", channel=as_channel(ada, channel.id), users=users)
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel.id))
    await world.settle()
    bob.updates.clear()
    await say(ada, channel.id, "without Bob")
    await world.settle()
    assert texts(bob) == []
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await bob.call("channels.getFullChannel", channel=as_channel(bob, channel.id))


async def test_members_are_listed_and_found(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    channel = await made(ada, megagroup=True)
    users = [ada.user(bob)]
    where = as_channel(ada, channel.id)
    await ada.call("channels.inviteToChannel", channel=where, users=users)
    recent = await ada.call(
        "channels.getParticipants",
        channel=where,
        filter=ada.make("channelParticipantsRecent"),
        offset=0,
        limit=10,
        hash=0,
    )
    assert recent.count == 2
    full = await ada.call("channels.getFullChannel", channel=where)
    assert full.full_chat.participants_count == 2
    found = await ada.call("channels.getParticipant", channel=where, participant=ada.peer(bob))
    assert found.participant.user_id == bob.user_id
    with pytest.raises(Refused, match="400 USER_NOT_PARTICIPANT"):
        await ada.call("channels.getParticipant", channel=where, participant=ada.peer(cyd))
    wrong = ada.make("inputChannel", channel_id=channel.id, access_hash=1)
    with pytest.raises(Refused, match="400 CHANNEL_INVALID"):
        await ada.call("channels.getFullChannel", channel=wrong)


async def test_the_crowd_is_told_without_what_only_one_may_know(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    old = await world.person("Dan", layer=158)
    for person in (bob, cyd, old):
        await person.call("updates.getState")
    channel = await made(ada, megagroup=True)
    users = [ada.user(each) for each in (bob, cyd, old)]
    await ada.call("channels.inviteToChannel", channel=as_channel(ada, channel.id), users=users)
    await world.settle()
    for person in (bob, cyd, old):
        person.updates.clear()
    await say(bob, channel.id, "hello all")
    await world.settle()
    assert texts(cyd) == texts(old) == ["hello all"]
    (author,) = cyd.updates[-1].users
    assert (author.id, author.min, author.access_hash) == (bob.user_id, True, None)
    assert cyd.updates[-1].chats[0].min
    assert cyd.updates[-1].updates[0].message.out is False
