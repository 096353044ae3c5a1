"""The SQL of `invite` and `invite_importer`."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, fields

from chappe.db.database import Row, Tx, Value
from chappe.features.invites.model import Importer, Invite, InviteMark, Tally
from chappe.ids import PeerId, UserId

NAMES = [field.name for field in fields(Invite)]
COLUMNS = ", ".join(NAMES)
VALUES = ", ".join(f":{name}" for name in NAMES)
INSERT = f"INSERT INTO invite ({COLUMNS}) VALUES ({VALUES})"
FIND = f"SELECT {COLUMNS} FROM invite WHERE hash = :hash"
PERMANENT = f"""
SELECT {COLUMNS} FROM invite WHERE peer = :peer AND admin_id = :admin AND marks & 3 = 1
"""
CHANGE = """
UPDATE invite SET title = :title, changed_at = :changed_at, expires_at = :expires_at,
    usage_limit = :usage_limit, marks = :marks WHERE hash = :hash
"""
BUMP = """
UPDATE invite SET usage = usage + :used, requested = requested + :requested WHERE hash = :hash
"""
DELETE = "DELETE FROM invite WHERE hash = :hash"
DELETE_REVOKED = (
    "DELETE FROM invite WHERE peer = :peer AND admin_id = :admin AND marks & 2 <> 0"
)
PAGE = f"""
SELECT {COLUMNS} FROM invite
WHERE peer = :peer AND admin_id = :admin AND marks & 2 = :revoked
    AND (made_at < :at OR (made_at = :at AND hash < :hash))
ORDER BY made_at DESC, hash DESC LIMIT :limit
"""
COUNT = """
SELECT COUNT(*) FROM invite WHERE peer = :peer AND admin_id = :admin AND marks & 2 = :revoked
"""
TALLIES = """
SELECT admin_id, SUM(CASE WHEN marks & 2 = 0 THEN 1 ELSE 0 END),
    SUM(CASE WHEN marks & 2 = 0 THEN 0 ELSE 1 END)
FROM invite WHERE peer = :peer GROUP BY admin_id ORDER BY admin_id
"""
IMPORTER_COLUMNS = "peer, user_id, hash, at, requested, approved_by"
PUT_IMPORTER = f"""
INSERT INTO invite_importer ({IMPORTER_COLUMNS})
VALUES (:peer, :user_id, :hash, :at, :requested, :approved_by)
ON CONFLICT (peer, user_id) DO UPDATE SET hash = excluded.hash, at = excluded.at,
    requested = excluded.requested, approved_by = excluded.approved_by
"""
IMPORTERS = f"""
SELECT {IMPORTER_COLUMNS} FROM invite_importer WHERE peer = :peer AND user_id IN :users[]
"""
ASKED = """
SELECT peer FROM invite_importer
WHERE user_id = :user AND requested = 1 AND at > :since ORDER BY at DESC LIMIT :limit
"""
MOVE = "UPDATE invite SET peer = :new WHERE peer = :old"
MOVE_IMPORTERS = "UPDATE invite_importer SET peer = :new WHERE peer = :old"
FORGET = "DELETE FROM invite_importer WHERE peer = :peer AND user_id IN :users[]"
IMPORTER_PAGE = f"""
SELECT {IMPORTER_COLUMNS} FROM invite_importer
WHERE peer = :peer AND requested = :requested AND (:anyhow = 1 OR hash = :hash)
    AND (at < :at OR (at = :at AND user_id < :user))
