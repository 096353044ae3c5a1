"""Reading supergroups: how far each has come, and who learns of it."""

from typing import TYPE_CHECKING, Any

import pytest
from channel_walks import as_channel, as_peer, gathered, say

from chappe.db.sqlite import SqliteTx
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

WEEK = 7 * 86_400


def told(who: Person, name: str) -> list[Any]:
    return [each for each in who.told if name == each.NAME]


async def read(who: Person, channel_id: int, max_id: int = 0) -> Any:
    return await who.call(
        "channels.readHistory", channel=as_channel(who, channel_id), max_id=max_id
    )


async def readers(who: Person, channel_id: int, msg_id: int) -> list[Any]:
    return list(
        await who.call(
            "messages.getMessageReadParticipants",
            peer=as_peer(who, channel_id),
            msg_id=msg_id,
        )
    )


async def full(who: Person, channel_id: int) -> Any:
    return (
        await who.call("channels.getFullChannel", channel=as_channel(who, channel_id))
    ).full_chat


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


async def test_authors_learn_when_the_first_of_the_others_has_read_them(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    one = await say(ada, channel_id, "one")
    two = await say(bob, channel_id, "two")
    three = await say(ada, channel_id, "three")
    assert await read(ada, channel_id)
    await world.settle()
    assert told(ada, "updateReadChannelOutbox") == []
    (to_bob,) = told(bob, "updateReadChannelOutbox")
    assert (to_bob.channel_id, to_bob.max_id) == (channel_id, three.id)
    assert await read(cyd, channel_id, two.id)
    await world.settle()
    (to_ada,) = told(ada, "updateReadChannelOutbox")
    assert to_ada.max_id == two.id
    assert (await full(ada, channel_id)).read_outbox_max_id == two.id
    assert (await line(ada)).read_outbox_max_id == two.id
    assert await read(bob, channel_id, one.id), "nobody learns twice"
    await world.settle()
    assert len(told(ada, "updateReadChannelOutbox")) == 1
    assert not await read(bob, channel_id, one.id)
    assert await read(bob, channel_id)
    await world.settle()
    assert told(ada, "updateReadChannelOutbox")[-1].max_id == three.id
    assert len(told(bob, "updateReadChannelOutbox")) == 1


async def test_in_a_small_supergroup_one_sees_who_has_read(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    one = await say(ada, channel_id, "one")
    two = await say(ada, channel_id, "two")
    await read(ada, channel_id)
    await read(bob, channel_id, one.id)
    world.advance(60)
    await read(cyd, channel_id)
    seen = await readers(ada, channel_id, one.id)
    assert [each.user_id for each in seen] == [bob.user_id, cyd.user_id]
    assert seen[1].date - seen[0].date == 60
    assert [each.user_id for each in await readers(ada, channel_id, two.id)] == [cyd.user_id]
    for error, who, msg_id in (("MSG_ID_INVALID", bob, one.id), ("MSG_ID_INVALID", ada, 99)):
        with pytest.raises(Refused, match=f"400 {error}"):
            await readers(who, channel_id, msg_id)
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    seen = await readers(ada, channel_id, one.id)
    assert [each.user_id for each in seen] == [cyd.user_id]
    world.advance(WEEK)
    ada = await world.another(ada)
    with pytest.raises(Refused, match="400 MSG_TOO_OLD"):
        await readers(ada, channel_id, one.id)


async def test_in_a_big_supergroup_or_a_channel_nobody_sees_who_has_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    news, (cyd, _) = await gathered(world, "Cyd", "Dan", broadcast=True)
    post = await say(cyd, news, "one")
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await readers(cyd, news, post.id)
    eve = await world.person("Eve")
    with pytest.raises(Refused, match=r"400 CHANNEL_INVALID|406 CHANNEL_PRIVATE"):
        await readers(eve, news, post.id)
    monkeypatch.setattr("chappe.features.channels.reading.SMALL_MAX", 1)
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    sent = await say(ada, channel_id, "one")
    await read(bob, channel_id)
    with pytest.raises(Refused, match="400 CHAT_TOO_BIG"):
        await readers(ada, channel_id, sent.id)


async def test_in_a_channel_authors_learn_nothing(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    await say(ada, channel_id, "one")
    assert await read(bob, channel_id)
    await world.settle()
    assert told(ada, "updateReadChannelOutbox") == []


async def test_what_one_says_or_does_oneself_is_not_unread(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    assert (await line(bob)).unread_count == 1, "somebody has let him in"
    await read(bob, channel_id)
    await say(bob, channel_id, "one")
    await bob.call(
        "messages.updatePinnedMessage",
        peer=as_peer(bob, channel_id),
        id=(await say(bob, channel_id, "two")).id,
    )
    assert (await line(bob)).unread_count == 0
    assert (await line(ada)).unread_count == 3, "two words and a pin"
    await ada.call("channels.editTitle", channel=as_channel(ada, channel_id), title="Elsewhere")
    assert (await line(ada)).unread_count == 3
    assert (await line(bob)).unread_count == 1
    await read(ada, channel_id)
    await ada.call(
        "messages.markDialogUnread",
        peer=ada.make("inputDialogPeer", peer=as_peer(ada, channel_id)),
        unread=True,
    )
    assert await read(ada, channel_id)
    assert not (await line(ada)).unread_mark


@pytest.mark.one_node
async def test_reading_costs_the_same_however_many_have_read_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    statements: dict[int, int] = {}

    def counting(name: str) -> None:
        before: Callable[..., Awaitable[Any]] = getattr(SqliteTx, name)

        async def run(self: Any, *said: Any, **params: Any) -> Any:
            statements[id(self)] = statements.get(id(self), 0) + 1
            return await before(self, *said, **params)

        monkeypatch.setattr(SqliteTx, name, run)

    for name in ("rows", "row", "run", "run_many"):
        counting(name)
    async with World() as world:
        names = ["Ada", "Bob", "Cyd", "Dan", "Eve"]
        channel_id, people = await gathered(world, *names)
        for each in people:
            await say(each, channel_id, "here")
        costs = []
        for each in people:
            statements.clear()
            await read(each, channel_id)
            costs.append(max(statements.values()))
        first, second, *later = costs
        assert first <= 24, "four authors learn of it"
        assert second <= 17
        assert max(later) <= 14
        assert later == [later[0]] * len(later)
