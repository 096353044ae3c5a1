"""What was said before somebody came, in a supergroup that hides it: by no road is it there."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, promote, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

Road = Callable[[Person, int, int], Awaitable[Any]]


async def hide(creator: Person, channel_id: int, *, on: bool = True) -> Any:
    return await creator.call(
        "channels.togglePreHistoryHidden", channel=as_channel(creator, channel_id), enabled=on
    )


async def bring(creator: Person, channel_id: int, other: Person) -> None:
    await creator.call(
        "channels.inviteToChannel",
        channel=as_channel(creator, channel_id),
        users=[creator.user(other)],
    )


async def secretive(world: World) -> tuple[int, int, list[Person]]:
    """A group that hides its history, the number of what Ada said in it before Cyd came, and the people."""
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    cyd = await world.person("Cyd")
    await hide(ada, channel_id)
    old = await say(ada, channel_id, "the secret")
    await ada.call(
        "messages.updatePinnedMessage", peer=as_peer(ada, channel_id), id=old.id, silent=True
    )
    await bob.call(
        "messages.sendReaction",
        peer=as_peer(bob, channel_id),
        msg_id=old.id,
        reaction=[bob.make("reactionEmoji", emoticon="👍")],
    )
    await bring(ada, channel_id, cyd)
    await world.settle()
    return channel_id, old.id, [ada, bob, cyd]


def words(page: Any) -> list[str]:
    return [getattr(each, "message", "") for each in page.messages if each.NAME == "message"]


async def history(who: Person, channel_id: int, old: int) -> Any:
    page = await who.call(
        "messages.getHistory",
        peer=as_peer(who, channel_id),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=100,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert getattr(page, "count", len(page.messages)) == len(page.messages)
    return words(page)


async def history_around(who: Person, channel_id: int, old: int) -> Any:
    page = await who.call(
        "messages.getHistory",
        peer=as_peer(who, channel_id),
        offset_id=old + 1,
        offset_date=0,
        add_offset=-5,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return words(page)


async def by_number(who: Person, channel_id: int, old: int) -> Any:
    page = await who.call(
        "channels.getMessages",
        channel=as_channel(who, channel_id),
        id=[who.make("inputMessageID", id=old)],
    )
    return words(page)


async def the_pinned_one(who: Person, channel_id: int, old: int) -> Any:
    page = await who.call(
        "channels.getMessages",
        channel=as_channel(who, channel_id),
        id=[who.make("inputMessagePinned")],
    )
    return words(page)


async def search(who: Person, channel_id: int, old: int, kind: str = "Empty") -> Any:
    page = await who.call(
        "messages.search",
        peer=as_peer(who, channel_id),
        q="" if kind == "Pinned" else "secret",
        filter=who.make(f"inputMessagesFilter{kind}"),
        min_date=0,
        max_date=0,
        offset_id=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert getattr(page, "count", len(page.messages)) == len(page.messages)
    return words(page)


async def search_pinned(who: Person, channel_id: int, old: int) -> Any:
    return await search(who, channel_id, old, "Pinned")


async def search_everywhere(who: Person, channel_id: int, old: int) -> Any:
    page = await who.call(
        "messages.searchGlobal",
        q="secret",
        filter=who.make("inputMessagesFilterEmpty"),
        min_date=0,
        max_date=0,
        offset_rate=0,
        offset_peer=who.make("inputPeerEmpty"),
        offset_id=0,
        limit=10,
    )
    return words(page)


async def counters(who: Person, channel_id: int, old: int) -> Any:
    found = await who.call(
        "messages.getSearchCounters",
        peer=as_peer(who, channel_id),
        filters=[who.make("inputMessagesFilterPinned")],
    )
    return ["the secret"] if found[0].count else []


async def difference(who: Person, channel_id: int, old: int) -> Any:
    found = await who.call(
        "updates.getChannelDifference",
        channel=as_channel(who, channel_id),
        filter=who.make("channelMessagesFilterEmpty"),
        pts=1,
        limit=100,
    )
    edited = [each.message for each in found.other_updates if hasattr(each, "message")]
    news = [each for each in [*found.new_messages, *edited] if each.NAME == "message"]
    reacted = [each for each in found.other_updates if each.NAME == "updateMessageReactions"]
    return [each.message for each in news] + ["a reaction" for _ in reacted]


async def thread(who: Person, channel_id: int, old: int) -> Any:
    page = await who.call(
        "messages.getReplies",
        peer=as_peer(who, channel_id),
        msg_id=old,
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return words(page)


SEEN: list[Road] = [
    *(history, history_around, by_number, the_pinned_one, search, search_pinned),
    *(search_everywhere, counters, difference),
]


async def forward(who: Person, channel_id: int, old: int) -> Any:
    return await who.call(
        "messages.forwardMessages",
        from_peer=as_peer(who, channel_id),
        id=[old],
        random_id=[7],
        to_peer=who.make("inputPeerSelf"),
    )


async def answer(who: Person, channel_id: int, old: int) -> Any:
    return await who.call(
        "messages.sendMessage",
        peer=as_peer(who, channel_id),
        message="what?",
        random_id=8,
        reply_to=who.make("inputReplyToMessage", reply_to_msg_id=old),
    )


async def link(who: Person, channel_id: int, old: int) -> Any:
    return await who.call(
        "channels.exportMessageLink", channel=as_channel(who, channel_id), id=old
    )


async def react(who: Person, channel_id: int, old: int) -> Any:
    return await who.call(
        "messages.sendReaction",
        peer=as_peer(who, channel_id),
        msg_id=old,
        reaction=[who.make("reactionEmoji", emoticon="👍")],
    )


async def reactions(who: Person, channel_id: int, old: int) -> Any:
    return await who.call(
        "messages.getMessageReactionsList", peer=as_peer(who, channel_id), id=old, limit=10
    )


async def meet(who: Person, channel_id: int, old: int) -> Any:
    named = who.make(
        "inputUserFromMessage", peer=as_peer(who, channel_id), msg_id=old, user_id=1
    )
    return await who.call("users.getFullUser", id=named)


REFUSED: list[tuple[Road, str]] = [
    (forward, "400 MESSAGE_ID_INVALID"),
    (answer, "400 REPLY_MESSAGE_ID_INVALID"),
    (link, "400 MESSAGE_ID_INVALID"),
    (react, "400 MESSAGE_ID_INVALID"),
    (reactions, "400 MSG_ID_INVALID"),
    (meet, "400 MSG_ID_INVALID"),
]


async def test_no_road_leads_to_what_was_said_before_one_came(world: World) -> None:
    channel_id, old, (_, bob, cyd) = await secretive(world)
    for road in SEEN:
        assert "the secret" in await road(bob, channel_id, old), road.__name__
        assert await road(cyd, channel_id, old) == [], road.__name__
    for deed, error in REFUSED:
        with pytest.raises(Refused, match=error):
            await deed(cyd, channel_id, old)
    await say(cyd, channel_id, "hello")
    assert await history(cyd, channel_id, old) == ["hello"]
    assert sorted(await history(bob, channel_id, old)) == ["hello", "the secret"]


async def test_a_thread_that_began_before_has_no_beginning(world: World) -> None:
    channel_id, old, (ada, bob, cyd) = await secretive(world)
    later = await ada.call(
        "messages.sendMessage",
        peer=as_peer(ada, channel_id),
        message="later",
        random_id=9,
        reply_to=ada.make("inputReplyToMessage", reply_to_msg_id=old),
    )
    new = next(u.message for u in later.updates if u.NAME == "updateNewChannelMessage")
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await thread(cyd, channel_id, old)
    assert await thread(cyd, channel_id, new.id) == ["later"]
    ask = {"msg_id": new.id}
    begun = await bob.call(
        "messages.getDiscussionMessage", peer=as_peer(bob, channel_id), **ask
    )
    assert words(begun) == ["the secret"]
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await cyd.call("messages.getDiscussionMessage", peer=as_peer(cyd, channel_id), **ask)
    answered = await cyd.call(
        "channels.getMessages",
        channel=as_channel(cyd, channel_id),
        id=[cyd.make("inputMessageReplyTo", id=new.id)],
    )
    assert words(answered) == []


async def test_what_happens_to_it_is_not_told_to_those_who_came_later(world: World) -> None:
    channel_id, old, (ada, bob, cyd) = await secretive(world)
    for person in (bob, cyd):
        person.updates.clear()
    await ada.call(
        "messages.editMessage", peer=as_peer(ada, channel_id), id=old, message="the secret!"
    )
    await react(ada, channel_id, old)
    await ada.call(
        "messages.updatePinnedMessage", peer=as_peer(ada, channel_id), id=old, unpin=True
    )
    await world.settle()
    assert {each.NAME for each in cyd.told} == {"updateDeleteChannelMessages"}
    assert {"updateEditChannelMessage", "updateMessageReactions"} <= {
        each.NAME for each in bob.told
    }
    assert await difference(cyd, channel_id, old) == []


async def test_the_full_channel_says_how_far_back_one_sees(world: World) -> None:
    channel_id, old, (ada, _, cyd) = await secretive(world)
    mine, theirs = [
        (
            await each.call("channels.getFullChannel", channel=as_channel(each, channel_id))
        ).full_chat
        for each in (ada, cyd)
    ]
    assert mine.hidden_prehistory
    assert theirs.hidden_prehistory
    assert mine.available_min_id is None
    assert theirs.available_min_id > old
    assert mine.pinned_msg_id == old
    assert theirs.pinned_msg_id is None
    assert theirs.unread_count == 1  # that Cyd was let in


async def test_the_line_in_the_list_has_no_newest_message_that_one_does_not_see(
    world: World,
) -> None:
    channel_id, _, (ada, _, cyd) = await secretive(world)
    came = await ada.call(
        "messages.getHistory",
        peer=as_peer(ada, channel_id),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=1,
        max_id=0,
        min_id=0,
        hash=0,
    )
    await ada.call(
        "channels.deleteMessages",
        channel=as_channel(ada, channel_id),
        id=[came.messages[0].id],
    )
    dialogs = await cyd.call(
        "messages.getPeerDialogs",
        peers=[cyd.make("inputDialogPeer", peer=as_peer(cyd, channel_id))],
    )
    assert dialogs.dialogs[0].top_message == 0
    assert dialogs.messages == []
    too_long = await cyd.call(
        "messages.getDialogs",
        offset_date=0,
        offset_id=0,
        offset_peer=cyd.make("inputPeerEmpty"),
        limit=10,
        hash=0,
    )
    assert [each.peer.NAME for each in too_long.dialogs] == ["peerChannel"]


async def test_who_shows_the_history_again_shows_it_to_everybody(world: World) -> None:
    channel_id, old, (ada, bob, cyd) = await secretive(world)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await hide(bob, channel_id, on=False)
    await hide(ada, channel_id, on=False)
    assert await history(cyd, channel_id, old) == ["the secret"]
    dan = await world.person("Dan")
    await bring(ada, channel_id, dan)
    assert await history(dan, channel_id, old) == ["the secret"]
    await hide(ada, channel_id)
    assert await history(dan, channel_id, old) == ["the secret"]
    assert await history(cyd, channel_id, old) == []
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await hide(ada, channel_id)


async def test_what_is_public_hides_nothing(world: World) -> None:
    channel_id, old, (ada, _, cyd) = await secretive(world)
    await ada.call(
        "channels.updateUsername", channel=as_channel(ada, channel_id), username="open_house"
    )
    assert await history(cyd, channel_id, old) == ["the secret"]
    with pytest.raises(Refused, match="400 CHAT_LINK_EXISTS"):
        await hide(ada, channel_id)


async def test_a_channel_has_no_such_switch(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada", broadcast=True)
    with pytest.raises(Refused, match="400 CHAT_ID_INVALID"):
        await hide(ada, channel_id)


async def test_who_comes_back_does_not_see_what_was_said_meanwhile(world: World) -> None:
    channel_id, old, (ada, _, cyd) = await secretive(world)
    first = await say(cyd, channel_id, "mine")
    await cyd.call("channels.leaveChannel", channel=as_channel(cyd, channel_id))
    await say(ada, channel_id, "without Cyd")
    await bring(ada, channel_id, cyd)
    assert await history(cyd, channel_id, old) == []
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await link(cyd, channel_id, first.id)


async def test_an_admin_of_today_does_not_see_what_was_said_before_either(
    world: World,
) -> None:
    channel_id, old, (ada, _, cyd) = await secretive(world)
    await promote(ada, channel_id, cyd, delete_messages=True)
    assert await history(cyd, channel_id, old) == []
    gone = await cyd.call(
        "channels.deleteMessages", channel=as_channel(cyd, channel_id), id=[old]
    )
    assert gone.pts_count == 0
