"""What goes into topics besides plain text: polls, albums, forwards, pins, what is for later, what others type."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, promote, say
from forum_walks import create, edit, forum, new_message, topic_of, write

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def in_topic(person: Person, topic: int) -> Any:
    """Where something is to be said."""
    return person.make("inputReplyToMessage", reply_to_msg_id=topic, top_msg_id=topic)


async def test_a_poll_and_a_forward_lie_in_their_topic(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    text = ada.make("textWithEntities", text="Chess?", entities=[])
    answers = [
        ada.make(
            "pollAnswer",
            text=ada.make("textWithEntities", text=word, entities=[]),
            option=word.encode(),
        )
        for word in ("yes", "no")
    ]
    poll = ada.make("poll", id=1, question=text, answers=answers, hash=0)
    asked = new_message(
        await ada.call(
            "messages.sendMedia",
            peer=as_peer(ada, channel_id),
            media=ada.make("inputMediaPoll", poll=poll),
            message="",
            random_id=11,
            reply_to=in_topic(ada, games),
        )
    )
    assert (asked.reply_to.forum_topic, asked.reply_to.reply_to_msg_id) == (True, games)
    said = await say(bob, channel_id, "from General")
    sent = new_message(
        await bob.call(
            "messages.forwardMessages",
            from_peer=as_peer(bob, channel_id),
            to_peer=as_peer(bob, channel_id),
            id=[said.id],
            random_id=[12],
            top_msg_id=games,
        )
    )
    assert (sent.reply_to.forum_topic, sent.reply_to.reply_to_msg_id) == (True, games)
    assert (await topic_of(bob, channel_id, games)).top_message == sent.id


async def test_what_is_pinned_in_a_topic_says_so_there_and_is_unpinned_by_itself(
    world: World,
) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    here = await write(bob, channel_id, "the rules", games)
    there = await say(bob, channel_id, "welcome")
    peer = as_peer(ada, channel_id)
    for message in (here, there):
        told = await ada.call("messages.updatePinnedMessage", peer=peer, id=message.id)
        note = new_message(told)
        header = note.reply_to
        assert header.reply_to_msg_id == message.id
        assert header.reply_to_top_id == (games if message is here else None)
        assert header.forum_topic is (message is here)
    gone = await ada.call("messages.unpinAllMessages", peer=peer, top_msg_id=games)
    assert gone.pts_count == 1
    found = await ada.call(
        "channels.getMessages",
        channel=as_channel(ada, channel_id),
        id=[ada.make("inputMessageID", id=each.id) for each in (here, there)],
    )
    assert [bool(each.pinned) for each in found.messages] == [False, True]
    assert [topic.id for topic in found.topics] == [1, games]


async def test_what_is_for_later_goes_into_its_topic(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    later = int(world.clock.now()) + 60
    for number, topic in enumerate((games, games)):
        updates = await bob.call(
            "messages.sendMessage",
            peer=as_peer(bob, channel_id),
            message=f"later {number}",
            random_id=20 + number,
            schedule_date=later + 60 * number,
            reply_to=in_topic(bob, topic),
        )
        (kept,) = [u.message for u in updates.updates if u.NAME == "updateNewScheduledMessage"]
        assert (kept.reply_to.forum_topic, kept.reply_to.reply_to_msg_id) == (True, games)
    world.advance(61)
    await world.settle()
    listed = await topic_of(bob, channel_id, games)
    found = await bob.call(
        "channels.getMessages",
        channel=as_channel(bob, channel_id),
        id=[bob.make("inputMessageID", id=listed.top_message)],
    )
    assert found.messages[0].message == "later 0"
    # What cannot be said any more when its time has come is not said.
    await edit(ada, channel_id, games, closed=True)
    top = (await topic_of(bob, channel_id, games)).top_message
    world.advance(61)
    await world.settle()
    assert (await topic_of(bob, channel_id, games)).top_message == top
    with pytest.raises(Refused, match="400 TOPIC_CLOSED"):
        await bob.call(
            "messages.sendMessage",
            peer=as_peer(bob, channel_id),
            message="never",
            random_id=30,
            schedule_date=later + 3600,
            reply_to=in_topic(bob, games),
        )


async def test_others_see_in_which_topic_somebody_types(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    await world.settle()
    bob.updates.clear()
    await ada.call(
        "messages.setTyping",
        peer=as_peer(ada, channel_id),
        top_msg_id=games,
        action=ada.make("sendMessageTypingAction"),
    )
    await world.settle()
    (typing,) = [each for each in bob.told if each.NAME == "updateChannelUserTyping"]
    assert typing.top_msg_id == games


async def test_what_heads_a_topic_is_not_deleted_by_itself(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(bob, channel_id, "Games")
    said = await write(bob, channel_id, "chess?", games)
    for person in (ada, bob):
        with pytest.raises(Refused, match="403 MESSAGE_DELETE_FORBIDDEN"):
            await person.call(
                "channels.deleteMessages",
                channel=as_channel(person, channel_id),
                id=[games, said.id],
            )
    await promote(ada, channel_id, bob, delete_messages=True)
    await bob.call("channels.deleteMessages", channel=as_channel(bob, channel_id), id=[said.id])
    assert (await topic_of(ada, channel_id, games)).top_message == games


async def test_topics_go_with_all_that_was_said_in_the_forum(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(bob, channel_id, "Games")
    peer = as_peer(ada, channel_id)
    await ada.call("messages.updatePinnedForumTopic", peer=peer, topic_id=games, pinned=True)
    await ada.call(
        "channels.deleteHistory",
        channel=as_channel(ada, channel_id),
        for_everyone=True,
        max_id=0,
    )
    assert (await topic_of(ada, channel_id, games)).NAME == "forumTopicDeleted"


@pytest.mark.parametrize("layer", [158, 198])
async def test_old_clients_have_topics_of_their_channels(world: World, layer: int) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    old = await world.person("Old", layer=layer)
    await ada.call(
        "channels.inviteToChannel",
        channel=as_channel(ada, channel_id),
        users=[ada.user(old)],
    )
    await promote(ada, channel_id, old, manage_topics=True, delete_messages=True)
    where = as_channel(old, channel_id)
    updates = await old.call(
        "channels.createForumTopic", channel=where, title="Games", random_id=77
    )
    games = new_message(updates).id
    await old.call("channels.editForumTopic", channel=where, topic_id=games, title="Chess")
    await old.call(
        "channels.updatePinnedForumTopic", channel=where, topic_id=games, pinned=True
    )
    await write(bob, channel_id, "e4", games)
    place = dict.fromkeys(("offset_date", "offset_id", "offset_topic"), 0)
    listed = await old.call("channels.getForumTopics", channel=where, limit=10, **place)
    assert [(topic.id, topic.title) for topic in listed.topics] == [
        (games, "Chess"),
        (1, "General"),
    ]
    await world.settle()
    order = await old.call(
        "channels.reorderPinnedForumTopics", channel=where, force=True, order=[1, games]
    )
    assert order.updates[0].NAME == "updateChannelPinnedTopics"
    gone = await old.call("channels.deleteTopicHistory", channel=where, top_msg_id=games)
    assert gone.offset == 0
    by_id = await old.call("channels.getForumTopicsByID", channel=where, topics=[games])
    assert by_id.topics[0].NAME == "forumTopicDeleted"
