"""Two people talk: sent, pushed, read, found again; each in a layer of its own."""

import pytest

from chappe.testing.client import Refused
from chappe.testing.world import World

LAYERS = [133, 158, 198, 229]


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_message_is_pushed_in_the_receivers_layer_and_found_in_the_history(
    world: World,
    layer: int,
) -> None:
    ada = await world.person("Ada")
    bob = await world.person("Bob", layer=layer)
    await bob.call("updates.getState")
    sent = await ada.send(bob, "hello")
    assert (sent.id, sent.pts, sent.pts_count) == (1, 2, 1)
    await world.settle()
    (pushed,) = bob.updates
    assert pushed.updates[0].message.message == "hello"
    assert [user.first_name for user in pushed.users] == ["Ada"]
    history = await bob.call(
        "messages.getHistory",
        peer=bob.peer(ada),
        **dict.fromkeys(
            ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
        ),
        limit=10,
    )
    assert history.messages == [pushed.updates[0].message]


@pytest.mark.one_node
async def test_once_they_have_met_plain_text_comes_in_the_short_form() -> None:
    async with World() as world:  # what another node brought about is read, and told at length
        ada, bob = await world.person("Ada"), await world.person("Bob")
        await bob.call("updates.getState")
        await ada.send(bob, "one")
        await ada.send(bob, "two")
        await world.settle()
        assert [update.NAME for update in bob.updates] == ["updates", "updateShortMessage"]


async def test_the_other_device_of_the_sender_hears_of_it_and_the_asking_one_does_not(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    await ada.send(bob, "from the desk")
    await world.settle()
    assert ada.updates == []
    (pushed,) = phone.updates
    assert pushed.updates[0].message.out


async def test_the_same_random_id_is_the_same_message(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    first = await ada.send(bob, "once", random_id=7)
    again = await ada.send(bob, "once", random_id=7)
    assert first.id == again.id
    assert again.pts_count == 0


async def test_reading_tells_the_author_and_the_other_devices(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await ada.send(bob, "two")
    await world.settle()
    read = await bob.call("messages.readHistory", peer=bob.peer(ada), max_id=1)
    assert read.pts_count == 1
    await world.settle()
    assert [each.NAME for each in ada.updates[-1].updates] == ["updateReadHistoryOutbox"]
    state = await bob.call("updates.getState")
    assert state.unread_count == 1
    again = await bob.call("messages.readHistory", peer=bob.peer(ada), max_id=1)
    assert again.pts_count == 0


async def test_one_who_was_away_gets_everything_in_slices(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    state = await bob.call("updates.getState")
    for number in range(5):
        await ada.send(bob, f"message {number}")
    texts = []
    pts, date = state.pts, state.date
    while True:
        missed = await bob.call("updates.getDifference", pts=pts, date=date, qts=1, pts_limit=2)
        texts += [message.message for message in missed.new_messages]
        if missed.NAME == "updates.difference":
            break
        pts, date = missed.intermediate_state.pts, missed.intermediate_state.date
    assert texts == [f"message {number}" for number in range(5)]
    assert missed.state.pts == 6


async def test_the_list_of_chats_is_sorted_and_paged(world: World) -> None:
    ada = await world.person("Ada")
    others = [await world.person(name) for name in ("Bob", "Cyd", "Dan")]
    for other in others:
        await other.send(ada, "hi")
        world.advance(1)
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": ada.make("inputPeerEmpty")}
    first = await ada.call("messages.getDialogs", **page, limit=2, hash=0)
    assert first.NAME == "messages.dialogsSlice"
    assert first.count == 3
    assert [each.peer.user_id for each in first.dialogs] == [
        others[2].user_id,
        others[1].user_id,
    ]
    last = first.messages[-1]
    page = {
        "offset_date": last.date,
        "offset_id": last.id,
        "offset_peer": ada.peer(others[1]),
    }
    rest = await ada.call("messages.getDialogs", **page, limit=2, hash=0)
    assert [each.peer.user_id for each in rest.dialogs] == [others[0].user_id]


async def test_a_hash_of_another_account_opens_nothing(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    cyd = await world.person("Cyd")
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("messages.sendMessage", peer=bob.peer(cyd), message="hi", random_id=1)


async def test_after_the_log_out_nothing_is_pushed(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    await bob.call("auth.logOut")
    await ada.send(bob, "hello")
    await world.settle()
    assert bob.updates == []
    with pytest.raises(Refused, match="401 AUTH_KEY_UNREGISTERED"):
        await bob.call("updates.getState")
