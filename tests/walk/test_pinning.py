"""Pinning: for both or for oneself, said in the dialog, seen in the profile, undone."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def pin(person: Person, other: Person, message_id: int, **more: Any) -> Any:
    return await person.call(
        "messages.updatePinnedMessage", peer=person.peer(other), id=message_id, **more
    )


async def pinned(person: Person, other: Person) -> int | None:
    full = await person.call("users.getFullUser", id=person.user(other))
    return full.full_user.pinned_msg_id


async def test_a_message_is_pinned_for_both_and_that_is_said(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    await ada.send(bob, "one")
    answer = await pin(ada, bob, 1, silent=True)
    assert [each.NAME for each in answer.updates] == [
        "updatePinnedMessages",
        "updateNewMessage",
    ]
    assert [each.pts for each in answer.updates] == [3, 4]
    await world.settle()
    seen = [update for pushed in bob.updates for update in pushed.updates][1:]
    assert [each.NAME for each in seen] == ["updatePinnedMessages", "updateNewMessage"]
    assert (seen[0].pinned, seen[0].messages, seen[0].peer.user_id) == (True, [1], ada.user_id)
    said = seen[1].message
    assert said.action.NAME == "messageActionPinMessage"
    assert (said.silent, said.reply_to.reply_to_msg_id) == (True, 1)
    assert await pinned(ada, bob) == await pinned(bob, ada) == 1
    found = await bob.call("messages.getMessages", id=[bob.make("inputMessageID", id=1)])
    assert found.messages[0].pinned


async def test_a_message_is_pinned_for_oneself_and_unpinned(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    answer = await pin(ada, bob, 1, pm_oneside=True)
    assert [each.NAME for each in answer.updates] == ["updatePinnedMessages"]
    assert await pinned(ada, bob) == 1
    assert await pinned(bob, ada) is None
    answer = await pin(ada, bob, 1, unpin=True)
    assert [(each.pinned, each.messages) for each in answer.updates] == [(False, [1])]
    assert await pinned(ada, bob) is None


async def test_notes_are_pinned_without_a_word(world: World) -> None:
    ada = await world.person("Ada")
    await ada.send(ada, "note")
    answer = await pin(ada, ada, 1)
    assert [each.NAME for each in answer.updates] == ["updatePinnedMessages"]
    assert await pinned(ada, ada) == 1


async def test_all_are_unpinned_at_once(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for number in range(1, 4):
        await ada.send(bob, str(number))
    for number in (1, 3):
        await pin(ada, bob, number)
    done = await ada.call("messages.unpinAllMessages", peer=ada.peer(bob))
    assert (done.pts_count, done.offset) == (2, 0)
    assert await pinned(ada, bob) is None
    assert await pinned(bob, ada) is None
    await world.settle()
    missed = await bob.call("updates.getDifference", pts=done.pts - 1, date=1, qts=1)
    (update,) = missed.other_updates
    assert (update.NAME, update.messages, update.pinned) == (
        "updatePinnedMessages",
        [1, 3],
        False,
    )
    again = await ada.call("messages.unpinAllMessages", peer=ada.peer(bob))
    assert again.pts_count == 0


async def test_the_dialogs_within_saved_messages_are_unpinned_apart(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(ada, "note")
    await bob.send(ada, "one")
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(bob),
        to_peer=ada.peer(ada),
        id=[2],
        random_id=[1],
    )
    for number in (1, 3):
        await pin(ada, ada, number)
    done = await ada.call(
        "messages.unpinAllMessages", peer=ada.peer(ada), saved_peer_id=ada.peer(bob)
    )
    assert done.pts_count == 1
    assert await pinned(ada, ada) == 1


async def test_what_cannot_be_pinned(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await pin(ada, bob, 1)
    for error, number, more in (
        ("MESSAGE_ID_INVALID", 9, {}),
        ("MESSAGE_ID_INVALID", 2, {}),
        ("CHAT_NOT_MODIFIED", 1, {}),
        ("PEER_ID_INVALID", 1, {"peer": ada.make("inputPeerEmpty")}),
    ):
        asked = {"peer": ada.peer(bob), "id": number, **more}
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call("messages.updatePinnedMessage", **asked)
    await pin(ada, bob, 1, unpin=True)
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await pin(ada, bob, 1, unpin=True)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("messages.unpinAllMessages", peer=ada.make("inputPeerEmpty"))


async def test_what_is_pinned_for_oneself_may_be_pinned_for_both(world: World) -> None:
    """The other one's box changes alone, and both hear of it: the lower box is taken first."""
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await pin(ada, bob, 1, pm_oneside=True)
    await pin(ada, bob, 1)
    assert await pinned(ada, bob) == await pinned(bob, ada) == 1


async def test_in_a_group_those_hear_of_a_pinned_message_who_do_not_have_it(
    world: World,
) -> None:
    people = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    ada, bob, cyd = people
    made = await cyd.call("messages.createChat", users=[cyd.user(ada)], title="Group")
    chat_id = made.updates.chats[0].id
    peer = cyd.make("inputPeerChat", chat_id=chat_id)
    await cyd.call("messages.sendMessage", peer=peer, message="one", random_id=1)
    await cyd.call("messages.addChatUser", chat_id=chat_id, user_id=cyd.user(bob), fwd_limit=0)
    await cyd.call("messages.updatePinnedMessage", peer=peer, id=2)
    await world.settle()
    assert bob.told[-1].message.action.NAME == "messageActionPinMessage"
