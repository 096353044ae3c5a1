"""What is pushed to whom, in which order, and what happens when something fails on the way."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any

import pytest
from typing_extensions import override

from chappe.clock import ManualClock
from chappe.db.database import Database, Durable, Tx
from chappe.db.migrate import migrate, read_migrations
from chappe.db.sqlite import SqliteDatabase
from chappe.gateway import eager
from chappe.ids import AuthKeyId, BoxId, MessageId, SessionId, UserId
from chappe.tl import api, layers
from chappe.updates import crowds, encode, fanout, horizon, render, sharing
from chappe.updates.encode import Listener
from chappe.updates.facts import NewMessage
from chappe.updates.fanout import Fanout
from chappe.updates.log import Journal, Logged, SessionRef, Told
from chappe.updates.viewer import Viewer

ADA = UserId(7)
CHANNEL = BoxId(-1_000_000_000_005)


class Session(Listener):
    """Keeps what is pushed, as names or message ids."""

    def __init__(self, number: int, layer: int = layers.LATEST) -> None:
        self.heard: list[Any] = []
        self._ref = SessionRef(AuthKeyId(number), SessionId(number))
        self._layer = layer

    @property
    @override
    def ref(self) -> SessionRef:
        return self._ref

    @property
    @override
    def layer(self) -> int:
        return self._layer

    @override
    def push(self, body: bytes) -> None:
        container: Any = layers.schema(self._layer).read(body)
        if container.NAME != "updates":
            self.heard.append(container.NAME)
        self.heard += [each.message.id for each in getattr(container, "updates", [])]


class Gate(Database):
    """A database whose transactions wait, or fail, when the test wants it."""

    def __init__(self, inner: Database) -> None:
        self.inner = inner
        self.dialect = inner.dialect
        self.open_gate = asyncio.Event()
        self.open_gate.set()
        self.broken = False
        self.begun = 0
        self.durable: Durable | None = None

    @override
    async def open(self) -> None:
        pass

    @override
    async def close(self) -> None:
        pass

    @override
    async def begin(self, write: bool) -> Tx:
        self.begun += 1
        await self.open_gate.wait()
        if self.broken:
            raise OSError("no database")
        tx = await self.inner.begin(write)
        return _Late(tx, self.durable) if self.durable is not None else tx


class _Late:
    """A transaction that has seen rows which are not on the disk yet."""

    def __init__(self, tx: Tx, durable: Durable) -> None:
        self._tx, self._durable = tx, durable

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    async def commit(self) -> Durable:
        await self._tx.commit()
        return self._durable


class OnDisk(Durable):
    """Decided by the test."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    @override
    async def wait(self) -> None:
        await self.event.wait()

    @override
    def when_done(self, action: Any) -> None:
        raise NotImplementedError


class House:
    """A fan-out over a log in memory."""

    def __init__(self, database: Database) -> None:
        self.database = Gate(database)
        self.fanout = Fanout(self.database, ManualClock(), bytes(32), self._run)

    def _run(self, work: Any) -> None:
        eager.run(work, lambda _: None, lambda: None, by_hand=True)

    async def happen(
        self, count: int = 1, box: int = ADA, origin: Session | None = None
    ) -> list[Logged]:
        """Facts that were committed, and not told to anybody yet."""
        async with self.database.inner.transaction(write=True) as tx:
            journal = Journal(tx, 1000.0, None if origin is None else origin.ref)
            for _ in range(count):
                moment = await journal.take(BoxId(box), facts=1, pts=1, ids=1)
                journal.note(moment, NewMessage(moment.top_id))
            await journal.flush()
        return journal.entries

    async def session(self, number: int = 1, layer: int = layers.LATEST) -> Session:
        session = Session(number, layer)
        self.fanout.listen(ADA, session)
        await self.rest()
        return session

    async def rest(self) -> None:
        for _ in range(50):
            await asyncio.sleep(0)
        assert self.fanout.idle


