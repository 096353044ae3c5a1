"""Forums: topics are made, changed, listed, pinned and deleted."""

import pytest
from channel_walks import as_channel, as_peer, gathered, promote, say
from forum_walks import create, edit, forum, new_message, toggle, topic_of, topics, write

from chappe.testing.client import Refused
from chappe.testing.world import World


async def test_a_supergroup_becomes_a_forum_and_back(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await say(bob, channel_id, "before")
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await toggle(bob, channel_id)
    with pytest.raises(Refused, match="400 CHANNEL_FORUM_MISSING"):
        await topics(bob, channel_id)
    updates = await toggle(ada, channel_id, tabs=True)
    assert updates.chats[0].forum
    assert updates.chats[0].forum_tabs
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await toggle(ada, channel_id, tabs=True)
    await world.settle()
    assert "updateChannel" in [update.NAME for update in bob.told]
    assert [topic.id for topic in (await topics(bob, channel_id)).topics] == [1]
    await toggle(ada, channel_id, on=False)
    seen = await bob.call("channels.getChannels", id=[as_channel(bob, channel_id)])
    assert not seen.chats[0].forum


async def test_in_a_forum_nobodys_history_begins_late(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    question = {"channel": as_channel(ada, channel_id), "enabled": True}
    await ada.call("channels.togglePreHistoryHidden", **question)
    await toggle(ada, channel_id)
    full = await ada.call("channels.getFullChannel", channel=as_channel(ada, channel_id))
    assert not full.full_chat.hidden_prehistory
    with pytest.raises(Refused, match="400 FORUM_ENABLED"):
        await ada.call("channels.togglePreHistoryHidden", **question)


async def test_a_channel_is_no_forum_and_a_forum_may_be_one_from_the_beginning(
    world: World,
) -> None:
    channel_id, (ada,) = await gathered(world, "Ada", broadcast=True)
    with pytest.raises(Refused, match="400 CHAT_ID_INVALID"):
        await toggle(ada, channel_id)
    updates = await ada.call(
        "channels.createChannel", title="Talk", about="", megagroup=True, forum=True
    )
    assert updates.chats[0].forum
    listed = await topics(ada, updates.chats[0].id)
    assert [(topic.id, topic.title, topic.top_message) for topic in listed.topics] == [
        (1, "General", 1)
    ]


async def test_what_is_said_lies_in_its_topic(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(bob, channel_id, "Games", icon_color=0xFFD67E)
    first = await write(ada, channel_id, "chess?", games)
    assert first.reply_to.forum_topic
    assert first.reply_to.reply_to_msg_id == games
    assert first.reply_to.reply_to_top_id is None
    second = await write(bob, channel_id, "yes", first.id, games)
    assert (second.reply_to.reply_to_msg_id, second.reply_to.reply_to_top_id) == (
        first.id,
        games,
    )
    assert second.reply_to.forum_topic
    plain = await say(bob, channel_id, "hello all")
    assert plain.reply_to is None
    answer = await write(ada, channel_id, "hello", plain.id)
    assert answer.reply_to.reply_to_msg_id == plain.id
    assert not answer.reply_to.forum_topic
    listed = await topics(ada, channel_id)
    assert [(topic.id, topic.top_message) for topic in listed.topics] == [
        (1, answer.id),
        (games, second.id),
    ]
    assert [message.id for message in listed.messages] == [answer.id, second.id]
    assert listed.topics[1].icon_color == 0xFFD67E
    assert listed.topics[1].from_id.user_id == bob.user_id
    assert not listed.topics[1].my
    with pytest.raises(Refused, match="400 TOPIC_ID_INVALID"):
        await write(ada, channel_id, "where?", 4711, 4711)


async def test_the_page_of_a_history_names_the_topics_in_it(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    await write(bob, channel_id, "chess?", games)
    await say(bob, channel_id, "hello all")
    page = await bob.call(
        "messages.getHistory",
        peer=as_peer(bob, channel_id),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=2,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert [(topic.id, topic.short) for topic in page.topics] == [(1, True), (games, True)]


async def test_a_topic_is_changed_and_says_so(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(bob, channel_id, "Games")
    said = new_message(await edit(bob, channel_id, games, title="  Board   games "))
    assert said.action.title == "Board games"
    assert (said.reply_to.reply_to_msg_id, said.reply_to.forum_topic) == (games, True)
    said = new_message(await edit(ada, channel_id, games, closed=True))
    assert said.action.closed is True
    topic = await topic_of(bob, channel_id, games)
    assert (topic.title, topic.closed) == ("Board games", True)
    said = new_message(await edit(ada, channel_id, 1, hidden=True))
    assert (said.action.hidden, said.action.closed, said.reply_to) == (True, True, None)
    general = await topic_of(bob, channel_id, 1)
    assert (general.hidden, general.closed) == (True, True)
    said = new_message(await edit(ada, channel_id, 1, closed=False))
    assert (said.action.hidden, said.action.closed) == (False, False)


WRONG = [
    ({"title": "X", "closed": True}, "400 TOPIC_CLOSE_SEPARATELY"),
    ({"hidden": True, "closed": True}, "400 TOPIC_CLOSE_SEPARATELY"),
    ({"title": "X", "hidden": True}, "400 TOPIC_HIDE_SEPARATELY"),
    ({"hidden": True}, "400 NOGENERAL_HIDE_FORBIDDEN"),
    ({"title": " "}, "400 TOPIC_TITLE_EMPTY"),
    ({"title": "Games"}, "400 TOPIC_NOT_MODIFIED"),
    ({}, "400 TOPIC_NOT_MODIFIED"),
    ({"closed": False}, "400 TOPIC_NOT_MODIFIED"),
    ({"icon_emoji_id": 4711}, "400 DOCUMENT_INVALID"),
]


async def test_what_cannot_be_changed_is_refused(world: World) -> None:
    channel_id, (ada,) = await forum(world, "Ada")
    games = await create(ada, channel_id, "Games")
    for change, error in WRONG:
        with pytest.raises(Refused, match=error):
            await edit(ada, channel_id, games, **change)
    with pytest.raises(Refused, match="400 GENERAL_MODIFY_ICON_FORBIDDEN"):
        await edit(ada, channel_id, 1, icon_emoji_id=4711)
    with pytest.raises(Refused, match="400 TOPIC_ID_INVALID"):
        await edit(ada, channel_id, 4711, title="X")
    with pytest.raises(Refused, match="400 TOPIC_TITLE_EMPTY"):
        await create(ada, channel_id, " \n")
    with pytest.raises(Refused, match="400 DOCUMENT_INVALID"):
        await create(ada, channel_id, "X", icon_emoji_id=4711)


async def test_in_a_closed_topic_only_those_speak_who_lead_it(world: World) -> None:
    channel_id, (ada, bob, cyd, dan) = await forum(world, "Ada", "Bob", "Cyd", "Dan")
    await promote(ada, channel_id, dan, change_info=True)
    games = await create(bob, channel_id, "Games")
    await edit(bob, channel_id, games, closed=True)
    for person in (cyd, dan):
        with pytest.raises(Refused, match="400 TOPIC_CLOSED"):
            await write(person, channel_id, "me too", games)
    await write(bob, channel_id, "closed", games)
    await write(ada, channel_id, "so be it", games)
    await promote(ada, channel_id, dan, manage_topics=True)
    await write(dan, channel_id, "and me", games)
    await edit(ada, channel_id, 1, closed=True)
    with pytest.raises(Refused, match="400 TOPIC_CLOSED"):
        await say(cyd, channel_id, "hello")
    await edit(ada, channel_id, games, closed=False)
    await write(cyd, channel_id, "at last", games)


async def test_a_topic_that_is_made_twice_by_one_name_is_one(world: World) -> None:
    channel_id, (ada,) = await forum(world, "Ada")
    question = {"peer": as_peer(ada, channel_id), "title": "Games", "random_id": 77}
    first = new_message(await ada.call("messages.createForumTopic", **question))
    again = new_message(await ada.call("messages.createForumTopic", **question))
    assert again.id == first.id
    assert (await topics(ada, channel_id)).count == 2


async def test_topics_are_listed_in_parts_and_found_by_their_titles(world: World) -> None:
    channel_id, (ada,) = await forum(world, "Ada")
    made = []
    for number in range(4):
        world.advance(5)
        made.append(await create(ada, channel_id, f"Topic {number}"))
    world.advance(5)
    await write(ada, channel_id, "up", made[0])
    order = [made[0], made[3], made[2], made[1], 1]
    listed = await topics(ada, channel_id)
    assert [topic.id for topic in listed.topics] == order
    part = await topics(ada, channel_id, limit=2)
    assert ([topic.id for topic in part.topics], part.count) == (order[:2], 5)
    last = part.messages[-1]
    rest = await topics(
        ada,
        channel_id,
        offset_date=last.date,
        offset_id=last.id,
        offset_topic=part.topics[-1].id,
    )
    assert [topic.id for topic in rest.topics] == order[2:]
    rest = await topics(ada, channel_id, offset_topic=made[2])
    assert [topic.id for topic in rest.topics] == order[3:]
    rest = await topics(ada, channel_id, offset_id=last.id)
    assert [topic.id for topic in rest.topics][-2:] == order[3:]
    found = await topics(ada, channel_id, q="topic 2")
    assert ([topic.id for topic in found.topics], found.count) == ([made[2]], 1)
    by_id = await ada.call(
        "messages.getForumTopicsByID", peer=as_peer(ada, channel_id), topics=[made[1], 4711]
    )
    assert [(topic.NAME, topic.id) for topic in by_id.topics] == [
        ("forumTopic", made[1]),
        ("forumTopicDeleted", 4711),
    ]
    with pytest.raises(Refused, match="400 TOPICS_EMPTY"):
        await ada.call("messages.getForumTopicsByID", peer=as_peer(ada, channel_id), topics=[])


async def test_pinned_topics_lead(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    made = [await create(ada, channel_id, f"Topic {number}") for number in range(6)]
    peer = as_peer(ada, channel_id)
    for topic in made[:5]:
        await ada.call(
            "messages.updatePinnedForumTopic", peer=peer, topic_id=topic, pinned=True
        )
    with pytest.raises(Refused, match="400 PINNED_TOO_MUCH"):
        await ada.call(
            "messages.updatePinnedForumTopic", peer=peer, topic_id=made[5], pinned=True
        )
    await world.settle()
    pinned = [each for each in bob.told if each.NAME == "updatePinnedForumTopic"]
    assert [(each.topic_id, each.pinned) for each in pinned] == [(t, True) for t in made[:5]]
    listed = await topics(bob, channel_id)
    assert [topic.id for topic in listed.topics if topic.pinned] == made[4::-1]
    updates = await ada.call(
        "messages.reorderPinnedForumTopics", peer=peer, order=made[2:4], force=True
    )
    assert updates.updates[0].order == made[2:4]
    listed = await topics(bob, channel_id, limit=3)
    assert [topic.id for topic in listed.topics] == [made[2], made[3], made[5]]
    await ada.call("messages.updatePinnedForumTopic", peer=peer, topic_id=made[2], pinned=False)
    updates = await ada.call("messages.reorderPinnedForumTopics", peer=peer, order=[made[0]])
    assert updates.updates[0].order == [made[0], made[3]]
    with pytest.raises(Refused, match="400 TOPIC_ID_INVALID"):
        await ada.call("messages.reorderPinnedForumTopics", peer=peer, order=[4711])


async def test_a_topic_is_deleted_with_all_that_was_said_there(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    said = [await write(bob, channel_id, f"{number}", games) for number in range(3)]
    kept = await say(bob, channel_id, "stays")
    await world.settle()
    gone = await ada.call(
        "messages.deleteTopicHistory", peer=as_peer(ada, channel_id), top_msg_id=games
    )
    assert (gone.pts_count, gone.offset) == (4, 0)
    await world.settle()
    told = [each for each in bob.told if each.NAME == "updateDeleteChannelMessages"]
    assert sorted(told[-1].messages) == [games, *(each.id for each in said)]
    listed = await topics(bob, channel_id)
    assert [(topic.id, topic.top_message) for topic in listed.topics] == [(1, kept.id)]
    assert (await topic_of(bob, channel_id, games)).NAME == "forumTopicDeleted"
    with pytest.raises(Refused, match="400 TOPIC_DELETED"):
        await write(bob, channel_id, "too late", said[0].id, games)
    for topic in (games, 1, 4711):
        with pytest.raises(Refused, match="400 TOPIC_ID_INVALID"):
            await ada.call(
                "messages.deleteTopicHistory",
                peer=as_peer(ada, channel_id),
                top_msg_id=topic,
            )


async def test_what_was_said_before_lies_in_general(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    old = await say(ada, channel_id, "old")
    await write(bob, channel_id, "older still", old.id)
    last = await say(bob, channel_id, "last")
    await toggle(ada, channel_id)
    games = await create(ada, channel_id, "Games")
    assert (await topic_of(bob, channel_id, 1)).top_message == last.id
    await toggle(ada, channel_id, on=False)
    between = await write(bob, channel_id, "still there", games)
    assert not between.reply_to.forum_topic
    flat = await write(bob, channel_id, "flat", last.id)
    await toggle(ada, channel_id)
    listed = await topics(bob, channel_id)
    assert {topic.id: topic.top_message for topic in listed.topics} == {
        1: flat.id,
        games: between.id,
    }


async def test_an_account_looks_at_a_forum_as_it_likes(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    where = as_channel(bob, channel_id)
    updates = await bob.call("channels.toggleViewForumAsMessages", channel=where, enabled=True)
    assert [(each.NAME, each.enabled) for each in updates.updates] == [
        ("updateChannelViewForumAsMessages", True)
    ]
    full = await bob.call("channels.getFullChannel", channel=where)
    assert full.full_chat.view_forum_as_messages
    (dialog,) = (
        await bob.call(
            "messages.getPeerDialogs",
            peers=[bob.make("inputDialogPeer", peer=as_peer(bob, channel_id))],
        )
    ).dialogs
    assert dialog.view_forum_as_messages
    full = await ada.call("channels.getFullChannel", channel=as_channel(ada, channel_id))
    assert not full.full_chat.view_forum_as_messages


async def test_admins_read_what_was_done_with_topics(world: World) -> None:
    channel_id, (ada,) = await forum(world, "Ada")
    games = await create(ada, channel_id, "Games")
    await edit(ada, channel_id, games, title="Chess")
    peer = as_peer(ada, channel_id)
    await ada.call("messages.updatePinnedForumTopic", peer=peer, topic_id=games, pinned=True)
    await ada.call("messages.deleteTopicHistory", peer=peer, top_msg_id=games)
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        events_filter=ada.make("channelAdminLogEventsFilter", forums=True),
        max_id=0,
        min_id=0,
        limit=10,
    )
    actions = [event.action for event in reversed(log.events)]
    assert [each.NAME.removeprefix("channelAdminLogEventAction") for each in actions] == [
        "ToggleForum",
        "CreateTopic",
        "EditTopic",
        "PinTopic",
        "DeleteTopic",
    ]
    assert actions[2].prev_topic.title == "Games"
    assert actions[2].new_topic.title == "Chess"
    assert all(topic.short for topic in (actions[1].topic, actions[3].new_topic))
