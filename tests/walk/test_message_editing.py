"""Editing: what is said otherwise, who hears of it, and what is refused."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def edit(person: Person, other: Person, message_id: int, **fields: Any) -> Any:
    return await person.call(
        "messages.editMessage", peer=person.peer(other), id=message_id, **fields
    )


async def test_both_sides_and_all_devices_see_what_is_said_now(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    for each in (bob, phone):
        await each.call("updates.getState")
    await ada.send(bob, "helo")
    await world.settle()
    world.advance(60)
    answer = await edit(ada, bob, 1, message="hello example.com")
    await world.settle()
    (update,) = answer.updates
    assert (update.NAME, update.pts, update.pts_count) == ("updateEditMessage", 3, 1)
    assert update.message.message == "hello example.com"
    assert update.message.edit_date == update.message.date + 60
    assert [each.NAME for each in update.message.entities] == ["messageEntityUrl"]
    for each in (bob, phone):
        (pushed,) = each.updates[-1].updates
        assert pushed.NAME == "updateEditMessage"
        assert pushed.message.message == "hello example.com"
    state = await bob.call("updates.getState")
    missed = await bob.call("updates.getDifference", pts=1, date=state.date, qts=state.qts)
    assert [each.message for each in missed.new_messages] == ["hello example.com"]
    assert missed.other_updates == [bob.updates[-1].updates[0]]


async def test_two_days_are_the_time_to_edit_but_notes_are_edited_for_ever(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await ada.send(ada, "note")
    world.advance(48 * 3600 + 1)
    ada = await world.another(ada)
    with pytest.raises(Refused, match="400 MESSAGE_EDIT_TIME_EXPIRED"):
        await edit(ada, bob, 1, message="two")
    answer = await edit(ada, ada, 2, message="another note")
    assert answer.updates[0].message.message == "another note"


async def test_only_ones_own_messages_are_edited(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    for error, who, fields in (
        ("403 MESSAGE_AUTHOR_REQUIRED", bob, {"id": 1, "message": "x"}),
        ("400 MESSAGE_ID_INVALID", ada, {"id": 7, "message": "x"}),
        ("400 MESSAGE_ID_INVALID", ada, {"id": 1, "message": "x", "schedule_date": 1}),
        ("400 MESSAGE_NOT_MODIFIED", ada, {"id": 1, "message": " one "}),
        ("400 MESSAGE_NOT_MODIFIED", ada, {"id": 1}),
        ("400 MESSAGE_EMPTY", ada, {"id": 1, "message": " "}),
        ("400 MESSAGE_TOO_LONG", ada, {"id": 1, "message": "x" * 4097}),
        ("400 MEDIA_EMPTY", ada, {"id": 1, "media": ada.make("inputMediaEmpty")}),
        (
            "400 MEDIA_NEW_INVALID",
            ada,
            {"id": 1, "media": ada.make("inputMediaDice", emoticon="🎲")},
        ),
    ):
        other = bob if who is ada else ada
        with pytest.raises(Refused, match=error):
            await who.call("messages.editMessage", peer=who.peer(other), **fields)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call(
            "messages.editMessage", peer=ada.make("inputPeerEmpty"), id=1, message="x"
        )


async def test_edit_data_says_that_text_is_no_caption(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    data = await ada.call("messages.getMessageEditData", peer=ada.peer(bob), id=1)
    assert data.caption is False
    with pytest.raises(Refused, match="403 MESSAGE_AUTHOR_REQUIRED"):
        await bob.call("messages.getMessageEditData", peer=bob.peer(ada), id=1)
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await ada.call("messages.getMessageEditData", peer=ada.peer(bob), id=5)
