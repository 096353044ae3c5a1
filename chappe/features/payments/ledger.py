"""Stars: who has how many, and every one that went from one to another.

Each transaction has two sides, which together are nothing: what one gives another gets, and what nobody had before
comes from `BANK`, whose balance is not kept. A balance is the sum of its owner's sides, and never below 0: the
statement that takes looks whether there is enough, so two payments at the same moment cannot take the same Star.
Boxes are taken before.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chappe.db.database import Row, Tx
from chappe.features.payments.model import BANK, Entry, Reason
from chappe.ids import PeerId, UserId, is_bot, user_of
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

NAME_BYTES = 24
BALANCES = "SELECT owner, balance FROM star_account WHERE owner IN :owners[]"
OPEN = "INSERT INTO star_account (owner, balance) VALUES (:owner, 0) ON CONFLICT DO NOTHING"
TAKE = """
UPDATE star_account SET balance = balance - :amount WHERE owner = :owner AND balance >= :amount
"""
GIVE = "UPDATE star_account SET balance = balance + :amount WHERE owner = :owner"
ADD = """
INSERT INTO star_transaction (name, refund, kind, at, title, description, photo, payload, body, paid,
    period)
VALUES (:name, :refund, :kind, :at, :title, :description, :photo, :payload, :body, :paid,
    :period)
RETURNING id
"""
ADD_ENTRY = """
INSERT INTO star_entry (owner, transaction_id, other, amount) VALUES (:owner, :id, :other, :amount)
"""
ENTRY = """
SELECT t.id, t.name, t.refund, t.kind, t.at, t.title, t.description, t.photo, t.payload, t.body,
    t.paid, t.period, e.owner, e.other, e.amount
FROM star_entry e JOIN star_transaction t ON t.id = e.transaction_id
WHERE e.owner = :owner
"""
SIDES = """
AND (:inbound = 1 AND e.amount > 0 OR :outbound = 1 AND e.amount < 0)
"""
PAGE = f"{ENTRY} {SIDES} ORDER BY e.transaction_id DESC LIMIT :limit OFFSET :skip"
PAGE_UP = f"{ENTRY} {SIDES} ORDER BY e.transaction_id LIMIT :limit OFFSET :skip"
NAMED = f"{ENTRY} AND t.name IN :names[text]"
SUM = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM star_entry"
WRONG = """
SELECT a.owner FROM star_account a
WHERE a.balance <> (SELECT COALESCE(SUM(e.amount), 0) FROM star_entry e WHERE e.owner = a.owner)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Stars that go from one to another. `name`: of a refund that of what it gives back; empty: a new one."""

    giver: PeerId
    taker: PeerId
    amount: int
    reason: Reason
    name: str = ""
    refund: bool = False
    title: str = ""
    description: str = ""
    photo: bytes | None = None
    payload: bytes | None = None
    body: int = 0
    paid: int = 0
    period: int = 0


async def transfer(journal: Journal, moved: Transfer) -> str:
    """Let Stars go from one to another; the name of the transaction.

    Errors: BALANCE_TOO_LOW
    """
    assert moved.amount > 0, "somebody gets something"
    tx = journal.tx
    for owner in sorted({moved.giver, moved.taker} - {BANK}):
        await tx.run(OPEN, owner=owner)
        await _move(tx, owner, moved.amount if owner == moved.taker else -moved.amount)
    name = moved.name or new_name()
    row = await tx.row(
        ADD,
        name=name,
        refund=int(moved.refund),
        kind=int(moved.reason),
        at=journal.at,
        title=moved.title,
        description=moved.description,
        photo=moved.photo,
        payload=moved.payload,
        body=moved.body,
        paid=moved.paid,
        period=moved.period,
    )
    assert row is not None
    sides = (
        (moved.giver, moved.taker, -moved.amount),
        (moved.taker, moved.giver, moved.amount),
    )
    await tx.run_many(
        ADD_ENTRY,
        [
            {"owner": owner, "id": row[0], "other": other, "amount": amount}
            for owner, other, amount in sides
        ],
    )
    return name


async def _move(tx: Tx, owner: PeerId, amount: int) -> None:
    if amount > 0:
        await tx.run(GIVE, owner=owner, amount=amount)
    elif await tx.run(TAKE, owner=owner, amount=-amount) == 0:
        raise RpcError(400, "BALANCE_TOO_LOW")


def new_name() -> str:
    """The name of a transaction, which nobody can guess."""
    return secrets.token_urlsafe(NAME_BYTES)


async def open_account(journal: Journal, owner: PeerId, stars: int) -> int:
    """Give somebody who never had any as many Stars as everybody begins with; how many there are now.

    Bots and channels begin with none. The owner's box is taken.
    """
    known = (await find_balances(journal.tx, [owner])).get(owner)
    if known is not None:
        return known
    user_id = user_of(owner)
    if user_id is None or is_bot(user_id) or stars <= 0:
        await journal.tx.run(OPEN, owner=owner)
        return 0
    await give(journal, user_id, stars)
    return stars


async def give(journal: Journal, user_id: UserId, stars: int) -> None:
    """Make play money for somebody."""
    moved = Transfer(
        giver=BANK,
        taker=PeerId(user_id),
        amount=stars,
        reason=Reason.GIVEN,
        title="Play money",
        description="It is worth nothing: this server is for testing.",
    )
    await transfer(journal, moved)


async def find_balances(tx: Tx, owners: Collection[PeerId]) -> dict[PeerId, int]:
    """Who of these has how many; whoever has no account yet is left out."""
    return dict(await tx.rows(BALANCES, owners=list(owners)))


async def find_page(
    tx: Tx,
    owner: PeerId,
    *,
    skip: int,
    limit: int,
    inbound: bool = True,
    outbound: bool = True,
    ascending: bool = False,
) -> list[Entry]:
    """Some of somebody's transactions, the newest first, or the oldest."""
    rows = await tx.rows(
        PAGE_UP if ascending else PAGE,
        owner=owner,
        inbound=int(inbound),
        outbound=int(outbound),
        skip=skip,
        limit=limit,
    )
    return [*map(_entry, rows)]


async def find_named(
    tx: Tx, owner: PeerId, names: Sequence[str]
) -> dict[tuple[str, bool], Entry]:
    """Somebody's transactions of these names, by name and whether it is the refund."""
    rows = await tx.rows(NAMED, owner=owner, names=list(names))
    return {(each.name, each.refund): each for each in map(_entry, rows)}


async def find_faults(tx: Tx) -> list[str]:
    """What is not as it has to be; always nothing."""
    row = await tx.row(SUM)
    assert row is not None
    faults = [] if row[0] == 0 else [f"all sides together are {row[0]}"]
    wrong = await tx.rows(WRONG)
    return [
        *faults,
        *(f"the balance of {owner} is not the sum of its sides" for (owner,) in wrong),
    ]


def _entry(row: Row) -> Entry:
    id_, name, refund, kind, *rest = row
    return Entry(id_, name, bool(refund), Reason(kind), *rest)
