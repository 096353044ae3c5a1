"""Finding messages by what they say and carry: the lists that a search gives, whole, counted, by day."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from chappe.db.database import Param, Tx
from chappe.features.dialogs import marks
from chappe.features.messages import store
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.store import Window
from chappe.features.messages.threads import Contents
from chappe.ids import BoxId, MessageId, PeerId, UserId

DAY_SECONDS = 24 * 3600
FROM = "FROM message m JOIN body b ON b.id = m.body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which messages are looked for; everything that is given has to be so.

    `box`: an account's own, or a channel's; `more_boxes`: of channels besides. `query`: for the index of
    words (words.py). `after`, `before`: dates, exclusive. `peer_from`, `peer_to`: numbers of the peers
    (users are above 0, groups below). `peers`, `not_peers`: only in, or not in, these dialogs. `bodies`: only
    these. `thread`: only what is in it. `member`: whose marks are meant, where the box is a channel's.
    `horizons`: the newest message of a box that is not to be found.
    """

    box: BoxId
    more_boxes: Collection[BoxId] = ()
    peer: PeerId | None = None
    query: str | None = None
    marked: CopyMark | None = None
    from_id: PeerId | None = None
    saved_peer: PeerId | None = None
    after: int = 0
    before: int = 0
    peer_from: int | None = None
    peer_to: int | None = None
    peers: Collection[PeerId] | None = None
    not_peers: Collection[PeerId] = ()
    bodies: Collection[int] | None = None
    thread: Contents | None = None
    member: UserId | None = None
    horizons: Mapping[BoxId, MessageId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """What was found of one day. `at`: its beginning, UTC."""

    at: int
    first_id: MessageId
    last_id: MessageId
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list, counted from the newest, a message stands."""

    message_id: MessageId
    at: int
    index: int


async def find(tx: Tx, sought: Sought, window: Window) -> list[Message]:
    """A part of the list, the newest first."""
    where, params = _where(sought)
    return await store.find_window(tx, window, where, join="", **params)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A message among those of several boxes, which have no numbers in common."""

    at: int
    box: int
    id: int


async def find_latest(
    tx: Tx, sought: Sought, below: Cursor | None, limit: int
) -> list[Message]:
    """The newest by date, over all boxes; `below`: only what stands behind that one."""
    where, params = _where(sought)
    if below is not None:
        where += (
            " AND (m.at < :below_at OR m.at = :below_at AND"
            " (m.box < :below_box OR m.box = :below_box AND m.id < :below_id))"
        )
        params |= {"below_at": below.at, "below_box": below.box, "below_id": below.id}
    rows = await tx.rows(
        f"{store.SELECT} WHERE {where} ORDER BY m.at DESC, m.box DESC, m.id DESC LIMIT :limit",
        **params,
        limit=limit,
    )
    return [store.message_of(row) for row in rows]


async def count(tx: Tx, sought: Sought, *, newer_than: int = 0) -> int:
    """How long the list is; `newer_than`: only of messages behind that one."""
    where, params = _where(sought)
    if newer_than:
        where, params = f"{where} AND m.id > :newer_than", {**params, "newer_than": newer_than}
    return await store.count_where(tx, where, join="", **params)


async def oldest(tx: Tx, sought: Sought) -> tuple[MessageId, int] | None:
    """The number and date of the first message of the list."""
    where, params = _where(sought)
    row = await tx.row(
        f"SELECT m.id, m.at {FROM} WHERE {where} ORDER BY m.id LIMIT 1", **params
    )
    return None if row is None else (row[0], row[1])


async def days(tx: Tx, sought: Sought, *, below: int, limit: int) -> list[Day]:
    """The days on which something was found, the newest first; `below`: only older messages (0: all)."""
    where, params = _where(sought)
    rows = await tx.rows(
        f"SELECT m.at / {DAY_SECONDS}, MIN(m.id), MAX(m.id), COUNT(*) {FROM} "
        f"WHERE {where} AND m.id < :below "
        f"GROUP BY m.at / {DAY_SECONDS} ORDER BY 3 DESC LIMIT :limit",
        **params,
        below=below or store.MESSAGE_ID_MAX + 1,
        limit=limit,
    )
    return [Day(day * DAY_SECONDS, first, last, found) for day, first, last, found in rows]


async def places(tx: Tx, sought: Sought, *, below: int, step: int) -> list[Place]:
    """Every so many messages of the list, beginning behind a place (0: the top)."""
    where, params = _where(sought)
    rows = await tx.rows(
        "SELECT id, at, place FROM ("
        f"SELECT m.id, m.at, ROW_NUMBER() OVER (ORDER BY m.id DESC) - 1 AS place {FROM} "
        f"WHERE {where}) numbered WHERE id < :below AND place % :step = 0 ORDER BY id DESC",
        **params,
        below=below or store.MESSAGE_ID_MAX + 1,
        step=step,
    )
    return [Place(*row) for row in rows]


def _where(sought: Sought) -> tuple[str, dict[str, Param]]:
    """The condition and its parameters."""
    conditions = ["m.box IN :boxes[]" if sought.more_boxes else "m.box = :box"]
    params: dict[str, Param] = {"box": sought.box}
    if sought.more_boxes:
        params = {"boxes": [sought.box, *sought.more_boxes]}
    for name, given, sql in _CONDITIONS:
        value = getattr(sought, name)
        if given(value):
            conditions.append(sql)
            params[name] = list(value) if name in _LISTS else value
    if sought.marked is CopyMark.MENTIONED and sought.member is not None:
        conditions.append(f"m.id IN ({marks.IDS_NAMED})")
        params["member"] = sought.member
    elif sought.marked is not None:
        # As the partial indexes say it: the number stands in the statement.
        conditions.append(f"m.marks & {int(sought.marked)} <> 0")
    if sought.thread is not None:
        conditions.append(sought.thread.where)
        params |= sought.thread.params
    if sought.horizons:
        condition, named = _in_sight(sought.horizons)
        conditions.append(condition)
        params |= named
    return " AND ".join(conditions), params


def _in_sight(horizons: Mapping[BoxId, MessageId]) -> tuple[str, dict[str, Param]]:
    """That messages are behind the horizons of their boxes. Each number of them is a statement of its own, so
    that there are only powers of two; box 0 is nobody's."""
    pairs = [*horizons.items()]
    pairs += [(BoxId(0), MessageId(0))] * ((1 << (len(pairs) - 1).bit_length()) - len(pairs))
    params: dict[str, Param] = {}
    hidden = []
    for place, (box, least) in enumerate(pairs):
        params[f"hidden_box{place}"], params[f"hidden{place}"] = box, least
        hidden.append(f"m.box = :hidden_box{place} AND m.id <= :hidden{place}")
    return f"NOT ({' OR '.join(hidden)})", params


def _is_given(value: object) -> bool:
    return value is not None


_CONDITIONS: tuple[tuple[str, Callable[[object], bool], str], ...] = (
    ("peer", _is_given, "m.peer = :peer"),
    ("query", _is_given, "m.body IN (SELECT rowid FROM body_words(:query))"),
    ("from_id", _is_given, "b.from_id = :from_id"),
    ("saved_peer", _is_given, "m.saved_peer = :saved_peer"),
    ("after", bool, "m.at > :after"),
    ("before", bool, "m.at < :before"),
    ("peer_from", _is_given, "m.peer >= :peer_from"),
    ("peer_to", _is_given, "m.peer <= :peer_to"),
    ("peers", _is_given, "m.peer IN :peers[]"),
    ("not_peers", bool, "m.peer NOT IN :not_peers[]"),
    ("bodies", _is_given, "m.body IN :bodies[]"),
)
_LISTS = {"bodies", "peers", "not_peers"}
