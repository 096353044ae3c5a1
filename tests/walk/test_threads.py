"""Threads of a supergroup: what answers what, and how it is found."""

from typing import Any

import pytest
from channel_walks import as_peer, gathered, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def answer(
    person: Person, channel_id: int, text: str, to: int, top: int | None = None
) -> Any:
    """Answer a message; the message as the answer of the call shows it."""
    updates = await person.call(
        "messages.sendMessage",
        peer=as_peer(person, channel_id),
        message=text,
        random_id=person.client.next_msg_id(),
        reply_to=person.make("inputReplyToMessage", reply_to_msg_id=to, top_msg_id=top),
    )
    return next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")


async def test_an_answer_to_an_answer_is_in_the_thread_of_the_first(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    head = await say(ada, channel_id, "Where shall we meet?")
    first = await answer(bob, channel_id, "At the bridge", head.id)
    second = await answer(ada, channel_id, "Which one?", first.id, top=head.id)
    assert (first.reply_to.reply_to_msg_id, first.reply_to.reply_to_top_id) == (head.id, None)
    assert second.reply_to.reply_to_msg_id == first.id
    assert second.reply_to.reply_to_top_id == head.id
    assert not second.reply_to.forum_topic


async def test_a_thread_that_is_not_there_is_refused(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob")
    one, other = [await say(ada, channel_id, text) for text in ("one", "other")]
    with pytest.raises(Refused, match="400 TOPIC_ID_INVALID"):
        await answer(ada, channel_id, "to one, in the other", one.id, top=other.id)
    with pytest.raises(Refused, match="400 TOPIC_ID_INVALID"):
        await ada.call(
            "messages.forwardMessages",
            from_peer=as_peer(ada, channel_id),
            to_peer=as_peer(ada, channel_id),
            id=[one.id],
            random_id=[7],
            top_msg_id=999,
        )


async def test_what_is_forwarded_into_a_thread_is_found_there(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    one, head = [await say(ada, channel_id, text) for text in ("wheat", "head")]
    await answer(bob, channel_id, "wheat and rye", one.id)
    updates = await bob.call(
        "messages.forwardMessages",
        from_peer=as_peer(bob, channel_id),
        to_peer=as_peer(bob, channel_id),
        id=[one.id],
        random_id=[7],
        top_msg_id=head.id,
    )
    moved = next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")
    assert moved.reply_to.reply_to_msg_id == head.id
    found = await ada.call(
        "messages.search",
        peer=as_peer(ada, channel_id),
        q="wheat",
        top_msg_id=head.id,
        filter=ada.make("inputMessagesFilterEmpty"),
        min_date=0,
        max_date=0,
        offset_id=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert [each.id for each in found.messages] == [moved.id]


async def test_in_private_chats_there_are_no_threads(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await ada.call(
            "messages.getSearchCounters",
            peer=ada.peer(bob),
            top_msg_id=1,
            filters=[ada.make("inputMessagesFilterPhotos")],
        )


async def test_posts_of_a_channel_have_no_threads(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada", broadcast=True)
    first = await say(ada, channel_id, "one")
    second = await answer(ada, channel_id, "two", first.id)
    third = await answer(ada, channel_id, "three", second.id)
    assert third.reply_to.reply_to_msg_id == second.id
    assert third.reply_to.reply_to_top_id is None
