"""Reading: marks, dates, and what is heard."""

import pytest

from chappe.testing.client import Refused
from chappe.testing.world import World

WEEK = 7 * 86_400


async def test_the_author_hears_for_a_week_when_a_message_was_read(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await ada.send(bob, "two")
    to = ada.peer(bob)
    with pytest.raises(Refused, match="400 MESSAGE_NOT_READ_YET"):
        await ada.call("messages.getOutboxReadDate", peer=to, msg_id=1)
    world.advance(60)
    await bob.call("messages.readHistory", peer=bob.peer(ada), max_id=1)
    world.advance(60)
    await bob.call("messages.readHistory", peer=bob.peer(ada), max_id=2)
    dates = [
        (await ada.call("messages.getOutboxReadDate", peer=to, msg_id=id_)).date
        for id_ in (1, 2)
    ]
    assert dates[1] - dates[0] == 60
    world.advance(WEEK)
    ada = await world.another(ada)
    with pytest.raises(Refused, match="400 MESSAGE_TOO_OLD"):
        await ada.call("messages.getOutboxReadDate", peer=to, msg_id=1)


async def test_read_dates_are_only_for_what_one_has_sent_to_others(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await ada.send(ada, "note")
    for error, who, peer, number in (
        ("MESSAGE_ID_INVALID", bob, bob.peer(ada), 1),
        ("MESSAGE_ID_INVALID", ada, ada.peer(bob), 9),
        ("PEER_ID_INVALID", ada, ada.peer(ada), 2),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await who.call("messages.getOutboxReadDate", peer=peer, msg_id=number)


async def test_text_has_nothing_to_hear(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    heard = await bob.call("messages.readMessageContents", id=[1, 5])
    assert (heard.pts, heard.pts_count) == (2, 0)


async def test_what_its_author_has_deleted_does_not_hide_what_was_read(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await ada.send(bob, "two")
    await ada.call("messages.deleteMessages", id=[2])
    await bob.call("messages.readHistory", peer=bob.peer(ada), max_id=2)
    await world.settle()
    assert [each.max_id for each in ada.updates[-1].updates] == [1]