shown = 0


async def show(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Any]:
    """Instead of the room's renderer."""
    global shown  # noqa: PLW0603 - a counter for one test
    shown += 1
    ids = [entry.fact.id for entry in entries]  # type: ignore[attr-defined]  # NewMessage
    assert 666 not in ids, "as the test wants it"
    return [
        [api.UpdateNewMessage(message=api.MessageEmpty(id=number), pts=entry.pts, pts_count=1)]
        for number, entry in zip(ids, entries, strict=True)
    ]


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setitem(render.RENDERERS, NewMessage, show)
    monkeypatch.setattr(render, "_peer_renderers", [])
    monkeypatch.setattr(fanout, "SHORTENERS", {})
    monkeypatch.setattr(crowds, "_channels_of", [])
    monkeypatch.setattr(horizon, "_finders", [])
    monkeypatch.setattr(sharing, "_apart", {})
    database = SqliteDatabase(None)
    await database.open()
    await migrate(database, read_migrations(("chappe.updates",)))
    async with database.transaction(write=True) as tx:
        for box in (ADA, CHANNEL):
            await Journal(tx, 1000.0).open_box(BoxId(box))
    yield House(database)
    await database.close()


# -- order ------------------------------------------------------------------------------


async def test_facts_are_pushed_as_they_come(house: House) -> None:
    one, two = await house.session(1), await house.session(2)
    house.fanout.heard(await house.happen())
    await house.rest()
    house.fanout.heard(await house.happen(2))
    await house.rest()
    assert one.heard == two.heard == [1, 2, 3]


async def test_what_came_before_is_the_clients_to_ask_for(house: House) -> None:
    await house.happen(3)
    session = await house.session()
    house.fanout.heard(await house.happen())
    await house.rest()
    assert session.heard == [4]


async def test_the_session_that_asked_hears_nothing_of_it(house: House) -> None:
    one, two = await house.session(1), await house.session(2)
    house.fanout.heard(await house.happen(origin=one))
    await house.rest()
    house.fanout.heard(await house.happen(origin=two))
    await house.rest()
    assert (one.heard, two.heard) == ([2], [1])


async def test_it_hears_nothing_of_it_when_the_log_is_read_first(house: House) -> None:
    one, two = await house.session(1), await house.session(2)
    mine = await house.happen(origin=one)
    house.fanout.grown([(BoxId(ADA), 1)])  # a word of another node was faster
    house.fanout.heard(mine)
    await house.rest()
    assert (one.heard, two.heard) == ([], [1])


async def test_a_gap_is_read_from_the_log(house: House) -> None:
    session = await house.session()
    first, second, third = await house.happen(3)
    house.fanout.heard([third])
    await house.rest()
    assert session.heard == [1, 2, 3]
    house.fanout.heard([first, second])
    await house.rest()
    assert session.heard == [1, 2, 3]


async def test_words_out_of_order_and_repeated_push_once(house: House) -> None:
    session = await house.session()
    entries = await house.happen(3)
    house.fanout.grown([(BoxId(ADA), 3)])
    house.fanout.grown([(BoxId(ADA), 1)])
    house.fanout.grown([(BoxId(ADA), 3)])
    house.fanout.heard([*reversed(entries), *entries])
    await house.rest()
    assert session.heard == [1, 2, 3]


async def test_what_comes_while_it_pushes_is_pushed_behind(house: House) -> None:
    session = await house.session()
    house.database.open_gate.clear()
    house.fanout.heard(await house.happen())
    house.fanout.heard(await house.happen())
    house.fanout.heard(await house.happen())
    assert session.heard == []
    house.database.open_gate.set()
    await house.rest()
    assert session.heard == [1, 2, 3]


async def test_a_word_for_somebody_who_is_away_costs_nothing(house: House) -> None:
    entries = await house.happen(3)
    house.fanout.heard(entries)
    house.fanout.grown([(BoxId(ADA), 3), (BoxId(8), 1)])
    assert house.database.begun == 0
    assert not house.fanout.online(ADA)


