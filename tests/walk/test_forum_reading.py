"""Topics are read: how far, what is unread, and what the forum says of it."""

from typing import Any

from channel_walks import as_channel, as_peer, gathered, say
from forum_walks import create, edit, forum, toggle, topic_of, write

from chappe.testing.person import Person
from chappe.testing.world import World


async def read(person: Person, channel_id: int, topic: int, max_id: int) -> Any:
    """Say that a topic was read."""
    return await person.call(
        "messages.readDiscussion",
        peer=as_peer(person, channel_id),
        msg_id=topic,
        read_max_id=max_id,
    )


async def read_all(person: Person, channel_id: int) -> Any:
    """Say that all of a forum was read."""
    where = as_channel(person, channel_id)
    return await person.call("channels.readHistory", channel=where, max_id=0)


async def unread(person: Person, channel_id: int) -> tuple[int, int]:
    """How far a forum was read, and how much is unread, as the list of chats has it."""
    peer = person.make("inputDialogPeer", peer=as_peer(person, channel_id))
    (dialog,) = (await person.call("messages.getPeerDialogs", peers=[peer])).dialogs
    return dialog.read_inbox_max_id, dialog.unread_count


async def replies(person: Person, channel_id: int, topic: int, **asked: Any) -> list[str]:
    """What is in a topic."""
    names = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    page = await person.call(
        "messages.getReplies",
        **{
            **dict.fromkeys(names, 0),
            "peer": as_peer(person, channel_id),
            "msg_id": topic,
            "limit": 50,
            **asked,
        },
    )
    assert page.NAME == "messages.messages"
    return [each.message for each in page.messages if each.NAME == "message"]


async def test_a_topic_is_read_by_itself(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    await read_all(bob, channel_id)
    where, _ = await unread(bob, channel_id)
    games = await create(ada, channel_id, "Games")
    books = await create(ada, channel_id, "Books")
    chess = await write(ada, channel_id, "chess?", games)
    await write(ada, channel_id, "War and Peace", books)
    hello = await say(ada, channel_id, "hello")
    assert await unread(bob, channel_id) == (where, 5)
    assert [
        (await topic_of(bob, channel_id, topic)).unread_count for topic in (1, games, books)
    ] == [1, 2, 2]
    desk = world.beside(bob)
    await desk.call("updates.getState")
    await world.settle()
    assert await read(bob, channel_id, books, hello.id)
    assert not await read(bob, channel_id, books, hello.id)
    await world.settle()
    (told,) = [each for pushed in desk.updates for each in pushed.updates]
    assert (told.NAME, told.top_msg_id, told.read_max_id) == (
        "updateReadChannelDiscussionInbox",
        books,
        hello.id - 1,
    )
    topic = await topic_of(bob, channel_id, books)
    assert (topic.unread_count, topic.read_inbox_max_id) == (0, hello.id - 1)
    assert (await topic_of(bob, channel_id, games)).unread_count == 2
    # What is left is counted, wherever the forum is read from.
    assert await unread(bob, channel_id) == (where, 3)
    full = await bob.call("channels.getFullChannel", channel=as_channel(bob, channel_id))
    assert full.full_chat.unread_count == 3
    await read(bob, channel_id, games, chess.id)
    assert await unread(bob, channel_id) == (hello.id - 1, 1)
    await read(bob, channel_id, 1, hello.id)
    assert await unread(bob, channel_id) == (hello.id, 0)


async def test_a_topic_in_which_nothing_was_said_is_read_as_well(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    await read_all(bob, channel_id)
    games = await create(ada, channel_id, "Games")
    assert (await topic_of(bob, channel_id, games)).unread_count == 1
    assert await read(bob, channel_id, games, games)
    assert (await topic_of(bob, channel_id, games)).unread_count == 0
    assert await unread(bob, channel_id) == (games, 0)


async def test_authors_hear_that_a_topic_was_read(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    chess = await write(ada, channel_id, "chess?", games)
    await write(bob, channel_id, "yes", games)
    await read(bob, channel_id, games, chess.id)
    await world.settle()
    (told,) = [each for each in ada.told if each.NAME == "updateReadChannelDiscussionOutbox"]
    assert (told.top_msg_id, told.read_max_id) == (games, chess.id)
    assert (await topic_of(ada, channel_id, games)).read_outbox_max_id == chess.id


async def test_whoever_reads_the_forum_has_read_its_topics(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    last = await write(ada, channel_id, "chess?", games)
    await bob.call("channels.readHistory", channel=as_channel(bob, channel_id), max_id=last.id)
    topic = await topic_of(bob, channel_id, games)
    assert (topic.unread_count, topic.read_inbox_max_id) == (0, last.id)


async def test_mentions_are_counted_by_topic(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(ada, channel_id, "Games")
    mine = await write(bob, channel_id, "chess?", games)
    await write(ada, channel_id, "yes", mine.id, games)
    other = await say(bob, channel_id, "hello")
    await write(ada, channel_id, "hi", other.id)
    await write(ada, channel_id, "hi again", other.id)
    assert [
        (await topic_of(bob, channel_id, topic)).unread_mentions_count for topic in (1, games)
    ] == [2, 1]
    await bob.call("messages.readMentions", peer=as_peer(bob, channel_id), top_msg_id=games)
    assert [
        (await topic_of(bob, channel_id, topic)).unread_mentions_count for topic in (1, games)
    ] == [2, 0]


async def test_a_topic_is_paged_and_searched(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    old = await say(ada, channel_id, "old words")
    await write(bob, channel_id, "older answers", old.id)
    await toggle(ada, channel_id)
    games = await create(ada, channel_id, "Games")
    await write(ada, channel_id, "words on chess", games)
    await say(bob, channel_id, "new words")
    await edit(ada, channel_id, games, title="Chess")
    assert await replies(bob, channel_id, games) == ["words on chess"]
    assert await replies(bob, channel_id, 1) == ["new words", "older answers", "old words"]
    for topic, expected in ((1, ["new words", "old words"]), (games, ["words on chess"])):
        found = await bob.call(
            "messages.search",
            peer=as_peer(bob, channel_id),
            q="words",
            top_msg_id=topic,
            filter=bob.make("inputMessagesFilterEmpty"),
            limit=10,
            **dict.fromkeys(("min_date", "max_date", "offset_id", "add_offset"), 0),
            **dict.fromkeys(("max_id", "min_id", "hash"), 0),
        )
        assert [each.message for each in found.messages] == expected


async def test_what_was_unread_before_there_were_topics_is_unread_in_general(
    world: World,
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    old = await say(ada, channel_id, "old")
    await say(ada, channel_id, "older")
    await toggle(ada, channel_id)
    await say(ada, channel_id, "new")
    assert (await topic_of(bob, channel_id, 1)).unread_count == 4
    await bob.call("channels.readHistory", channel=as_channel(bob, channel_id), max_id=old.id)
    assert (await topic_of(bob, channel_id, 1)).unread_count == 2
