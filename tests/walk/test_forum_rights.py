"""Who may do what with the topics of a forum: the right manage_topics, as one of admins and as a ban."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channel_walks import as_peer, ban, promote
from forum_walks import create, edit, forum, topic_of, write

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

Deed = Callable[[Person, int, int], Awaitable[Any]]


async def retitle(who: Person, channel_id: int, topic: int) -> Any:
    return await edit(who, channel_id, topic, title="Another")


async def close(who: Person, channel_id: int, topic: int) -> Any:
    return await edit(who, channel_id, topic, closed=True)


async def hide(who: Person, channel_id: int, _topic: int) -> Any:
    return await edit(who, channel_id, 1, hidden=True)


async def rename_general(who: Person, channel_id: int, _topic: int) -> Any:
    return await edit(who, channel_id, 1, title="Lobby")


async def pin(who: Person, channel_id: int, topic: int) -> Any:
    return await who.call(
        "messages.updatePinnedForumTopic",
        peer=as_peer(who, channel_id),
        topic_id=topic,
        pinned=True,
    )


async def reorder(who: Person, channel_id: int, topic: int) -> Any:
    return await who.call(
        "messages.reorderPinnedForumTopics", peer=as_peer(who, channel_id), order=[topic]
    )


async def delete(who: Person, channel_id: int, topic: int) -> Any:
    return await who.call(
        "messages.deleteTopicHistory", peer=as_peer(who, channel_id), top_msg_id=topic
    )


NEEDS: list[tuple[str, Deed, str]] = [
    ("manage_topics", retitle, "403 CHAT_ADMIN_REQUIRED"),
    ("manage_topics", close, "403 CHAT_ADMIN_REQUIRED"),
    ("manage_topics", hide, "403 CHAT_ADMIN_REQUIRED"),
    ("manage_topics", rename_general, "403 CHAT_ADMIN_REQUIRED"),
    ("manage_topics", pin, "403 CHAT_ADMIN_REQUIRED"),
    ("manage_topics", reorder, "403 CHAT_ADMIN_REQUIRED"),
    ("delete_messages", delete, "403 CHAT_WRITE_FORBIDDEN"),
]


@pytest.mark.parametrize(("right", "deed", "error"), NEEDS)
async def test_a_right_is_what_an_admin_needs_and_no_other_helps(
    world: World, right: str, deed: Deed, error: str
) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    topic = await create(ada, channel_id, "Games")
    with pytest.raises(Refused, match=error):
        await deed(bob, channel_id, topic)
    await promote(ada, channel_id, bob, change_info=True, ban_users=True, pin_messages=True)
    with pytest.raises(Refused, match=error):
        await deed(bob, channel_id, topic)
    await promote(ada, channel_id, bob, **{right: True})
    await deed(bob, channel_id, topic)


async def test_members_make_topics_unless_they_are_banned_from_it(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    await create(bob, channel_id, "One")
    await ban(ada, channel_id, bob, manage_topics=True)
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await create(bob, channel_id, "Two")
    await ban(ada, channel_id, bob)
    await create(bob, channel_id, "Two")
    await ada.call(
        "messages.editChatDefaultBannedRights",
        peer=as_peer(ada, channel_id),
        banned_rights=ada.make("chatBannedRights", manage_topics=True, until_date=0),
    )
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await create(bob, channel_id, "Three")
    await promote(ada, channel_id, bob, change_info=True)
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await create(bob, channel_id, "Three")
    await promote(ada, channel_id, bob, manage_topics=True)
    await create(bob, channel_id, "Three")


async def test_a_ban_from_making_topics_ends_with_its_date(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    until = int(world.clock.now()) + 600
    await ban(ada, channel_id, bob, until, manage_topics=True)
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await create(bob, channel_id, "Early")
    world.advance(601)
    await create(bob, channel_id, "Late")


async def test_who_has_made_a_topic_leads_it_and_deletes_it_while_nobody_else_is_in_it(
    world: World,
) -> None:
    channel_id, (_ada, bob, cyd) = await forum(world, "Ada", "Bob", "Cyd")
    mine = await create(bob, channel_id, "Mine")
    await edit(bob, channel_id, mine, title="Still mine")
    assert (await topic_of(bob, channel_id, mine)).my
    await write(bob, channel_id, "alone", mine)
    await delete(bob, channel_id, mine)
    shared = await create(bob, channel_id, "Shared")
    await write(cyd, channel_id, "hello", shared)
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await delete(bob, channel_id, shared)


async def test_nobody_makes_a_topic_as_a_channel_of_somebody_else(world: World) -> None:
    channel_id, (ada, bob) = await forum(world, "Ada", "Bob")
    with pytest.raises(Refused, match="400 SEND_AS_PEER_INVALID"):
        await create(bob, channel_id, "Masked", send_as=as_peer(bob, channel_id))
    await promote(ada, channel_id, bob, anonymous=True, manage_topics=True)
    topic = await create(bob, channel_id, "Masked", send_as=as_peer(bob, channel_id))
    shown = await topic_of(ada, channel_id, topic)
    assert shown.from_id.channel_id == channel_id
    assert (await topic_of(bob, channel_id, topic)).my
