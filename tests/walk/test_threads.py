"""Threads of a supergroup: what answers what, and how it is found."""

import pytest
from channel_walks import as_channel, as_peer, gathered, say
from thread_walks import answer, discussion_of, message_of, replies

from chappe.testing.client import Refused
from chappe.testing.world import World


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


async def test_a_head_counts_its_answers_and_forgets_those_that_go(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    dee = await world.person("Dee")
    head = await say(ada, channel_id, "Who comes?")
    assert (head.replies.replies, head.replies.comments) == (0, False)
    first = await answer(bob, channel_id, "I", head.id)
    assert first.replies is None
    second = await answer(cyd, channel_id, "I too", first.id)
    shown = (await message_of(ada, channel_id, head.id)).replies
    assert (shown.replies, shown.max_id, shown.read_max_id) == (2, second.id, None)
    assert shown.recent_repliers is None
    await cyd.call(
        "channels.deleteMessages", channel=as_channel(cyd, channel_id), id=[second.id]
    )
    less = (await message_of(ada, channel_id, head.id)).replies
    assert (less.replies, less.max_id) == (1, first.id)
    assert less.replies_pts > shown.replies_pts
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await replies(dee, channel_id, head.id)


async def test_a_thread_is_read_in_pages(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await world.person("Cyd")
    head = await say(ada, channel_id, "Count!")
    said = []
    for number in range(5):
        said.append((await answer(bob, channel_id, f"{number}", head.id)).id)
        await say(ada, channel_id, "between")
    page = await replies(ada, channel_id, head.id, limit=2)
    assert [each.id for each in page.messages] == said[:2:-1]
    assert page.count == 5
    older = await replies(ada, channel_id, said[0], limit=2, offset_id=said[3])
    assert [each.id for each in older.messages] == [said[2], said[1]]
    whole = await replies(ada, channel_id, head.id)
    assert [each.id for each in whole.messages] == said[::-1]


async def test_who_reads_a_thread_tells_its_devices_and_the_authors(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await world.person("Dee")
    head = await say(ada, channel_id, "Who comes?")
    await answer(bob, channel_id, "I", head.id)
    last = await answer(cyd, channel_id, "I too", head.id)
    thread = await discussion_of(ada, channel_id, last.id)
    assert [each.id for each in thread.messages] == [head.id]
    assert (thread.max_id, thread.unread_count) == (last.id, 2)
    await world.settle()
    bob.updates.clear()
    peer = as_peer(ada, channel_id)
    read = {"peer": peer, "msg_id": head.id, "read_max_id": last.id}
    assert await ada.call("messages.readDiscussion", **read) is True
    assert await ada.call("messages.readDiscussion", **read) is False
    await world.settle()
    told = [each for each in bob.told if each.NAME == "updateReadChannelDiscussionOutbox"]
    assert [(each.top_msg_id, each.read_max_id) for each in told] == [(head.id, last.id - 1)]
    thread = await discussion_of(ada, channel_id, head.id)
    assert (thread.read_inbox_max_id, thread.unread_count) == (last.id, 0)
    assert (await message_of(ada, channel_id, head.id)).replies.read_max_id == last.id
    assert (await discussion_of(cyd, channel_id, head.id)).read_outbox_max_id == last.id


async def test_what_heads_no_thread_is_refused(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    cyd = await world.person("Cyd")
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await replies(ada, channel_id, 999)
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await discussion_of(bob, channel_id, 999)
    for method, more in (
        ("messages.getDiscussionMessage", {}),
        ("messages.readDiscussion", {"read_max_id": 0}),
    ):
        with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
            await ada.call(method, peer=ada.peer(cyd), msg_id=1, **more)


async def test_a_thread_is_unpinned_by_itself(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await world.person("Cyd")
    head = await say(ada, channel_id, "Pin!")
    first = await answer(bob, channel_id, "This", head.id)
    peer = as_peer(ada, channel_id)
    for each in (head, first):
        await ada.call("messages.updatePinnedMessage", peer=peer, id=each.id, silent=True)
    await ada.call("messages.unpinAllMessages", peer=peer, top_msg_id=head.id)
    assert (await message_of(ada, channel_id, head.id)).pinned
    assert not (await message_of(ada, channel_id, first.id)).pinned


async def test_a_topic_is_read_by_itself(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await world.person("Cyd")
    group = as_channel(ada, channel_id)
    await ada.call("channels.toggleForum", channel=group, enabled=True, tabs=False)
    topics = []
    for place, title in enumerate(("Bread", "Butter")):
        updates = await ada.call(
            "messages.createForumTopic",
            peer=as_peer(ada, channel_id),
            title=title,
            random_id=place + 1,
        )
        made = next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")
        topics.append(made.id)
    said = [await answer(ada, channel_id, "Eat!", each) for each in topics]
    peer = as_peer(bob, channel_id)
    read = {"peer": peer, "msg_id": topics[0], "read_max_id": said[0].id}
    assert await bob.call("messages.readDiscussion", **read)
    found = await bob.call("messages.getForumTopicsByID", peer=peer, topics=topics)
    states = [(each.read_inbox_max_id, each.unread_count) for each in found.topics]
    assert states[0] == (said[0].id, 0)
    assert states[1][1] == 2