# -- coming and going -------------------------------------------------------------------


async def test_the_first_calls_wait_until_the_place_is_known(house: House) -> None:
    house.database.open_gate.clear()
    session = Session(1)
    house.fanout.listen(ADA, session)
    placed = house.fanout.placed(ADA)
    assert placed is not None
    await house.happen()
    await asyncio.sleep(0)
    assert not placed.done()
    house.database.open_gate.set()
    await house.rest()
    assert placed.done()
    assert house.fanout.placed(ADA) is None
    house.fanout.grown([(BoxId(ADA), 1)])
    await house.rest()
    assert session.heard == [], "the call that has waited tells of it"


async def test_they_wait_no_longer_when_the_session_has_gone(house: House) -> None:
    house.database.open_gate.clear()
    session = Session(1)
    house.fanout.listen(ADA, session)
    placed = house.fanout.placed(ADA)
    house.fanout.leave(ADA, session.ref)
    assert placed is not None
    assert placed.done()
    house.database.open_gate.set()


async def test_who_leaves_while_it_is_written_hears_nothing(house: House) -> None:
    one, two = await house.session(1), await house.session(2)
    house.database.durable = on_disk = OnDisk()
    house.fanout.heard(await house.happen())
    await asyncio.sleep(0)
    house.fanout.leave(ADA, one.ref)
    again = Session(1)
    house.fanout.listen(ADA, again)
    on_disk.event.set()
    await house.rest()
    assert (one.heard, two.heard, again.heard) == ([], [1], [])


async def test_a_session_that_listens_again_hears_what_comes_then(house: House) -> None:
    one = await house.session(1)
    house.fanout.leave(ADA, one.ref)
    house.fanout.leave(ADA, one.ref)
    house.fanout.heard(await house.happen())
    house.fanout.listen(ADA, one)
    await house.rest()
    house.fanout.heard(await house.happen())
    await house.rest()
    assert one.heard == [2]


# -- what goes wrong --------------------------------------------------------------------


async def test_rows_that_are_not_on_the_disk_are_not_told(house: House) -> None:
    session = await house.session()
    house.database.durable = on_disk = OnDisk()
    house.fanout.heard(await house.happen())
    await asyncio.sleep(0.001)
    assert session.heard == []
    on_disk.event.set()
    await house.rest()
    assert session.heard == [1]


async def test_what_cannot_be_shown_has_to_be_asked_for_and_the_next_is_pushed(
    house: House,
) -> None:
    session = await house.session()
    (entry,) = await house.happen()
    bad = Logged(entry.box, entry.n, entry.pts, entry.at, NewMessage(MessageId(666)))
    house.fanout.heard([bad])
    await house.rest()
    assert session.heard == ["updatesTooLong"]
    house.fanout.heard(await house.happen())
    await house.rest()
    assert session.heard == ["updatesTooLong", 2]


async def test_without_a_database_the_sweep_tells_them_to_ask(house: House) -> None:
    session = await house.session()
    house.database.broken = True
    house.fanout.heard(await house.happen())
    await house.rest()
    assert session.heard == []
    with pytest.raises(OSError, match="no database"):
        await house.fanout.look()
    house.database.broken = False
    await house.fanout.look()
    await house.rest()
    assert session.heard == ["updatesTooLong"]
    house.fanout.heard(await house.happen())
    await house.rest()
    assert session.heard == ["updatesTooLong", 2]


async def test_calls_do_not_wait_for_a_database_that_is_gone(house: House) -> None:
    house.database.open_gate.clear()
    session = Session(1)
    house.fanout.listen(ADA, session)
    placed = house.fanout.placed(ADA)
    assert placed is not None
    house.database.broken = True
    house.database.open_gate.set()
    await house.rest()
    assert placed.done()


