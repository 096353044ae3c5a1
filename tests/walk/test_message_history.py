"""Histories: every way of asking for a part of one, against plain lists; and single messages."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chappe.db.database import Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import MEMORY, open_database
from chappe.features import ROOMS_WITH_TABLES
from chappe.features.messages import store
from chappe.features.messages.model import Body, CopyMark, Message
from chappe.features.messages.store import Window
from chappe.ids import BoxId, MessageId, PeerId
from chappe.testing.person import Person
from chappe.testing.world import World

BOX, PEER = BoxId(1), PeerId(2)


async def ask(person: Person, other: Person, **more: Any) -> Any:
    offsets = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    fields = {**dict.fromkeys(offsets, 0), "limit": 100, **more}
    return await person.call("messages.getHistory", peer=person.peer(other), **fields)


def wanted(ids: list[int], window: Window) -> list[int]:
    """What the window shows of a list, as https://core.telegram.org/api/offsets says it."""
    there = sorted(ids, reverse=True)
    if window.max_id:
        there = [each for each in there if each < window.max_id]
    there = [each for each in there if each > window.min_id]
    if not window.offset_id:
        return there[max(0, window.add_offset) :][: window.limit]
    above = [each for each in there if each >= window.offset_id]
    below = [each for each in there if each < window.offset_id]
    if window.add_offset >= 0:
        return below[window.add_offset :][: window.limit]
    newer = min(-window.add_offset, window.limit)
    return above[window.add_offset :][:newer] + below[: window.limit - newer]


async def fill(tx: Tx, ids: list[int]) -> None:
    body = Body(from_id=PEER, at=5, text="x")
    body_id = await store.insert_body(tx, body)
    copies = [
        Message(BOX, MessageId(id_), PEER, body_id, CopyMark(0), None, None, None, body)
        for id_ in ids
    ]
    await store.insert_copies(tx, copies)


numbers = st.integers(0, 14)


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(st.integers(1, 12), unique=True),
    st.lists(st.builds(Window, numbers, st.just(0), st.integers(-14, 14), numbers, numbers, numbers), min_size=1, max_size=40),
)  # fmt: skip
async def test_a_window_shows_what_the_page_of_offsets_says(
    ids: list[int], windows: list[Window]
) -> None:
    database = open_database(MEMORY)
    await database.open()
    await migrate(database, read_migrations(ROOMS_WITH_TABLES))
    async with database.transaction(write=True) as tx:
        if ids:
            await fill(tx, ids)
        for window in windows:
            found = await store.find_window(tx, window, store.OF_PEER, box=BOX, peer=PEER)
            assert [each.id for each in found] == wanted(ids, window), window
    await database.close()


async def test_nobody_has_a_whole_history_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "NEWER_MAX", 3)
    database = open_database(MEMORY)
    await database.open()
    await migrate(database, read_migrations(ROOMS_WITH_TABLES))
    async with database.transaction(write=True) as tx:
        await fill(tx, list(range(1, 13)))
        window = Window(1, 0, -(2**31), 100)
        found = await store.find_window(tx, window, store.OF_PEER, box=BOX, peer=PEER)
    assert [each.id for each in found] == [3, 2, 1]
    await database.close()


async def test_a_history_is_read_from_a_date(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for number in range(3):
        await ada.send(bob, str(number))
        world.advance(60)
    dates = [each.date for each in (await ask(bob, ada)).messages]
    found = await ask(bob, ada, offset_date=dates[0])
    assert [each.message for each in found.messages] == ["1", "0"]
    assert (found.NAME, found.count) == ("messages.messagesSlice", 3)


async def test_who_has_a_page_already_is_told_so(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await ada.send(bob, "two")
    total = 0
    for number in (2, 0, 1, 0):  # the number and the date of the last edit of each message
        total ^= total >> 21
        total ^= (total << 35) & (2**64 - 1)
        total ^= total >> 4
        total = (total + number) & (2**64 - 1)
    known = total - 2**64 if total >> 63 else total
    again = await ask(bob, ada, hash=known)
    assert (again.NAME, again.count) == ("messages.messagesNotModified", 2)
    assert (await ask(bob, ada, hash=known + 1)).NAME == "messages.messages"


async def test_messages_are_found_by_number_in_the_order_of_the_question(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "question")
    answer = bob.make("inputReplyToMessage", reply_to_msg_id=1)
    await bob.send(ada, "answer", reply_to=answer)
    named = [
        ada.make("inputMessageReplyTo", id=2),
        ada.make("inputMessageID", id=9),
        ada.make("inputMessageID", id=2),
        ada.make("inputMessagePinned"),
    ]
    found = await ada.call("messages.getMessages", id=named)
    texts = [getattr(each, "message", each.NAME) for each in found.messages]
    assert texts == ["question", "messageEmpty", "answer", "messageEmpty"]
    assert sorted(user.first_name for user in found.users) == ["Ada", "Bob"]


async def test_private_messages_have_no_views_and_no_mentions(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "hi")
    views = await bob.call(
        "messages.getMessagesViews", peer=bob.peer(ada), id=[1], increment=True
    )
    assert [each.views for each in views.views] == [None]
    mentions = await bob.call(
        "messages.getUnreadMentions",
        peer=bob.peer(ada),
        **dict.fromkeys(("offset_id", "add_offset", "max_id", "min_id"), 0),
        limit=10,
    )
    assert mentions.messages == []
    seen = await bob.call("messages.readMentions", peer=bob.peer(ada))
    assert (seen.pts, seen.pts_count, seen.offset) == (2, 0, 0)
    assert await bob.call("messages.receivedMessages", max_id=1) == []
