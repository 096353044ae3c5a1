"""What senders call their messages (random_id): each has names of its own."""

from typing import Any

from channel_walks import as_peer, gathered

from chappe.testing.person import Person
from chappe.testing.world import World


async def test_two_in_a_channel_may_give_the_same_name(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    for person in (ada, bob, ada):
        await person.call(
            "messages.sendMessage",
            peer=as_peer(person, channel_id),
            message=f"of {person.user_id}",
            random_id=7,
        )
    peer = as_peer(ada, channel_id)
    page = dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id"), 0)
    found = await ada.call("messages.getHistory", peer=peer, limit=2, hash=0, **page)
    assert [each.message for each in found.messages] == [
        f"of {person.user_id}" for person in (bob, ada)
    ]


def heard(person: Person) -> list[Any]:
    """The messages of channels that were pushed; what happens in other boxes has an order of its own."""
    return [each.message for each in person.told if each.NAME == "updateNewChannelMessage"]


async def test_what_is_for_later_in_a_channel_may_have_the_name_of_what_was_said(
    world: World,
) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    peer = as_peer(ada, channel_id)
    later = int(world.clock.now()) + 60
    said = {"peer": peer, "random_id": 7}
    await ada.call("messages.sendMessage", **said, message="then", schedule_date=later)
    await ada.call("messages.sendMessage", **said, message="now")
    world.advance(61)
    await world.settle()
    assert [each.message for each in heard(ada)[-1:]] == ["then"]


async def test_what_is_for_later_in_a_channel_answers_what_it_was_to_answer(
    world: World,
) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    peer = as_peer(ada, channel_id)
    await ada.call("messages.sendMessage", peer=peer, message="first", random_id=1)
    to = ada.make("inputReplyToMessage", reply_to_msg_id=2)
    await ada.call(
        "messages.sendMessage",
        peer=peer,
        message="second",
        random_id=2,
        reply_to=to,
        schedule_date=int(world.clock.now()) + 60,
    )
    world.advance(61)
    await world.settle()
    assert heard(ada)[-1].reply_to.reply_to_msg_id == 2