async def test_a_lost_word_is_found_by_looking(house: House) -> None:
    session = await house.session()
    await house.happen(2)
    await house.rest()
    assert session.heard == []
    await house.fanout.look()
    await house.rest()
    assert session.heard == [1, 2]


async def test_who_is_far_behind_is_told_to_ask(house: House) -> None:
    session = await house.session()
    await house.happen(fanout.GAP_MAX + 1)
    await house.fanout.look()
    await house.rest()
    house.fanout.heard(await house.happen())
    await house.rest()
    assert session.heard == ["updatesTooLong", fanout.GAP_MAX + 2]


async def test_after_the_stop_nothing_is_pushed(house: House) -> None:
    session = await house.session()
    house.fanout.stop()
    house.fanout.heard(await house.happen())
    await house.rest()
    assert session.heard == []


# -- layers -----------------------------------------------------------------------------


async def test_it_is_shown_once_and_written_once_for_each_layer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    write = encode.layers.write

    def count(container: Any, layer: int = layers.LATEST) -> bytes:
        if container is not encode.EMPTY:
            written.append(layer)
        return write(container, layer)

    sessions = [await house.session(n, (158, 198, 229)[n % 3]) for n in range(1, 31)]
    monkeypatch.setattr(encode.layers, "write", count)
    before = shown
    house.fanout.heard(await house.happen())
    await house.rest()
    assert all(session.heard == [1] for session in sessions)
    assert sorted(written) == [158, 198, 229]
    assert shown == before + 1


async def test_a_layer_without_words_for_it_is_left_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def show_both(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Any]:
        (updates,) = await show(tx, viewer, entries)
        return [[*updates, api.UpdateAutoSaveSettings()]]

    monkeypatch.setitem(render.RENDERERS, NewMessage, show_both)
    old = await house.session(1, 133)
    house.fanout.heard(await house.happen())
    await house.rest()
    assert old.heard == [1]


async def test_the_short_form_is_used_only_where_every_layer_has_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shorten(viewer: Viewer, entry: Logged) -> Any:
        return api.UpdateShort(update=api.UpdateAutoSaveSettings(), date=0)

    monkeypatch.setattr(fanout, "SHORTENERS", {NewMessage: shorten})
    new = await house.session(1)
    house.fanout.heard(await house.happen())
    await house.rest()
    assert new.heard == ["updateShort"]
    old = await house.session(2, 133)
    house.fanout.heard(await house.happen())
    await house.rest()
    assert (new.heard, old.heard) == (["updateShort", 2], [2])


