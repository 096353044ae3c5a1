"""The SQL of `account` and `contact`."""

from collections.abc import Collection

from chappe.db.database import Row, Tx
from chappe.features.users.model import Contact, Mark, User
from chappe.ids import DcId, UserId

COLUMNS = """
id, phone, first_name, last_name, about, username, marks, lang_code, dc_id, photo_id, made_at,
online_until
"""
NEXT_ID = "UPDATE account_number SET last = last + 1 WHERE one = 1 RETURNING last"
INSERT = f"""
INSERT INTO account ({COLUMNS}) VALUES (
    :id, :phone, :first_name, :last_name, '', NULL, :marks, :lang_code, :dc_id, NULL, :made_at,
    :online_until
) ON CONFLICT DO NOTHING
"""
FIND = f"SELECT {COLUMNS} FROM account WHERE id IN :ids[]"
FIND_ONE = f"SELECT {COLUMNS} FROM account WHERE id = :id"
FIND_PHONE = f"SELECT {COLUMNS} FROM account WHERE phone = :phone"
RELATIONS = """
SELECT owner_id, user_id, first_name, last_name, phone FROM contact
WHERE owner_id = :me AND user_id IN :ids[] OR user_id = :me AND owner_id IN :ids[]
"""


async def take_id(tx: Tx) -> UserId:
    """A user id that nobody has had."""
    row = await tx.row(NEXT_ID)
    assert row is not None
    return UserId(row[0])


async def insert(tx: Tx, user: User) -> bool:
    """Keep a new account; False when the id or the phone is taken."""
    return (
        await tx.run(
            INSERT,
            id=user.id,
            phone=user.phone,
            first_name=user.first_name,
            last_name=user.last_name,
            marks=int(user.marks),
            lang_code=user.lang_code,
            dc_id=user.dc_id,
            made_at=user.made_at,
            online_until=user.online_until,
        )
        == 1
    )


async def find(tx: Tx, user_id: UserId) -> User | None:
    """One account."""
    row = await tx.row(FIND_ONE, id=user_id)
    return None if row is None else _user(row)


async def find_many(tx: Tx, ids: Collection[UserId]) -> dict[UserId, User]:
    """Some accounts by id; those that do not exist are left out."""
    users = map(_user, await tx.rows(FIND, ids=list(ids)))
    return {user.id: user for user in users}


async def find_by_phone(tx: Tx, phone: str) -> User | None:
    """The account of a phone number (digits only)."""
    row = await tx.row(FIND_PHONE, phone=phone)
    return None if row is None else _user(row)


async def find_relations(
    tx: Tx, me: UserId, ids: Collection[UserId]
) -> tuple[dict[UserId, Contact], set[UserId]]:
    """Which of some accounts `me` has in the address book, and which have `me` in theirs."""
    mine: dict[UserId, Contact] = {}
    theirs: set[UserId] = set()
    for owner_id, user_id, first_name, last_name, phone in await tx.rows(
        RELATIONS, me=me, ids=list(ids)
    ):
        if owner_id == me:
            mine[user_id] = Contact(user_id, first_name, last_name, phone)
        if user_id == me:
            theirs.add(owner_id)
    return mine, theirs


def _user(row: Row) -> User:
    """A row of `COLUMNS`."""
    id_, phone, first_name, last_name, about, username, marks, lang_code, dc_id, *rest = row
    return User(
        id_,
        phone,
        first_name,
        last_name,
        about,
        username,
        Mark(marks),
        lang_code,
        DcId(dc_id),
        *rest,
    )
