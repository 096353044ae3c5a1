"""Voices that were not heard and reactions that were not seen, in supergroups: each member has its own."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

WEEK = 7 * 86_400


def told(who: Person, name: str) -> list[Any]:
    return [each for each in who.told if name == each.NAME]


async def voice(who: Person, peer: Any, text: str = "") -> Any:
    number = who.client.next_msg_id()
    await who.call("upload.saveFilePart", file_id=number, file_part=0, bytes=b"some bytes")
    media = who.make(
        "inputMediaUploadedDocument",
        file=who.make("inputFile", id=number, parts=1, name="a.ogg", md5_checksum=""),
        mime_type="audio/ogg",
        attributes=[who.make("documentAttributeAudio", voice=True, duration=3)],
    )
    sent = await who.call(
        "messages.sendMedia",
        peer=peer,
        media=media,
        message=text,
        random_id=who.client.next_msg_id(),
    )
    return sent.updates[1].message


async def shown(who: Person, channel_id: int, *ids: int) -> list[Any]:
    found = await who.call(
        "channels.getMessages",
        channel=as_channel(who, channel_id),
        id=[who.make("inputMessageID", id=each) for each in ids],
    )
    return list(found.messages)


async def react(who: Person, channel_id: int, msg_id: int, *emojis: str) -> Any:
    return await who.call(
        "messages.sendReaction",
        peer=as_peer(who, channel_id),
        msg_id=msg_id,
        reaction=[who.make("reactionEmoji", emoticon=each) for each in emojis],
    )


async def unread_reactions(who: Person, channel_id: int) -> list[int]:
    found = await who.call(
        "messages.getUnreadReactions",
        peer=as_peer(who, channel_id),
        offset_id=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
    )
    return [each.id for each in found.messages]


async def line(who: Person) -> Any:
    found = await who.call(
        "messages.getDialogs",
        offset_date=0,
        offset_id=0,
        offset_peer=who.make("inputPeerEmpty"),
        limit=20,
        hash=0,
    )
    return next(each for each in found.dialogs if each.peer.NAME == "peerChannel")


async def test_each_member_hears_a_voice_and_the_author_learns_of_the_first(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    sent = await voice(ada, as_peer(ada, channel_id))
    assert sent.media_unread
    await world.settle()
    heard = {"id": [sent.id]}
    await bob.call("channels.readMessageContents", channel=as_channel(bob, channel_id), **heard)
    for who, unread in ((ada, False), (bob, False), (cyd, True)):
        (message,) = await shown(who, channel_id, sent.id)
        assert message.media_unread == unread
        assert not message.mentioned
    await world.settle()
    (news,) = told(ada, "updateChannelReadMessagesContents")
    assert news.messages == [sent.id]
    await cyd.call("channels.readMessageContents", channel=as_channel(cyd, channel_id), **heard)
    await world.settle()
    assert len(told(ada, "updateChannelReadMessagesContents")) == 1
    later = await voice(ada, as_peer(ada, channel_id))
    await ada.call(
        "channels.readMessageContents", channel=as_channel(ada, channel_id), id=[later.id]
    )
    assert (await shown(bob, channel_id, later.id))[0].media_unread
    assert (await shown(ada, channel_id, later.id))[0].media_unread, "not by its author"
    world.advance(WEEK + 1)
    cyd = await world.another(cyd)
    assert not (await shown(cyd, channel_id, later.id))[0].media_unread, "too long ago"


async def test_in_a_channel_nobody_waits_for_a_voice_to_be_heard(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    sent = await voice(ada, as_peer(ada, channel_id))
    assert not sent.media_unread
    assert not (await shown(bob, channel_id, sent.id))[0].media_unread


async def test_an_author_has_reactions_that_it_has_not_seen(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    mine, other = [await say(ada, channel_id, text) for text in ("one", "two")]
    await react(bob, channel_id, mine.id, "👍")
    await react(cyd, channel_id, other.id, "🔥")
    await react(ada, channel_id, other.id, "🔥")
    assert await unread_reactions(ada, channel_id) == [other.id, mine.id]
    assert await unread_reactions(bob, channel_id) == []
    assert (await line(ada)).unread_reactions_count == 2
    await world.settle()
    to_ada, *_ = told(ada, "updateMessageReactions")
    assert to_ada.reactions.recent_reactions[0].unread
    assert not to_ada.reactions.min
    (to_cyd,) = [each for each in told(cyd, "updateMessageReactions") if each.msg_id == mine.id]
    assert not to_cyd.reactions.recent_reactions[0].unread
    await react(bob, channel_id, mine.id)
    assert await unread_reactions(ada, channel_id) == [other.id]
    await react(bob, channel_id, mine.id, "👍")
    watching = world.beside(ada)
    await watching.call("updates.getState")
    await world.settle()  # what two boxes tell may come in either order
    done = await ada.call("messages.readReactions", peer=as_peer(ada, channel_id))
    assert (done.pts_count, done.offset) == (0, 0)
    assert (await line(ada)).unread_reactions_count == 0
    (message,) = await shown(ada, channel_id, mine.id)
    assert not any(each.unread for each in message.reactions.recent_reactions)
    await world.settle()
    seen = [u for each in watching.updates for u in getattr(each, "updates", [])]
    assert {u.NAME for u in seen} == {"updateMessageReactions"}


async def test_whoever_sees_a_message_has_seen_its_reactions(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    mine = await say(ada, channel_id, "one")
    await react(bob, channel_id, mine.id, "👍")
    await bob.call(
        "channels.readMessageContents", channel=as_channel(bob, channel_id), id=[mine.id]
    )
    assert await unread_reactions(ada, channel_id) == [mine.id]
    await ada.call(
        "channels.readMessageContents", channel=as_channel(ada, channel_id), id=[mine.id]
    )
    assert await unread_reactions(ada, channel_id) == []


async def test_nothing_is_unread_in_a_message_that_is_gone(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    mine = await say(ada, channel_id, "one")
    await react(bob, channel_id, mine.id, "👍")
    await ada.call("channels.deleteMessages", channel=as_channel(ada, channel_id), id=[mine.id])
    assert (await line(ada)).unread_reactions_count == 0
    assert await unread_reactions(ada, channel_id) == []


async def test_a_stranger_hears_nothing(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await say(ada, channel_id, "one")
    dan = await world.person("Dan")
    with pytest.raises(Refused, match=r"400 CHANNEL_INVALID|406 CHANNEL_PRIVATE"):
        await dan.call(
            "channels.readMessageContents", channel=as_channel(dan, channel_id), id=[1]
        )
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await bob.call(
            "channels.readMessageContents", channel=as_channel(bob, channel_id), id=[1]
        )


async def test_nobody_pays_for_a_reaction(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    sent = await say(ada, channel_id, "one")
    with pytest.raises(Refused, match="400 REACTION_INVALID"):
        await ada.call(
            "messages.sendReaction",
            peer=as_peer(ada, channel_id),
            msg_id=sent.id,
            reaction=[ada.make("reactionPaid")],
        )
    with pytest.raises(Refused, match="400 BALANCE_TOO_LOW"):
        await ada.call(
            "messages.sendPaidReaction",
            peer=as_peer(ada, channel_id),
            msg_id=sent.id,
            count=1,
            random_id=1,
        )
