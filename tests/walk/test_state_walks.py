"""updates.getState and getDifference: what a client may say it knows, and what it is told then."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def missed(me: Person, state: Any, **more: int) -> Any:
    known = {"pts": state.pts, "date": state.date, "qts": state.qts}
    return await me.call("updates.getDifference", **(known | more))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"pts": 0}, "400 PERSISTENT_TIMESTAMP_EMPTY"),
        ({"pts": -1}, "400 PERSISTENT_TIMESTAMP_INVALID"),
        ({"pts": 9}, "400 PERSISTENT_TIMESTAMP_INVALID"),
        ({"date": 0}, "400 DATE_EMPTY"),
    ],
)
async def test_what_nobody_can_know(fields: dict[str, int], error: str) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        state = await ada.call("updates.getState")
        with pytest.raises(Refused, match=error):
            await missed(ada, state, **fields)


async def test_a_state_names_what_is_unread(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await ada.send(bob, "two")
    state = await bob.call("updates.getState")
    assert (state.pts, state.qts, state.unread_count) == (3, 1, 2)
    nothing = await missed(bob, state)
    assert (nothing.NAME, nothing.date) == ("updates.differenceEmpty", state.date)


async def test_whoever_wants_no_long_answer_is_told_where_it_would_end(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    state = await bob.call("updates.getState")
    for number in range(4):
        await ada.send(bob, f"{number}")
    answer = await missed(bob, state, pts_total_limit=3)
    assert (answer.NAME, answer.pts) == ("updates.differenceTooLong", state.pts + 4)
    answer = await missed(bob, state, pts_total_limit=4)
    assert len(answer.new_messages) == 4


@pytest.mark.parametrize("limit", [-5, 0, 1, 2, 1000])
async def test_slices_hold_marks_without_pts_as_well(limit: int) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        phone = await world.another(ada)
        state = await phone.call("updates.getState")
        named = ada.make("inputDialogPeer", peer=ada.peer(bob))
        for number in range(3):
            await bob.send(ada, f"{number}")
            world.advance(2)
            await ada.call("messages.markDialogUnread", peer=named, unread=number % 2 == 0)
            world.advance(2)
        texts: list[str] = []
        marks: list[bool] = []
        for _ in range(10):
            answer = await missed(phone, state, pts_limit=limit)
            if answer.NAME == "updates.differenceEmpty":
                break
            texts += [each.message for each in answer.new_messages]
            marks += [
                each.unread
                for each in answer.other_updates
                if each.NAME == "updateDialogUnreadMark"
            ]
            if answer.NAME == "updates.difference":
                state = answer.state
                break
            state = answer.intermediate_state
        assert texts == ["0", "1", "2"]
        # The mark is told as it is by now, in every slice in which it changed.
        assert marks
        assert set(marks) == {True}
        world.advance(10)
        again = await missed(phone, state)  # marks of the last seconds may be told twice
        assert again.new_messages == []
        assert (await missed(phone, again.state)).NAME == "updates.differenceEmpty"


async def test_what_happened_in_the_second_of_the_state_is_told_rather_than_lost(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    await bob.send(ada, "hi")
    await ada.call("messages.saveDraft", peer=ada.peer(bob), message="first")
    state = await phone.call("updates.getState")
    await ada.call("messages.saveDraft", peer=ada.peer(bob), message="second")
    answer = await missed(phone, state)
    (update,) = answer.other_updates
    assert update.draft.message == "second"
