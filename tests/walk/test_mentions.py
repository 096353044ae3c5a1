"""Who is named in a group, and has not seen it."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def speak(who: Person, peer: Any, text: str, **more: Any) -> Any:
    updates = await who.call(
        "messages.sendMessage",
        peer=peer,
        message=text,
        random_id=who.client.next_msg_id(),
        **more,
    )
    if updates.NAME == "updateShortSentMessage":
        return updates
    return next(u.message for u in updates.updates if u.NAME.startswith("updateNew"))


async def answer(who: Person, peer: Any, to: int, text: str = "yes") -> Any:
    return await speak(
        who, peer, text, reply_to=who.make("inputReplyToMessage", reply_to_msg_id=to)
    )


async def called(who: Person, name: str) -> None:
    await who.call("account.updateUsername", username=name)


def told(who: Person, name: str) -> list[Any]:
    return [each for each in who.told if name == each.NAME]


def last_heard(who: Person) -> Any:
    news = [each for each in who.told if each.NAME.startswith("updateNew")]
    return news[-1].message


async def line(who: Person, channel_id: int | None = None) -> Any:
    """The only dialog with a group, or that with a channel."""
    found = await who.call(
        "messages.getDialogs",
        offset_date=0,
        offset_id=0,
        offset_peer=who.make("inputPeerEmpty"),
        limit=20,
        hash=0,
    )
    return next(
        each
        for each in found.dialogs
        if ("peerChat" if channel_id is None else "peerChannel") == each.peer.NAME
    )


async def unread_mentions(who: Person, peer: Any, **more: Any) -> list[int]:
    found = await who.call(
        "messages.getUnreadMentions",
        peer=peer,
        offset_id=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        **more,
    )
    assert all(each.mentioned and each.media_unread for each in found.messages)
    return [each.id for each in found.messages]


async def test_who_is_named_in_a_supergroup_sees_it_and_nobody_else(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await called(bob, "bob_the_builder")
    sent = await say(ada, channel_id, "look, @Bob_The_Builder and @nobody_here")
    assert not sent.mentioned
    await world.settle()
    to_bob, to_cyd = last_heard(bob), last_heard(cyd)
    assert to_bob.mentioned
    assert to_bob.media_unread
    assert not to_cyd.mentioned
    assert not to_cyd.media_unread
    assert (await line(bob, channel_id)).unread_mentions_count == 1
    assert (await line(cyd, channel_id)).unread_mentions_count == 0
    assert await unread_mentions(bob, as_peer(bob, channel_id)) == [sent.id]
    assert await unread_mentions(cyd, as_peer(cyd, channel_id)) == []


async def test_an_answer_and_a_link_to_an_account_name_somebody_too(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    first = await say(bob, channel_id, "who comes?")
    await answer(ada, as_peer(ada, channel_id), first.id)
    linked = await speak(
        ada,
        as_peer(ada, channel_id),
        "and you, 🦊 Cyd?",
        entities=[
            ada.make(
                "inputMessageEntityMentionName", offset=12, length=3, user_id=ada.user(cyd)
            )
        ],
    )
    await answer(bob, as_peer(bob, channel_id), first.id, "I do, says Bob to himself")
    assert len(await unread_mentions(bob, as_peer(bob, channel_id))) == 1
    assert await unread_mentions(cyd, as_peer(cyd, channel_id)) == [linked.id]


async def test_mentions_are_noticed_one_by_one_or_all_at_once(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await called(bob, "bob_the_builder")
    ids = [(await say(ada, channel_id, f"@bob_the_builder {n}")).id for n in range(3)]
    await world.settle()
    watching = world.beside(bob)
    await watching.call("updates.getState")
    await bob.call(
        "channels.readMessageContents", channel=as_channel(bob, channel_id), id=[ids[0], 999]
    )
    assert await unread_mentions(bob, as_peer(bob, channel_id)) == ids[:0:-1]
    await world.settle()
    heard = [each for each in watching.updates if hasattr(each, "updates")]
    (contents,) = [u for each in heard for u in each.updates]
    assert contents.NAME == "updateChannelReadMessagesContents"
    assert (contents.channel_id, contents.messages) == (channel_id, [ids[0]])
    done = await bob.call("messages.readMentions", peer=as_peer(bob, channel_id))
    assert (done.pts_count, done.offset) == (0, 0)
    assert (await line(bob, channel_id)).unread_mentions_count == 0
    found = await bob.call(
        "channels.getMessages",
        channel=as_channel(bob, channel_id),
        id=[bob.make("inputMessageID", id=ids[0])],
    )
    assert found.messages[0].mentioned
    assert not found.messages[0].media_unread
    mine = await bob.call(
        "messages.search",
        peer=as_peer(bob, channel_id),
        q="",
        filter=bob.make("inputMessagesFilterMyMentions"),
        min_date=0,
        max_date=0,
        offset_id=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert [each.id for each in mine.messages] == ids[::-1]


async def test_an_edit_names_others(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await called(bob, "bob_the_builder")
    await called(cyd, "cyd_the_cider")
    sent = await say(ada, channel_id, "@bob_the_builder")
    await ada.call(
        "messages.editMessage",
        peer=as_peer(ada, channel_id),
        id=sent.id,
        message="@cyd_the_cider",
    )
    assert await unread_mentions(bob, as_peer(bob, channel_id)) == []
    assert await unread_mentions(cyd, as_peer(cyd, channel_id)) == [sent.id]
    await world.settle()
    (edited,) = told(cyd, "updateEditChannelMessage")
    assert edited.message.mentioned
    await ada.call(
        "messages.editMessage", peer=as_peer(ada, channel_id), id=sent.id, message="nobody"
    )
    assert await unread_mentions(cyd, as_peer(cyd, channel_id)) == []


async def test_what_is_deleted_or_left_names_nobody(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await called(bob, "bob_the_builder")
    sent = [await say(ada, channel_id, f"@bob_the_builder {n}") for n in range(2)]
    await ada.call(
        "channels.deleteMessages", channel=as_channel(ada, channel_id), id=[sent[0].id]
    )
    assert await unread_mentions(bob, as_peer(bob, channel_id)) == [sent[1].id]
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    await ada.call(
        "channels.inviteToChannel", channel=as_channel(ada, channel_id), users=[ada.user(bob)]
    )
    assert await unread_mentions(bob, as_peer(bob, channel_id)) == []
    assert (await line(bob, channel_id)).unread_mentions_count == 0


async def test_whoever_is_not_inside_is_not_named_and_nobody_in_a_channel(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await called(bob, "bob_the_builder")
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    await say(ada, channel_id, "@bob_the_builder has gone")
    await ada.call(
        "channels.inviteToChannel", channel=as_channel(ada, channel_id), users=[ada.user(bob)]
    )
    assert await unread_mentions(bob, as_peer(bob, channel_id)) == []
    made = await ada.call("channels.createChannel", title="News", about="", broadcast=True)
    news = made.chats[0].id
    await ada.call(
        "channels.inviteToChannel", channel=as_channel(ada, news), users=[ada.user(bob)]
    )
    await say(ada, news, "@bob_the_builder reads this")
    await world.settle()
    assert await unread_mentions(bob, as_peer(bob, news)) == []


async def test_members_of_a_basic_group_are_named_in_their_own_copies(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    for each in (ada, bob, cyd):
        await each.call("updates.getState")
    await called(bob, "bob_the_builder")
    made = await ada.call(
        "messages.createChat", users=[ada.user(bob), ada.user(cyd)], title="G"
    )
    peer = ada.make("inputPeerChat", chat_id=made.updates.chats[0].id)
    await world.settle()
    sent = await speak(ada, peer, "@bob_the_builder")
    await world.settle()
    theirs = last_heard(bob)
    assert theirs.mentioned
    assert theirs.media_unread
    assert not last_heard(cyd).mentioned
    assert (await line(bob)).unread_mentions_count == 1
    await answer(bob, peer, theirs.id, "what?")
    assert len(await unread_mentions(ada, peer)) == 1
    assert await unread_mentions(bob, peer) == [theirs.id]
    await bob.call("messages.readMentions", peer=peer)
    assert (await line(bob)).unread_mentions_count == 0
    await world.settle()
    assert not told(ada, "updateReadMessagesContents"), "a mention is nothing to be heard"
    await ada.call("messages.editMessage", peer=peer, id=sent.id, message="never mind")
    await speak(ada, peer, "@bob_the_builder again")
    assert (await line(bob)).unread_mentions_count == 1
    await world.settle()
    await ada.call("messages.deleteMessages", id=[last_heard(bob).id], revoke=True)
    await bob.call("messages.deleteMessages", id=[last_heard(bob).id], revoke=True)
    assert (await line(bob)).unread_mentions_count == 0


async def test_a_supergroup_is_read_by_its_own_method(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await say(ada, channel_id, "hello")
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await bob.call("messages.readHistory", peer=as_peer(bob, channel_id), max_id=0)
