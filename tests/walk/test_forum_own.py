"""What an account has in topics: drafts, notifications."""

from typing import Any

import pytest
from channel_walks import as_peer, say
from forum_walks import create, forum, topic_of, write

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def draft(person: Person, channel_id: int, text: str, topic: int, answer: int = 0) -> Any:
    """Keep what was written in a topic."""
    to = person.make("inputReplyToMessage", reply_to_msg_id=answer or topic, top_msg_id=topic)
    return await person.call(
        "messages.saveDraft", peer=as_peer(person, channel_id), message=text, reply_to=to
    )


async def test_each_topic_has_a_draft_of_its_own(world: World) -> None:
    channel_id, (_ada, bob) = await forum(world, "Ada", "Bob")
    games, books = [await create(bob, channel_id, title) for title in ("Games", "Books")]
    said = await write(bob, channel_id, "chess?", games)
    await draft(bob, channel_id, "or go", games, said.id)
    await draft(bob, channel_id, "War and", books)
    await draft(bob, channel_id, "hello", 1)
    await bob.call("messages.saveDraft", peer=as_peer(bob, channel_id), message="for all")
    kept = await topic_of(bob, channel_id, games)
    assert (kept.draft.message, kept.draft.reply_to.reply_to_msg_id) == ("or go", said.id)
    assert (await topic_of(bob, channel_id, books)).draft.message == "War and"
    drafts = (await bob.call("messages.getAllDrafts")).updates
    assert [(each.top_msg_id, each.draft.message) for each in drafts] == [
        (None, "for all"),
        (1, "hello"),
        (games, "or go"),
        (books, "War and"),
    ]
    await write(bob, channel_id, "or go", said.id, games, clear_draft=True)
    assert (await topic_of(bob, channel_id, games)).draft is None
    await draft(bob, channel_id, "", books)
    assert (await topic_of(bob, channel_id, books)).draft is None
    await bob.call(
        "messages.sendMessage",
        peer=as_peer(bob, channel_id),
        message="hello",
        random_id=5,
        clear_draft=True,
    )
    assert (await bob.call("messages.getAllDrafts")).updates == []
    await draft(bob, channel_id, "again", books)
    await bob.call("messages.clearAllDrafts")
    assert (await topic_of(bob, channel_id, books)).draft is None


async def test_a_draft_that_answers_what_is_no_topic_is_the_chats(world: World) -> None:
    channel_id, (_ada, bob) = await forum(world, "Ada", "Bob")
    said = await say(bob, channel_id, "hello")
    to = bob.make("inputReplyToMessage", reply_to_msg_id=said.id)
    await bob.call(
        "messages.saveDraft", peer=as_peer(bob, channel_id), message="and", reply_to=to
    )
    (kept,) = (await bob.call("messages.getAllDrafts")).updates
    assert kept.top_msg_id is None


async def notify(person: Person, channel_id: int, topic: int, until: int) -> Any:
    """Mute a topic until a date."""
    return await person.call(
        "account.updateNotifySettings",
        peer=as_notified(person, channel_id, topic),
        settings=person.make("inputPeerNotifySettings", mute_until=until),
    )


def as_notified(person: Person, channel_id: int, topic: int) -> Any:
    """A topic as an InputNotifyPeer."""
    return person.make(
        "inputNotifyForumTopic", peer=as_peer(person, channel_id), top_msg_id=topic
    )


async def test_an_account_is_notified_of_a_topic_as_it_wants(world: World) -> None:
    channel_id, (_ada, bob) = await forum(world, "Ada", "Bob")
    games = await create(bob, channel_id, "Games")
    desk = world.beside(bob)
    await desk.call("updates.getState")
    until = int(world.clock.now()) + 3600
    await notify(bob, channel_id, games, until)
    await world.settle()
    told = [each for pushed in desk.updates for each in pushed.updates]
    assert [(u.peer.top_msg_id, u.notify_settings.mute_until) for u in told] == [(games, until)]
    topic = await topic_of(bob, channel_id, games)
    assert topic.notify_settings.mute_until == until
    kept = await bob.call("account.getNotifySettings", peer=as_notified(bob, channel_id, games))
    assert kept.mute_until == until
    with pytest.raises(Refused, match="400 SETTINGS_INVALID"):
        await notify(bob, channel_id, games, -1)
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await notify(bob, channel_id, 4711, until)
    await bob.call("account.resetNotifySettings")
    assert (await topic_of(bob, channel_id, games)).notify_settings.mute_until is None
