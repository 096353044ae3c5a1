"""Coming into basic groups with the last messages in one's hand, and going without any."""

from typing import Any

import pytest
from test_basic_groups import group, talk, texts
from test_migrating import old_history

from chappe.features.messages import clearing
from chappe.features.messages.actions import handing
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def add(who: Person, chat_id: int, other: Person, handed: int) -> Any:
    return await who.call(
        "messages.addChatUser", chat_id=chat_id, user_id=who.user(other), fwd_limit=handed
    )


async def remove(who: Person, chat_id: int, other: Person, *, revoke: bool = False) -> Any:
    return await who.call(
        "messages.deleteChatUser",
        chat_id=chat_id,
        user_id=who.user(other),
        revoke_history=revoke,
    )


def said(messages: list[Any]) -> list[str]:
    return [each.message for each in messages if each.NAME == "message"]


async def answer(who: Person, chat_id: int, text: str, to: int) -> None:
    await who.call(
        "messages.sendMessage",
        peer=who.make("inputPeerChat", chat_id=chat_id),
        message=text,
        random_id=who.client.next_msg_id(),
        reply_to=who.make("inputReplyToMessage", reply_to_msg_id=to),
    )


async def test_a_newcomer_is_handed_the_last_messages(world: World) -> None:
    ada, bob, cyd, chat_id = await group(world)
    for text in ("one", "two", "three"):
        await talk(bob, chat_id, text)
    two = next(each for each in await old_history(bob, chat_id) if each.message == "two")
    await answer(bob, chat_id, "four answers two", two.id)
    await add(ada, chat_id, cyd, 3)
    await world.settle()
    mine = await old_history(cyd, chat_id)
    assert said(mine) == ["four answers two", "three", "two"]
    assert mine[0].action.NAME == "messageActionChatAddUser"
    assert mine[1].reply_to.reply_to_msg_id == mine[3].id
    assert texts(cyd) == ["two", "three", "four answers two"]
    dialogs = await cyd.call(
        "messages.getPeerDialogs",
        peers=[cyd.make("inputDialogPeer", peer=cyd.make("inputPeerChat", chat_id=chat_id))],
    )
    assert dialogs.dialogs[0].unread_count == 1
    found = await cyd.call(
        "messages.search",
        peer=cyd.make("inputPeerChat", chat_id=chat_id),
        q="three",
        filter=cyd.make("inputMessagesFilterEmpty"),
        min_date=0,
        max_date=0,
        offset_id=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert said(found.messages) == ["three"]


async def test_who_comes_again_is_handed_what_it_has_not_got(world: World) -> None:
    ada, bob, cyd, chat_id = await group(world)
    await talk(ada, chat_id, "before")
    await remove(ada, chat_id, bob)
    await talk(ada, chat_id, "meanwhile")
    await add(ada, chat_id, bob, 100)
    assert said(await old_history(bob, chat_id)) == ["meanwhile", "before"]
    await add(ada, chat_id, cyd, 0)
    assert said(await old_history(cyd, chat_id)) == []


async def test_nobody_is_handed_a_whole_history(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "HANDED_MAX", 2)
    ada, bob, cyd, chat_id = await group(world)
    for text in ("one", "two", "three"):
        await talk(bob, chat_id, text)
    await add(ada, chat_id, cyd, 1_000_000)
    assert said(await old_history(cyd, chat_id)) == ["three", "two"]


async def test_an_edit_reaches_those_who_were_handed_the_message(world: World) -> None:
    ada, _, cyd, chat_id = await group(world)
    await talk(ada, chat_id, "one")
    mine = (await old_history(ada, chat_id))[0]
    await add(ada, chat_id, cyd, 10)
    await ada.call(
        "messages.editMessage",
        peer=ada.make("inputPeerChat", chat_id=chat_id),
        id=mine.id,
        message="one, edited",
    )
    assert said(await old_history(cyd, chat_id)) == ["one, edited"]


async def test_who_is_put_out_may_lose_what_it_has(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "PORTION", 2)
    ada, bob, _, chat_id = await group(world)
    for number in range(5):
        await talk(bob, chat_id, f"number {number}")
    await remove(ada, chat_id, bob, revoke=True)
    await world.settle()
    left = await old_history(bob, chat_id)
    assert [each.action.NAME for each in left] == ["messageActionChatDeleteUser"]
    assert len(said(await old_history(ada, chat_id))) == 5


async def test_who_leaves_may_take_nothing_along(world: World) -> None:
    _, bob, _, chat_id = await group(world)
    await talk(bob, chat_id, "hello")
    await remove(bob, chat_id, bob, revoke=True)
    assert said(await old_history(bob, chat_id)) == []


async def test_a_group_that_ends_leaves_nothing_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "PORTION", 2)
    ada, bob, _, chat_id = await group(world)
    for number in range(5):
        await talk(bob, chat_id, f"number {number}")
    await ada.call("messages.deleteChat", chat_id=chat_id)
    await world.settle()
    for person in (ada, bob):
        assert await old_history(person, chat_id) == []
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await talk(bob, chat_id, "anyone?")


async def test_the_pinned_message_stands_in_the_full_group(world: World) -> None:
    ada, bob, _, chat_id = await group(world)
    await talk(ada, chat_id, "read this")
    mine = (await old_history(ada, chat_id))[0]
    await ada.call(
        "messages.updatePinnedMessage",
        peer=ada.make("inputPeerChat", chat_id=chat_id),
        id=mine.id,
    )
    full = await bob.call("messages.getFullChat", chat_id=chat_id)
    theirs = next(each for each in await old_history(bob, chat_id) if each.NAME == "message")
    assert full.full_chat.pinned_msg_id == theirs.id