ORDER BY at DESC, user_id DESC LIMIT :limit
"""
COUNT_IMPORTERS = """
SELECT COUNT(*) FROM invite_importer
WHERE peer = :peer AND requested = :requested AND (:anyhow = 1 OR hash = :hash)
"""
PENDING = """
SELECT peer, user_id, total FROM (
    SELECT peer, user_id, COUNT(*) OVER (PARTITION BY peer) AS total,
        ROW_NUMBER() OVER (PARTITION BY peer ORDER BY at DESC, user_id DESC) AS place
    FROM invite_importer WHERE requested = 1 AND peer IN :peers[]
) AS waiting WHERE place <= :shown ORDER BY peer, place
"""
LAST = 1 << 62


async def insert(tx: Tx, invite: Invite) -> None:
    """Keep a new link."""
    values = dict(zip(NAMES, astuple(invite), strict=True))
    await tx.run(INSERT, **{**values, "marks": int(invite.marks)})


async def find(tx: Tx, hash_: str) -> Invite | None:
    """A link."""
    row = await tx.row(FIND, hash=hash_)
    return None if row is None else _invite(row)


async def find_permanent(tx: Tx, peer: PeerId, admin: UserId) -> Invite | None:
    """The permanent link of an admin."""
    row = await tx.row(PERMANENT, peer=peer, admin=admin)
    return None if row is None else _invite(row)


async def change(tx: Tx, invite: Invite) -> None:
    """A link is otherwise from now on."""
    await tx.run(
        CHANGE,
        hash=invite.hash,
        title=invite.title,
        changed_at=invite.changed_at,
        expires_at=invite.expires_at,
        usage_limit=invite.usage_limit,
        marks=int(invite.marks),
    )


async def bump(tx: Tx, hash_: str, *, used: int = 0, requested: int = 0) -> None:
    """So many more came by a link, or wait."""
    if hash_:
        await tx.run(BUMP, hash=hash_, used=used, requested=requested)


async def delete(tx: Tx, hash_: str) -> None:
    """A link is forgotten."""
    await tx.run(DELETE, hash=hash_)


async def move(tx: Tx, old: PeerId, new: PeerId) -> None:
    """The links of one group lead to another, and whoever waits there waits here."""
    await tx.run(MOVE, old=old, new=new)
    await tx.run(MOVE_IMPORTERS, old=old, new=new)


async def delete_revoked(tx: Tx, peer: PeerId, admin: UserId) -> None:
    """The revoked links of an admin are forgotten."""
    await tx.run(DELETE_REVOKED, peer=peer, admin=admin)


async def find_page(
    tx: Tx, peer: PeerId, admin: UserId, offset: tuple[int, str], limit: int, *, revoked: bool
) -> list[Invite]:
    """Links of an admin, the newest first, after the one of this date and hash (0: from the first)."""
    at, hash_ = offset
    rows = await tx.rows(
        PAGE,
        peer=peer,
        admin=admin,
        revoked=int(InviteMark.REVOKED) if revoked else 0,
        at=at or LAST,
        hash=hash_,
        limit=limit,
    )
    return [_invite(row) for row in rows]


async def count(tx: Tx, peer: PeerId, admin: UserId, *, revoked: bool) -> int:
    """How many links an admin has."""
    mark = int(InviteMark.REVOKED) if revoked else 0
    row = await tx.row(COUNT, peer=peer, admin=admin, revoked=mark)
    assert row is not None
    return int(row[0])


async def tally(tx: Tx, peer: PeerId) -> list[Tally]:
    """Who has how many links into a group."""
    return [
        Tally(UserId(row[0]), int(row[1]), int(row[2]))
        for row in await tx.rows(TALLIES, peer=peer)
    ]


async def put_importers(tx: Tx, importers: Iterable[Importer]) -> None:
    """Keep who came in, or waits."""
    rows: list[dict[str, Value]] = [
        {
            "peer": each.peer,
            "user_id": each.user_id,
            "hash": each.hash,
            "at": each.at,
            "requested": int(each.requested),
            "approved_by": each.approved_by,
        }
        for each in importers
    ]
    await tx.run_many(PUT_IMPORTER, rows)


async def find_importers(
    tx: Tx, peer: PeerId, users: Collection[UserId]
) -> dict[UserId, Importer]:
    """Those of some who came in by a link, or wait."""
    rows = await tx.rows(IMPORTERS, peer=peer, users=list(users))
    return {each.user_id: each for each in map(_importer, rows)}


async def find_asked(tx: Tx, user_id: UserId, since: int, limit: int) -> list[PeerId]:
    """Where somebody waits to be let in and has asked since then, the last first."""
    rows = await tx.rows(ASKED, user=user_id, since=since, limit=limit)
    return [PeerId(row[0]) for row in rows]


async def forget_importers(tx: Tx, peer: PeerId, users: Collection[UserId]) -> None:
    """Some wait no more."""
    await tx.run(FORGET, peer=peer, users=list(users))


async def find_importer_page(
    tx: Tx,
    peer: PeerId,
    hash_: str | None,
    offset: tuple[int, UserId],
    limit: int,
    *,
    requested: bool,
) -> list[Importer]:
    """Who came in (or waits), the last first. `hash_`: by which link, None: by any."""
    at, user = offset
    rows = await tx.rows(
        IMPORTER_PAGE,
        peer=peer,
        requested=int(requested),
        anyhow=int(hash_ is None),
        hash=hash_ or "",
        at=at or LAST,
        user=user,
        limit=limit,
    )
    return [_importer(row) for row in rows]


async def count_importers(tx: Tx, peer: PeerId, hash_: str | None, *, requested: bool) -> int:
    """How many came in, or wait."""
    row = await tx.row(
        COUNT_IMPORTERS,
        peer=peer,
        requested=int(requested),
        anyhow=int(hash_ is None),
        hash=hash_ or "",
    )
    assert row is not None
    return int(row[0])


async def find_pending(
    tx: Tx, peers: Collection[PeerId], shown: int
) -> dict[PeerId, tuple[int, list[UserId]]]:
    """How many wait at some groups, and the last of them; groups where nobody does are left out."""
    found: dict[PeerId, tuple[int, list[UserId]]] = {}
    for peer, user, total in await tx.rows(PENDING, peers=list(peers), shown=shown):
        _, users = found.setdefault(PeerId(peer), (int(total), []))
        users.append(UserId(user))
    return found


def _invite(row: Row) -> Invite:
    values = dict(zip(NAMES, row, strict=True))
    return Invite(**{**values, "marks": InviteMark(values["marks"])})


def _importer(row: Row) -> Importer:
    peer, user, hash_, at, requested, approved_by = row
    return Importer(PeerId(peer), UserId(user), hash_, at, bool(requested), UserId(approved_by))
