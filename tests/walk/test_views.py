"""How many have seen a post, and how often it was sent on."""

from typing import Any

import pytest
from channel_walks import MARK, as_channel, as_peer, gathered, say

from chappe.features.views.spans import SPANS_MAX
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.updates.tallies import WRITE_SECONDS


async def look(who: Person, peer: Any, *ids: int, increment: bool = True) -> list[Any]:
    found = await who.call(
        "messages.getMessagesViews", peer=peer, id=list(ids), increment=increment
    )
    return list(found.views)


async def written(world: World) -> None:
    """What was counted is on the disk, and told."""
    world.advance(WRITE_SECONDS + 1)
    await world.settle()


async def shown(who: Person, channel_id: int, *ids: int) -> list[Any]:
    found = await who.call(
        "channels.getMessages",
        channel=as_channel(who, channel_id),
        id=[who.make("inputMessageID", id=each) for each in ids],
    )
    return list(found.messages)


async def send_on(who: Person, channel_id: int, msg_id: int, to: Any, **more: Any) -> Any:
    updates = await who.call(
        "messages.forwardMessages",
        from_peer=as_peer(who, channel_id),
        id=[msg_id],
        random_id=[who.client.next_msg_id()],
        to_peer=to,
        **more,
    )
    return next(u.message for u in updates.updates if u.NAME.startswith("updateNew"))


def told(who: Person, name: str) -> list[Any]:
    return [each for each in who.told if name == each.NAME]


async def test_an_account_counts_once_for_a_post(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd", broadcast=True)
    post = await say(ada, channel_id, "news")
    assert (post.views, post.forwards) == (1, 0)
    assert [v.views for v in await look(ada, as_peer(ada, channel_id), post.id)] == [1]
    assert [v.views for v in await look(bob, as_peer(bob, channel_id), post.id)] == [2]
    assert [v.views for v in await look(bob, as_peer(bob, channel_id), post.id)] == [2]
    again = await world.another(bob)
    assert [v.views for v in await look(again, as_peer(bob, channel_id), post.id)] == [2]
    await written(world)
    for who in (ada, cyd):
        (news,) = told(who, "updateChannelMessageViews")
        assert (news.channel_id, news.id, news.views) == (channel_id, post.id, 2)
    assert [v.views for v in await look(bob, as_peer(bob, channel_id), post.id)] == [2]
    seen = await look(cyd, as_peer(cyd, channel_id), post.id, increment=False)
    assert (seen[0].views, seen[0].forwards) == (2, 0)
    assert [v.views for v in await look(cyd, as_peer(cyd, channel_id), post.id)] == [3]
    await written(world)
    assert [m.views for m in await shown(bob, channel_id, post.id)] == [3]


async def test_what_was_sent_on_bears_the_numbers_of_the_post(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd", broadcast=True)
    post = await say(ada, channel_id, "news")
    copy = await send_on(bob, channel_id, post.id, bob.peer(cyd))
    assert (copy.views, copy.forwards) == (1, 0)
    await send_on(bob, channel_id, post.id, bob.make("inputPeerSelf"))
    await written(world)
    (news,) = told(ada, "updateChannelMessageForwards")
    assert (news.id, news.forwards) == (post.id, 2)
    seen = await look(cyd, cyd.peer(bob), copy.id, 99)
    assert (seen[0].views, seen[0].forwards) == (2, 2)
    assert (seen[1].views, seen[1].forwards) == (None, None)
    assert [v.views for v in await look(cyd, as_peer(cyd, channel_id), post.id)] == [2]
    await written(world)
    (message,) = await shown(ada, channel_id, post.id)
    assert (message.views, message.forwards) == (2, 2)


async def test_only_posts_of_channels_are_counted(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    sent = await say(ada, channel_id, "hello")
    assert sent.views is None
    (seen,) = await look(bob, as_peer(bob, channel_id), sent.id)
    assert (seen.views, seen.forwards) == (None, None)
    dan = await world.person("Dan")
    with pytest.raises(Refused, match=r"400 CHANNEL_INVALID|406 CHANNEL_PRIVATE"):
        await look(dan, as_peer(dan, channel_id), sent.id)


async def test_what_is_deleted_is_counted_no_more(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    post = await say(ada, channel_id, "news")
    await look(bob, as_peer(bob, channel_id), post.id)
    await ada.call("channels.deleteMessages", channel=as_channel(ada, channel_id), id=[post.id])
    await written(world)
    assert told(ada, "updateChannelMessageViews") == []
    (seen,) = await look(bob, as_peer(bob, channel_id), post.id)
    assert seen.views is None


async def test_nothing_is_counted_twice_however_one_skips_about(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    ids = [(await say(ada, channel_id, f"news {n}")).id for n in range(2 * SPANS_MAX + 30)]
    every_other = ids[::2]
    for part in (every_other[:40], every_other[40:]):
        seen = await look(bob, as_peer(bob, channel_id), *part)
        assert {each.views for each in seen} == {2}
        await written(world)
    for _ in range(2):
        seen = await look(bob, as_peer(bob, channel_id), *ids[:100])
        assert {each.views for each in seen[::2]} == {2}
        assert {each.views for each in seen[-9::2]} == {2}
        await written(world)


async def test_whoever_looks_at_a_public_channel_counts(world: World) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob", broadcast=True)
    await ada.call(
        "channels.updateUsername", channel=as_channel(ada, channel_id), username="ada_says"
    )
    post = await say(ada, channel_id, "news")
    dan = await world.person("Dan")
    found = await dan.call("contacts.resolveUsername", username="ada_says")
    peer = dan.make(
        "inputPeerChannel",
        channel_id=channel_id,
        access_hash=found.chats[0].access_hash,
    )
    assert dan.access_hash(-MARK - channel_id) == peer.access_hash
    assert [v.views for v in await look(dan, peer, post.id)] == [2]


@pytest.mark.parametrize("layer", [133, 158, 198])
async def test_old_clients_ask_in_their_words(world: World, layer: int) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob", broadcast=True)
    post = await say(ada, channel_id, "news")
    old = await world.another(ada, layer=layer)
    (seen,) = await look(old, as_peer(old, channel_id), post.id)
    assert (seen.views, seen.forwards) == (1, 0)