async def test_a_short_form_needs_neither_rows_nor_a_turn_of_the_loop(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shorten(viewer: Viewer, entry: Logged) -> Any:
        assert entry.n != 2, "as the test wants it"
        return api.UpdateShort(update=api.UpdateContactsReset(), date=0)

    monkeypatch.setattr(fanout, "SHORTENERS", {NewMessage: shorten})
    session = await house.session()
    begun = house.database.begun
    house.fanout.heard(await house.happen())
    assert session.heard == ["updateShort"]
    assert house.database.begun == begun
    house.fanout.heard(await house.happen())
    await house.rest()
    house.fanout.heard(await house.happen())
    assert session.heard == ["updateShort", "updatesTooLong", "updateShort"]


# -- of the moment ----------------------------------------------------------------------


async def test_what_is_of_the_moment_goes_to_those_who_are_here(house: House) -> None:
    one, two = await house.session(1), await house.session(2)
    typing = api.UpdateUserTyping(user_id=8, action=api.SendMessageTypingAction())
    house.fanout.tell(Told(typing, users=(ADA, UserId(8)), origin=one.ref))
    assert (one.heard, two.heard) == ([], ["updateShort"])


async def test_strangers_hear_what_is_told_to_their_key(house: House) -> None:
    stranger = Session(5)
    house.fanout.listen_stranger(AuthKeyId(50), stranger)
    house.fanout.tell(Told(api.UpdateLoginToken(), key_id=AuthKeyId(50)))
    house.fanout.tell(Told(api.UpdateLoginToken(), key_id=AuthKeyId(51)))
    house.fanout.leave_stranger(AuthKeyId(50), stranger.ref)
    house.fanout.leave_stranger(AuthKeyId(50), stranger.ref)
    house.fanout.tell(Told(api.UpdateLoginToken(), key_id=AuthKeyId(50)))
    assert stranger.heard == ["updateShort"]


async def test_an_update_that_cannot_be_written_hurts_nobody(house: House) -> None:
    session = await house.session()
    house.fanout.tell(Told(api.UpdateUserTyping(user_id=8, action=None), users=(ADA,)))  # type: ignore[arg-type]  # wrong on purpose
    assert session.heard == []


# -- channels ---------------------------------------------------------------------------


@pytest.fixture
def members(monkeypatch: pytest.MonkeyPatch) -> set[UserId]:
    """Who is in the channel."""
    found: set[UserId] = set()

    async def channels_of(_tx: Tx, user_id: UserId) -> Collection[BoxId]:
        return [CHANNEL] if user_id in found else []

    monkeypatch.setattr(crowds, "_channels_of", [channels_of])
    return found


async def test_members_hear_what_happens_in_a_channel(
    house: House, members: set[UserId]
) -> None:
    members.add(ADA)
    await house.happen(box=CHANNEL)
    session = await house.session()
    house.fanout.heard(await house.happen(box=CHANNEL))
    await house.rest()
    await house.happen(box=CHANNEL)
    await house.fanout.look()
    await house.rest()
    assert session.heard == [2, 3]


async def test_in_a_channel_too_the_session_that_asked_hears_nothing_of_it(
    house: House, members: set[UserId]
) -> None:
    members.add(ADA)
    one, two = await house.session(1), await house.session(2)
    house.fanout.heard(await house.happen(box=CHANNEL, origin=one))
    await house.rest()
    house.fanout.heard(await house.happen(box=CHANNEL))
    await house.rest()
    assert (one.heard, two.heard) == ([2], [1, 2])


async def test_what_happens_while_the_place_is_read_is_pushed(
    house: House, members: set[UserId]
) -> None:
    members.add(ADA)
    session = Session(1)
    entries = await house.happen(box=CHANNEL)
    with house.fanout._crowds.placing():
        house.fanout.heard(entries)  # the place was read before it
        for crowd in house.fanout._crowds.place(ADA, {CHANNEL: 0}, {}):
            assert (crowd.place, crowd.reach) == (0, 1)
            assert crowd.due
    assert session.heard == []


async def test_a_newcomer_is_told_what_happened_since_in_order(
    house: House, members: set[UserId]
) -> None:
    session = await house.session()
    await house.happen(3, box=CHANNEL)
    members.add(ADA)
    account = house.fanout._accounts[ADA]
    await house.fanout._move(account, {CHANNEL: 1})
    await house.rest()
    assert session.heard == [2, 3]
    house.fanout.heard(await house.happen(box=CHANNEL))
    await house.rest()
    assert session.heard == [2, 3, 4]
    members.clear()
    await house.fanout._move(account, {})
    house.fanout.heard(await house.happen(box=CHANNEL))
    await house.rest()
    assert session.heard == [2, 3, 4]
    assert house.fanout._crowds.boxes == []


async def test_a_channel_that_cannot_be_shown_has_to_be_asked_for(
    house: House, members: set[UserId]
) -> None:
    members.add(ADA)
    session = await house.session()
    (entry,) = await house.happen(box=CHANNEL)
    house.fanout.heard([Logged(CHANNEL, 1, entry.pts, 1, NewMessage(MessageId(666)))])
    await house.rest()
    house.fanout.heard(await house.happen(box=CHANNEL))
    await house.rest()
    assert session.heard == ["updateShort", 2]
