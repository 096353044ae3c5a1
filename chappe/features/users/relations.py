"""The SQL of `relation`: what one account holds of another."""

from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Row, Tx
from chappe.features.users.model import Mark, Relation, Tie
from chappe.ids import UserId

COLUMNS = "user_id, ties, first_name, last_name, phone, note, photo, added_at, blocked_at"
BETWEEN = f"""
SELECT owner_id, {COLUMNS} FROM relation
WHERE owner_id = :me AND user_id IN :ids[] OR user_id = :me AND owner_id IN :ids[]
"""
FIND = f"SELECT {COLUMNS} FROM relation WHERE owner_id = :owner AND user_id IN :ids[]"
CONTACTS = f"""
SELECT {COLUMNS} FROM relation WHERE owner_id = :owner AND (ties & {Tie.CONTACT:d}) > 0
ORDER BY user_id LIMIT :limit
"""
CONTACT_IDS = f"""
SELECT user_id FROM relation WHERE owner_id = :owner AND (ties & {Tie.CONTACT:d}) > 0
ORDER BY user_id LIMIT :limit
"""
OWNERS = f"""
SELECT owner_id FROM relation WHERE user_id = :user AND (ties & {Tie.CONTACT:d}) > 0
ORDER BY owner_id LIMIT :limit
"""
WITH = f"""
SELECT {COLUMNS} FROM relation WHERE owner_id = :owner AND (ties & :tie) > 0
ORDER BY blocked_at DESC, user_id LIMIT :limit OFFSET :offset
"""
COUNT_WITH = "SELECT COUNT(*) FROM relation WHERE owner_id = :owner AND (ties & :tie) > 0"
MAY_WRITE = f"""
SELECT 1 FROM account WHERE id = :other AND (marks & {Mark.DELETED | Mark.WANTS_PREMIUM:d}) = 0
    AND NOT EXISTS (
        SELECT 1 FROM relation WHERE owner_id = :me AND user_id = :other
            AND (ties & {Tie.BLOCKED:d}) > 0
    ) AND NOT EXISTS (
        SELECT 1 FROM relation WHERE owner_id = :other AND user_id = :me
            AND (ties & {Tie.BLOCKED:d}) > 0
    )
"""
"""One row when nothing stands between two accounts: a part of statements that are asked often. None says
nothing yet: `privacy.access.access_writing` does."""
PUT = f"""
INSERT INTO relation (owner_id, {COLUMNS}) VALUES
(:owner, :user_id, :ties, :first_name, :last_name, :phone, :note, :photo, :added_at, :blocked_at)
ON CONFLICT (owner_id, user_id) DO UPDATE SET ties = excluded.ties, first_name = excluded.first_name,
    last_name = excluded.last_name, phone = excluded.phone, note = excluded.note,
    photo = excluded.photo, added_at = excluded.added_at, blocked_at = excluded.blocked_at
"""
DROP_EMPTY = "DELETE FROM relation WHERE owner_id = :owner AND ties = 0 AND photo IS NULL"
DROP_OF = "DELETE FROM relation WHERE owner_id = :owner"


@dataclass(frozen=True, slots=True)
class Between:
    """What `me` holds of others, and they of `me`. By the other's id."""

    mine: dict[UserId, Relation]
    theirs: dict[UserId, Relation]

    def mine_of(self, user_id: UserId) -> Relation:
        """What `me` holds of one."""
        return self.mine.get(user_id) or Relation(user_id=user_id)

    def theirs_of(self, user_id: UserId) -> Relation:
        """What one holds of `me`; `user_id` in it is `me`."""
        return self.theirs.get(user_id) or Relation(user_id=user_id)


async def find_between(tx: Tx, me: UserId, ids: Collection[UserId]) -> Between:
    """What an account and some others hold of one another: one statement for both directions."""
    mine: dict[UserId, Relation] = {}
    theirs: dict[UserId, Relation] = {}
    for owner_id, *row in await tx.rows(BETWEEN, me=me, ids=list(ids)):
        relation = _relation(tuple(row))
        if owner_id == me:
            mine[relation.user_id] = relation
        if relation.user_id == me:
            theirs[owner_id] = relation
    return Between(mine, theirs)


async def find(tx: Tx, owner: UserId, ids: Collection[UserId]) -> dict[UserId, Relation]:
    """What an account holds of some others; nothing is left out."""
    rows = await tx.rows(FIND, owner=owner, ids=list(ids))
    found = {each.user_id: each for each in map(_relation, rows)}
    return {each: found.get(each) or Relation(user_id=each) for each in ids}


async def find_contacts(tx: Tx, owner: UserId, limit: int) -> list[Relation]:
    """The address book of an account, in ascending order of ids."""
    return [_relation(row) for row in await tx.rows(CONTACTS, owner=owner, limit=limit)]


async def find_contact_ids(tx: Tx, owner: UserId, limit: int) -> list[UserId]:
    """Who is in the address book of an account, in ascending order."""
    return [row[0] for row in await tx.rows(CONTACT_IDS, owner=owner, limit=limit)]


async def find_owners(tx: Tx, user_id: UserId, limit: int) -> list[UserId]:
    """In whose address books an account is, in ascending order."""
    return [row[0] for row in await tx.rows(OWNERS, user=user_id, limit=limit)]


async def find_with(
    tx: Tx, owner: UserId, tie: Tie, limit: int, offset: int = 0
) -> list[Relation]:
    """Those to whom an account has a tie (any of those given), the last blocked first."""
    rows = await tx.rows(WITH, owner=owner, tie=int(tie), limit=limit, offset=offset)
    return [_relation(row) for row in rows]


async def count_with(tx: Tx, owner: UserId, tie: Tie) -> int:
    """To how many an account has a tie (any of those given)."""
    row = await tx.row(COUNT_WITH, owner=owner, tie=int(tie))
    assert row is not None
    return int(row[0])


async def put(tx: Tx, owner: UserId, relations: Collection[Relation]) -> None:
    """Keep what an account holds of others, in the place of what it held before."""
    await tx.run_many(
        PUT,
        [
            {
                "owner": owner,
                "user_id": each.user_id,
                "ties": int(each.ties),
                "first_name": each.first_name,
                "last_name": each.last_name,
                "phone": each.phone,
                "note": each.note,
                "photo": each.photo,
                "added_at": each.added_at,
                "blocked_at": each.blocked_at,
            }
            for each in relations
        ],
    )
    if any(not each.ties and each.photo is None for each in relations):
        await tx.run(DROP_EMPTY, owner=owner)


async def drop_of(tx: Tx, owner: UserId) -> None:
    """Forget all that an account holds of others."""
    await tx.run(DROP_OF, owner=owner)


def _relation(row: Row) -> Relation:
    """A row of `COLUMNS`."""
    user_id, ties, first_name, last_name, phone, note, photo, added_at, blocked_at = row
    return Relation(
        user_id=user_id,
        ties=Tie(ties),
        first_name=first_name,
        last_name=last_name,
        phone=phone,
        note=note,
        photo=photo,
        added_at=added_at,
        blocked_at=blocked_at,
    )
