"""The one writer of pts.

The journal is the log of one transaction: verbs append facts to it, and after the commit it says what
there is to tell. A box is taken with one statement that counts, numbers and locks it at once; whoever
takes several takes them in ascending order of their ids (two transactions that take the same two boxes in
opposite orders would wait for each other for ever), and before any other row that others may write.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from chappe.db.database import Tx
from chappe.ids import AuthKeyId, BoxId, MessageId, Pts, SessionId, UserId
from chappe.tl.build import TLObject
from chappe.updates.facts import Fact, write_fact

TAKE = """
UPDATE box SET pts = pts + :count, n = n + :facts, top_id = top_id + :ids,
    at = CASE WHEN at > :at THEN at ELSE :at END
WHERE id = :box RETURNING pts, n, top_id, at
"""
OPEN = "INSERT INTO box (id, pts, n, top_id, at) VALUES (:box, 1, 0, 0, :at)"
WRITE = """
INSERT INTO fact (box, n, pts, pts_count, kind, at, origin, args)
VALUES (:box, :n, :pts, :pts_count, :kind, :at, :origin, :args)
"""


TallyT = TypeVar("TallyT")
NOBODY = SessionId(0)


class OutOfOrder(Exception):
    """A box is wanted that has to be taken before one that is taken. Either a verb is wrong, or somebody has
    come into a group since its boxes were taken: then the call does well when it is run again."""

    sqlstate = "40001"
    """As when the engine can not put transactions in a row (`db.database.lost_race`)."""


class SessionRef(NamedTuple):
    """A session of a key, as all nodes can name it."""

    key_id: AuthKeyId
    session_id: SessionId


class Agent(NamedTuple):
    """A connected bot that acts on behalf of an account (`features.business`)."""

    bot_id: UserId
    user_id: UserId


class Moment(NamedTuple):
    """Where a box is after it was taken. `top_id`: the last message id that was taken."""

    box: BoxId
    pts: Pts
    n: int
    top_id: MessageId
    at: int


@dataclass(frozen=True, slots=True)
class Logged:
    """A fact with its place in a box. `pts`: of the box after it. `origin`: the session that brought it
    about and hears of it in its answer; 0: none. `ready`: rows that whoever shows it would have to read,
    when the writer had them in its hands."""

    box: BoxId
    n: int
    pts: Pts
    at: int
    fact: Fact
    origin: SessionId = NOBODY
    ready: object = None


@dataclass(frozen=True, slots=True)
class Told:
    """An update for the moment only, not in any log: typing, presence. For every session of users, or
    for every session of one key (whoever has signed in on it), or (`crowd`) for all who follow that channel at
    this moment, without the account `but`. Several updates in one are a container."""

    update: TLObject
    users: tuple[UserId, ...] = ()
    key_id: AuthKeyId | None = None
    origin: SessionRef | None = None
    crowd: BoxId | None = None
    but: UserId | None = None


@dataclass(slots=True)
class Journal:
    """What one transaction has to tell. `now`: Unix seconds. `origin`: the session that asked for it,
    which hears of it in the answer. `due_at`: when the first job is due that was asked for in it.
    `counted`: what there is to count in memory, tally and how. `rung`: the names of bells for which somebody
    may listen (`rpc.bells`)."""

    tx: Tx
    now: float
    origin: SessionRef | None = None
    entries: list[Logged] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    overheard: list[tuple[UserId, TLObject]] = field(default_factory=list)
    """What the queues of bots hear beside, each by its number."""
    actions: list[Callable[[], None]] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)
    due_at: int | None = None
    agent: "Agent | None" = None
    """Who acts in it, when it is a bot on behalf of an account."""
    witness: "Witness | None" = None
    """Is shown what happened before the commit, and may write rows of its own (`bot_update`)."""
    counted: list[tuple[Any, Callable[[Any], None]]] = field(default_factory=list)
    _unwritten: int = 0
    _locked: set[BoxId] = field(default_factory=set)
    _highest: int = -(1 << 63)

    @property
    def at(self) -> int:
        """The time in whole seconds, as it stands in rows and on the wire."""
        return int(self.now)

    async def open_box(self, box: BoxId) -> None:
        """Make the box of a new user or channel."""
        await self.tx.run(OPEN, box=box, at=self.at)

    async def lock(self, boxes: Iterable[BoxId]) -> None:
        """Take several boxes in the lawful order, before anything is appended to one of them."""
        for box in sorted(set(boxes) - self._locked):
            await self.take(box, facts=0)

    async def take(self, box: BoxId, *, facts: int, pts: int = 0, ids: int = 0) -> Moment:
        """Move a box on by so many facts, pts and message ids; `note` then says which facts.

        Raises: LookupError when there is no such box, OutOfOrder.
        """
        if box not in self._locked and box <= self._highest:
            raise OutOfOrder(f"box {box} after {self._highest}")
        row = await self.tx.row(TAKE, box=box, count=pts, facts=facts, ids=ids, at=self.at)
        if row is None:
            raise LookupError(f"no box {box}")
        self._locked.add(box)
        self._highest = max(self._highest, box)
        return Moment(box, *row)

    def note(self, moment: Moment, *facts: Fact, ready: object = None) -> list[Logged]:
        """The facts for which a box was taken, all of them at once."""
        n, pts = moment.n - len(facts), moment.pts - sum(fact.pts_count for fact in facts)
        origin = NOBODY if self.origin is None else self.origin.session_id
        noted = []
        for each in facts:
            n, pts = n + 1, pts + each.pts_count
            noted.append(Logged(moment.box, n, Pts(pts), moment.at, each, origin, ready))
        self.entries += noted
        self._unwritten += len(noted)
        return noted

    @contextmanager
    def unasked(self) -> Iterator[None]:
        """What happens meanwhile was not asked for, and no answer tells of it: the session that brought it about is
        told as all are."""
        origin, self.origin = self.origin, None
        try:
            yield
        finally:
            self.origin = origin

    async def append(self, box: BoxId, *facts: Fact, ready: object = None) -> Moment:
        """Log what happened in a box."""
        moment = await self.take(
            box, facts=len(facts), pts=sum(each.pts_count for each in facts)
        )
        self.note(moment, *facts, ready=ready)
        return moment

    def tell(self, update: TLObject, users: Iterable[UserId]) -> None:
        """Tell users something that is of the moment only."""
        self.told.append(Told(update, users=tuple(users), origin=self.origin))

    def tell_crowd(self, update: TLObject, box: BoxId, but: UserId | None = None) -> None:
        """Tell those who follow a channel at this moment, whoever they are, without the account `but`."""
        self.told.append(Told(update, origin=self.origin, crowd=box, but=but))

    def tell_key(self, update: TLObject, key_id: AuthKeyId) -> None:
        """Tell every session of one permanent key, signed in or not."""
        self.told.append(Told(update, key_id=key_id))

    def count(self, kind: type[TallyT], how: Callable[[TallyT], None]) -> None:
        """Count something in a tally of this node (`tallies`), once the rows are on the disk."""
        self.counted.append((kind, how))

    def ring(self, name: str) -> None:
        """Let those look, on all nodes, who listen for this name, once the rows are on the disk."""
        self.rung.append(name)

    def overhear(self, update: TLObject, bots: Iterable[UserId]) -> None:
        """Let bots hear of something in their queues, and nobody else."""
        self.overheard += [(bot, update) for bot in bots]

    def after_commit(self, action: Callable[[], None]) -> None:
        """Do this once the rows are on the disk, before the answer leaves."""
        self.actions.append(action)

    async def flush(self) -> None:
        """Write the facts; whoever opened the transaction calls it before the commit."""
        rows = self.entries[len(self.entries) - self._unwritten :]
        self._unwritten = 0
        if rows:
            await self._write(rows)
        if self.witness is not None and (rows or self.told or self.overheard):
            await self.witness(self, rows)

    async def _write(self, rows: "Sequence[Logged]") -> None:
        await self.tx.run_many(
            WRITE,
            [
                {
                    "box": each.box,
                    "n": each.n,
                    "pts": each.pts,
                    "pts_count": each.fact.pts_count,
                    "kind": each.fact.KIND,
                    "at": each.at,
                    "origin": each.origin,
                    "args": write_fact(each.fact),
                }
                for each in rows
            ],
        )


Witness = Callable[[Journal, Sequence[Logged]], Awaitable[None]]
"""Is shown the facts of a transaction that is about to be committed."""
